-- name: keep_verdicts
insert into case_verdicts (office_id, case_id, verdict_id, revision, moment, law_day, judged_at, rulebook_version, overall,
    digest, summary, criteria, compared_with, differences)
select $1::uuid, case_id, verdict_id, revision, moment, law_day, judged_at, rulebook_version, overall, digest,
    summary::jsonb, criteria::jsonb, compared_with, differences::jsonb
from unnest($2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::date[], $7::timestamptz[], $8::text[], $9::text[],
    $10::text[], $11::text[], $12::text[], $13::uuid[], $14::text[])
    as judged (case_id, verdict_id, revision, moment, law_day, judged_at, rulebook_version, overall, digest, summary,
        criteria, compared_with, differences);

-- name: records_of
-- The verdict of record of each case at its present revision.
select v.verdict_id, v.case_id, v.revision, v.moment, v.law_day, v.judged_at, v.rulebook_version, v.overall, v.digest,
    v.summary, v.criteria, v.compared_with, v.differences
from case_verdicts as v
join cases as c on c.case_id = v.case_id and c.revision = v.revision
where v.office_id = $1::uuid
and v.case_id = any($2::uuid[])
and v.moment = 'receipt';

-- name: verdicts_of
-- All kept with a case, the oldest first.
select verdict_id, case_id, revision, moment, law_day, judged_at, rulebook_version, overall, digest, summary, criteria,
    compared_with, differences
from case_verdicts
where office_id = $1::uuid
and case_id = $2::uuid
order by position;

-- name: freshest_of
-- The last verdict asked after receipt, of each case's present revision.
select distinct on (v.case_id) v.verdict_id, v.case_id, v.revision, v.moment, v.law_day, v.judged_at, v.rulebook_version,
    v.overall, v.digest, v.summary, v.criteria, v.compared_with, v.differences
from case_verdicts as v
join cases as c on c.case_id = v.case_id and c.revision = v.revision
where v.office_id = $1::uuid
and v.case_id = any($2::uuid[])
and v.moment <> 'receipt'
order by v.case_id, v.position desc;

-- name: keep_answer
-- The same answer given twice is one.
insert into case_verdict_answers (office_id, case_id, record_digest, verdict_digest, record_id, verdict_id, reason,
    answered_at, answered_by, answered_by_name)
values ($1::uuid, $2::uuid, $3::text, $4::text, $5::uuid, $6::uuid, $7::text, $8::timestamptz, $9::uuid, $10::text)
on conflict do nothing
returning true;

-- name: answers_of
select case_id, record_digest, verdict_digest, record_id, verdict_id, reason, answered_at, answered_by, answered_by_name
from case_verdict_answers
where office_id = $1::uuid
and case_id = any($2::uuid[])
order by answered_at;

-- name: mark_cases
-- Cases that are received and not decided: the nominee's own, and those of the unit the nominee belongs to.
insert into case_verdict_marks (office_id, case_id, marked_at, reason)
select c.office_id, c.case_id, m.marked_at, m.reason
from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::text[])
    as m (office_id, nominee_id, unit_id, nomination_id, marked_at, reason)
join cases as c on c.office_id = m.office_id
    and (c.nominee_id = m.nominee_id or (c.nominee_kind = 'collective' and c.nominee_id = m.unit_id))
where c.stage in ('received', 'appraised', 'on_agenda', 'advised')
and c.nomination_id is distinct from m.nomination_id
returning case_id, marked_at, reason;

-- name: marked_since
-- Cases with a mark that no verdict has followed.
select distinct m.case_id
from case_verdict_marks as m
where m.office_id = $1::uuid
and m.case_id = any($2::uuid[])
and m.position > (select coalesce(max(v.position), 0) from case_verdicts as v where v.case_id = m.case_id);

-- name: judge_again
-- Why the case's verdict has to be judged again: the last mark that no verdict has followed.
select m.reason
from case_verdict_marks as m
where m.office_id = $1::uuid
and m.case_id = $2::uuid
and m.position > (select coalesce(max(v.position), 0) from case_verdicts as v where v.case_id = $2::uuid)
order by m.position desc
limit 1;

-- name: keep_reason
-- One for each revision and moment; told again it is the same.
insert into case_reasons (office_id, case_id, revision, moment, overall, reason, given_at, given_by_name)
values ($1::uuid, $2::uuid, $3::int, $4::text, $5::text, $6::text, $7::timestamptz, $8::text)
on conflict do nothing;

-- name: reasons_of
-- At each case's present revision, the earlier first.
select r.case_id, r.moment, r.overall, r.reason, r.given_at, r.given_by_name
from case_reasons as r
join cases as c on c.case_id = r.case_id and c.revision = r.revision
where r.office_id = $1::uuid
and r.case_id = any($2::uuid[])
order by r.case_id, r.given_at;
