-- name: round_for_nomination
select r.round_id, r.name, r.opened_on, r.submit_by, r.awards, r.period_year
from rounds as r
where r.office_id = $1::uuid
and r.round_id = $2::uuid;

-- name: insert_nomination
-- Nothing comes back where the same nominee, award, period and round has an open nomination already.
insert into nominations (nomination_id, office_id, version, state, revision, award_code, award_name, award_kind,
    award_level, ground, nominee_kind, nominee_id, nominee_name, search_key, unit_id, unit_name, period_year, round_id,
    summary, achievements, statements, attachments, created_by, created_at, updated_at)
values ($1::uuid, $2::uuid, 1, 'draft', 0, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::uuid,
    $10::text, $11::text, $12::uuid, $13::text, $14::int, $15::uuid, $16::text, $17::jsonb, $18::text[], $19::jsonb,
    $20::uuid, $21::timestamptz, $21::timestamptz)
on conflict (office_id, nominee_id, award_code, period_year, round_id) where state <> 'withdrawn' do nothing
returning nomination_id;

-- name: lock_nomination
select n.nomination_id, n.office_id, n.version, n.state, n.revision, n.award_code, n.award_name, n.award_kind,
    n.award_level, n.ground, n.nominee_kind, n.nominee_id, n.nominee_name, n.unit_id, n.unit_name, n.period_year,
    n.summary, n.achievements, n.statements, n.attachments, n.created_by, n.created_at, n.updated_at, n.submitted_at,
    n.overall, n.dossier_sha256, n.hold, n.returned, n.council, n.outcome, n.withdrawal, r.round_id,
    r.name as round_name, r.opened_on, r.submit_by, r.awards as round_awards, o.rulebook_version, o.rulebook_sha256
from nominations as n
join rounds as r on r.round_id = n.round_id
join offices as o on o.office_id = n.office_id
where n.office_id = $1::uuid
and n.nomination_id = $2::uuid
for no key update of n;

-- name: nominations_by_id
select n.nomination_id, n.office_id, n.version, n.state, n.revision, n.award_code, n.award_name, n.award_kind,
    n.award_level, n.ground, n.nominee_kind, n.nominee_id, n.nominee_name, n.unit_id, n.unit_name, n.period_year,
    n.summary, n.achievements, n.statements, n.attachments, n.created_by, n.created_at, n.updated_at, n.submitted_at,
    n.overall, n.dossier_sha256, n.hold, n.returned, n.council, n.outcome, n.withdrawal, r.round_id,
    r.name as round_name, r.opened_on, r.submit_by, r.awards as round_awards
from nominations as n
join rounds as r on r.round_id = n.round_id
where n.office_id = $1::uuid
and n.nomination_id = any($2::uuid[])
order by n.nomination_id;

-- name: nomination
select n.nomination_id, n.office_id, n.version, n.state, n.revision, n.award_code, n.award_name, n.award_kind,
    n.award_level, n.ground, n.nominee_kind, n.nominee_id, n.nominee_name, n.unit_id, n.unit_name, n.period_year,
    n.summary, n.achievements, n.statements, n.attachments, n.created_by, n.created_at, n.updated_at, n.submitted_at,
    n.overall, n.dossier_sha256, n.hold, n.returned, n.council, n.outcome, n.withdrawal, r.round_id,
    r.name as round_name, r.opened_on, r.submit_by, r.awards as round_awards, d.content
from nominations as n
join rounds as r on r.round_id = n.round_id
left join dossiers as d on d.nomination_id = n.nomination_id and d.revision = n.revision
where n.office_id = $1::uuid
and n.nomination_id = $2::uuid;

-- name: nominations
-- Newest change first. The unit and the person, where given, limit what the actor may see: either is enough.
select n.nomination_id, n.office_id, n.version, n.state, n.revision, n.award_code, n.award_name, n.award_kind,
    n.award_level, n.ground, n.nominee_kind, n.nominee_id, n.nominee_name, n.unit_id, n.unit_name, n.period_year,
    n.created_by, n.updated_at, n.submitted_at, n.overall, n.hold, n.withdrawal, r.round_id, r.name as round_name,
    r.submit_by, count(*) over () as total
from nominations as n
join rounds as r on r.round_id = n.round_id
where n.office_id = $1::uuid
and ($2::text is null or n.state = $2::text)
and ($3::uuid is null or n.unit_id = $3::uuid)
and ($4::uuid is null or n.round_id = $4::uuid)
and ($5::text is null or n.award_code = $5::text)
and ($6::uuid is null or n.created_by = $6::uuid)
and ($7::uuid is null or n.nominee_id = $7::uuid)
and n.search_key like all ($8::text[])
and (
    not $9::boolean or n.unit_id = $10::uuid or n.nominee_id = $11::uuid
    or exists (
        select 1
        from units as u
        where u.unit_id = n.unit_id and u.successor_unit_id = $10::uuid and u.dissolved_on is not null
    )
)
order by n.updated_at desc, n.nomination_id
limit $12::int
offset $13::int;

