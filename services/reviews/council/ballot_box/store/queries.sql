-- name: insert_round
insert into ballot_rounds (round_id, office_id, meeting_id, award_code, number, way, seats, case_ids, tellers)
values ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::int, $6::text, $7::int, $8::uuid[], $9::uuid[]);

-- name: rounds
-- All rounds of a meeting, void ones too, in the order they were held.
select round_id, meeting_id, award_code, number, way, stage, seats, case_ids, tellers, void_reason
from ballot_rounds
where office_id = $1::uuid
and meeting_id = $2::uuid
order by award_code, number;

-- name: keep_box
-- The whole box anew; one row per round, never one per sheet.
update ballot_rounds
set box = $2::bytea
where round_id = $1::uuid;

-- name: lock_box
select box
from ballot_rounds
where round_id = $1::uuid
for update;

-- name: settle_round
-- A round that is counted or void has no box any more.
update ballot_rounds
set stage = $2::text, void_reason = $3::text, box = null
where round_id = $1::uuid;

-- name: settled_rounds
-- Which of these rounds need their keys no longer.
select round_id
from ballot_rounds
where round_id = any($1::uuid[])
and stage <> 'open';

-- name: known_rounds
select round_id
from ballot_rounds
where round_id = any($1::uuid[]);

-- name: enrol
-- Nothing comes back where the member has handed in the sheet already.
insert into ballot_roll (round_id, person_id, office_id)
values ($1::uuid, $2::uuid, $3::uuid)
on conflict do nothing
returning true;

-- name: count_roll
select count(*)::int
from ballot_roll
where round_id = $1::uuid;

-- name: rolls
-- Who has handed in which sheet; in the order of ids, which says nothing.
select r.award_code, v.person_id
from ballot_roll as v
join ballot_rounds as r on r.round_id = v.round_id
where r.office_id = $1::uuid
and r.meeting_id = $2::uuid
and r.stage <> 'void'
order by r.award_code, v.person_id;

-- name: last_count
-- The last attempt of a round of paper ballots, by teller.
select attempt, teller_id, case_id, in_favour, against, blank
from teller_counts
where round_id = $1::uuid
and attempt = (select max(attempt) from teller_counts where round_id = $1::uuid);

-- name: keep_count
insert into teller_counts (round_id, attempt, teller_id, office_id, case_id, in_favour, against, blank)
select $1::uuid, $2::int, $3::uuid, $4::uuid, case_id, in_favour, against, blank
from unnest($5::uuid[], $6::int[], $7::int[], $8::int[]) as counted (case_id, in_favour, against, blank);

-- name: lock_round
select round_id
from ballot_rounds
where round_id = $1::uuid
for update;

-- name: keep_written
insert into written_votes (meeting_id, person_id, office_id, paper, entered_by, entered_at, case_id, choice)
select $1::uuid, $2::uuid, $3::uuid, $4::text, $5::uuid, $6::timestamptz, case_id, choice
from unnest($7::uuid[], $8::text[]) as vote (case_id, choice)
on conflict do nothing;

-- name: forget_written
delete from written_votes
where office_id = $1::uuid
and meeting_id = $2::uuid
and person_id <> all($3::uuid[])
returning person_id;

-- name: written
select case_id, person_id, choice, paper
from written_votes
where office_id = $1::uuid
and meeting_id = $2::uuid
order by case_id, person_id;
