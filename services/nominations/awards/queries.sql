-- name: insert_imported
-- Past awards; those the ledger has already are left as they are. Answers the new ones.
insert into awards (award_id, office_id, version, award_code, award_name, award_kind, award_level, ground, nominee_kind,
    nominee_id, nominee_name, search_key, unit_id, unit_name, period_year, decision_number, decided_on, decided_by,
    signer, money_vnd, money_basis, money_told, imported)
select r.award_id, $1::uuid, 1, r.award_code, r.award_name, r.award_kind, r.award_level, r.ground, r.nominee_kind,
    r.nominee_id, r.nominee_name, r.search_key, r.unit_id, r.unit_name, r.period_year, r.decision_number, r.decided_on,
    r.decided_by, r.signer, r.money_vnd, r.money_basis, r.money_told, true
from jsonb_to_recordset($2::jsonb) as r (award_id uuid, award_code text, award_name text, award_kind text,
    award_level text, ground text, nominee_kind text, nominee_id uuid, nominee_name text, search_key text, unit_id uuid,
    unit_name text, period_year int, decision_number text, decided_on date, decided_by text, signer text,
    money_vnd bigint, money_basis text, money_told boolean)
where not exists (
    select 1
    from awards as a
    where a.office_id = $1::uuid and a.nominee_id = r.nominee_id and a.award_code = r.award_code
    and a.period_year = r.period_year and a.decision_number = r.decision_number
)
on conflict (office_id, nominee_id, award_code, period_year, decision_number) where imported do nothing
returning award_id;

-- name: insert_decided
-- Once per nomination, whatever arrives twice.
insert into awards (award_id, office_id, version, nomination_id, award_code, award_name, award_kind, award_level, ground,
    nominee_kind, nominee_id, nominee_name, search_key, unit_id, unit_name, period_year, decision_number, decided_on,
    decided_by, money_vnd, money_basis, signer, imported)
values ($1::uuid, $2::uuid, 1, $3::uuid, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text, $10::uuid,
    $11::text, $12::text, $13::uuid, $14::text, $15::int, $16::text, $17::date, $18::text, $19::bigint, $20::text,
    $21::text, false)
on conflict do nothing
returning award_id;

-- name: awards
select award_id, version, nomination_id, award_code, award_name, award_kind as kind, award_level as level, ground,
    nominee_kind, nominee_id, nominee_name, unit_id, unit_name, period_year, decision_number, decided_on, decided_by,
    money_vnd, money_basis, signer, money_reason, money_source, money_told, imported, annulled_on, annulled_reason,
    count(*) over () as total
from awards
where office_id = $1::uuid
and ($2::uuid is null or nominee_id = $2::uuid)
and ($3::uuid is null or unit_id = $3::uuid)
and ($4::int is null or period_year = $4::int)
and ($5::text is null or award_code = $5::text)
and search_key like all ($6::text[])
and ($7::boolean or annulled_on is null)
order by period_year desc, decided_on desc, search_key, award_id
limit $8::int
offset $9::int;

-- name: lock_nominees
-- Writers of one nominee's ledger take turns, in one order: what is paid for one award depends on the others.
select pg_advisory_xact_lock(hashtextextended(named.nominee_id::text, 0))
from (
    select nominee_id
    from unnest($1::uuid[]) as given (nominee_id)
    order by nominee_id
) as named;

-- name: decided_at_once
-- Awards that stand, of these nominees on these days.
select a.award_id, a.version, a.nomination_id, a.award_code, a.award_name, a.award_kind as kind, a.award_level as level,
    a.ground, a.nominee_kind, a.nominee_id, a.nominee_name, a.unit_id, a.unit_name, a.period_year, a.decision_number,
    a.decided_on, a.decided_by, a.money_vnd, a.money_basis, a.signer, a.money_reason, a.money_source, a.money_told,
    a.imported, a.annulled_on, a.annulled_reason
from unnest($2::uuid[], $3::date[]) as wanted (nominee_id, decided_on)
join awards as a on a.nominee_id = wanted.nominee_id and a.decided_on = wanted.decided_on
where a.office_id = $1::uuid
and a.annulled_on is null
order by a.award_id;

-- name: pay
-- Only what somebody may have read already gets a new version.
update awards as a
set money_vnd = paid.money_vnd, money_basis = paid.money_basis, money_reason = paid.money_reason,
    money_source = paid.money_source, version = a.version + case when a.award_id = any($7::uuid[]) then 0 else 1 end
from unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[])
    as paid (award_id, money_vnd, money_basis, money_reason, money_source)
where a.office_id = $1::uuid
and a.award_id = paid.award_id;

-- name: awards_resting
-- Other awards that stand and may rest on one: the nominee's of that year and later, its units' of that year.
select award_id as subject_id, award_code, award_name, nominee_kind, nominee_id, nominee_name, period_year,
    decision_number as mark, decided_on
from awards
where office_id = $1::uuid
and award_id <> $2::uuid
and annulled_on is null
and ((nominee_id = $3::uuid and period_year >= $4::int) or (nominee_id = any($5::uuid[]) and period_year = $4::int))
order by period_year, award_id
limit 500;

-- name: count_of_award
select count(*)::int as awards, coalesce(sum(money_vnd), 0)::bigint as money_vnd
from awards
where office_id = $1::uuid
and award_code = $2::text
and period_year = $3::int
and annulled_on is null;

-- name: keep_annulment
insert into annulments (award_id, office_id, ground, reason, decision_number, annulled_on, authority, received_on,
    return_by, money_to_return, effects, recorded_at, recorded_by)
values ($1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::date, $7::text, $8::date, $9::date, $10::bigint,
    $11::jsonb, $12::timestamptz, $13::uuid);

-- name: annulment
-- With what was given back, where it was.
select n.ground, n.reason, n.decision_number, n.annulled_on, n.authority, n.received_on, n.return_by, n.money_to_return,
    n.effects, n.recorded_at, r.returned_on, r.money_vnd as money_returned, r.note as return_note
from annulments as n
left join award_returns as r on r.award_id = n.award_id
where n.office_id = $1::uuid
and n.award_id = $2::uuid;

-- name: keep_return
insert into award_returns (award_id, office_id, returned_on, money_vnd, note, recorded_at, recorded_by)
values ($1::uuid, $2::uuid, $3::date, $4::bigint, $5::text, $6::timestamptz, $7::uuid)
on conflict do nothing
returning award_id;

-- name: award
select award_id, version, nomination_id, award_code, award_name, award_kind as kind, award_level as level, ground,
    nominee_kind, nominee_id, nominee_name, unit_id, unit_name, period_year, decision_number, decided_on, decided_by,
    money_vnd, money_basis, signer, money_reason, money_source, money_told, imported, annulled_on, annulled_reason
from awards
where office_id = $1::uuid
and award_id = $2::uuid;

-- name: lock_award
select award_id, version, award_code, award_name, award_kind as kind, award_level as level, ground, nominee_kind,
    nominee_id, nominee_name, unit_id, unit_name, period_year, decision_number, decided_on, decided_by, money_vnd,
    money_basis, signer, money_reason, money_source, money_told, nomination_id, imported, annulled_on, annulled_reason
from awards
where office_id = $1::uuid
and award_id = $2::uuid
for update;

-- name: annul
update awards
set version = version + 1, annulled_on = $3::date, annulled_reason = $4::text, annulled_by_decision = $5::text
where office_id = $1::uuid
and award_id = $2::uuid;

-- name: titles_of
-- All awards that stand of these nominees.
select nominee_id, award_code, award_level, ground, decided_on, period_year, decision_number
from awards
where office_id = $1::uuid
and nominee_id = any($2::uuid[])
and annulled_on is null
order by decided_on, award_id;

-- name: holders
-- Who holds these awards for a year.
select distinct award_code, nominee_id
from awards
where office_id = $1::uuid
and period_year = $2::int
and award_code = any($3::text[])
and annulled_on is null;

-- name: held_by_nominees
-- What the ledger has of these nominees, annulled entries last.
select nominee_kind, nominee_id, award_code, period_year, decision_number, annulled_on is not null as annulled
from awards
where office_id = $1::uuid
and nominee_id = any($2::uuid[])
order by annulled_on nulls last, award_id;

-- name: export_awards
-- With the sum only where it came with a record; any other is worked out again from the rules.
select nominee_kind, nominee_id, award_code as award, period_year as year, ground, decision_number, decided_on, decided_by,
    award_level as level, nullif(signer, '') as signer, case when money_told then money_vnd end as money
from awards
where office_id = $1::uuid
and ($2::int is null or period_year = $2::int)
and annulled_on is null;

-- name: nominees_of_awards
select award_id, nominee_id, award_name, nominee_name
from awards
where office_id = $1::uuid
and award_id = any($2::uuid[]);
