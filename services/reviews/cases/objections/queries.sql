-- name: add_objection
insert into objections (objection_id, office_id, case_id, state, text, raised_at, raised_by, raised_by_name)
values ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::text, $6::timestamptz, $7::uuid, $8::text);

-- name: save_objection
update objections
set state = $3::text, verification = $4::text, answer = $5::text, answered_at = $6::timestamptz, answered_by = $7::uuid,
    answered_by_name = $8::text
where office_id = $1::uuid
and objection_id = $2::uuid;

-- name: case_of_objection
select case_id
from objections
where office_id = $1::uuid
and objection_id = $2::uuid;

-- name: objections_of_case
-- Locked by its case, in the order they came.
select objection_id, case_id, state, text, raised_at, raised_by, raised_by_name, verification, answer, answered_at,
    answered_by_name
from objections
where office_id = $1::uuid
and case_id = $2::uuid
order by objection_id;

-- name: unanswered
select case_id, objection_id
from objections
where office_id = $1::uuid
and case_id = any($2::uuid[])
and state <> 'answered'
order by objection_id;

-- name: list_objections
-- All, or those one person raised; what waits comes first, then the latest.
select objection_id, case_id, state, text, raised_at, raised_by, raised_by_name, verification, answer, answered_at,
    answered_by_name
from objections
where office_id = $1::uuid
and ($2::uuid is null or raised_by = $2::uuid)
order by state = 'answered', objection_id desc
limit 500;

-- name: objections_of_cases
-- Of several cases, in the order they came.
select objection_id, case_id, state, text, raised_at, raised_by, raised_by_name, verification, answer, answered_at,
    answered_by_name
from objections
where office_id = $1::uuid
and case_id = any($2::uuid[])
order by case_id, objection_id;
