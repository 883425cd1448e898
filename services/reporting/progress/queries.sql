-- name: lock_results
select version
from unit_results
where office_id = $1::uuid
and unit_id = $2::uuid
and year = $3::int
and month = $4::int
for update;

-- name: insert_results
-- Nothing where somebody recorded the month at the same time.
insert into unit_results (office_id, unit_id, year, month, assigned, completed, on_time, version, recorded_at, recorded_by)
values ($1::uuid, $2::uuid, $3::int, $4::int, $5::int, $6::int, $7::int, 1, $8::timestamptz, $9::uuid)
on conflict do nothing
returning version;

-- name: correct_results
update unit_results
set assigned = $5::int,
    completed = $6::int,
    on_time = $7::int,
    version = version + 1,
    recorded_at = $8::timestamptz,
    recorded_by = $9::uuid
where office_id = $1::uuid
and unit_id = $2::uuid
and year = $3::int
and month = $4::int
returning version;

-- name: results_of_year
select unit_id, year, month, assigned, completed, on_time, version, recorded_at
from unit_results
where office_id = $1::uuid
and year = $2::int
and ($3::uuid is null or unit_id = $3::uuid)
order by month, unit_id;
