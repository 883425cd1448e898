-- name: nominees
-- Names and units of nominees as the register has them.
select p.person_id as nominee_id, p.name, p.unit_id, u.name as unit_name
from people as p
join units as u on u.unit_id = p.unit_id
where p.office_id = $1::uuid
and p.person_id = any($2::uuid[])
union all
select u.unit_id, u.name, u.unit_id, u.name
from units as u
where u.office_id = $1::uuid
and u.unit_id = any($2::uuid[]);

-- name: insert_imported
-- Past awards; those the ledger has already are left as they are. Answers the new ones.
insert into awards (award_id, office_id, version, award_code, award_name, award_kind, award_level, ground, nominee_kind,
    nominee_id, nominee_name, search_key, unit_id, unit_name, period_year, decision_number, decided_on, decided_by,
    money_vnd, money_basis, imported)
select r.award_id, $1::uuid, 1, r.award_code, r.award_name, r.award_kind, r.award_level, r.ground, r.nominee_kind,
    r.nominee_id, r.nominee_name, r.search_key, r.unit_id, r.unit_name, r.period_year, r.decision_number, r.decided_on,
    r.decided_by, r.money_vnd, r.money_basis, true
from jsonb_to_recordset($2::jsonb) as r (award_id uuid, award_code text, award_name text, award_kind text,
    award_level text, ground text, nominee_kind text, nominee_id uuid, nominee_name text, search_key text, unit_id uuid,
    unit_name text, period_year int, decision_number text, decided_on date, decided_by text, money_vnd bigint,
    money_basis text)
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
    decided_by, money_vnd, money_basis, imported)
values ($1::uuid, $2::uuid, 1, $3::uuid, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text, $10::uuid,
    $11::text, $12::text, $13::uuid, $14::text, $15::int, $16::text, $17::date, $18::text, $19::bigint, $20::text, false)
on conflict do nothing
returning award_id;

-- name: awards
select award_id, version, nomination_id, award_code, award_name, award_kind as kind, award_level as level, ground,
    nominee_kind, nominee_id, nominee_name, unit_id, unit_name, period_year, decision_number, decided_on, decided_by,
    money_vnd, money_basis, imported, annulled_on, annulled_reason, count(*) over () as total
from awards
where office_id = $1::uuid
and ($2::uuid is null or nominee_id = $2::uuid)
and ($3::uuid is null or unit_id = $3::uuid)
and ($4::int is null or period_year = $4::int)
and ($5::text is null or award_code = $5::text)
and ($6::text = '' or search_key like '%' || $6::text || '%')
and ($7::boolean or annulled_on is null)
order by period_year desc, decided_on desc, search_key, award_id
limit $8::int
offset $9::int;

-- name: lock_award
select award_id, version, award_code, award_name, award_kind as kind, award_level as level, ground, nominee_kind,
    nominee_id, nominee_name, unit_id, unit_name, period_year, decision_number, decided_on, decided_by, money_vnd,
    money_basis, nomination_id, imported, annulled_on, annulled_reason
from awards
where office_id = $1::uuid
and award_id = $2::uuid
for update;

-- name: annul
update awards
set version = version + 1, annulled_on = $3::date, annulled_reason = $4::text, annulled_by_decision = $5::text
where office_id = $1::uuid
and award_id = $2::uuid;

-- name: export_awards
select a.nominee_kind, coalesce(p.code, u.code) as nominee_code, a.award_code as award, a.period_year as year, a.ground,
    a.decision_number, a.decided_on, a.decided_by
from awards as a
left join people as p on a.nominee_kind = 'person' and p.person_id = a.nominee_id
left join units as u on a.nominee_kind = 'collective' and u.unit_id = a.nominee_id
where a.office_id = $1::uuid
and a.annulled_on is null
order by a.nominee_kind, nominee_code, a.period_year, a.award_code, a.decision_number;
