-- name: create_migrations
create table if not exists schema_migrations (
    name text primary key,
    sha256 text not null,
    applied_at timestamptz not null default now()
);

-- name: find_migrations
-- Null where nothing has ever been migrated.
select to_regclass('schema_migrations')::text;

-- name: lock_migrations
select pg_advisory_lock($1::bigint);

-- name: unlock_migrations
select pg_advisory_unlock($1::bigint);

-- name: applied_migrations
select name, sha256
from schema_migrations;

-- name: migration_timeouts
set local lock_timeout = '10s';

-- name: record_migration
insert into schema_migrations (name, sha256)
values ($1::text, $2::text);

-- name: record_event
-- The sequence is taken from the head, locked and advanced, in the statement that inserts the row: no gap, no swap.
with head as (
    insert into event_heads as h (topic, key, sequence)
    values ($2::text, $3::text, 1)
    on conflict (topic, key) do update set sequence = h.sequence + 1
    returning h.sequence
)
insert into outbox (event_id, topic, key, sequence, type, source, time, traceparent, body)
select $1::uuid, $2::text, $3::text, head.sequence, $4::text, $5::text, $6::timestamptz, $7::text, $8::bytea
from head;

-- name: claim_outbox
select position, event_id, topic, key, sequence, type, source, time, traceparent, body, recorded_at
from outbox
order by position
limit $1::int
for update;

-- name: journal_published
with moved as (
    delete from outbox
    where position = any($1::bigint[])
    returning position, event_id, topic, key, sequence, type, source, time, traceparent, body, recorded_at
)
insert into journal (position, event_id, topic, key, sequence, type, source, time, traceparent, body, recorded_at)
select position, event_id, topic, key, sequence, type, source, time, traceparent, body, recorded_at
from moved;

-- name: outbox_backlog
select count(*) as pending, coalesce(extract(epoch from now() - min(recorded_at)), 0)::float8 as oldest_seconds
from outbox;

-- name: try_lead
select pg_try_advisory_lock($1::bigint);

-- name: lock_partitions
-- Two processes do not make or drop the same month at once.
select pg_advisory_xact_lock($1::bigint);

-- name: lock_default_partition
-- The relay waits meanwhile, so that no row slips in behind the move.
lock table journal_default in access exclusive mode;

-- name: journal_partitions
select child.relname::text as name
from pg_inherits
join pg_class as parent on parent.oid = pg_inherits.inhparent
join pg_class as child on child.oid = pg_inherits.inhrelid
where parent.relname = 'journal';

-- name: forget_inbox
delete from inbox
where received_at < $1::timestamptz;

-- name: forget_idempotency_keys
delete from idempotency_keys
where created_at < $1::timestamptz;

-- name: receive
-- What comes back has been received before; most often nothing does.
with fresh as (
    insert into inbox (consumer_group, event_id, type)
    select $1::text, received.event_id, received.type
    from unnest($2::uuid[], $3::text[]) as received (event_id, type)
    on conflict do nothing
    returning event_id
)
select received.event_id
from unnest($2::uuid[]) as received (event_id)
where received.event_id not in (select fresh.event_id from fresh);

-- name: advance_heads
-- What comes back is where each key stood before; a key seen for the first time does not come back.
with seen as (
    select topic, key, sequence
    from unnest($2::text[], $3::text[], $4::bigint[]) as seen (topic, key, sequence)
), before as (
    select h.topic, h.key, h.sequence
    from inbox_heads as h
    join seen on seen.topic = h.topic and seen.key = h.key
    where h.consumer_group = $1::text
), advanced as (
    insert into inbox_heads as h (consumer_group, topic, key, sequence)
    select $1::text, topic, key, sequence
    from seen
    order by topic, key
    on conflict (consumer_group, topic, key) do update set sequence = greatest(h.sequence, excluded.sequence)
)
select topic, key, sequence
from before;

-- name: has_parked
select exists (
    select from parked
    where consumer_group = $1::text
    and state in ('parked', 'waiting')
);

-- name: lock_parked_keys
-- Locks every open row of these keys, so that a release and a live batch of one key take turns.
select parked.parked_id, parked.topic, parked.key
from parked
join unnest($2::text[], $3::text[]) as wanted (topic, key) on wanted.topic = parked.topic and wanted.key = parked.key
where parked.consumer_group = $1::text
and parked.state in ('parked', 'waiting')
order by parked.parked_id
for update of parked;

-- name: park
insert into parked (consumer_group, topic, key, partition, "offset", event_id, type, headers, body, body_sha256, state, reason, error)
values ($1::text, $2::text, $3::text, $4::int, $5::bigint, $6::uuid, $7::text, $8::jsonb, $9::bytea, $10::text, $11::text, $12::text, $13::text)
on conflict do nothing;

-- name: parked_counts
select consumer_group, state, count(*) as events
from parked
where state in ('parked', 'waiting')
group by consumer_group, state;

-- name: parked_reasons
select consumer_group, reason, count(*) as events
from parked
where state = 'parked'
group by consumer_group, reason;

-- name: parked_list
select parked_id, consumer_group, topic, key, partition, "offset", event_id, type, state, reason, error, parked_at
from parked
where state in ('parked', 'waiting')
order by parked_id
limit $1::int;

-- name: parked_one
select parked_id, consumer_group, topic, key, partition, "offset", event_id, type, headers, body, state, reason, error, parked_at
from parked
where parked_id = $1::bigint;

-- name: lock_parked_queue
-- What is parked or waits on one key, first come first.
select parked_id, consumer_group, topic, key, partition, "offset", event_id, type, headers, body, state, reason, error, parked_at
from parked
where consumer_group = $1::text
and topic = $2::text
and key = $3::text
and state in ('parked', 'waiting')
order by parked_id
for update;

-- name: settle_parked
update parked
set state = $2::text, settled_at = now(), settled_by = $3::text
where parked_id = $1::bigint;

-- name: repark
update parked
set state = 'parked', reason = $2::text, error = $3::text
where parked_id = $1::bigint;

-- name: claim_idempotency_key
insert into idempotency_keys (office_id, person_id, idempotency_key, request_sha256)
values ($1::uuid, $2::uuid, $3::text, $4::text)
on conflict do nothing
returning true;

-- name: idempotent_result
select request_sha256, status, response
from idempotency_keys
where office_id = $1::uuid
and person_id = $2::uuid
and idempotency_key = $3::text;

-- name: keep_idempotent_result
update idempotency_keys
set status = $4::int, response = $5::jsonb
where office_id = $1::uuid
and person_id = $2::uuid
and idempotency_key = $3::text;

-- name: audit
insert into audit (at, office_id, person_id, person_name, action, subject_kind, subject_id, detail)
values ($1::timestamptz, $2::uuid, $3::uuid, $4::text, $5::text, $6::text, $7::text, $8::jsonb);

-- name: replay_page
select position, event_id, topic, key, sequence, type, source, time, traceparent, body, recorded_at
from journal
where topic = any($1::text[])
and position > $2::bigint
order by position
limit $3::int;

-- name: event_counts
select type, count(*) filter (where published) as published, count(*) filter (where not published) as pending
from (
    select type, true as published from journal
    union all
    select type, false from outbox
) as events
group by type;

-- name: inbox_counts
select consumer_group, type, count(*) as events
from inbox
group by consumer_group, type;

-- name: parked_type_counts
select coalesce(type, 'unreadable') as type, count(*) as events
from parked
where state in ('parked', 'waiting')
group by 1;
