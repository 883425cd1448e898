-- A case's life in depth: questions to units, the public list and objections to it, who signs where the Chief is concerned.

alter table cases
    add column listed_on date,
    add column listed_until date,
    add column objection_hold text,
    add column simplified text,
    add column handed_over_by uuid,
    add constraint cases_listed_for_a_time check ((listed_on is null) = (listed_until is null)),
    add constraint cases_list_not_backwards check (listed_until >= listed_on),
    add constraint cases_simplified_when_signed check (
        simplified is null or stage in ('decided', 'sent_up', 'upper_granted', 'upper_refused')
    ),
    drop constraint cases_advised_first,
    drop constraint cases_awarded_on_advice,
    add constraint cases_advised_first check (
        stage not in ('advised', 'sent_up', 'decided', 'declined', 'upper_granted', 'upper_refused')
        or (recommended is not null and advised_on is not null)
        or simplified is not null
    ),
    add constraint cases_awarded_on_advice check (
        stage not in ('sent_up', 'decided', 'upper_granted', 'upper_refused')
        or coalesce(recommended, false)
        or simplified is not null
    );
comment on column cases.simplified is 'The ground on which the case was signed without the council''s advice.';
comment on column cases.handed_over_by is 'The Chief who is concerned by the case and left its signature to a deputy.';

alter table returns
    add column grounds text[] not null default '{}',
    add constraint returns_ground_for_each check (cardinality(grounds) in (0, cardinality(missing)));

create table inquiries (
    inquiry_id uuid primary key,
    office_id uuid not null,
    case_id uuid not null references cases,
    state text not null check (state in ('open', 'answered', 'closed')),
    unit_id uuid not null,
    unit_name text not null,
    question text not null,
    is_required boolean not null,
    asked_on date not null,
    due_on date not null,
    due_source text not null,
    asked_by uuid not null,
    asked_by_name text not null,
    answer text,
    settled_at timestamptz,
    settled_by uuid,
    settled_by_name text,
    check (due_on >= asked_on),
    check ((state = 'open') = (answer is null)),
    check ((state = 'open') = (settled_at is null))
);
create index inquiries_by_case on inquiries (case_id);
create index inquiries_open_by_unit on inquiries (office_id, unit_id, due_on) where state = 'open';
comment on table inquiries is 'What the standing unit asks of units while it appraises.';

create table objections (
    objection_id uuid primary key,
    office_id uuid not null,
    case_id uuid not null references cases,
    state text not null check (state in ('open', 'verifying', 'answered')),
    text text not null,
    raised_at timestamptz not null,
    raised_by uuid,
    raised_by_name text not null,
    verification text,
    answer text,
    answered_at timestamptz,
    answered_by uuid,
    answered_by_name text,
    check ((state = 'answered') = (answer is not null)),
    check (state <> 'verifying' or verification is not null)
);
create index objections_by_case on objections (case_id);
create index objections_waiting on objections (office_id, raised_at) where state <> 'answered';
comment on column objections.raised_by is 'Unset for a letter a clerk recorded; its name is empty where the letter bears none.';
