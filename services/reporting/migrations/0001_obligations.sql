-- Obligations with their due dates and reminders, units' monthly results, reports with their versions and numbers.

create table obligations (
    obligation_id uuid primary key,
    office_id uuid not null,
    kind text not null check (kind ~ '^[a-z0-9_]{1,64}$'),
    title text not null,
    recipient text not null,
    responsible_unit_id uuid,
    periodicity text not null check (periodicity in ('once', 'monthly', 'quarterly', 'half_yearly', 'yearly')),
    steps text[] not null check (steps <@ array['T-14', 'T-7', 'T-1', 'T+0', 'T+1']),
    note text not null,
    rules jsonb not null,
    rules_year int,
    active boolean not null,
    version int not null check (version > 0),
    created_at timestamptz not null
);
comment on column obligations.rules_year is 'The latest year the rules have made dates for.';
create index obligations_by_office on obligations (office_id, kind);

create table obligation_periods (
    obligation_id uuid not null references obligations,
    period text not null,
    office_id uuid not null,
    due_on date not null,
    version int not null check (version > 0),
    next_on date,
    overdue_on date,
    submitted_on date,
    paper_number text,
    report_id uuid,
    primary key (obligation_id, period),
    check (submitted_on is null or next_on is null)
);
comment on column obligation_periods.next_on is 'The day on which the scheduler has something to tell next; null when all is told or the report is sent.';
comment on column obligation_periods.overdue_on is 'The day ReportOverdue was recorded, once.';
create index obligation_periods_waiting on obligation_periods (next_on, obligation_id, period) where next_on is not null;
create index obligation_periods_by_office on obligation_periods (office_id, due_on);

create table reminders (
    obligation_id uuid not null,
    period text not null,
    step text not null check (step in ('T-14', 'T-7', 'T-1', 'T+0', 'T+1')),
    outcome text not null check (outcome in ('fired', 'skipped')),
    dealt_on date not null,
    dealt_at timestamptz not null,
    event_id uuid unique,
    primary key (obligation_id, period, step),
    foreign key (obligation_id, period) references obligation_periods,
    check ((event_id is not null) = (outcome = 'fired'))
);
comment on table reminders is 'One row per step of one period, whatever the clock or the number of schedulers.';

create table unit_results (
    office_id uuid not null,
    unit_id uuid not null,
    year int not null check (year between 1945 and 2200),
    month int not null check (month between 1 and 12),
    assigned int not null check (assigned >= 0),
    completed int not null check (completed between 0 and assigned),
    on_time int not null check (on_time between 0 and completed),
    version int not null check (version > 0),
    recorded_at timestamptz not null,
    recorded_by uuid not null,
    primary key (office_id, unit_id, year, month)
);

create table letterheads (
    office_id uuid primary key,
    content jsonb not null,
    changed_at timestamptz not null
);

create table reports (
    report_id uuid primary key,
    office_id uuid not null,
    kind text not null check (kind in ('so_ket')),
    year int not null,
    period_from date not null,
    period_to date not null,
    title text not null,
    created_at timestamptz not null,
    unique (office_id, kind, period_from, period_to),
    check (period_from <= period_to)
);

create table report_versions (
    report_id uuid not null references reports,
    version int not null check (version > 0),
    office_id uuid not null,
    number int check (number > 0),
    symbol text not null,
    signed_on date,
    as_of timestamptz not null,
    made_at timestamptz not null,
    made_by uuid not null,
    made_by_name text not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    size int not null check (size > 0),
    figures jsonb not null,
    primary key (report_id, version)
);

create table paper_numbers (
    office_id uuid not null,
    year int not null,
    kind text not null,
    number int not null check (number > 0),
    report_id uuid not null references reports,
    taken_at timestamptz not null,
    primary key (office_id, year, kind, number)
);
comment on table paper_numbers is 'Numbers restart each 1 January and are unique per office, year and kind of paper (NĐ 30/2020).';
