-- name: write_chronicle
-- One line per event, also when it comes again by a replay.
insert into chronicle as kept (
    event_id, office_id, name, subject_id, sequence, occurred_on, happened_at, label, award_code, positive
)
select
    told.event_id, told.office_id, told.name, told.subject_id, told.sequence, told.occurred_on,
    told.happened_at, told.label, told.award_code, told.positive
from unnest(
    $1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::bigint[], $6::date[], $7::timestamptz[], $8::text[],
    $9::text[], $10::boolean[]
) as told (
    event_id, office_id, name, subject_id, sequence, occurred_on, happened_at, label, award_code, positive
)
on conflict do nothing;

-- name: save_nominations
insert into known_nominations as kept (
    office_id, nomination_id, revision, award_code, award_name, nominee_name, unit_id, unit_name, round_id,
    period_year, sequence
)
select
    told.office_id, told.nomination_id, told.revision, told.award_code, told.award_name, told.nominee_name,
    told.unit_id, told.unit_name, told.round_id, told.period_year, told.sequence
from unnest(
    $1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::uuid[],
    $10::int[], $11::bigint[]
) as told (
    office_id, nomination_id, revision, award_code, award_name, nominee_name, unit_id, unit_name, round_id,
    period_year, sequence
)
on conflict (office_id, nomination_id) do update
set revision = excluded.revision,
    award_code = excluded.award_code,
    award_name = excluded.award_name,
    nominee_name = excluded.nominee_name,
    unit_id = excluded.unit_id,
    unit_name = excluded.unit_name,
    round_id = excluded.round_id,
    period_year = excluded.period_year,
    sequence = excluded.sequence
where kept.sequence < excluded.sequence;

-- name: save_holds
insert into known_holds as kept (
    office_id, nomination_id, held, sequence
)
select
    told.office_id, told.nomination_id, told.held, told.sequence
from unnest(
    $1::uuid[], $2::uuid[], $3::boolean[], $4::bigint[]
) as told (
    office_id, nomination_id, held, sequence
)
on conflict (office_id, nomination_id) do update
set held = excluded.held,
    sequence = excluded.sequence
where kept.sequence < excluded.sequence;

-- name: save_cases
insert into known_cases as kept (
    office_id, nomination_id, last_event, revision, sequence
)
select
    told.office_id, told.nomination_id, told.last_event, told.revision, told.sequence
from unnest(
    $1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::bigint[]
) as told (
    office_id, nomination_id, last_event, revision, sequence
)
on conflict (office_id, nomination_id) do update
set last_event = excluded.last_event,
    revision = excluded.revision,
    sequence = excluded.sequence
where kept.sequence < excluded.sequence;

-- name: save_units
insert into known_units as kept (
    office_id, unit_id, code, name, dissolved_on, sequence
)
select
    told.office_id, told.unit_id, told.code, told.name, told.dissolved_on, told.sequence
from unnest(
    $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::date[], $6::bigint[]
) as told (
    office_id, unit_id, code, name, dissolved_on, sequence
)
on conflict (office_id, unit_id) do update
set code = excluded.code,
    name = excluded.name,
    dissolved_on = excluded.dissolved_on,
    sequence = excluded.sequence
where kept.sequence < excluded.sequence;

-- name: save_people
insert into known_people as kept (
    office_id, person_id, unit_id, joined_on, left_on, sequence
)
select
    told.office_id, told.person_id, told.unit_id, told.joined_on, told.left_on, told.sequence
from unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::date[], $5::date[], $6::bigint[]
) as told (
    office_id, person_id, unit_id, joined_on, left_on, sequence
)
on conflict (office_id, person_id) do update
set unit_id = excluded.unit_id,
    joined_on = excluded.joined_on,
    left_on = excluded.left_on,
    sequence = excluded.sequence
where kept.sequence < excluded.sequence;

-- name: save_movements
insert into known_movements as kept (
    office_id, movement_id, name, theme, scope, launched_on, starts_on, ends_on, sequence
)
select
    told.office_id, told.movement_id, told.name, told.theme, told.scope, told.launched_on, told.starts_on,
    told.ends_on, told.sequence
from unnest(
    $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::date[], $7::date[], $8::date[], $9::bigint[]
) as told (
    office_id, movement_id, name, theme, scope, launched_on, starts_on, ends_on, sequence
)
on conflict (office_id, movement_id) do update
set name = excluded.name,
    theme = excluded.theme,
    scope = excluded.scope,
    launched_on = excluded.launched_on,
    starts_on = excluded.starts_on,
    ends_on = excluded.ends_on,
    sequence = excluded.sequence
where kept.sequence < excluded.sequence;

