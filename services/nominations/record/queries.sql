-- name: facts_of_people
-- All a verdict on these people rests on: their years, titles decided and proposed, disciplines, leaves, matters, initiatives.
select p.person_id as nominee_id, p.name, p.code, p.unit_id, u.name as unit_name, p.joined_on as belongs_from,
    p.left_on as belongs_to, p.sex = 'nu' as is_woman,
    (
        select json_agg(json_build_object('year', y.year, 'grade', y.grade))
        from years as y
        where y.nominee_id = p.person_id
    ) as grades,
    (
        select json_agg(json_build_object('year', a.period_year, 'award', a.award_code))
        from awards as a
        where a.office_id = p.office_id and a.nominee_id = p.person_id and a.annulled_on is null
    ) as awards,
    (
        select json_agg(json_build_object('award', a.award_code, 'level', a.award_level, 'ground', a.ground,
            'decided', a.decided_on, 'year', a.period_year, 'number', a.decision_number))
        from awards as a
        where a.office_id = p.office_id and a.nominee_id = p.person_id and a.annulled_on is null
    ) as past,
    (
        select json_agg(json_build_object('year', n.period_year, 'award', n.award_code, 'state', n.state,
            'nomination_id', n.nomination_id))
        from nominations as n
        where n.office_id = p.office_id and n.nominee_id = p.person_id and n.state not in ('withdrawn', 'declined')
    ) as proposed,
    (
        select json_agg(json_build_object('level', d.level, 'from', d.from_on, 'to', d.to_on))
        from disciplines as d
        where d.person_id = p.person_id
    ) as disciplines,
    (
        select json_agg(json_build_object('from', l.from_on, 'to', l.to_on))
        from leaves as l
        where l.person_id = p.person_id
    ) as leaves,
    (
        select json_agg(json_build_object('what', m.what, 'opened', m.opened_on, 'released', m.released_on))
        from matters as m
        where m.nominee_id = p.person_id
    ) as matters,
    (
        select json_agg(json_build_object('name', i.title, 'year', i.year, 'scope', i.scope, 'recognised',
            i.recognised_on, 'is_topic', i.is_topic))
        from initiative_authors as ia
        join initiatives as i on i.initiative_id = ia.initiative_id
        where ia.person_id = p.person_id
    ) as initiatives
from people as p
join units as u on u.unit_id = p.unit_id
where p.office_id = $1::uuid
and p.person_id = any($2::uuid[])
order by p.sort_key, p.code;

-- name: facts_of_unit
-- The same for a unit; a founding day that is not known counts as long ago.
select u.unit_id as nominee_id, u.name, u.code, u.unit_id, u.name as unit_name,
    coalesce(u.founded_on, date '1945-01-01') as belongs_from, u.dissolved_on as belongs_to,
    (
        select json_agg(json_build_object('year', y.year, 'grade', y.grade))
        from years as y
        where y.nominee_id = u.unit_id
    ) as grades,
    (
        select json_agg(json_build_object('year', a.period_year, 'award', a.award_code))
        from awards as a
        where a.office_id = u.office_id and a.nominee_id = u.unit_id and a.annulled_on is null
    ) as awards,
    (
        select json_agg(json_build_object('award', a.award_code, 'level', a.award_level, 'ground', a.ground,
            'decided', a.decided_on, 'year', a.period_year, 'number', a.decision_number))
        from awards as a
        where a.office_id = u.office_id and a.nominee_id = u.unit_id and a.annulled_on is null
    ) as past,
    (
        select json_agg(json_build_object('year', n.period_year, 'award', n.award_code, 'state', n.state,
            'nomination_id', n.nomination_id))
        from nominations as n
        where n.office_id = u.office_id and n.nominee_id = u.unit_id and n.state not in ('withdrawn', 'declined')
    ) as proposed,
    null::json as disciplines,
    null::json as leaves,
    (
        select json_agg(json_build_object('what', m.what, 'opened', m.opened_on, 'released', m.released_on))
        from matters as m
        where m.nominee_id = u.unit_id
    ) as matters,
    null::json as initiatives, null::boolean as is_woman, u.dissolved_on, s.name as successor,
    (
        select json_agg(json_build_object('name', m.name, 'until', m.dissolved_on,
            'grades', (
                select json_agg(json_build_object('year', y.year, 'grade', y.grade))
                from years as y
                where y.nominee_id = m.unit_id
            ),
            'awards', (
                select json_agg(json_build_object('year', a.period_year, 'award', a.award_code))
                from awards as a
                where a.office_id = m.office_id and a.nominee_id = m.unit_id and a.annulled_on is null
            )))
        from units as m
        where m.office_id = u.office_id and m.successor_unit_id = u.unit_id and m.dissolved_on is not null
    ) as merged
