-- Councils whose members change over time, working rules with an override per council, invitations, substitutes,
-- who presides and who counts per case, and recusals that say of which kind they are and when they were made.

alter table councils
    add column valid_to date,
    add column version int not null default 1,
    add column rules jsonb not null default '{}',
    add check (valid_to is null or valid_to >= valid_from);
comment on column councils.rules is 'What this council''s own working rules change of the rulebook''s council entry.';

alter table council_members
    add column valid_from date,
    add column valid_to date,
    add column decision_number text;
update council_members as m
set valid_from = c.valid_from
from councils as c
where c.council_id = m.council_id;
alter table council_members
    alter column valid_from set not null,
    drop constraint council_members_pkey,
    add primary key (council_id, person_id, valid_from),
    add check (valid_to is null or valid_to >= valid_from);
drop index council_members_one_chair;
create unique index council_members_one_chair on council_members (council_id) where position = 'chair' and valid_to is null;

alter table meetings
    add column starts_at time,
    add column invited_at timestamptz,
    add column invitation_note text not null default '',
    add column papers text[] not null default '{}',
    add column guests text[] not null default '{}',
    add column rules jsonb;
comment on column meetings.rules is 'The working rules it was opened under; until then those in force on its day.';

create table meeting_seats (
    meeting_id uuid not null references meetings,
    person_id uuid not null,
    office_id uuid not null,
    place int not null,
    name text not null,
    position text not null check (position in ('chair', 'vice', 'secretary', 'member')),
    stands_in_for uuid,
    primary key (meeting_id, person_id)
);
create index meeting_seats_by_person on meeting_seats (office_id, person_id);
comment on table meeting_seats is 'Who sat there, kept at the opening: members replaced later leave old meetings as they were.';
insert into meeting_seats (meeting_id, person_id, office_id, place, name, position)
select m.meeting_id, c.person_id, m.office_id, c.place, c.name, c.position
from meetings as m
join council_members as c on c.council_id = m.council_id
where m.stage in ('open', 'closed');

create table substitutes (
    meeting_id uuid not null references meetings,
    member_id uuid not null,
    office_id uuid not null,
    person_id uuid not null,
    name text not null,
    letter text not null,
    primary key (meeting_id, member_id),
    unique (meeting_id, person_id)
);
comment on table substitutes is 'Sent in writing by an absent member, where the working rules let one.';

alter table attendance add column reason text not null default '';

create table invitations (
    meeting_id uuid not null references meetings,
    person_id uuid not null,
    office_id uuid not null,
    seen_at timestamptz not null,
    answer text check (answer in ('coming', 'absent')),
    reason text not null default '',
    answered_at timestamptz,
    primary key (meeting_id, person_id)
);
comment on table invitations is 'Who has seen the invitation, and what they answered.';

alter table agenda_items
    add column unit_id uuid,
    add column presided_by uuid,
    add column presided_by_name text,
    add column presided_why text,
    add column counted_by uuid,
    add column counted_by_name text;

alter table recusals
    add column kind text not null default 'other' check (kind in ('own_case', 'own_unit', 'relative', 'other')),
    add column declared_at timestamptz,
    add column after_opening boolean not null default false;
update recusals set kind = 'own_case' where reason = 'own_nomination';
