-- Each key is applied by its sequence, whatever order its events come in: its head's row is the lock of the key, and says
-- whether something of it is set aside.

alter table inbox_heads
    add column before bigint not null default 0,
    add column held boolean not null default false;
comment on table inbox_heads is 'The last sequence applied, skipped or known per (group, topic, key); the next one is what it waits for.';
comment on column inbox_heads.before is 'Where the head stood before the statement that moved it last; that statement returns it.';
comment on column inbox_heads.held is 'Something of this key is parked, waits or came early: what comes is looked at one by one.';

alter table parked
    add column sequence bigint,
    drop constraint parked_state_check,
    add constraint parked_state_check check (state in ('parked', 'waiting', 'early', 'released', 'discarded'));
comment on column parked.sequence is 'Its number within the key; null where the message does not say one that can be believed.';
alter table parked drop constraint parked_consumer_group_topic_partition_offset_body_sha256_key;
create unique index parked_once on parked (consumer_group, topic, partition, "offset", body_sha256)
where settled_at is null or sequence is null;
drop index parked_open;
create index parked_open on parked (consumer_group, topic, key, sequence, parked_id) where settled_at is null;

create table inbox_skips (
    consumer_group text not null,
    topic text not null,
    key text not null,
    first bigint not null,
    last bigint not null check (last >= first),
    reason text not null,
    skipped_by text not null,
    skipped_at timestamptz not null default now(),
    primary key (consumer_group, topic, key, first)
);
comment on table inbox_skips is 'Numbers that somebody gave up: the key goes on behind them without their events.';

update parked
set sequence = (headers ->> 'ce_sequence')::bigint
where settled_at is null
and headers ->> 'ce_sequence' ~ '^[1-9][0-9]{0,17}$'
and headers ->> 'ce_subject' = key
and reason not in ('foreign-type', 'bad-headers', 'wrong-key');

-- Until now a head could be ahead of what is parked: of a type without a handler the number counted at once. `before` says here
-- that none of the messages has a number.
insert into inbox_heads as h (consumer_group, topic, key, before, sequence, held)
select consumer_group, topic, key, case when min(sequence) is null then -1 else 0 end, coalesce(min(sequence) - 1, 0), true
from parked
where settled_at is null
and key not like '@%'
group by consumer_group, topic, key
on conflict (consumer_group, topic, key) do update
set held = true, sequence = case when excluded.before < 0 then h.sequence else least(h.sequence, excluded.sequence) end;
-- How far each key has come is compared between publisher and group: by the day of the key's last event (UTC) and a hash, then by
-- key. Keys from before stand together on the first day there is, on both sides.

alter table event_heads add column day date not null default '1970-01-01';
alter table inbox_heads add column day date not null default '1970-01-01';

create view published_heads as
select heads.topic, heads.key, heads.day, least(heads.sequence, unpublished.first - 1) as sequence
from event_heads as heads
left join (
    select topic, key, min(sequence) as first
    from outbox
    group by topic, key
) as unpublished on unpublished.topic = heads.topic and unpublished.key = heads.key
where least(heads.sequence, unpublished.first - 1) > 0;
comment on view published_heads is 'The last sequence of each key that Kafka has acknowledged; what lies in the outbox is not yet missed by anybody.';

create table comparisons (
    consumer_group text not null,
    topic text not null,
    begun_at timestamptz not null,
    compared_at timestamptz,
    whole_at timestamptz,
    missing int not null default 0,
    primary key (consumer_group, topic)
);
comment on table comparisons is 'When a group last compared its heads with the publisher''s, all of them (`whole_at`) or the newest; keys it was behind in.';
