-- name: tell_texts
-- Only those that are new come back.
insert into told_texts (office_id, text, search_key, shingles)
select $1::uuid, r.text, r.search_key, r.shingles
from unnest($2::text[], $3::text[], $4::int[]) as r (text, search_key, shingles)
on conflict (office_id, text) do nothing
returning text_id, text;

-- name: tell_shingles
insert into told_shingles (office_id, shingle, text_id)
select $1::uuid, r.shingle, r.text_id
from unnest($2::text[], $3::bigint[]) as r (shingle, text_id);

-- name: text_ids
select text_id, text
from told_texts
where office_id = $1::uuid
and text = any($2::text[]);

-- name: untold_titles
-- Titles that came with an import or were corrected in the register since somebody last looked.
select distinct i.title
from initiatives as i
where i.office_id = $1::uuid
and not exists (
    select 1
    from told_texts as t
    where t.office_id = i.office_id and t.text = i.title
);

-- name: forget_uses
delete from achievement_uses
where office_id = $1::uuid
and nomination_id = $2::uuid;

-- name: put_forward
insert into achievement_uses (office_id, nomination_id, place, text_id, achievement_id, initiative_id, scope)
select $1::uuid, $2::uuid, r.place, r.text_id, r.achievement_id, r.initiative_id, r.scope
from unnest($3::int[], $4::bigint[], $5::uuid[], $6::uuid[], $7::text[])
    as r (place, text_id, achievement_id, initiative_id, scope);

-- name: owned
-- Which of these records are this nominee's: their own, of a unit also those of its people.
select r.record_id, r.title, r.scope, r.kind
from achievement_records as r
where r.office_id = $1::uuid
and r.record_id = any($2::uuid[])
and exists (
    select 1
    from jsonb_to_recordset(r.owners) as o (id uuid)
    where o.id = any($3::uuid[])
);

-- name: candidates
-- Other nominations that put forward the same record, or words that share enough neighbouring pairs with ours. A text of
-- one or two pairs must share them all. Drafts are no use yet; what was withdrawn or declined is free again.
with mine as (
    select u.nomination_id, u.place, u.text_id, u.achievement_id, u.initiative_id, u.scope, t.text, t.shingles
    from achievement_uses as u
    join told_texts as t on t.text_id = u.text_id
    where u.office_id = $1::uuid and u.nomination_id = any($2::uuid[])
),
sharing as (
    select m.text_id as my_text_id, m.shingles as my_shingles, s.text_id, count(*) as shared
    from (select distinct text_id, shingles from mine) as m
    join told_shingles as k on k.text_id = m.text_id
    join told_shingles as s on s.office_id = $1::uuid and s.shingle = k.shingle
    group by m.text_id, m.shingles, s.text_id
),
near as (
    select my_text_id, text_id
    from (
        select s.my_text_id, s.text_id, row_number() over (
            partition by s.my_text_id
            order by s.shared::float / least(s.my_shingles, t.shingles) desc, s.text_id
        ) as place
        from sharing as s
        join told_texts as t on t.text_id = s.text_id
        where s.shared >= least(2, s.my_shingles, t.shingles)
    ) as ranked
    where place <= 200
),
found as (
    select m.nomination_id as my_nomination_id, m.place, u.nomination_id, u.place as other_place
    from mine as m
    join near as r on r.my_text_id = m.text_id
    join achievement_uses as u on u.office_id = $1::uuid and u.text_id = r.text_id
    union
    select m.nomination_id, m.place, u.nomination_id, u.place
    from mine as m
    join achievement_uses as u on u.achievement_id = m.achievement_id
    where u.office_id = $1::uuid
    union
    select m.nomination_id, m.place, u.nomination_id, u.place
    from mine as m
    join achievement_uses as u on u.initiative_id = m.initiative_id
    where u.office_id = $1::uuid
)
select f.my_nomination_id, m.text_id as my_text_id, m.text as my_text, coalesce(m.achievement_id, m.initiative_id) as my_record_id,
    m.initiative_id is not null as my_is_initiative, m.scope as my_scope, coalesce(i.scope, a.scope, m.scope) as scope_now,
    n.nomination_id, n.state, n.award_code, n.award_name, n.ground, n.period_year, r.name as round_name, n.nominee_kind,
    n.nominee_id, n.nominee_name, n.unit_name, u.text_id, t.text, coalesce(u.achievement_id, u.initiative_id) as record_id,
    u.initiative_id is not null as is_initiative, u.scope, w.answer, w.reason, w.answered_by_name, w.answered_at
