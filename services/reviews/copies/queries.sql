-- name: copy_units
insert into copied_units as u (unit_id, office_id, code, name, is_standing_unit, head_person_id, dissolved_on)
select unit_id, office_id, code, name, is_standing_unit, head_person_id, dissolved_on
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::uuid[], $7::date[])
    as event (unit_id, office_id, code, name, is_standing_unit, head_person_id, dissolved_on)
on conflict (unit_id) do update
set code = excluded.code, name = excluded.name, is_standing_unit = excluded.is_standing_unit,
    head_person_id = excluded.head_person_id, dissolved_on = excluded.dissolved_on
where u.office_id = excluded.office_id
returning unit_id;

-- name: copy_people
insert into copied_people as p (person_id, office_id, code, name, unit_id, left_on, sex)
select person_id, office_id, code, name, unit_id, left_on, sex
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::date[], $7::text[])
    as event (person_id, office_id, code, name, unit_id, left_on, sex)
on conflict (person_id) do update
set code = excluded.code, name = excluded.name, unit_id = excluded.unit_id, left_on = excluded.left_on,
    sex = excluded.sex
where p.office_id = excluded.office_id
returning person_id;

-- name: copy_rulebook
-- A version never changes once it is published.
insert into copied_rulebooks (office_id, version, published_at, sha256, rulebook)
values ($1::uuid, $2::text, $3::timestamptz, $4::text, $5::jsonb)
on conflict do nothing
returning version;

-- name: copied_checksum
select sha256
from copied_rulebooks
where office_id = $1::uuid
and version = $2::text;

-- name: copy_awards
-- The annulment of an award follows it within one key, so a copy is always there to be marked.
insert into copied_awards (
    award_id, office_id, nominee_id, award_code, award_name, period_year, decision_number, decided_on
)
select award_id, office_id, nominee_id, award_code, award_name, period_year, decision_number, decided_on
from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::int[], $7::text[], $8::date[])
    as event (award_id, office_id, nominee_id, award_code, award_name, period_year, decision_number, decided_on)
on conflict do nothing
returning award_id;

-- name: differing_awards
-- Awards that stand in the copy otherwise than an event tells them.
select event.award_id
from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::text[], $7::date[])
    as event (award_id, office_id, nominee_id, award_code, period_year, decision_number, decided_on)
join copied_awards as a on a.award_id = event.award_id
where (a.office_id, a.nominee_id, a.award_code, a.period_year, a.decision_number, a.decided_on)
    is distinct from (
        event.office_id, event.nominee_id, event.award_code, event.period_year, event.decision_number, event.decided_on
    );

-- name: annul_award
update copied_awards
set annulled_on = $3::date
where office_id = $1::uuid
and award_id = $2::uuid
returning award_id;

-- name: rulebook
-- A version, and the days off of the newest: those are facts of a year and no law that a case is judged by.
select r.rulebook, n.holidays
from copied_rulebooks as r
left join lateral (
    select version, (rulebook -> 'holidays')::text as holidays
    from copied_rulebooks
    where office_id = r.office_id
    order by published_at desc, version desc
    limit 1
) as n on n.version <> r.version
where r.office_id = $1::uuid
and r.version = $2::text;

-- name: newest_rulebook
select rulebook
from copied_rulebooks
where office_id = $1::uuid
order by published_at desc, version desc
limit 1;

-- name: units_of
select person_id, unit_id
from copied_people
where office_id = $1::uuid
and person_id = any($2::uuid[]);

-- name: nominees_of_awards
-- With the unit the nominee belongs to, as far as the register's copy says; a collective is its own unit.
select a.award_id, a.nominee_id, coalesce(p.unit_id, a.nominee_id) as unit_id, a.award_name, a.period_year
from copied_awards as a
left join copied_people as p on p.person_id = a.nominee_id
where a.award_id = any($1::uuid[]);

-- name: people_names
select person_id, name
from copied_people
where office_id = $1::uuid
and person_id = any($2::uuid[]);

-- name: awards_of
-- What the nominee holds, newest first; annulled awards are none.
select award_code, award_name, period_year, decision_number, decided_on
from copied_awards
where office_id = $1::uuid
and nominee_id = $2::uuid
and annulled_on is null
order by decided_on desc, award_code
limit 100;

-- name: heads_of
-- Who leads each of these units, as the register last told.
select unit_id, head_person_id
from copied_units
where office_id = $1::uuid
and unit_id = any($2::uuid[])
and head_person_id is not null;

-- name: unit_name
select name
from copied_units
where office_id = $1::uuid
and unit_id = $2::uuid;

-- name: decided_on
-- The day of a nominee's last decision of one award.
select max(decided_on)
from copied_awards
where office_id = $1::uuid
and nominee_id = $2::uuid
and award_code = $3::text
and annulled_on is null;

-- name: preferred_among_equals
-- Women, and units at least 70 % of whose present people are women (E14).
select person_id as nominee_id
from copied_people
where office_id = $1::uuid
and person_id = any($2::uuid[])
and sex = 'nu'
union all
select unit_id
from copied_people
where office_id = $1::uuid
and unit_id = any($2::uuid[])
and left_on is null
group by unit_id
having count(*) filter (where sex = 'nu') * 10 >= count(*) * 7;
