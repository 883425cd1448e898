-- name: insert_council
insert into councils (
    council_id, office_id, name, decision_number, valid_from, quorum_numerator, quorum_denominator, valid_to, rules
)
values ($1::uuid, $2::uuid, $3::text, $4::text, $5::date, $6::int, $7::int, $8::date, $9::jsonb);

-- name: insert_members
insert into council_members (
    council_id, office_id, valid_from, decision_number, person_id, place, name, position
)
select $1::uuid, $2::uuid, $3::date, $4::text, person_id, place, name, position
from unnest($5::uuid[], $6::text[], $7::text[]) with ordinality as member (person_id, name, position, place);

-- name: councils
-- Newest first, ids as the last word between two of one day.
select council_id, name, decision_number, valid_from, quorum_numerator, quorum_denominator, valid_to, version, rules
from councils
where office_id = $1::uuid
order by valid_from desc, council_id desc;

-- name: council
select council_id, name, decision_number, valid_from, quorum_numerator, quorum_denominator, valid_to, version, rules
from councils
where office_id = $1::uuid
and council_id = $2::uuid;

-- name: members
-- As the councils sit on a day; a council that is not in force yet, as it was founded.
select m.council_id, m.person_id, m.name, m.position
from council_members as m
join councils as c on c.council_id = m.council_id
where m.office_id = $1::uuid
and m.council_id = any($2::uuid[])
and m.valid_from <= greatest($3::date, c.valid_from)
and (m.valid_to is null or m.valid_to >= greatest($3::date, c.valid_from))
order by m.council_id, m.place;

-- name: last_change_of_members
select max(valid_from)
from council_members
where office_id = $1::uuid
and council_id = $2::uuid;

-- name: end_members
update council_members
set valid_to = $3::date - 1
where office_id = $1::uuid
and council_id = $2::uuid
and valid_to is null;

-- name: advance_council
update councils
set version = version + 1
where office_id = $1::uuid
and council_id = $2::uuid
and version = $3::int
returning version;
