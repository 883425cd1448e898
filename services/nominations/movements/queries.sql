-- name: insert_plan
insert into plans (plan_id, office_id, version, code, year, starts_on, ends_on, target_percent, words)
values ($1::uuid, $2::uuid, 1, $3::text, $4::int, $5::date, $6::date, $7::int, $8::jsonb)
on conflict (office_id, code) do nothing
returning plan_id;

-- name: lock_plan
select plan_id, code, version
from plans
where office_id = $1::uuid
and plan_id = $2::uuid
for no key update;

-- name: save_plan
update plans
set version = version + 1, year = $3::int, starts_on = $4::date, ends_on = $5::date, target_percent = $6::int,
    words = $7::jsonb
where office_id = $1::uuid
and plan_id = $2::uuid
returning version;

-- name: plans
select plan_id, version, code, year, starts_on, ends_on, target_percent, words
from plans
where office_id = $1::uuid
order by year desc, code;

-- name: insert_movement
insert into movements (movement_id, office_id, version, plan_id, code, name, theme, tied_to, scope, starts_on, ends_on)
select $1::uuid, p.office_id, 1, p.plan_id, $4::text, $5::text, $6::text, $7::text, $8::text, $9::date, $10::date
from plans as p
where p.office_id = $2::uuid
and p.plan_id = $3::uuid
on conflict (plan_id, code) do nothing
returning movement_id;

-- name: plan_exists
select true
from plans
where office_id = $1::uuid
and plan_id = $2::uuid;

-- name: lock_movement
select movement_id, version, plan_id, code, name, theme, tied_to, scope, starts_on, ends_on, launched_on
from movements
where office_id = $1::uuid
and movement_id = $2::uuid
for no key update;

-- name: launch_movement
update movements
set version = version + 1, launched_on = $3::date
where office_id = $1::uuid
and movement_id = $2::uuid;

-- name: movements
select movement_id, version, plan_id, code, name, theme, tied_to, scope, starts_on, ends_on, launched_on
from movements
where office_id = $1::uuid
and ($2::uuid is null or plan_id = $2::uuid)
order by scope, code;

-- name: insert_round
insert into rounds (round_id, office_id, version, movement_id, name, period_year, opened_on, submit_by, awards)
values ($1::uuid, $2::uuid, 1, $3::uuid, $4::text, $5::int, $6::date, $7::date, $8::text[]);

-- name: lock_round
select round_id, version, movement_id, name, period_year, opened_on, submit_by, awards
from rounds
where office_id = $1::uuid
and round_id = $2::uuid
for no key update;

-- name: save_round
update rounds
set version = version + 1, name = $3::text, submit_by = $4::date, awards = $5::text[]
where office_id = $1::uuid
and round_id = $2::uuid
returning version;

-- name: rounds
select r.round_id, r.version, r.movement_id, m.name as movement_name, r.name, r.period_year, r.opened_on, r.submit_by,
    r.awards
from rounds as r
join movements as m on m.movement_id = r.movement_id
where r.office_id = $1::uuid
order by r.submit_by desc, r.name;