from units as u
left join units as s on s.unit_id = u.successor_unit_id
where u.office_id = $1::uuid
and u.unit_id = $2::uuid;

-- name: members_of_unit
-- Who belonged to a unit on a day of a year: by the unit that graded them, else by their posting, else by the register; $5 and $6 are the awards
-- that count as lao động tiên tiến and as chiến sĩ thi đua cơ sở.
select p.person_id, y.grade, p.sex = 'nu' as is_woman,
    exists (
        select 1
        from nominations as n
        where n.office_id = p.office_id and n.nominee_id = p.person_id and n.period_year = $3::int
        and n.state in ('submitted', 'received', 'council_decided')
    ) as undecided,
    exists (
        select 1
        from awards as a
        where a.office_id = p.office_id and a.nominee_id = p.person_id and a.period_year = $3::int
        and a.award_code = any($5::text[]) and a.annulled_on is null
    ) as ldtt,
    exists (
        select 1
        from awards as a
        where a.office_id = p.office_id and a.nominee_id = p.person_id and a.period_year = $3::int
        and a.award_code = any($6::text[]) and a.annulled_on is null
    ) as cstd_co_so,
    exists (
        select 1
        from nominations as n
        where n.office_id = p.office_id and n.nominee_id = p.person_id and n.period_year = $3::int
        and n.award_code = any($5::text[]) and n.state in ('submitted', 'received', 'council_decided')
    ) as ldtt_pending,
    exists (
        select 1
        from nominations as n
        where n.office_id = p.office_id and n.nominee_id = p.person_id and n.period_year = $3::int
        and n.award_code = any($6::text[]) and n.state in ('submitted', 'received', 'council_decided')
    ) as cstd_co_so_pending,
    exists (
        select 1
        from disciplines as d
        where d.person_id = p.person_id and d.level <> 'khien_trach' and extract(year from d.from_on) = $3::int
    ) as disciplined
from people as p
left join years as y on y.nominee_id = p.person_id and y.year = $3::int
left join lateral (
    select s.unit_id
    from postings as s
    where s.person_id = p.person_id and s.from_on <= $4::date and (s.to_on is null or s.to_on >= $4::date)
    order by s.from_on desc
    limit 1
) as stay on true
where p.office_id = $1::uuid
and coalesce(y.unit_id, stay.unit_id, p.unit_id) = $2::uuid
and p.joined_on <= $4::date
and (p.left_on is null or p.left_on >= $4::date);

-- name: serving_in_unit
-- The people of a unit's year-end table: its own of now who served in the year, and whoever it graded.
select p.person_id
from people as p
left join years as y on y.nominee_id = p.person_id and y.year = $3::int
where p.office_id = $1::uuid
and coalesce(y.unit_id, p.unit_id) = $2::uuid
and extract(year from p.joined_on) <= $3::int
and (p.left_on is null or extract(year from p.left_on) >= $3::int)
order by p.sort_key, p.code;

-- name: quota_of
-- For one award and year: who holds an award of $5 (LĐTT) or is proposed for one, and who else holds the award or is proposed (E17).
select
    (
        select count(distinct held.nominee_id)
        from (
            select a.nominee_id
            from awards as a
            where a.office_id = $1::uuid and a.period_year = $3::int and a.award_code = any($5::text[])
            and a.annulled_on is null
            union all
            select n.nominee_id
            from nominations as n
            where n.office_id = $1::uuid and n.period_year = $3::int and n.award_code = any($5::text[])
            and n.state in ('submitted', 'received', 'council_decided', 'proposed_upward')
        ) as held
    ) as base,
    (
        select count(distinct a.nominee_id)
        from awards as a
        where a.office_id = $1::uuid and a.period_year = $3::int and a.award_code = $2::text and a.annulled_on is null
        and a.nominee_id <> $4::uuid
    ) as decided,
    (
        select count(distinct n.nominee_id)
        from nominations as n
        where n.office_id = $1::uuid and n.period_year = $3::int and n.award_code = $2::text
        and n.state in ('submitted', 'received', 'council_decided', 'proposed_upward') and n.nominee_id <> $4::uuid
    ) as pending;

-- name: works_in_successor
-- Does a person work in the unit that took over a dissolved one?
select exists (
    select 1
    from units as u
    join people as p on p.unit_id = u.successor_unit_id
    where u.office_id = $1::uuid and u.unit_id = $2::uuid and p.person_id = $3::uuid
);
