-- name: insert_obligation
insert into obligations (
    obligation_id, office_id, kind, title, recipient, responsible_unit_id, periodicity, steps, note, rules, rules_year,
    active, version, created_at
)
values (
    $1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::uuid, $7::text, $8::text[], $9::text, $10::jsonb, $11::int,
    true, 1, $12::timestamptz
);

-- name: lock_obligation
select obligation_id, office_id, kind, title, recipient, responsible_unit_id, periodicity, steps, note, rules, rules_year, active, version
from obligations
where office_id = $1::uuid
and obligation_id = $2::uuid
for update;

-- name: obligation
select obligation_id, office_id, kind, title, recipient, responsible_unit_id, periodicity, steps, note, rules, rules_year, active, version
from obligations
where office_id = $1::uuid
and obligation_id = $2::uuid;

-- name: obligations
-- Those of an office that have a period in a year; all of them without a year.
select obligation_id, office_id, kind, title, recipient, responsible_unit_id, periodicity, steps, note, rules, rules_year, active, version
from obligations
where office_id = $1::uuid
and (
    $2::text is null
    or exists (
        select 1
        from obligation_periods
        where obligation_periods.obligation_id = obligations.obligation_id
        and left(obligation_periods.period, 4) = $2::text
    )
)
order by kind, obligation_id;

-- name: kinds_of_year
-- Which kinds of obligation already have a period in a year, so that the usual set is not made twice.
select distinct obligations.kind
from obligations
join obligation_periods on obligation_periods.obligation_id = obligations.obligation_id
where obligations.office_id = $1::uuid
and left(obligation_periods.period, 4) = $2::text;

-- name: lock_defaults
-- Two people asking for the usual set at once take turns.
select pg_advisory_xact_lock(hashtextextended('obligation defaults ' || $1::text, 0));

-- name: save_obligation
update obligations
set title = $3::text,
    recipient = $4::text,
    responsible_unit_id = $5::uuid,
    steps = $6::text[],
    note = $7::text,
    rules = $8::jsonb,
    active = $9::boolean,
    version = version + 1
where office_id = $1::uuid
and obligation_id = $2::uuid;

-- name: insert_period
-- A period that exists keeps its date: it may have been edited.
insert into obligation_periods (obligation_id, period, office_id, due_on, version, next_on)
values ($1::uuid, $2::text, $3::uuid, $4::date, 1, $5::date)
on conflict do nothing
returning true;

-- name: lock_period
select obligation_id, period, office_id, due_on, version, next_on, overdue_on, submitted_on, paper_number, report_id
from obligation_periods
where office_id = $1::uuid
and obligation_id = $2::uuid
and period = $3::text
for update;

-- name: lock_periods
select obligation_id, period, office_id, due_on, version, next_on, overdue_on, submitted_on, paper_number, report_id
from obligation_periods
where office_id = $1::uuid
and obligation_id = $2::uuid
order by period
for update;

-- name: periods
select obligation_id, period, office_id, due_on, version, next_on, overdue_on, submitted_on, paper_number, report_id
from obligation_periods
where office_id = $1::uuid
and obligation_id = any($2::uuid[])
and ($3::text is null or left(period, 4) = $3::text)
order by due_on, period;

-- name: reminders
select obligation_id, period, step, outcome, dealt_on
from reminders
where obligation_id = any($1::uuid[])
order by dealt_at, step;

-- name: insert_reminder
insert into reminders (obligation_id, period, step, outcome, dealt_on, dealt_at, event_id)
values ($1::uuid, $2::text, $3::text, $4::text, $5::date, $6::timestamptz, $7::uuid)
on conflict do nothing
returning true;

-- name: forget_skipped
delete from reminders
where obligation_id = $1::uuid
and period = $2::text
and step = any($3::text[])
and outcome = 'skipped';

-- name: save_due_on
update obligation_periods
set due_on = $4::date,
    version = version + 1
where office_id = $1::uuid
and obligation_id = $2::uuid
and period = $3::text;

-- name: save_next_on
update obligation_periods
set next_on = $4::date
where office_id = $1::uuid
and obligation_id = $2::uuid
and period = $3::text;

-- name: save_overdue
update obligation_periods
set overdue_on = $4::date
where office_id = $1::uuid
and obligation_id = $2::uuid
and period = $3::text
and overdue_on is null
returning true;

-- name: save_submission
update obligation_periods
set submitted_on = $4::date,
    paper_number = $5::text,
    report_id = $6::uuid,
    next_on = null,
    version = version + 1
where office_id = $1::uuid
and obligation_id = $2::uuid
and period = $3::text;

-- name: forget_submission
update obligation_periods
set submitted_on = null,
    paper_number = null,
    report_id = null,
    version = version + 1
where office_id = $1::uuid
and obligation_id = $2::uuid
and period = $3::text;

-- name: waiting_periods
-- What any office's people have to be told by a day, the longest waiting first.
select office_id, obligation_id, period
from obligation_periods
where next_on <= $1::date
order by next_on, obligation_id, period
limit $2::int;

-- name: rules_behind
-- Obligations whose rules have not yet made dates for a year.
select office_id, obligation_id
from obligations
where active
and rules <> '[]'::jsonb
and rules_year < $1::int
order by obligation_id
limit $2::int;

-- name: save_rules_year
update obligations
set rules_year = $3::int
where office_id = $1::uuid
and obligation_id = $2::uuid;

-- name: count_states
-- 'T-14' counts 14 days before the due date: the first step makes a period due.
select case
    when periods.submitted_on is not null then 'submitted'
    when periods.due_on < $1::date then 'overdue'
    when periods.due_on + least(0, (
        select min(substr(step, 2)::int)
        from unnest(obligations.steps) as step
    )) <= $1::date then 'due'
    else 'ahead'
end as state, count(*) as periods
from obligation_periods as periods
join obligations on obligations.obligation_id = periods.obligation_id
where obligations.active
group by 1;
