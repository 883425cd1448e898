-- name: insert_meeting
insert into unit_meetings (meeting_id, version, office_id, unit_id, round_id, held_on, chair_id, secretary_id, members,
    present, sha256, content, head, recorded_at, recorded_by)
values ($1::uuid, $2::int, $3::uuid, $4::uuid, $5::uuid, $6::date, $7::uuid, $8::uuid, $9::int, $10::uuid[], $11::text,
    $12::text, $13::text, $14::timestamptz, $15::uuid);

-- name: insert_rows
insert into unit_meeting_rows (meeting_id, version, office_id, nominee_id, award_code, in_favour, voters, agreed, content)
select $1::uuid, $2::int, $3::uuid, row.nominee_id, row.award_code, row.in_favour, row.voters, row.agreed,
    row.content
from unnest($4::uuid[], $5::text[], $6::int[], $7::int[], $8::boolean[], $9::text[])
    as row (nominee_id, award_code, in_favour, voters, agreed, content);

-- name: meeting
-- The latest version.
select meeting_id, version, unit_id, round_id, sha256, content, recorded_at, recorded_by
from unit_meetings
where office_id = $1::uuid
and meeting_id = $2::uuid
order by version desc
limit 1;

-- name: meetings
-- The latest version of each, the newest meeting first.
select latest.meeting_id, latest.version, latest.unit_id, latest.round_id, latest.sha256, latest.content,
    latest.recorded_at, latest.recorded_by
from (
    select distinct on (m.meeting_id) m.meeting_id, m.version, m.unit_id, m.round_id, m.held_on, m.sha256, m.content,
        m.recorded_at, m.recorded_by
    from unit_meetings as m
    where m.office_id = $1::uuid
    and ($2::uuid is null or m.unit_id = $2::uuid)
    and ($3::uuid is null or m.round_id = $3::uuid)
    order by m.meeting_id, m.version desc
) as latest
order by latest.held_on desc, latest.recorded_at desc
limit $4::int;

-- name: minutes_about
-- The last meeting of the round that spoke about the nominee and the award; a corrected version that no longer does hides
-- the earlier one.
select m.head, m.sha256, r.content
from unit_meeting_rows as r
join unit_meetings as m on m.meeting_id = r.meeting_id and m.version = r.version
where r.office_id = $1::uuid
and r.nominee_id = $2::uuid
and r.award_code = $3::text
and m.round_id = $4::uuid
and not exists (
    select 1
    from unit_meetings as later
    where later.meeting_id = m.meeting_id
    and later.version > m.version
)
order by m.held_on desc, m.recorded_at desc
limit 1;