-- name: save_nomination
update nominations
set version = $3::int, state = $4::text, revision = $5::int, ground = $6::text, summary = $7::text,
    achievements = $8::jsonb, statements = $9::text[], attachments = $10::jsonb, submitted_at = $11::timestamptz,
    overall = $12::text, dossier_sha256 = $13::text, hold = $14::jsonb, returned = $15::jsonb, council = $16::jsonb,
    outcome = $17::jsonb, withdrawal = $18::jsonb, updated_at = $19::timestamptz
where office_id = $1::uuid
and nomination_id = $2::uuid;

-- name: save_submitted
-- The nomination, its frozen dossier and its files in one statement: this is the hot path.
with frozen as (
    insert into dossiers (nomination_id, revision, office_id, sha256, content, submitted_at, submitted_by)
    values ($2::uuid, $4::int, $1::uuid, $5::text, $6::text, $8::timestamptz, $9::uuid)
), files as (
    insert into dossier_attachments (nomination_id, revision, attachment_id, office_id)
    select $2::uuid, $4::int, file.attachment_id, $1::uuid
    from unnest($14::uuid[]) as file (attachment_id)
)
update nominations
set version = $3::int, state = 'submitted', revision = $4::int, dossier_sha256 = $5::text, overall = $7::text,
    submitted_at = $8::timestamptz, updated_at = $8::timestamptz, returned = null, nominee_name = $10::text,
    unit_id = $11::uuid, unit_name = $12::text, statements = $13::text[]
where office_id = $1::uuid
and nomination_id = $2::uuid;

-- name: dossier
-- The revision asked for, or the latest.
select nomination_id, revision, sha256, content, submitted_at
from dossiers
where office_id = $1::uuid
and nomination_id = $2::uuid
and ($3::int is null or revision = $3::int)
order by revision desc
limit 1;

-- name: open_nominations_of
-- In one order for every writer, so that two never wait for each other.
select nomination_id
from nominations
where office_id = $1::uuid
and nominee_id = any($2::uuid[])
and state in ('submitted', 'received', 'returned', 'council_decided', 'proposed_upward')
order by nomination_id;

-- name: keep_results
-- The latest word on a month stands.
insert into unit_results (office_id, unit_id, year, month, assigned, completed, on_time)
values ($1::uuid, $2::uuid, $3::int, $4::int, $5::int, $6::int, $7::int)
on conflict (office_id, unit_id, year, month) do update
set assigned = excluded.assigned, completed = excluded.completed, on_time = excluded.on_time;

-- name: results_of_year
select count(*)::int as months, sum(assigned)::int as assigned, sum(completed)::int as completed,
    sum(on_time)::int as on_time
from unit_results
where office_id = $1::uuid
and unit_id = $2::uuid
and year = $3::int
having count(*) > 0;

-- name: count_by_state
select state, count(*) as nominations
from nominations
group by state;

-- name: proposals_of
-- What these nominees are proposed for, or were before the decision; withdrawn and declined ones left out.
select nominee_id, nomination_id, award_code, period_year, state
from nominations
where office_id = $1::uuid
and nominee_id = any($2::uuid[])
and state not in ('withdrawn', 'declined');

-- name: proposed_in_year
-- Who is proposed for these awards for a year and neither decided nor withdrawn.
select distinct award_code, nominee_id
from nominations
where office_id = $1::uuid
and period_year = $2::int
and award_code = any($3::text[])
and state in ('submitted', 'received', 'council_decided', 'proposed_upward');

-- name: nominations_resting
-- Nominations still open that may rest on an award: of the nominee for that year and later, of its units for that year.
select nomination_id as subject_id, award_code, award_name, nominee_kind, nominee_id, nominee_name, period_year,
    state as mark
from nominations
where office_id = $1::uuid
and state not in ('awarded', 'declined', 'withdrawn')
and ((nominee_id = $2::uuid and period_year >= $3::int) or (nominee_id = any($4::uuid[]) and period_year = $3::int))
order by period_year, nomination_id
limit 500;


-- name: pending_of_people
-- What is proposed for these people for a year and not decided, as verdicts on their unit count it.
select nomination_id, nominee_id as person_id, nominee_name as name, award_code, award_name, state
from nominations
where office_id = $1::uuid
and nominee_id = any($2::uuid[])
and period_year = $3::int
and state in ('submitted', 'received', 'council_decided')
order by search_key, nomination_id;
