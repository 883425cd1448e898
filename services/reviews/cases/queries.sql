-- name: open_cases
-- A batch of first submissions. What comes back is new; what does not has a case already.
insert into cases (
    case_id, office_id, nomination_id, revision, award_code, award_name, award_kind, award_level, ground,
    nominee_kind, nominee_id, nominee_name, nominee_search_key, unit_id, unit_name, period_year, round_id,
    rulebook_version, verdict, dossier_sha256, submitted_at, submitted_by, first_submitted_at
)
select case_id, office_id, nomination_id, revision, award_code, award_name, award_kind, award_level, ground,
    nominee_kind, nominee_id, nominee_name, nominee_search_key, unit_id, unit_name, period_year, round_id,
    rulebook_version, verdict::jsonb, dossier_sha256, submitted_at, submitted_by, submitted_at
from unnest($1::submission[])
on conflict (nomination_id) do nothing
returning case_id;

-- name: reopen_case
-- A completed dossier: everything it says anew, everything the return left behind cleared.
update cases
set revision = $3::int, version = $4::int, stage = $5::text, award_code = $6::text, award_name = $7::text,
    award_kind = $8::text, award_level = $9::text, ground = $10::text, nominee_name = $11::text,
    nominee_search_key = $12::text, unit_id = $13::uuid, unit_name = $14::text, period_year = $15::int,
    round_id = $16::uuid, rulebook_version = $17::text, verdict = $18::jsonb, dossier_sha256 = $19::text,
    submitted_at = $20::timestamptz, submitted_by = $21::uuid, received_on = null, withdrawal_reason = null,
    meeting_id = null, listed_on = null, listed_until = null, handed_over_by = null
where office_id = $1::uuid
and case_id = $2::uuid;

-- name: save_case
update cases
set version = $3::int, stage = $4::text, received_on = $5::date, hold_reason = $6::text,
    withdrawal_reason = $7::text, meeting_id = $8::uuid, advised_on = $9::date, recommended = $10::boolean,
    published_on = $11::date, listed_on = $12::date, listed_until = $13::date, objection_hold = $14::text,
    simplified = $15::text, handed_over_by = $16::uuid
where office_id = $1::uuid
and case_id = $2::uuid;

-- name: lock_cases
-- Always in one order, so that two papers over the same cases never wait for each other in a circle.
select case_id, office_id, nomination_id, revision, version, stage, award_code, award_name, award_kind, award_level,
    ground, nominee_kind, nominee_id, nominee_name, unit_id, unit_name, period_year, round_id, rulebook_version,
    submitted_at, received_on, hold_reason, withdrawal_reason, meeting_id, advised_on, recommended, published_on,
    listed_on, listed_until, objection_hold, simplified, handed_over_by
from cases
where office_id = $1::uuid
and case_id = any($2::uuid[])
order by case_id
for update;

-- name: lock_nomination
select case_id, office_id, nomination_id, revision, version, stage, award_code, award_name, award_kind, award_level,
    ground, nominee_kind, nominee_id, nominee_name, unit_id, unit_name, period_year, round_id, rulebook_version,
    submitted_at, received_on, hold_reason, withdrawal_reason, meeting_id, advised_on, recommended, published_on,
    listed_on, listed_until, objection_hold, simplified, handed_over_by
from cases
where office_id = $1::uuid
and nomination_id = $2::uuid
for update;

-- name: case_of_nomination
select case_id
from cases
where office_id = $1::uuid
and nomination_id = $2::uuid;

-- name: cases_by_id
select case_id, office_id, nomination_id, revision, version, stage, award_code, award_name, award_kind, award_level,
    ground, nominee_kind, nominee_id, nominee_name, unit_id, unit_name, period_year, round_id, rulebook_version,
    submitted_at, received_on, hold_reason, withdrawal_reason, meeting_id, advised_on, recommended, published_on,
    listed_on, listed_until, objection_hold, simplified, handed_over_by
from cases
where office_id = $1::uuid
and case_id = any($2::uuid[])
order by case_id;

-- name: list_cases
-- Oldest first. A reader bound to units or cases sees those only; an empty filter lets everything through.
select case_id, office_id, nomination_id, revision, version, stage, award_code, award_name, award_kind, award_level,
    ground, nominee_kind, nominee_id, nominee_name, unit_id, unit_name, period_year, round_id, rulebook_version,
    submitted_at, received_on, hold_reason, withdrawal_reason, meeting_id, advised_on, recommended, published_on,
    listed_on, listed_until, objection_hold, simplified, handed_over_by
from cases as c
where office_id = $1::uuid
and ($2::text is null or stage = $2::text)
and ($3::text is null or award_code = $3::text)
and ($4::uuid is null or unit_id = $4::uuid)
and nominee_search_key like all ($5::text[])
and ($6::uuid is null or case_id > $6::uuid)
and ($7::boolean or unit_id = $8::uuid or case_id = any($9::uuid[]))
and (
    $11::text is null
    or $11::text = case
        when c.hold_reason is not null or c.objection_hold is not null then 'held'
        else coalesce(
            (
                select v.overall
                from case_verdicts as v
                where v.case_id = c.case_id and v.revision = c.revision
                order by v.position desc
                limit 1
            ),
            c.verdict ->> 'overall'
        )
    end
)
order by case_id
limit $10::int;

