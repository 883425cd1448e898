-- name: add_inquiry
insert into inquiries (
    inquiry_id, office_id, case_id, state, unit_id, unit_name, question, is_required, asked_on, due_on, due_source,
    asked_by, asked_by_name
)
values (
    $1::uuid, $2::uuid, $3::uuid, $4::text, $5::uuid, $6::text, $7::text, $8::boolean, $9::date, $10::date, $11::text,
    $12::uuid, $13::text
);

-- name: settle_inquiry
update inquiries
set state = $3::text, answer = $4::text, settled_at = $5::timestamptz, settled_by = $6::uuid, settled_by_name = $7::text
where office_id = $1::uuid
and inquiry_id = $2::uuid;

-- name: case_of_inquiry
select case_id
from inquiries
where office_id = $1::uuid
and inquiry_id = $2::uuid;

-- name: inquiries_of_cases
-- Locked by their case, in the order asked.
select inquiry_id, case_id, state, unit_id, unit_name, question, is_required, asked_on, due_on, due_source, asked_by,
    asked_by_name, answer, settled_at, settled_by_name
from inquiries
where office_id = $1::uuid
and case_id = any($2::uuid[])
order by inquiry_id;

-- name: list_inquiries
-- What is asked of one unit, or of all; what is due first comes first.
select inquiry_id, case_id, state, unit_id, unit_name, question, is_required, asked_on, due_on, due_source, asked_by,
    asked_by_name, answer, settled_at, settled_by_name
from inquiries
where office_id = $1::uuid
and ($2::uuid is null or unit_id = $2::uuid)
and ($3::boolean or state = 'open')
order by due_on, inquiry_id
limit 500;