-- name: save_rounds
insert into known_rounds as kept (
    office_id, round_id, movement_id, name, period_year, opened_on, submit_by, sequence
)
select
    told.office_id, told.round_id, told.movement_id, told.name, told.period_year, told.opened_on,
    told.submit_by, told.sequence
from unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::date[], $7::date[], $8::bigint[]
) as told (
    office_id, round_id, movement_id, name, period_year, opened_on, submit_by, sequence
)
on conflict (office_id, round_id) do update
set movement_id = excluded.movement_id,
    name = excluded.name,
    period_year = excluded.period_year,
    opened_on = excluded.opened_on,
    submit_by = excluded.submit_by,
    sequence = excluded.sequence
where kept.sequence < excluded.sequence;

-- name: save_awards
insert into known_awards as kept (
    office_id, award_id, nomination_id, award_code, award_name, decided_on, money_vnd, imported, sequence
)
select
    told.office_id, told.award_id, told.nomination_id, told.award_code, told.award_name, told.decided_on,
    told.money_vnd, told.imported, told.sequence
from unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::date[], $7::bigint[], $8::boolean[],
    $9::bigint[]
) as told (
    office_id, award_id, nomination_id, award_code, award_name, decided_on, money_vnd, imported, sequence
)
on conflict (office_id, award_id) do update
set nomination_id = excluded.nomination_id,
    award_code = excluded.award_code,
    award_name = excluded.award_name,
    decided_on = excluded.decided_on,
    money_vnd = excluded.money_vnd,
    imported = excluded.imported,
    sequence = excluded.sequence
where kept.sequence < excluded.sequence;

-- name: save_revaluations
insert into known_revaluations as kept (office_id, award_id, money_vnd, sequence)
select told.office_id, told.award_id, told.money_vnd, told.sequence
from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[]) as told (office_id, award_id, money_vnd, sequence)
on conflict (office_id, award_id) do update
set money_vnd = excluded.money_vnd,
    sequence = excluded.sequence
where kept.sequence < excluded.sequence;

-- name: save_reports
-- Whatever comes first: the newest event names the due date, overdue stays said, sent is what was sent after it was taken back.
insert into known_reports as kept (
    office_id, obligation_id, period, due_on, submitted, sent_sequence, withdrawn_sequence, overdue, sequence
)
select
    told.office_id, told.obligation_id, told.period, told.due_on, told.sent_sequence > told.withdrawn_sequence,
    told.sent_sequence, told.withdrawn_sequence, told.overdue, told.sequence
from unnest(
    $1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::bigint[], $6::bigint[], $7::boolean[], $8::bigint[]
) as told (
    office_id, obligation_id, period, due_on, sent_sequence, withdrawn_sequence, overdue, sequence
)
on conflict (office_id, obligation_id, period) do update
set due_on = case when excluded.sequence > kept.sequence then excluded.due_on else kept.due_on end,
    submitted = greatest(kept.sent_sequence, excluded.sent_sequence)
        > greatest(kept.withdrawn_sequence, excluded.withdrawn_sequence),
    sent_sequence = greatest(kept.sent_sequence, excluded.sent_sequence),
    withdrawn_sequence = greatest(kept.withdrawn_sequence, excluded.withdrawn_sequence),
    overdue = kept.overdue or excluded.overdue,
    sequence = greatest(kept.sequence, excluded.sequence);

-- name: save_results
insert into known_results as kept (
    office_id, unit_id, month, assigned, completed, on_time, sequence
)
select
    told.office_id, told.unit_id, told.month, told.assigned, told.completed, told.on_time, told.sequence
from unnest(
    $1::uuid[], $2::uuid[], $3::date[], $4::int[], $5::int[], $6::int[], $7::bigint[]
) as told (
    office_id, unit_id, month, assigned, completed, on_time, sequence
)
on conflict (office_id, unit_id, month) do update
set assigned = excluded.assigned,
    completed = excluded.completed,
    on_time = excluded.on_time,
    sequence = excluded.sequence
where kept.sequence < excluded.sequence;

-- name: save_rulebook
insert into known_rulebooks as kept (office_id, version, sequence)
values ($1::uuid, $2::text, $3::bigint)
on conflict (office_id) do update
set version = excluded.version,
    sequence = excluded.sequence
where kept.sequence < excluded.sequence
returning true;

-- name: forget_days_off
delete from known_days_off
where office_id = $1::uuid;

-- name: save_days_off
insert into known_days_off (office_id, day, is_worked)
select $1::uuid, told.day, told.is_worked
from unnest($2::date[], $3::boolean[]) as told (day, is_worked);

-- name: days_off
select day, is_worked
from known_days_off
where office_id = $1::uuid;

-- name: snapshot
-- Several queries of one report see the same events.
set transaction isolation level repeatable read, read only;

