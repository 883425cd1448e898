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
    insert into event_heads as h (topic, key, sequence, day)
    values ($2::text, $3::text, 1, ($6::timestamptz at time zone 'UTC')::date)
    on conflict (topic, key) do update set sequence = h.sequence + 1, day = excluded.day
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
-- Moves the heads of the keys that go on with an unbroken run, and inserts the inbox rows. Most often nothing comes back: only
-- ids received before; and keys whose run began before their head (`before` is where it stood), or that have to be looked at
-- one by one (`before` is null: something is missing or set aside, and the head stays).
with run as (
    select topic, key, first, last, day
    from unnest($4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::date[]) as run (topic, key, first, last, day)
), moved as (
    insert into inbox_heads as h (consumer_group, topic, key, before, sequence, day)
    select $1::text, run.topic, run.key, run.first - 1, run.last, run.day
    from run
    where run.first = 1
    or (
        select true
        from inbox_heads as known
        where known.consumer_group = $1::text
        and known.topic = run.topic
        and known.key = run.key
    )
    order by run.topic, run.key
    on conflict (consumer_group, topic, key) do update
    set
        before = h.sequence,
        sequence = greatest(h.sequence, excluded.sequence),
        day = case when excluded.sequence > h.sequence then excluded.day else h.day end
    where h.sequence >= excluded.before
    and not h.held
    returning h.topic, h.key, h.before
), fresh as (
    insert into inbox (consumer_group, event_id, type)
    select $1::text, received.event_id, received.type
    from unnest($2::uuid[], $3::text[]) as received (event_id, type)
    on conflict do nothing
    returning event_id
)
select received.event_id, null as topic, null as key, null as before
from unnest($2::uuid[]) as received (event_id)
where received.event_id not in (select fresh.event_id from fresh)
union all
select null, run.topic, run.key, moved.before
from run
left join moved on moved.topic = run.topic and moved.key = run.key
where moved.before is distinct from run.first - 1;

-- name: receive_one
-- Null where it has been received before.
insert into inbox (consumer_group, event_id, type)
values ($1::text, $2::uuid, $3::text)
on conflict do nothing
returning true;

-- name: forget_received
-- What came too early or too late has not been applied.
delete from inbox
where consumer_group = $1::text
and event_id = any($2::uuid[]);

-- name: lock_heads
-- Whoever holds a key's head alone moves it, and alone sets something of the key aside.
insert into inbox_heads as h (consumer_group, topic, key, sequence)
select $1::text, topic, key, 0
from unnest($2::text[], $3::text[]) as wanted (topic, key)
order by topic, key
on conflict (consumer_group, topic, key) do update set sequence = h.sequence
returning topic, key, sequence, day;

-- name: set_heads
update inbox_heads as h
set before = h.sequence, sequence = moved.sequence, held = moved.held, day = moved.day
from unnest($2::text[], $3::text[], $4::bigint[], $5::boolean[], $6::date[]) as moved (topic, key, sequence, held, day)
where h.consumer_group = $1::text
and h.topic = moved.topic
and h.key = moved.key;

-- name: lock_aside
-- What is set aside of some keys, in the order of their numbers; what has none comes first.
select parked.parked_id, parked.topic, parked.key, parked.sequence, parked.event_id, parked.body_sha256, parked.state
from parked
join unnest($2::text[], $3::text[]) as wanted (topic, key) on wanted.topic = parked.topic and wanted.key = parked.key
where parked.consumer_group = $1::text
and parked.settled_at is null
order by parked.topic, parked.key, parked.sequence nulls first, parked.parked_id
for update of parked;

-- name: skips
select skips.topic, skips.key, skips.first, skips.last
from inbox_skips as skips
join unnest($2::text[], $3::text[]) as wanted (topic, key) on wanted.topic = skips.topic and wanted.key = skips.key
where skips.consumer_group = $1::text
order by skips.first;

-- name: skip
insert into inbox_skips (consumer_group, topic, key, first, last, reason, skipped_by)
values ($1::text, $2::text, $3::text, $4::bigint, $5::bigint, $6::text, $7::text)
on conflict do nothing;

