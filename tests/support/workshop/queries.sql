-- name: change
insert into aggregates as a (aggregate_id, changes)
values ($1::uuid, 1)
on conflict (aggregate_id) do update set changes = a.changes + 1
returning changes;

-- name: apply
insert into effects (event_id, key, sequence)
select heard.event_id, heard.key, heard.sequence
from unnest($1::uuid[], $2::text[], $3::bigint[]) as heard (event_id, key, sequence);

-- name: effects
select event_id, key, sequence
from effects
order by place;

-- name: changes
select aggregate_id, changes
from aggregates;