-- name: figures
-- Every figure of a period by name, those of zero left out; a nomination's last fact of a kind counts, under its award.
-- What was annulled, whenever that was, counts as an annulment only; the newer of two sums of an award stands.
with ledger as (
    select awards.award_id, awards.nomination_id, awards.decided_on, awards.imported,
        case when revalued.sequence > awards.sequence then revalued.money_vnd else awards.money_vnd end as money_vnd,
        exists (
            select 1
            from chronicle as annulment
            where annulment.office_id = $1::uuid and annulment.name = 'AwardAnnulled'
            and annulment.subject_id = awards.award_id
        ) as annulled
    from known_awards as awards
    left join known_revaluations as revalued
    on revalued.office_id = $1::uuid and revalued.award_id = awards.award_id
    where awards.office_id = $1::uuid
),
period as (
    select event_id, name, subject_id, sequence, award_code, positive
    from chronicle
    where office_id = $1::uuid
    and occurred_on between $2::date and $3::date
),
last_facts as (
    select distinct on (name, subject_id) name, subject_id, award_code, positive
    from period
    where name in (
        'NominationSubmitted', 'CouncilDecided', 'AwardDecided', 'AwardDeclined', 'ProposalSubmittedUpward',
        'UpperAuthorityAnswered', 'WithdrawalAccepted', 'ExemplarConfirmed', 'AwardAnnulled'
    )
    order by name, subject_id, sequence desc
),
facts as (
    select name, subject_id, award_code, positive
    from last_facts
    union all
    select name, subject_id, award_code, positive
    from period
    where name = 'NominationReturned'
),
placed as (
    select facts.name, facts.subject_id, facts.positive,
        regexp_replace(coalesce(facts.award_code, nominations.award_code), '[^A-Za-z0-9_]', '_', 'g') as award_code
    from facts
    left join known_nominations as nominations
    on nominations.office_id = $1::uuid and nominations.nomination_id = facts.subject_id
    where facts.name not in ('ExemplarConfirmed', 'AwardAnnulled')
    and not (
        (facts.name = 'AwardDecided' or (facts.name = 'UpperAuthorityAnswered' and facts.positive))
        and exists (
            select 1
            from ledger
            where ledger.nomination_id = facts.subject_id and ledger.annulled
        )
    )
),
measured as (
    select award_code, 1::bigint as value,
        case name
            when 'NominationSubmitted' then 'submitted'
            when 'NominationReturned' then 'returned'
            when 'WithdrawalAccepted' then 'withdrawn'
            when 'CouncilDecided' then case when positive then 'recommended' else 'not_recommended' end
            when 'AwardDecided' then 'decided'
            when 'AwardDeclined' then 'declined'
            when 'ProposalSubmittedUpward' then 'sent_up'
            when 'UpperAuthorityAnswered' then case when positive then 'upper_granted' else 'upper_refused' end
        end as measure
    from placed
    union all
    select placed.award_code, ledger.money_vnd, 'money_vnd'
    from placed
    join ledger on ledger.nomination_id = placed.subject_id
    where placed.name = 'AwardDecided'
),
stages as (
    select case
        when cases.last_event in ('AwardDecided', 'AwardDeclined', 'UpperAuthorityAnswered', 'WithdrawalAccepted') then null
        when holds.held then 'held'
        when cases.last_event = 'ProposalSubmittedUpward' then 'sent_up'
        when cases.last_event = 'CouncilDecided' then 'advised'
        when cases.last_event is null or nominations.revision > cases.revision then 'submitted'
        when cases.last_event = 'CaseReceived' then 'received'
        else 'returned'
    end as stage
    from (
        select nomination_id, revision
        from known_nominations
        where office_id = $1::uuid
    ) as nominations
    full join (
        select nomination_id, revision, last_event
        from known_cases
        where office_id = $1::uuid
    ) as cases on cases.nomination_id = nominations.nomination_id
    left join known_holds as holds
    on holds.office_id = $1::uuid and holds.nomination_id = coalesce(nominations.nomination_id, cases.nomination_id)
)
select 'awards.' || award_code || '.' || measure as name, sum(value)::bigint as value
from measured
where award_code is not null
group by award_code, measure
union all
select 'facts.unplaced', count(*)
from placed
where award_code is null
union all
select 'cases.' || stage, count(*)
from stages
where stage is not null
group by stage
union all
select 'exemplars', count(*)
from last_facts
where name = 'ExemplarConfirmed'
union all
select 'ledger.annulled', count(*)
from last_facts
where name = 'AwardAnnulled'
union all
select case when imported then 'ledger.imported' else 'ledger.recorded' end, count(*)
from ledger
where decided_on between $2::date and $3::date
and not annulled
group by imported
union all
select 'ledger.money_vnd', coalesce(sum(money_vnd), 0)::bigint
from ledger
where decided_on between $2::date and $3::date
and not imported
and not annulled
union all
select 'units', count(*)
from known_units
where office_id = $1::uuid
and (dissolved_on is null or dissolved_on > $3::date)
union all
select 'people', count(*)
from known_people
where office_id = $1::uuid
and joined_on <= $3::date
and (left_on is null or left_on > $3::date)
union all
select 'movements.' || regexp_replace(scope, '[^A-Za-z0-9_]', '_', 'g'), count(*)
from known_movements
where office_id = $1::uuid
and launched_on <= $3::date
and starts_on <= $3::date
and (ends_on is null or ends_on >= $2::date)
group by 1
union all
select 'rounds', count(*)
from known_rounds
where office_id = $1::uuid
and opened_on between $2::date and $3::date
union all
select report.name, report.value
from (
    select count(*) as due,
        count(*) filter (where submitted) as submitted,
        count(*) filter (where overdue and not submitted) as overdue
    from known_reports
    where office_id = $1::uuid
    and due_on between $2::date and $3::date
) as counts,
lateral (values
    ('reports.due', counts.due), ('reports.submitted', counts.submitted), ('reports.overdue', counts.overdue)
) as report (name, value)
union all
select result.name, result.value
from (
    select sum(assigned)::bigint as assigned, sum(completed)::bigint as completed, sum(on_time)::bigint as on_time
    from known_results
    where office_id = $1::uuid
    and month between $2::date and $3::date
) as sums,
lateral (values
    ('results.assigned', sums.assigned), ('results.completed', sums.completed), ('results.on_time', sums.on_time)
) as result (name, value)
where result.value is not null
union all
select 'events.' || name, count(*)
from period
group by name;

