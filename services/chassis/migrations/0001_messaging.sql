-- Outbox, event journal, inbox, parked events, idempotency keys and audit trail: the same in every service.

create table event_heads (
    topic text not null,
    key text not null,
    sequence bigint not null check (sequence > 0),
    primary key (topic, key)
);
comment on table event_heads is 'The last sequence of each (topic, key); the row lock orders writers of one key.';

create table outbox (
    position bigint generated always as identity primary key,
    event_id uuid not null unique,
    topic text not null,
    key text not null,
    sequence bigint not null,
    type text not null,
    source text not null,
    time timestamptz not null,
    traceparent text,
    body bytea not null,
    recorded_at timestamptz not null default clock_timestamp(),
    unique (topic, key, sequence)
);

create table journal (
    position bigint not null,
    event_id uuid not null,
    topic text not null,
    key text not null,
    sequence bigint not null,
    type text not null,
    source text not null,
    time timestamptz not null,
    traceparent text,
    body bytea not null,
    recorded_at timestamptz not null,
    published_at timestamptz not null default clock_timestamp(),
    primary key (position, recorded_at)
) partition by range (recorded_at);
comment on table journal is 'Every published event, append-only, in monthly partitions that retention drops whole.';
create index journal_by_topic on journal (topic, position);
create table journal_default partition of journal default;

create table inbox (
    consumer_group text not null,
    event_id uuid not null,
    received_at timestamptz not null default now(),
    type text not null,
    primary key (consumer_group, event_id)
);
create index inbox_received_at on inbox using brin (received_at);

create table inbox_heads (
    consumer_group text not null,
    topic text not null,
    key text not null,
    sequence bigint not null,
    primary key (consumer_group, topic, key)
);
comment on table inbox_heads is 'The highest sequence seen per (group, topic, key), to notice gaps.';

create table parked (
    parked_id bigint generated always as identity primary key,
    consumer_group text not null,
    topic text not null,
    key text not null,
    partition int not null,
    "offset" bigint not null,
    event_id uuid,
    type text,
    headers jsonb not null,
    body bytea,
    body_sha256 text not null,
    state text not null check (state in ('parked', 'waiting', 'released', 'discarded')),
    reason text not null,
    error text not null,
    parked_at timestamptz not null default now(),
    settled_at timestamptz,
    settled_by text,
    unique (consumer_group, topic, partition, "offset", body_sha256),
    check ((settled_at is not null) = (state in ('released', 'discarded')))
);
create index parked_open on parked (consumer_group, topic, key, parked_id) where state in ('parked', 'waiting');

create table idempotency_keys (
    office_id uuid not null,
    person_id uuid not null,
    idempotency_key text not null check (length(idempotency_key) between 8 and 200),
    request_sha256 text not null,
    status int,
    response jsonb,
    created_at timestamptz not null default now(),
    primary key (office_id, person_id, idempotency_key)
);

create table audit (
    audit_id bigint generated always as identity primary key,
    at timestamptz not null,
    office_id uuid not null,
    person_id uuid not null,
    person_name text not null,
    action text not null,
    subject_kind text not null,
    subject_id text not null,
    detail jsonb not null default '{}'
);
create index audit_by_subject on audit (office_id, subject_kind, subject_id, audit_id);