from found as f
join mine as m on m.nomination_id = f.my_nomination_id and m.place = f.place
join achievement_uses as u on u.nomination_id = f.nomination_id and u.place = f.other_place
join told_texts as t on t.text_id = u.text_id
join nominations as n on n.nomination_id = u.nomination_id
join rounds as r on r.round_id = n.round_id
left join achievements as a on a.achievement_id = m.achievement_id
left join initiatives as i on i.initiative_id = m.initiative_id
left join reuse_answers as w on w.nomination_id = f.my_nomination_id and w.text_id = m.text_id
    and w.other_nomination_id = n.nomination_id and w.other_text_id = u.text_id
where n.nomination_id <> f.my_nomination_id
and n.state in ('submitted', 'received', 'returned', 'council_decided', 'proposed_upward', 'awarded')
order by f.my_nomination_id, m.place, n.submitted_at, n.nomination_id, u.place;

-- name: putting_forward
-- Nominations as the left side of their matches.
select n.nomination_id, n.state, n.award_code, n.award_name, n.ground, n.period_year, r.name as round_name, n.nominee_kind,
    n.nominee_id, n.nominee_name, n.unit_id, n.unit_name
from nominations as n
join rounds as r on r.round_id = n.round_id
where n.office_id = $1::uuid
and n.nomination_id = any($2::uuid[]);

-- name: names_of_deeds
-- What each nomination puts forward, by every name by which another could put forward the same: its record, its words.
select u.nomination_id, coalesce(u.achievement_id, u.initiative_id) as record_id, t.text
from achievement_uses as u
join told_texts as t on t.text_id = u.text_id
where u.office_id = $1::uuid
and u.nomination_id = any($2::uuid[]);

-- name: answer
insert into reuse_answers (office_id, nomination_id, text_id, other_nomination_id, other_text_id, answer, reason,
    answered_by, answered_by_name, answered_at)
values ($1::uuid, $2::uuid, $3::bigint, $4::uuid, $5::bigint, $6::text, $7::text, $8::uuid, $9::text, $10::timestamptz)
on conflict (nomination_id, text_id, other_nomination_id, other_text_id) do update
set answer = excluded.answer, reason = excluded.reason, answered_by = excluded.answered_by,
    answered_by_name = excluded.answered_by_name, answered_at = excluded.answered_at;

-- name: told_alike
-- Texts that share enough pairs with the one asked about, the likest first.
select t.text
from (
    select s.text_id, count(*) as shared
    from told_shingles as s
    where s.office_id = $1::uuid and s.shingle = any($2::text[])
    group by s.text_id
) as s
join told_texts as t on t.text_id = s.text_id
where s.shared >= least(2, cardinality($2::text[]), t.shingles)
order by s.shared::float / least(cardinality($2::text[]), t.shingles) desc, t.text_id
limit 200;

-- name: records
-- The newest first. The text searched for is without dấu, as the search keys of the titles told are.
select r.record_id, r.kind, r.version, r.code, r.title, r.summary, r.year, r.achieved_on, r.scope, r.recognised_on,
    r.decision_number, r.decided_by, r.certificate, r.evidence, r.owners, count(*) over () as total,
    (
        select count(*)
        from achievement_uses as u
        join nominations as n on n.nomination_id = u.nomination_id
        where coalesce(u.achievement_id, u.initiative_id) = r.record_id
        and n.state not in ('draft', 'withdrawn', 'declined')
    ) as uses