-- name: award_names
select regexp_replace(award_code, '[^A-Za-z0-9_]', '_', 'g') as code, max(award_name) as name
from (
    select award_code, award_name
    from known_nominations
    where office_id = $1::uuid
    union
    select award_code, award_name
    from known_awards
    where office_id = $1::uuid
) as named
group by 1
order by 1;

-- name: movements
-- Movements that run in a period, as they stand in the figures.
select name, theme, regexp_replace(scope, '[^A-Za-z0-9_]', '_', 'g') as scope
from known_movements
where office_id = $1::uuid
and launched_on <= $3::date
and starts_on <= $3::date
and (ends_on is null or ends_on >= $2::date)
order by launched_on, starts_on, name, movement_id;

-- name: timeline
-- What happened, newest first, after a place in the list; the nominee's name where the event tells none.
select chronicle.event_id, chronicle.name, chronicle.occurred_on, chronicle.happened_at, chronicle.subject_id,
    coalesce(nullif(chronicle.label, ''), nominations.nominee_name, '') as label,
    coalesce(chronicle.award_code, nominations.award_code) as award_code
from chronicle
left join known_nominations as nominations
on nominations.office_id = chronicle.office_id and nominations.nomination_id = chronicle.subject_id
where chronicle.office_id = $1::uuid
and chronicle.occurred_on between $2::date and $3::date
and ($4::text[] is null or chronicle.name = any($4::text[]))
and ($5::uuid is null or chronicle.subject_id = $5::uuid)
and ($6::date is null or (chronicle.occurred_on, chronicle.event_id) < ($6::date, $7::uuid))
order by chronicle.occurred_on desc, chronicle.event_id desc
limit $8::int;

-- name: lock_inbox
lock table inbox in share row exclusive mode;

-- name: empty_readmodel
truncate chronicle, known_units, known_people, known_movements, known_rounds, known_nominations, known_holds,
    known_cases, known_awards, known_revaluations, known_reports, known_results, known_rulebooks, known_days_off;

-- name: forget_received
-- What a person discarded stays handled.
with forgotten as (
    delete from inbox
    where consumer_group = $1::text
    and not exists (
        select 1
        from parked
        where parked.consumer_group = $1::text
        and parked.state = 'discarded'
        and parked.headers ->> 'ce_id' = inbox.event_id::text
        and (
            parked.sequence is null
            or exists (
                select 1
                from inbox_skips
                where inbox_skips.consumer_group = parked.consumer_group
                and inbox_skips.topic = parked.topic
                and inbox_skips.key = parked.key
                and parked.sequence between inbox_skips.first and inbox_skips.last
            )
        )
    )
    returning event_id
)
select count(*)
from forgotten;

-- name: forget_heads
-- Each key begins anew at its first event; what is set aside of it stays so.
update inbox_heads
set sequence = 0
where consumer_group = $1::text;
