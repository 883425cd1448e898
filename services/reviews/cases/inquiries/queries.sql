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

-- name: inquiries_of_case
-- Locked by its case, in the order asked.
select inquiry_id, case_id, state, unit_id, unit_name, question, is_required, asked_on, due_on, due_source, asked_by,
    asked_by_name, answer, settled_at, settled_by_name
from inquiries
where office_id = $1::uuid
and case_id = $2::uuid
order by inquiry_id;

-- name: list_inquiries
-- What is asked of one unit, or of all, with whom it is about; what is due first comes first.
select i.inquiry_id, i.case_id, i.state, i.unit_id, i.unit_name, i.question, i.is_required, i.asked_on, i.due_on,
    i.due_source, i.asked_by, i.asked_by_name, i.answer, i.settled_at, i.settled_by_name, c.nominee_name, c.award_name
from inquiries as i
join cases as c on c.case_id = i.case_id
where i.office_id = $1::uuid
and ($2::uuid is null or i.unit_id = $2::uuid)
and ($3::boolean or i.state = 'open')
order by i.due_on, i.inquiry_id
limit 500;
