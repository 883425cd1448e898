-- A meeting held on another day than it was called for, and one that was closed before everybody had voted: both go into the minutes.

alter table meetings
    add column called_for date,
    add column other_day_reason text not null default '',
    add column closed_by text not null default '';
comment on column meetings.called_for is 'The day it was called for, once it was opened on another; held_on is the day it was held.';
comment on column meetings.closed_by is 'Who closed it although somebody present had still to vote; empty where nobody had.';

create table missing_votes (
    office_id uuid not null,
    meeting_id uuid not null references meetings on delete cascade,
    person_id uuid not null,
    case_ids uuid[] not null,
    primary key (meeting_id, person_id)
);
comment on table missing_votes is 'Who was there at the close and had handed in no sheet, and of which cases. That somebody voted is no secret, what is.';
