-- The smallest service there can be: aggregates that change, and the effects of hearing about it.
create table aggregates (
    aggregate_id uuid primary key,
    changes int not null
);
create table effects (
    event_id uuid not null,
    key text not null,
    sequence bigint not null,
    place bigint not null generated always as identity
);
comment on column effects.place is 'The order of application; two rows of one batch can share a microsecond.';
comment on table effects is 'No unique constraint: an effect applied twice must show.';