-- name: count_aside
-- At most so many: nobody needs to know by how much.
select count(*)
from (
    select from parked
    where consumer_group = $1::text
    and settled_at is null
    limit $2::int
) as aside;

-- name: park
insert into parked (
    consumer_group, topic, key, partition, "offset", event_id, sequence, type, headers, body, body_sha256, state, reason, error
)
values (
    $1::text, $2::text, $3::text, $4::int, $5::bigint, $6::uuid, $7::bigint, $8::text, $9::jsonb, $10::bytea, $11::text,
    $12::text, $13::text, $14::text
)
on conflict do nothing
returning parked_id;

-- name: parked_counts
select consumer_group, state, count(*) as events
from parked
where settled_at is null
group by consumer_group, state;

-- name: parked_reasons
select consumer_group, reason, count(*) as events
from parked
where state = 'parked'
group by consumer_group, reason;

-- name: parked_list
select parked_id, consumer_group, topic, key, partition, "offset", sequence, event_id, type, state, reason, error, parked_at
from parked
where settled_at is null
order by parked_id
limit $1::int;

-- name: parked_with_bodies
-- The same with what was sent, from which its office is read.
select parked_id, consumer_group, topic, key, partition, "offset", sequence, event_id, type, state, reason, error, parked_at, body
from parked
where settled_at is null
order by parked_id
limit $1::int;

-- name: parked_one
select parked_id, consumer_group, topic, key, partition, "offset", sequence, event_id, type, headers, body, state, reason, error, parked_at
from parked
where parked_id = $1::bigint;

-- name: settle_parked
update parked
set state = $2::text, settled_at = now(), settled_by = $3::text
where parked_id = $1::bigint;

-- name: repark
update parked
set state = $2::text, reason = $3::text, error = $4::text, sequence = $5::bigint
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

-- name: lock_audit_chain
select pg_advisory_xact_lock($1::bigint);

-- name: last_seal
select sequence, audit_id, hash
from audit_seals
order by sequence desc
limit 1;

-- name: unsealed_lines
select a.audit_id, a.at, a.office_id, a.person_id, a.person_name, a.action, a.subject_kind, a.subject_id, a.detail
from audit as a
where a.audit_id > $1::bigint
and not exists (select from audit_seals as s where s.audit_id = a.audit_id)
order by a.audit_id
limit $2::int;

-- name: add_seals
insert into audit_seals (sequence, audit_id, hash)
select sequence, audit_id, hash
from unnest($1::bigint[], $2::bigint[], $3::bytea[]) as made (sequence, audit_id, hash);

-- name: sealed_lines
-- What was sealed, with the line as it stands now; without one where it is gone.
select s.sequence, s.audit_id as sealed_id, s.hash,
    a.audit_id, a.at, a.office_id, a.person_id, a.person_name, a.action, a.subject_kind, a.subject_id, a.detail
from audit_seals as s
left join audit as a on a.audit_id = s.audit_id
where s.sequence > $1::bigint
order by s.sequence
limit $2::int;

-- name: lines_never_sealed
select a.audit_id
from audit as a
where a.audit_id <= $1::bigint
and not exists (select from audit_seals as s where s.audit_id = a.audit_id)
order by a.audit_id
limit 1000;

-- name: audit_lines
-- Of one office by person, thing and day, the newest first; what is not asked for is null.
select a.audit_id, a.at, a.person_id, a.person_name, a.action, a.subject_kind, a.subject_id, a.detail,
    exists (select from audit_seals as s where s.audit_id = a.audit_id) as is_sealed,
    count(*) over () as total
from audit as a
where a.office_id = $1::uuid
and ($2::uuid is null or a.person_id = $2::uuid)
and ($3::text is null or a.subject_id = $3::text)
and ($4::timestamptz is null or a.at >= $4::timestamptz and a.at < $5::timestamptz)
order by a.at desc, a.audit_id desc
limit $6::int
offset $7::int;

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
where settled_at is null
group by 1;

