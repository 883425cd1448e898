-- name: keep_verdict
insert into kept_verdicts (verdict_id, office_id, nomination_id, revision, moment, law_day, judged_on, judged_at, judged_by,
    judged_by_name, rulebook_version, overall, digest, verdict, compared_with, differences, why)
values ($1::uuid, $2::uuid, $3::uuid, $4::int, $5::text, $6::date, $7::date, $8::timestamptz, $9::uuid, $10::text,
    $11::text, $12::text, $13::text, $14::text, $15::uuid, $16::jsonb, $17::text);

-- name: latest_verdicts
-- Of each nomination at its present revision the last verdict of one moment, or of any.
select distinct on (k.nomination_id) k.verdict_id, k.nomination_id, k.revision, k.moment, k.law_day, k.judged_on,
    k.judged_at, k.judged_by, k.judged_by_name, k.rulebook_version, k.overall, k.digest, k.verdict, k.compared_with,
    k.differences, k.why
from kept_verdicts as k
join nominations as n on n.nomination_id = k.nomination_id and n.revision = k.revision
where k.office_id = $1::uuid
and k.nomination_id = any($2::uuid[])
and ($3::text is null or k.moment = $3::text)
order by k.nomination_id, k.position desc;

-- name: verdicts_by_id
select verdict_id, nomination_id, revision, moment, law_day, judged_on, judged_at, judged_by, judged_by_name,
    rulebook_version, overall, digest, verdict, compared_with, differences, why
from kept_verdicts
where office_id = $1::uuid
and verdict_id = any($2::uuid[]);

-- name: verdicts_of_nomination
select verdict_id, nomination_id, revision, moment, law_day, judged_on, judged_at, judged_by, judged_by_name,
    rulebook_version, overall, digest, verdict, compared_with, differences, why
from kept_verdicts
where office_id = $1::uuid
and nomination_id = $2::uuid
order by position;

-- name: resting_on
-- What is under review of these nominees, and of the units they belong or belonged to: all that their awards may decide.
select nomination_id
from nominations
where office_id = $1::uuid
and state in ('submitted', 'received', 'council_decided', 'proposed_upward')
and (
    nominee_id = any($2::uuid[])
    or (nominee_kind = 'collective' and nominee_id = any($3::uuid[]))
)
order by nomination_id;
