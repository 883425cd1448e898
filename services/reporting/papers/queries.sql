-- name: letterhead
select content
from letterheads
where office_id = $1::uuid;

-- name: save_letterhead
insert into letterheads (office_id, content, changed_at)
values ($1::uuid, $2::jsonb, $3::timestamptz)
on conflict (office_id) do update
set content = excluded.content,
    changed_at = excluded.changed_at;

-- name: take_number
-- The report that holds the number afterwards: this one, or the one that took it before.
insert into paper_numbers as taken (office_id, year, kind, number, report_id, taken_at)
values ($1::uuid, $2::int, $3::text, $4::int, $5::uuid, $6::timestamptz)
on conflict (office_id, year, kind, number) do update
set number = excluded.number
returning taken.report_id;
