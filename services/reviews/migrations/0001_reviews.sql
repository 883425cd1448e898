-- Copies of what nominations publishes. Events of different topics come in any order, so nothing refers to them.

create table copied_units (
    unit_id uuid primary key,
    office_id uuid not null,
    code text not null,
    name text not null,
    is_standing_unit boolean not null,
    head_person_id uuid,
    dissolved_on date
);

create table copied_people (
    person_id uuid primary key,
    office_id uuid not null,
    code text not null,
    name text not null,
    unit_id uuid not null,
    left_on date
);

create table copied_rulebooks (
    office_id uuid not null,
    version text not null,
    published_at timestamptz not null,
    sha256 text not null,
    rulebook jsonb not null,
    primary key (office_id, version)
);

create table copied_awards (
    award_id uuid primary key,
    office_id uuid not null,
    nominee_id uuid not null,
    award_code text not null,
    award_name text not null,
    period_year int not null,
    decision_number text not null,
    decided_on date not null,
    annulled_on date
);
create index copied_awards_by_nominee on copied_awards (office_id, nominee_id);

-- Cases: one per nomination, whatever its revision.

create table cases (
    case_id uuid primary key,
    office_id uuid not null,
    nomination_id uuid not null unique,
    revision int not null check (revision >= 1),
    version int not null default 1 check (version >= 1),
    stage text not null default 'submitted' check (stage in (
        'submitted', 'received', 'appraised', 'on_agenda', 'advised', 'sent_up', 'returned',
        'decided', 'declined', 'upper_granted', 'upper_refused', 'withdrawn'
    )),
    award_code text not null,
    award_name text not null,
    award_kind text not null,
    award_level text not null,
    ground text not null,
    nominee_kind text not null check (nominee_kind in ('person', 'collective')),
    nominee_id uuid not null,
    nominee_name text not null,
    nominee_search_key text not null,
    unit_id uuid not null,
    unit_name text not null,
    period_year int not null,
    round_id uuid not null,
    rulebook_version text not null,
    verdict jsonb not null,
    dossier_sha256 text not null,
    submitted_at timestamptz not null,
    submitted_by uuid not null,
    first_submitted_at timestamptz not null,
    received_on date,
    hold_reason text,
    withdrawal_reason text,
    meeting_id uuid,
    advised_on date,
    recommended boolean,
    published_on date,
    constraint cases_received_first check (stage in ('submitted', 'returned', 'withdrawn') or received_on is not null),
    constraint cases_on_a_meeting check (stage <> 'on_agenda' or meeting_id is not null),
    constraint cases_advised_first check (
        stage not in ('advised', 'sent_up', 'decided', 'declined', 'upper_granted', 'upper_refused')
        or (recommended is not null and advised_on is not null)
    ),
    constraint cases_awarded_on_advice check (
        stage not in ('sent_up', 'decided', 'upper_granted', 'upper_refused') or recommended
    )
);
create index cases_by_stage on cases (office_id, stage, case_id);
create index cases_by_unit on cases (office_id, unit_id);
create index cases_by_meeting on cases (meeting_id) where meeting_id is not null;

create table case_steps (
    position bigint generated always as identity primary key,
    office_id uuid not null,
    case_id uuid not null references cases,
    at timestamptz not null,
    step text not null,
    person_id uuid,
    person_name text not null default '',
    detail jsonb not null default '{}'
);
create index case_steps_by_case on case_steps (case_id, position);
comment on table case_steps is 'The timeline of a case; its first submission is told by the case itself.';

create table appraisals (
    case_id uuid not null references cases,
    revision int not null,
    office_id uuid not null,
    answers jsonb not null,
    note text not null,
    concluded_at timestamptz not null,
    appraised_by uuid not null,
    appraised_by_name text not null,
    primary key (case_id, revision)
);

create table returns (
    case_id uuid not null references cases,
    revision int not null,
    office_id uuid not null,
    missing text[] not null check (cardinality(missing) > 0),
    note text not null,
    returned_on date not null,
    complete_by date,
    primary key (case_id, revision)
);

create table advices (
    case_id uuid primary key references cases,
    office_id uuid not null,
    meeting_id uuid not null,
    meeting_name text not null,
    decided_on date not null,
    vote jsonb not null,
    recommended boolean not null,
    threshold_source text not null
);
comment on table advices is 'What the council concluded: the primary key lets it conclude once.';

create table papers (
    paper_id uuid primary key,
    office_id uuid not null,
    kind text not null check (kind in ('QĐ', 'TTr')),
    year int not null,
    number int not null check (number >= 1),
    paper_number text not null,
    dated date not null,
    signer_id uuid not null,
    signer_name text not null,
    signer_title text not null,
    authority text,
    constraint papers_number_once unique (office_id, kind, year, number)
);