-- name: count_cases
-- By stage, under the same filters but the stage's.
select stage, count(*)::int as cases, count(handed_over_by)::int as handed_over
from cases as c
where office_id = $1::uuid
and ($2::text is null or award_code = $2::text)
and ($3::uuid is null or unit_id = $3::uuid)
and nominee_search_key like all ($4::text[])
and ($5::boolean or unit_id = $6::uuid or case_id = any($7::uuid[]))
and (
    $8::text is null
    or $8::text = case
        when c.hold_reason is not null or c.objection_hold is not null then 'held'
        else coalesce(
            (
                select v.overall
                from case_verdicts as v
                where v.case_id = c.case_id and v.revision = c.revision
                order by v.position desc
                limit 1
            ),
            c.verdict ->> 'overall'
        )
    end
)
group by stage;

-- name: submitted_words
select case_id, verdict ->> 'overall' as overall
from cases
where office_id = $1::uuid
and case_id = any($2::uuid[]);

-- name: count_by_stage
-- Over all offices, for the metric.
select stage, count(*)::int as cases
from cases
group by stage;

-- name: dossier_of
select verdict, dossier_sha256, submitted_by, first_submitted_at
from cases
where office_id = $1::uuid
and case_id = $2::uuid;

-- name: candidates
-- The public list: what stands open for objections that day.
select case_id, office_id, nomination_id, revision, version, stage, award_code, award_name, award_kind, award_level,
    ground, nominee_kind, nominee_id, nominee_name, unit_id, unit_name, period_year, round_id, rulebook_version,
    submitted_at, received_on, hold_reason, withdrawal_reason, meeting_id, advised_on, recommended, published_on,
    listed_on, listed_until, objection_hold, simplified, handed_over_by
from cases
where office_id = $1::uuid
and listed_until >= $2::date
and stage in ('appraised', 'on_agenda', 'advised')
order by award_code, unit_name, nominee_name, case_id;

-- name: add_step
insert into case_steps (office_id, case_id, at, step, person_id, person_name, detail)
values ($1::uuid, $2::uuid, $3::timestamptz, $4::text, $5::uuid, $6::text, $7::jsonb);

-- name: steps
select at, step, person_id, person_name, detail
from case_steps
where office_id = $1::uuid
and case_id = $2::uuid
order by position;

-- name: keep_appraisal
insert into appraisals (office_id, case_id, revision, answers, note, concluded_at, appraised_by, appraised_by_name)
values ($1::uuid, $2::uuid, $3::int, $4::jsonb, $5::text, $6::timestamptz, $7::uuid, $8::text);

-- name: appraisal
select answers, note, concluded_at, appraised_by, appraised_by_name
from appraisals
where office_id = $1::uuid
and case_id = $2::uuid
and revision = $3::int;

-- name: keep_return
insert into returns (office_id, case_id, revision, missing, note, returned_on, complete_by, grounds)
values ($1::uuid, $2::uuid, $3::int, $4::text[], $5::text, $6::date, $7::date, $8::text[]);

-- name: last_return
select missing, note, returned_on, complete_by, grounds
from returns
where office_id = $1::uuid
and case_id = $2::uuid
order by revision desc
limit 1;

-- name: keep_advice
insert into advices (
    office_id, case_id, meeting_id, meeting_name, decided_on, vote, recommended, threshold_source
)
values ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::date, $6::jsonb, $7::boolean, $8::text);

-- name: advices_of
select case_id, meeting_id, meeting_name, decided_on, vote, recommended, threshold_source
from advices
where office_id = $1::uuid
and case_id = any($2::uuid[]);

-- name: keep_outcome
insert into outcomes (office_id, case_id, outcome, dated, reason, decision_number)
values ($1::uuid, $2::uuid, $3::text, $4::date, $5::text, $6::text);

-- name: outcome
select outcome, dated, reason, decision_number
from outcomes
where office_id = $1::uuid
and case_id = $2::uuid;

-- name: lock_numbers
-- Numbers of one kind and year are given one at a time.
select pg_advisory_xact_lock(hashtextextended($1::text, 0));

-- name: next_number
select coalesce(max(number), 0) + 1
from papers
where office_id = $1::uuid
and kind = $2::text
and year = $3::int;

-- name: add_paper
-- Nothing comes back where the number is taken.
insert into papers (
    office_id, paper_id, kind, year, number, paper_number, dated, signer_id, signer_name, signer_title, authority
)
values (
    $1::uuid, $2::uuid, $3::text, $4::int, $5::int, $6::text, $7::date, $8::uuid, $9::text, $10::text, $11::text
)
on conflict (office_id, kind, year, number) do nothing
returning true;

-- name: add_paper_cases
insert into paper_cases (office_id, paper_id, case_id)
select $1::uuid, $2::uuid, case_id
from unnest($3::uuid[]) as listed (case_id);

-- name: paper
select paper_id, kind, number, paper_number, dated, signer_id, signer_name, signer_title, authority
from papers
where office_id = $1::uuid
and paper_id = $2::uuid;

-- name: paper_of_case
select p.paper_id, p.kind, p.number, p.paper_number, p.dated, p.signer_id, p.signer_name, p.signer_title, p.authority
from papers as p
join paper_cases as c on c.paper_id = p.paper_id
where c.office_id = $1::uuid
and c.case_id = $2::uuid;

-- name: cases_of_paper
select case_id
from paper_cases
where office_id = $1::uuid
and paper_id = $2::uuid
order by case_id;
