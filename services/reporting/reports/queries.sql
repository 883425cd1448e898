-- name: lock_report
-- The report of a period, made if it is missing; the row stays locked, so that versions are counted one after another.
insert into reports as report (report_id, office_id, kind, year, period_from, period_to, title, created_at)
values ($1::uuid, $2::uuid, $3::text, $4::int, $5::date, $6::date, $7::text, $8::timestamptz)
on conflict (office_id, kind, period_from, period_to) do update
set title = excluded.title
returning report_id;

-- name: last_version
select coalesce(max(version), 0)
from report_versions
where office_id = $1::uuid
and report_id = $2::uuid;

-- name: insert_version
insert into report_versions (
    report_id, version, office_id, number, symbol, signed_on, as_of, made_at, made_by, made_by_name, sha256, size, figures
)
values (
    $1::uuid, $2::int, $3::uuid, $4::int, $5::text, $6::date, $7::timestamptz, $8::timestamptz, $9::uuid, $10::text,
    $11::text, $12::int, $13::jsonb
);

-- name: reports
-- Each report with its newest version.
select reports.report_id, reports.kind, reports.year, reports.period_from, reports.period_to, reports.title,
    newest.version, newest.number, newest.signed_on, newest.made_at, newest.sha256
from reports
join lateral (
    select version, number, signed_on, made_at, sha256
    from report_versions
    where report_versions.report_id = reports.report_id
    order by version desc
    limit 1
) as newest on true
where reports.office_id = $1::uuid
and ($2::int is null or reports.year = $2::int)
order by newest.made_at desc, reports.report_id
limit $3::int;

-- name: report
select report_id, kind, year, period_from, period_to, title
from reports
where office_id = $1::uuid
and report_id = $2::uuid;

-- name: versions
select version, number, symbol, signed_on, made_at, made_by_name, as_of, sha256, size, figures
from report_versions
where office_id = $1::uuid
and report_id = $2::uuid
order by version desc;

-- name: version_file
-- The file of one version, the newest without a version.
select version, sha256
from report_versions
where office_id = $1::uuid
and report_id = $2::uuid
and ($3::int is null or version = $3::int)
order by version desc
limit 1;

-- name: report_exists
select exists (
    select 1
    from reports
    where office_id = $1::uuid
    and report_id = $2::uuid
) as known;