from achievement_records as r
where r.office_id = $1::uuid
and ($2::uuid is null or r.record_id = $2::uuid)
and ($3::text is null or r.kind = $3::text)
and ($4::int is null or r.year = $4::int)
and ($5::uuid is null or r.owners @> jsonb_build_array(jsonb_build_object('id', $5::uuid)))
and ($6::text[] is null or r.title = any($6::text[]))
and ($7::boolean is null or (r.recognised_on is not null) = $7::boolean)
and ($8::text[] = '{}' or exists (
    select 1
    from told_texts as t
    where t.office_id = r.office_id and t.text = r.title and t.search_key like all ($8::text[])
))
order by r.year desc, r.code desc
limit $9::int
offset $10::int;

-- name: uses_of_record
select n.nomination_id, n.state, n.award_code, n.award_name, n.period_year, n.nominee_kind, n.nominee_id, n.nominee_name,
    n.unit_name, u.scope
from achievement_uses as u
join nominations as n on n.nomination_id = u.nomination_id
where u.office_id = $1::uuid
and coalesce(u.achievement_id, u.initiative_id) = $2::uuid
and n.state not in ('draft', 'withdrawn')
order by n.period_year, n.submitted_at, n.nomination_id;

-- name: add_achievement
-- Nothing comes back where the code is taken.
insert into achievements (achievement_id, office_id, version, code, title, summary, achieved_on, scope, decision_number,
    decided_by, certificate, evidence, recorded_at, recorded_by)
values ($1::uuid, $2::uuid, 1, $3::text, $4::text, $5::text, $6::date, $7::text, '', '', $8::text, $9::jsonb,
    $10::timestamptz, $11::uuid)
on conflict (office_id, code) do nothing
returning achievement_id;

-- name: add_initiative
insert into initiatives (initiative_id, office_id, version, code, title, year, scope, is_topic, recognised_on,
    decision_number, decided_by, summary, certificate, evidence)
values ($1::uuid, $2::uuid, 1, $3::text, $4::text, $5::int, $6::text, $7::boolean, null, '', '', $8::text, $9::text,
    $10::jsonb)
on conflict (office_id, code) do nothing
returning initiative_id;

-- name: lock_achievement
select version
from achievements
where office_id = $1::uuid
and achievement_id = $2::uuid
for no key update;

-- name: lock_initiative
select version
from initiatives
where office_id = $1::uuid
and initiative_id = $2::uuid
for no key update;

-- name: save_achievement
update achievements
set version = $3::int, title = $4::text, summary = $5::text, achieved_on = $6::date, scope = $7::text,
    recognised_on = $8::date, decision_number = $9::text, decided_by = $10::text, certificate = $11::text,
    evidence = $12::jsonb
where office_id = $1::uuid
and achievement_id = $2::uuid;

-- name: save_initiative
update initiatives
set version = $3::int, title = $4::text, summary = $5::text, year = $6::int, scope = $7::text,
    recognised_on = $8::date, decision_number = $9::text, decided_by = $10::text, certificate = $11::text,
    evidence = $12::jsonb
where office_id = $1::uuid
and initiative_id = $2::uuid;

-- name: forget_owners
delete from achievement_owners
where office_id = $1::uuid
and achievement_id = $2::uuid;

-- name: write_owners
insert into achievement_owners (office_id, achievement_id, nominee_kind, nominee_id)
select $1::uuid, $2::uuid, r.kind, r.id
from unnest($3::text[], $4::uuid[]) as r (kind, id);

-- name: forget_authors
delete from initiative_authors
where office_id = $1::uuid
and initiative_id = $2::uuid;

-- name: write_authors
insert into initiative_authors (office_id, initiative_id, person_id)
select $1::uuid, $2::uuid, r.id
from unnest($3::uuid[]) as r (id);

-- name: initiatives_of_people
select ia.person_id, i.title, i.year, i.scope, i.recognised_on, i.is_topic
from initiative_authors as ia
join initiatives as i on i.initiative_id = ia.initiative_id
where ia.office_id = $1::uuid
and ia.person_id = any($2::uuid[])
order by i.year, i.code;
