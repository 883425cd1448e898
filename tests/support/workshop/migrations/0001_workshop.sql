-- The smallest service there can be: aggregates that change, and the effects of hearing about it.
create table aggregates (
    aggregate_id uuid primary key,
    changes int not null
);
create table effects (
    event_id uuid not null,
    key text not null,
    sequence bigint not null,
    applied_at timestamptz not null default clock_timestamp()
);
comment on table effects is 'No unique constraint: an effect applied twice must show.';
