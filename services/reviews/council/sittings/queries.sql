-- name: seats
select person_id, name, position, stands_in_for
from meeting_seats
where office_id = $1::uuid
and meeting_id = $2::uuid
order by place;

-- name: rules
select rules
from meetings
where office_id = $1::uuid
and meeting_id = $2::uuid;

-- name: keep_seats
insert into meeting_seats (office_id, meeting_id, place, person_id, name, position, stands_in_for)
select $1::uuid, $2::uuid, place, person_id, name, position, stands_in_for
from unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[]) with ordinality
    as seat (person_id, name, position, stands_in_for, place);

-- name: keep_rules
update meetings
set rules = $3::jsonb
where office_id = $1::uuid
and meeting_id = $2::uuid;

-- name: substitutes
select member_id, person_id, name, letter
from substitutes
where office_id = $1::uuid
and meeting_id = $2::uuid;

-- name: forget_substitutes
delete from substitutes
where office_id = $1::uuid
and meeting_id = $2::uuid;

-- name: add_substitutes
insert into substitutes (office_id, meeting_id, member_id, person_id, name, letter)
select $1::uuid, $2::uuid, member_id, person_id, name, letter
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[]) as sent (member_id, person_id, name, letter);

-- name: absence_reasons
select person_id, reason
from attendance
where office_id = $1::uuid
and meeting_id = $2::uuid
and reason <> '';

-- name: keep_absence_reasons
update attendance as a
set reason = said.reason
from unnest($3::uuid[], $4::text[]) as said (person_id, reason)
where a.office_id = $1::uuid
and a.meeting_id = $2::uuid
and a.person_id = said.person_id;

-- name: invite
update meetings
set papers = $6::text[], guests = $7::text[], version = version + 1, starts_at = $3::time,
    invited_at = $4::timestamptz, invitation_note = $5::text
where office_id = $1::uuid
and meeting_id = $2::uuid
returning version;

-- name: invitation
select papers, guests, starts_at, invited_at, invitation_note
from meetings
where office_id = $1::uuid
and meeting_id = $2::uuid;

-- name: answer_invitation
-- Seen once, answered as often as one's plans change before the meeting.
insert into invitations as i (office_id, meeting_id, person_id, seen_at, answer, reason, answered_at)
values (
    $1::uuid, $2::uuid, $3::uuid, $4::timestamptz, $5::text, $6::text,
    case when $5::text is null then null else $4::timestamptz end
)
on conflict (meeting_id, person_id) do update
set answer = coalesce(excluded.answer, i.answer),
    reason = case when excluded.answer is null then i.reason else excluded.reason end,
    answered_at = coalesce(excluded.answered_at, i.answered_at);

-- name: invitation_answers
select person_id, seen_at, answer, reason
from invitations
where office_id = $1::uuid
and meeting_id = $2::uuid;

-- name: declarations
select person_id, declared_at, declared_by
from declarations
where office_id = $1::uuid
and meeting_id = $2::uuid
order by declared_at, person_id;

-- name: dissent
-- Who did not vote in favour where all was open: their dissent is reported with the result.
select case_id, person_id, choice
from open_votes
where office_id = $1::uuid
and meeting_id = $2::uuid
and choice <> 'for'
order by case_id, person_id;

-- name: meetings_of
-- The meetings a person sits in: as kept at the opening; before it, as a member of the day or as a substitute.
select m.meeting_id
from meetings as m
where m.office_id = $1::uuid
and (
    exists (
        select from council_members as c
        where c.council_id = m.council_id and c.person_id = $2::uuid and m.stage in ('planned', 'cancelled')
        and c.valid_from <= m.held_on and (c.valid_to is null or c.valid_to >= m.held_on)
    )
    or exists (
        select from meeting_seats as s
        where s.meeting_id = m.meeting_id and s.person_id = $2::uuid
    )
    or exists (
        select from substitutes as s
        where s.meeting_id = m.meeting_id and s.person_id = $2::uuid and m.stage = 'planned'
    )
);

-- name: open_votes_of
select case_id, choice
from open_votes
where office_id = $1::uuid
and meeting_id = $2::uuid
and person_id = $3::uuid;