create table paper_cases (
    paper_id uuid not null references papers,
    case_id uuid not null references cases,
    office_id uuid not null,
    primary key (paper_id, case_id)
);
create index paper_cases_by_case on paper_cases (case_id);

create table outcomes (
    case_id uuid primary key references cases,
    office_id uuid not null,
    outcome text not null check (outcome in ('declined', 'upper_granted', 'upper_refused')),
    dated date not null,
    reason text not null,
    decision_number text,
    check (outcome <> 'upper_granted' or decision_number is not null)
);
comment on table outcomes is 'Outcomes that no paper of this office holds: what the Chief declined, what came back from above.';

-- The council.

create table councils (
    council_id uuid primary key,
    office_id uuid not null,
    name text not null,
    decision_number text,
    valid_from date not null,
    quorum_numerator int not null,
    quorum_denominator int not null,
    check (quorum_numerator between 1 and quorum_denominator)
);
create index councils_by_office on councils (office_id, valid_from);

create table council_members (
    council_id uuid not null references councils,
    person_id uuid not null,
    office_id uuid not null,
    place int not null,
    name text not null,
    position text not null check (position in ('chair', 'vice', 'secretary', 'member')),
    primary key (council_id, person_id)
);
create unique index council_members_one_chair on council_members (council_id) where position = 'chair';
create index council_members_by_person on council_members (office_id, person_id);

create table meetings (
    meeting_id uuid primary key,
    office_id uuid not null,
    council_id uuid not null references councils,
    version int not null default 1,
    stage text not null default 'planned' check (stage in ('planned', 'open', 'closed', 'cancelled')),
    name text not null,
    held_on date not null,
    place text not null,
    opened_at timestamptz,
    closed_at timestamptz,
    cancelled_reason text,
    check ((opened_at is not null) = (stage in ('open', 'closed'))),
    check ((closed_at is not null) = (stage = 'closed'))
);
create index meetings_by_office on meetings (office_id, held_on);

create table attendance (
    meeting_id uuid not null references meetings,
    person_id uuid not null,
    office_id uuid not null,
    present boolean not null,
    primary key (meeting_id, person_id)
);

create table agenda_items (
    meeting_id uuid not null references meetings,
    case_id uuid not null,
    office_id uuid not null,
    place int not null,
    nomination_id uuid not null,
    award_code text not null,
    award_name text not null,
    nominee_kind text not null,
    nominee_id uuid not null,
    nominee_name text not null,
    unit_name text not null,
    method text not null check (method in ('open', 'secret')),
    percent int not null check (percent between 1 and 100),
    more_than boolean not null,
    threshold_source text not null,
    hand_in_favour int,
    hand_against int,
    hand_blank int,
    postponed text,
    vote jsonb,
    recommended boolean,
    primary key (meeting_id, case_id),
    check (postponed is null or vote is null)
);

create table declarations (
    meeting_id uuid not null references meetings,
    person_id uuid not null,
    office_id uuid not null,
    declared_at timestamptz not null,
    declared_by uuid not null,
    primary key (meeting_id, person_id)
);
comment on table declarations is 'Who has said which conflicts of interest there are, perhaps none; needed before reading and voting.';

create table recusals (
    meeting_id uuid not null,
    case_id uuid not null,
    person_id uuid not null,
    office_id uuid not null,
    reason text not null,
    primary key (meeting_id, case_id, person_id),
    foreign key (meeting_id, case_id) references agenda_items on delete cascade
);

create table rolls (
    meeting_id uuid not null references meetings,
    method text not null check (method in ('open', 'secret')),
    person_id uuid not null,
    office_id uuid not null,
    primary key (meeting_id, method, person_id)
);
comment on table rolls is 'Who has handed in a sheet, so that nobody does twice; not when, not what.';

create table open_votes (
    meeting_id uuid not null,
    case_id uuid not null,
    person_id uuid not null,
    office_id uuid not null,
    choice text not null check (choice in ('for', 'against', 'blank')),
    primary key (meeting_id, case_id, person_id),
    foreign key (meeting_id, case_id) references agenda_items
);

create table secret_ballots (
    meeting_id uuid not null,
    case_id uuid not null,
    office_id uuid not null,
    choice text not null check (choice in ('for', 'against', 'blank')),
    foreign key (meeting_id, case_id) references agenda_items
);
create index secret_ballots_by_meeting on secret_ballots (meeting_id, case_id, choice);
comment on table secret_ballots is 'What was voted: no member, no time, no sheet, no id, nothing that joins it to the roll.';
