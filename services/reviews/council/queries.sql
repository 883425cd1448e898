-- name: insert_meeting
insert into meetings (meeting_id, office_id, council_id, name, held_on, place)
values ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::date, $6::text);

-- name: meetings
select m.meeting_id, m.council_id, m.version, m.stage, m.name, m.held_on, m.place, count(i.case_id) as cases
from meetings as m
left join agenda_items as i on i.meeting_id = m.meeting_id
where m.office_id = $1::uuid
group by m.meeting_id
order by m.held_on desc, m.meeting_id desc
limit $2::int;

-- name: meeting
select meeting_id, council_id, version, stage, name, held_on, place, opened_at, closed_at
from meetings
where office_id = $1::uuid
and meeting_id = $2::uuid;

-- name: lock_meeting
select meeting_id, council_id, version, stage, name, held_on, place, opened_at, closed_at
from meetings
where office_id = $1::uuid
and meeting_id = $2::uuid
for update;

-- name: share_meeting
-- A voter keeps the meeting as it is but lets other voters in.
select meeting_id, council_id, version, stage, name, held_on, place, opened_at, closed_at
from meetings
where office_id = $1::uuid
and meeting_id = $2::uuid
for share;

-- name: touch_meeting
update meetings
set version = version + 1
where office_id = $1::uuid
and meeting_id = $2::uuid
returning version;

-- name: open_meeting
update meetings
set version = version + 1, stage = 'open', opened_at = $3::timestamptz, held_on = $4::date,
    called_for = nullif(held_on, $4::date), other_day_reason = $5::text
where office_id = $1::uuid
and meeting_id = $2::uuid
returning version;

-- name: close_meeting
update meetings
set version = version + 1, stage = 'closed', closed_at = $3::timestamptz
where office_id = $1::uuid
and meeting_id = $2::uuid
returning version;

-- name: keep_missing_votes
insert into missing_votes (office_id, meeting_id, person_id, case_ids)
values ($1::uuid, $2::uuid, $3::uuid, $4::uuid[]);

-- name: note_forced_close
update meetings
set closed_by = $3::text
where office_id = $1::uuid
and meeting_id = $2::uuid;

-- name: missing_votes
select person_id, case_ids
from missing_votes
where office_id = $1::uuid
and meeting_id = $2::uuid;

-- name: special_course
select called_for, other_day_reason, closed_by
from meetings
where office_id = $1::uuid
and meeting_id = $2::uuid;

-- name: cancel_meeting
update meetings
set version = version + 1, stage = 'cancelled', cancelled_reason = $3::text
where office_id = $1::uuid
and meeting_id = $2::uuid
returning version;

-- name: clear_attendance
delete from attendance
where office_id = $1::uuid
and meeting_id = $2::uuid;

-- name: mark_attendance
insert into attendance (office_id, meeting_id, person_id, present)
select $1::uuid, $2::uuid, person_id, present
from unnest($3::uuid[], $4::boolean[]) as marked (person_id, present);

-- name: attendance
select person_id, present
from attendance
where office_id = $1::uuid
and meeting_id = $2::uuid;

-- name: put_items
-- Cases that are on the agenda already keep their line and change only their place.
insert into agenda_items (
    office_id, meeting_id, place, case_id, nomination_id, award_code, award_name, nominee_kind, nominee_id,
    nominee_name, unit_name, unit_id, method, percent, more_than, threshold_source
)
select $1::uuid, $2::uuid, $3::int + place, case_id, nomination_id, award_code, award_name, nominee_kind, nominee_id,
    nominee_name, unit_name, unit_id, method, percent, more_than, threshold_source
from unnest(
    $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::text[], $11::text[], $12::uuid[],
    $13::text[], $14::int[], $15::boolean[], $16::text[]
) with ordinality as item (
    case_id, nomination_id, award_code, award_name, nominee_kind, nominee_id, nominee_name, unit_name, unit_id, method,
    percent, more_than, threshold_source, place
);

-- name: take_items
delete from agenda_items
where office_id = $1::uuid
and meeting_id = $2::uuid
and case_id = any($3::uuid[]);

-- name: keep_verdicts
update agenda_items as i
set verdict = v.verdict, verdict_changed = v.has_changed
from unnest($3::uuid[], $4::text[], $5::boolean[]) as v (case_id, verdict, has_changed)
where i.office_id = $1::uuid
and i.meeting_id = $2::uuid
and i.case_id = v.case_id;

-- name: keep_judged
update meetings
set verdicts_at_opening = $3::text
where office_id = $1::uuid
and meeting_id = $2::uuid;

-- name: verdicts_at_opening
select verdicts_at_opening
from meetings
where office_id = $1::uuid
and meeting_id = $2::uuid;

-- name: items
select case_id, nomination_id, award_code, award_name, nominee_kind, nominee_id, nominee_name, unit_name, unit_id, method,
    percent, more_than, threshold_source, hand_in_favour, hand_against, hand_blank, postponed, vote, recommended,
    presided_by, presided_by_name, presided_why, counted_by, counted_by_name, verdict, verdict_changed
from agenda_items
where office_id = $1::uuid
and meeting_id = $2::uuid
order by place, case_id;

