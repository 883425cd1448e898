-- What events have told: copies and a chronicle, emptied and rebuilt by replay. No foreign keys: topics come in any order.
-- Every copy keeps the sequence it was written by; an older event never overwrites a newer one.

create table chronicle (
    event_id uuid primary key,
    office_id uuid not null,
    name text not null,
    subject_id uuid not null,
    sequence bigint not null,
    occurred_on date not null,
    happened_at timestamptz not null,
    label text not null,
    award_code text,
    positive boolean
);
comment on column chronicle.subject_id is 'The key of the event: a nomination, movement, award, unit, obligation, exemplar or office.';
comment on column chronicle.positive is 'Recommended, or granted by the upper authority; null where the event is no answer.';
create index chronicle_by_day on chronicle (office_id, occurred_on, event_id);
create index chronicle_by_subject on chronicle (office_id, name, subject_id, sequence);

create table known_units (
    office_id uuid not null,
    unit_id uuid not null,
    code text not null,
    name text not null,
    dissolved_on date,
    sequence bigint not null,
    primary key (office_id, unit_id)
);

create table known_people (
    office_id uuid not null,
    person_id uuid not null,
    unit_id uuid not null,
    joined_on date not null,
    left_on date,
    sequence bigint not null,
    primary key (office_id, person_id)
);

create table known_movements (
    office_id uuid not null,
    movement_id uuid not null,
    name text not null,
    theme text,
    scope text not null,
    launched_on date not null,
    starts_on date not null,
    ends_on date,
    sequence bigint not null,
    primary key (office_id, movement_id)
);

create table known_rounds (
    office_id uuid not null,
    round_id uuid not null,
    movement_id uuid not null,
    name text not null,
    period_year int not null,
    opened_on date not null,
    submit_by date not null,
    sequence bigint not null,
    primary key (office_id, round_id)
);

create table known_nominations (
    office_id uuid not null,
    nomination_id uuid not null,
    revision int not null,
    award_code text not null,
    award_name text not null,
    nominee_name text not null,
    unit_id uuid not null,
    unit_name text not null,
    round_id uuid not null,
    period_year int not null,
    sequence bigint not null,
    primary key (office_id, nomination_id)
);

create table known_holds (
    office_id uuid not null,
    nomination_id uuid not null,
    held boolean not null,
    sequence bigint not null,
    primary key (office_id, nomination_id)
);

create table known_cases (
    office_id uuid not null,
    nomination_id uuid not null,
    last_event text not null,
    revision int,
    sequence bigint not null,
    primary key (office_id, nomination_id)
);
comment on column known_cases.last_event is 'The last event of the case that moved it to another stage.';

create table known_awards (
    office_id uuid not null,
    award_id uuid not null,
    nomination_id uuid,
    award_code text not null,
    award_name text not null,
    decided_on date not null,
    money_vnd bigint not null,
    imported boolean not null,
    sequence bigint not null,
    primary key (office_id, award_id)
);
create index known_awards_by_nomination on known_awards (office_id, nomination_id);
create index known_awards_by_day on known_awards (office_id, decided_on);

create table known_reports (
    office_id uuid not null,
    obligation_id uuid not null,
    period text not null,
    due_on date not null,
    submitted boolean not null,
    overdue boolean not null,
    sequence bigint not null,
    primary key (office_id, obligation_id, period)
);
comment on column known_reports.due_on is 'As the latest event of the period says.';

create table known_results (
    office_id uuid not null,
    unit_id uuid not null,
    month date not null,
    assigned int not null,
    completed int not null,
    on_time int not null,
    sequence bigint not null,
    primary key (office_id, unit_id, month)
);

create table known_rulebooks (
    office_id uuid primary key,
    version text not null,
    sequence bigint not null
);

create table known_days_off (
    office_id uuid not null,
    day date not null,
    is_worked boolean not null,
    primary key (office_id, day)
);
comment on table known_days_off is 'Public holidays and weekend days worked in exchange, from the latest rulebook.';