-- name: head_days
-- Where the keys of a topic stand, one figure a day: the sum of a hash over topic, key and sequence.
select heads.day, count(*) as keys, mod(sum(('x' || left(md5(heads.topic || ' ' || heads.key || ' ' || heads.sequence), 12))::bit(48)::bigint), 1000000000000000000)::bigint as digest
from published_heads as heads
where heads.topic = $1::text
and heads.day >= $2::date
group by heads.day;

-- name: head_buckets
select ('x' || left(md5(heads.key), 2))::bit(8)::int as bucket, count(*) as keys, mod(sum(('x' || left(md5(heads.topic || ' ' || heads.key || ' ' || heads.sequence), 12))::bit(48)::bigint), 1000000000000000000)::bigint as digest
from published_heads as heads
where heads.topic = $1::text
and heads.day = $2::date
group by 1;

-- name: head_keys
select heads.key, heads.sequence
from published_heads as heads
where heads.topic = $1::text
and heads.day = $2::date
and ('x' || left(md5(heads.key), 2))::bit(8)::int = $3::int
order by heads.key;

-- name: published_sequences
select heads.topic, heads.key, heads.sequence
from published_heads as heads
join unnest($1::text[], $2::text[]) as wanted (topic, key) on wanted.topic = heads.topic and wanted.key = heads.key;

-- name: inbox_days
select heads.day, count(*) as keys, mod(sum(('x' || left(md5(heads.topic || ' ' || heads.key || ' ' || heads.sequence), 12))::bit(48)::bigint), 1000000000000000000)::bigint as digest
from inbox_heads as heads
where heads.consumer_group = $1::text
and heads.topic = $2::text
and heads.day >= $3::date
and heads.sequence > 0
group by heads.day;

-- name: inbox_buckets
select ('x' || left(md5(heads.key), 2))::bit(8)::int as bucket, count(*) as keys, mod(sum(('x' || left(md5(heads.topic || ' ' || heads.key || ' ' || heads.sequence), 12))::bit(48)::bigint), 1000000000000000000)::bigint as digest
from inbox_heads as heads
where heads.consumer_group = $1::text
and heads.topic = $2::text
and heads.day = $3::date
and heads.sequence > 0
group by 1;

-- name: inbox_sequences
-- Where some keys stand in a group, and whether a person has to settle something of them first.
select heads.key, heads.sequence, heads.day, exists (
    select 1
    from parked
    where parked.consumer_group = heads.consumer_group
    and parked.topic = heads.topic
    and parked.key = heads.key
    and parked.state = 'parked'
) as is_blocked
from inbox_heads as heads
where heads.consumer_group = $1::text
and heads.topic = $2::text
and heads.key = any($3::text[]);

-- name: set_days
-- A number given up moved the head, and nobody knew the day of its event.
update inbox_heads
set day = $4::date
where consumer_group = $1::text
and topic = $2::text
and key = any($3::text[]);

-- name: replay_keys
select journal.position, journal.event_id, journal.topic, journal.key, journal.sequence, journal.type, journal.source, journal.time,
    journal.traceparent, journal.body, journal.recorded_at
from journal
join unnest($1::text[], $2::text[], $3::bigint[]) as wanted (topic, key, after)
on wanted.topic = journal.topic and wanted.key = journal.key and journal.sequence > wanted.after
where journal.position > $4::bigint
and journal.position <= $5::bigint
order by journal.position;

-- name: journal_ends
select coalesce(min(position), 0) as first, coalesce(max(position), 0) as last
from journal;

-- name: begin_comparison
-- Null where another copy of the service has begun; else whether all heads are to be compared.
insert into comparisons as c (consumer_group, topic, begun_at)
values ($1::text, $2::text, now())
on conflict (consumer_group, topic) do update set begun_at = now()
where c.begun_at <= now() - make_interval(secs => $3::float8)
returning coalesce(c.whole_at < now() - make_interval(secs => $4::float8), true) as whole;

-- name: end_comparison
update comparisons
set compared_at = now(), missing = $3::int, whole_at = case when $4::boolean then now() else whole_at end
where consumer_group = $1::text
and topic = $2::text;

-- name: comparisons
select consumer_group, topic, missing, extract(epoch from compared_at)::float8 as compared_at
from comparisons;
