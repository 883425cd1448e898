-- Secret ballots: one sealed box per round instead of one row per choice (docs/decisions/0004-the-secret-ballot.md).

-- A vote that was open under the old way is voted again: its ballots are not carried over, only named votes are.
delete from rolls where method = 'secret' and meeting_id in (select meeting_id from meetings where stage = 'open');
update meetings
set stage = 'planned', opened_at = null, version = version + 1
where stage = 'open'
and meeting_id in (select meeting_id from agenda_items where method = 'secret');
drop table secret_ballots;

create table ballot_rounds (
    round_id uuid primary key,
    office_id uuid not null,
    meeting_id uuid not null references meetings,
    award_code text not null,
    number int not null check (number >= 1),
    way text not null check (way in ('sealed', 'paper')),
    stage text not null default 'open' check (stage in ('open', 'counted', 'void')),
    seats int not null check (seats between 1 and 99),
    case_ids uuid[] not null check (cardinality(case_ids) > 0),
    tellers uuid[] not null,
    box bytea,
    void_reason text,
    constraint ballot_rounds_number unique (meeting_id, award_code, number),
    constraint ballot_rounds_box check (box is null or (way = 'sealed' and stage = 'open')),
    constraint ballot_rounds_tellers check (cardinality(tellers) = (case way when 'paper' then 2 else 0 end)),
    constraint ballot_rounds_void check ((stage = 'void') = (void_reason is not null))
);
create unique index ballot_rounds_one_not_void on ballot_rounds (meeting_id, award_code) where stage <> 'void';
alter table ballot_rounds alter column box set storage external;
comment on column ballot_rounds.box is 'All marks of all sheets in one ciphertext of constant length; its key is not in this database.';

create table ballot_roll (
    round_id uuid not null references ballot_rounds,
    person_id uuid not null,
    office_id uuid not null,
    primary key (round_id, person_id)
);
comment on table ballot_roll is 'Who has handed in the sheet of a round, so that nobody does twice; not when, not what.';

create table teller_counts (
    round_id uuid not null references ballot_rounds,
    attempt int not null check (attempt >= 1),
    teller_id uuid not null,
    case_id uuid not null,
    office_id uuid not null,
    in_favour int not null check (in_favour >= 0),
    against int not null check (against >= 0),
    blank int not null check (blank >= 0),
    primary key (round_id, attempt, teller_id, case_id)
);
comment on table teller_counts is 'Paper ballots as each of two tellers counted them; an attempt counts when both agree.';

create table written_votes (
    meeting_id uuid not null,
    case_id uuid not null,
    person_id uuid not null,
    office_id uuid not null,
    choice text not null check (choice in ('for', 'against', 'blank')),
    paper text not null,
    entered_by uuid not null,
    entered_at timestamptz not null,
    primary key (meeting_id, case_id, person_id),
    foreign key (meeting_id, case_id) references agenda_items
);
comment on table written_votes is 'Opinions of absent members on paper: by name, not secret, counted apart.';