-- name: postpone
-- Why it was left first stays.
update agenda_items
set postponed = $4::text
where office_id = $1::uuid
and meeting_id = $2::uuid
and case_id = any($3::uuid[])
and postponed is null;

-- name: keep_conclusions
update agenda_items as i
set vote = c.vote::jsonb, recommended = c.recommended
from unnest($3::uuid[], $4::text[], $5::boolean[]) as c (case_id, vote, recommended)
where i.office_id = $1::uuid
and i.meeting_id = $2::uuid
and i.case_id = c.case_id;

-- name: keep_hand_count
update agenda_items
set hand_in_favour = $4::int, hand_against = $5::int, hand_blank = $6::int
where office_id = $1::uuid
and meeting_id = $2::uuid
and case_id = $3::uuid;

-- name: declare
insert into declarations (office_id, meeting_id, person_id, declared_at, declared_by)
values ($1::uuid, $2::uuid, $3::uuid, $4::timestamptz, $5::uuid)
on conflict (meeting_id, person_id) do update
set declared_at = excluded.declared_at, declared_by = excluded.declared_by;

-- name: forget_declarations
delete from declarations
where office_id = $1::uuid
and meeting_id = $2::uuid;

-- name: declarations
select person_id
from declarations
where office_id = $1::uuid
and meeting_id = $2::uuid;

-- name: preside
update agenda_items as i
set presided_by = p.person_id, presided_by_name = p.name, presided_why = p.why
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[]) as p (case_id, person_id, name, why)
where i.office_id = $1::uuid
and i.meeting_id = $2::uuid
and i.case_id = p.case_id;

-- name: count_instead
update agenda_items
set counted_by = $4::uuid, counted_by_name = $5::text
where office_id = $1::uuid
and meeting_id = $2::uuid
and case_id = any($3::uuid[]);

-- name: forget_recusals
delete from recusals
where office_id = $1::uuid
and meeting_id = $2::uuid
and person_id = $3::uuid;

-- name: recuse
insert into recusals (office_id, meeting_id, person_id, declared_at, after_opening, case_id, reason, kind)
select $1::uuid, $2::uuid, $3::uuid, $4::timestamptz, $5::boolean, case_id, reason, kind
from unnest($6::uuid[], $7::text[], $8::text[]) as conflict (case_id, reason, kind);

-- name: recusals
select case_id, person_id, reason, kind, after_opening
from recusals
where office_id = $1::uuid
and meeting_id = $2::uuid
order by case_id, person_id;

-- name: recused_from
-- Of these cases those a member stayed away from, at any meeting.
select distinct case_id
from recusals
where office_id = $1::uuid
and person_id = $2::uuid
and case_id = any($3::uuid[])
order by case_id;

-- name: enrol
-- Nothing comes back where the member has handed in a sheet already.
insert into rolls (office_id, meeting_id, method, person_id)
values ($1::uuid, $2::uuid, $3::text, $4::uuid)
on conflict do nothing
returning true;

-- name: roll
-- Of the open sheet; secret ballots have a roll per round.
select person_id
from rolls
where office_id = $1::uuid
and meeting_id = $2::uuid
and method = 'open';

-- name: cast_openly
insert into open_votes (office_id, meeting_id, person_id, case_id, choice)
select $1::uuid, $2::uuid, $3::uuid, case_id, choice
from unnest($4::uuid[], $5::text[]) as vote (case_id, choice);

-- name: count_open_votes
-- Counted only when the meeting closes.
select case_id, choice, count(*)::int as votes
from open_votes
where office_id = $1::uuid
and meeting_id = $2::uuid
group by case_id, choice;

-- name: reader_standing
-- What a council member may know of a case: the meeting it is on, whether the member sits there, has declared, stays away.
select m.meeting_id, m.stage in ('planned', 'open') as is_pending,
    exists (
        select from council_members as c
        where c.council_id = m.council_id and c.person_id = $3::uuid and m.stage = 'planned'
        and c.valid_from <= m.held_on and (c.valid_to is null or c.valid_to >= m.held_on)
    ) or exists (
        select from meeting_seats as s
        where s.meeting_id = m.meeting_id and s.person_id = $3::uuid
    ) or exists (
        select from substitutes as s
        where s.meeting_id = m.meeting_id and s.person_id = $3::uuid and m.stage = 'planned'
    ) as is_member,
    exists (
        select from declarations as d
        where d.meeting_id = m.meeting_id and d.person_id = $3::uuid
    ) as has_declared,
    exists (
        select from recusals as r
        where r.meeting_id = m.meeting_id and r.person_id = $3::uuid and r.case_id = i.case_id
    ) as is_recused
from agenda_items as i
join meetings as m on m.meeting_id = i.meeting_id
where i.office_id = $1::uuid
and i.case_id = $2::uuid
and m.stage <> 'cancelled'
order by m.held_on desc, m.meeting_id desc
limit 1;

-- name: cases_before_member
-- Every case that was or is on an agenda of a meeting the person sits in.
select distinct i.case_id
from agenda_items as i
join meetings as m on m.meeting_id = i.meeting_id
where i.office_id = $1::uuid
and m.stage <> 'cancelled'
and (
    exists (
        select from council_members as c
        where c.council_id = m.council_id and c.person_id = $2::uuid and m.stage = 'planned'
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
