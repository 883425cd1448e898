-- name: create_office
insert into offices (office_id, name, superior_name, place, symbol, is_sample, created_at)
values ($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::boolean, $7::timestamptz)
on conflict do nothing
returning office_id;

-- name: change_office
update offices
set name = $2::text, superior_name = $3::text, place = $4::text, symbol = $5::text
where office_id = $1::uuid
returning office_id;

-- name: office
select office_id, name, superior_name, place, symbol, is_sample
from offices
where office_id = $1::uuid;

-- name: lock_office
-- Writers of one office's register take turns; drafts and submissions, whose keys point here, go on meanwhile.
select office_id
from offices
where office_id = $1::uuid
for no key update;

-- name: codes
select 'unit' as kind, code, unit_id as id
from units
where office_id = $1::uuid
union all
select 'person', code, person_id
from people
where office_id = $1::uuid;

-- name: write_units
-- Answers only the units that are new or changed.
insert into units as u (office_id, unit_id, code, name, search_key, kind, is_standing_unit, founded_on, dissolved_on,
    successor_unit_id, head_person_id)
select $1::uuid, r.id, r.code, r.name, r.search_key, r.kind, r.is_standing_unit, r.founded_on, r.dissolved_on,
    r.successor_id, r.head_id
from jsonb_to_recordset($2::jsonb) as r (id uuid, code text, name text, search_key text, kind text,
    is_standing_unit boolean, founded_on date, dissolved_on date, successor_id uuid, head_id uuid)
on conflict (office_id, code) do update
set name = excluded.name, search_key = excluded.search_key, kind = excluded.kind,
    is_standing_unit = excluded.is_standing_unit, founded_on = excluded.founded_on, dissolved_on = excluded.dissolved_on,
    successor_unit_id = excluded.successor_unit_id, head_person_id = excluded.head_person_id
where (u.name, u.kind, u.is_standing_unit, u.founded_on, u.dissolved_on, u.successor_unit_id, u.head_person_id)
    is distinct from (excluded.name, excluded.kind, excluded.is_standing_unit, excluded.founded_on,
        excluded.dissolved_on, excluded.successor_unit_id, excluded.head_person_id)
returning unit_id, code;

-- name: write_people
-- Answers only the people that are new or changed.
insert into people as p (office_id, person_id, code, name, search_key, sort_key, sex, birth_year, category, position,
    position_level, unit_id, joined_on, left_on)
select $1::uuid, r.id, r.code, r.name, r.search_key, r.sort_key, r.sex, r.birth_year, r.category, r.position,
    r.position_level, r.unit_id, r.joined_on, r.left_on
from jsonb_to_recordset($2::jsonb) as r (id uuid, code text, name text, search_key text, sort_key text, sex text,
    birth_year int, category text, position text, position_level text, unit_id uuid, joined_on date, left_on date)
on conflict (office_id, code) do update
set name = excluded.name, search_key = excluded.search_key, sort_key = excluded.sort_key, sex = excluded.sex,
    birth_year = excluded.birth_year, category = excluded.category, position = excluded.position,
    position_level = excluded.position_level, unit_id = excluded.unit_id, joined_on = excluded.joined_on,
    left_on = excluded.left_on
where (p.name, p.sex, p.birth_year, p.category, p.position, p.position_level, p.unit_id, p.joined_on, p.left_on)
    is distinct from (excluded.name, excluded.sex, excluded.birth_year, excluded.category, excluded.position,
        excluded.position_level, excluded.unit_id, excluded.joined_on, excluded.left_on)
returning person_id, code;

-- name: write_postings
insert into postings (office_id, person_id, unit_id, from_on, to_on)
select $1::uuid, r.person_id, r.unit_id, r.from_on, r.to_on
from jsonb_to_recordset($2::jsonb) as r (person_id uuid, unit_id uuid, from_on date, to_on date)
on conflict (person_id, from_on) do update
set unit_id = excluded.unit_id, to_on = excluded.to_on;

-- name: write_years
insert into years (office_id, nominee_kind, nominee_id, year, grade, unit_id)
select $1::uuid, r.nominee_kind, r.nominee_id, r.year, r.grade, r.unit_id
from jsonb_to_recordset($2::jsonb) as r (nominee_kind text, nominee_id uuid, year int, grade text, unit_id uuid)
on conflict (nominee_id, year) do update
set grade = excluded.grade, unit_id = excluded.unit_id;

-- name: write_disciplines
insert into disciplines (office_id, person_id, level, from_on, to_on, decision_number)
select $1::uuid, r.person_id, r.level, r.from_on, r.to_on, r.decision_number
from jsonb_to_recordset($2::jsonb) as r (person_id uuid, level text, from_on date, to_on date, decision_number text)
on conflict (person_id, from_on) do update
set level = excluded.level, to_on = excluded.to_on, decision_number = excluded.decision_number;

-- name: write_leaves
insert into leaves (office_id, person_id, from_on, to_on)
select $1::uuid, r.person_id, r.from_on, r.to_on
from jsonb_to_recordset($2::jsonb) as r (person_id uuid, from_on date, to_on date)
on conflict (person_id, from_on) do update
set to_on = excluded.to_on;

-- name: write_matters
insert into matters (office_id, nominee_kind, nominee_id, what, opened_on, released_on)
select $1::uuid, r.nominee_kind, r.nominee_id, r.what, r.opened_on, r.released_on
from jsonb_to_recordset($2::jsonb) as r (nominee_kind text, nominee_id uuid, what text, opened_on date, released_on date)
on conflict (nominee_id, opened_on, what) do update
set released_on = excluded.released_on;

-- name: write_initiatives
insert into initiatives (office_id, initiative_id, code, title, year, scope, is_topic, recognised_on, decision_number,
    decided_by)
select $1::uuid, r.id, r.code, r.title, r.year, r.scope, r.is_topic, r.recognised_on, r.decision_number, r.decided_by
from jsonb_to_recordset($2::jsonb) as r (id uuid, code text, title text, year int, scope text, is_topic boolean,
    recognised_on date, decision_number text, decided_by text)
on conflict (office_id, code) do update
set title = excluded.title, year = excluded.year, scope = excluded.scope, is_topic = excluded.is_topic,
    recognised_on = excluded.recognised_on, decision_number = excluded.decision_number, decided_by = excluded.decided_by;

-- name: forget_authors
delete from initiative_authors
where office_id = $1::uuid
and initiative_id in (
    select initiative_id
    from initiatives
    where office_id = $1::uuid
    and code = any($2::text[])
);

-- name: write_authors
insert into initiative_authors (office_id, initiative_id, person_id)
select i.office_id, i.initiative_id, r.person_id
from jsonb_to_recordset($2::jsonb) as r (code text, person_id uuid)
join initiatives as i on i.office_id = $1::uuid and i.code = r.code
on conflict do nothing;

-- name: units
-- With the number of people who serve in each on a day.
select u.unit_id, u.code, u.name, u.kind, u.is_standing_unit, u.founded_on, u.dissolved_on, u.successor_unit_id,
    u.head_person_id, count(p.person_id) as members
from units as u
left join people as p on p.office_id = u.office_id and p.unit_id = u.unit_id and p.joined_on <= $2::date
    and (p.left_on is null or p.left_on >= $2::date)
where u.office_id = $1::uuid
group by u.unit_id
order by u.code;

-- name: people
select p.person_id, p.code, p.name, p.sex, p.category, p.position, p.position_level, p.unit_id, u.name as unit_name,
    p.joined_on, p.left_on, count(*) over () as total
from people as p
join units as u on u.unit_id = p.unit_id
where p.office_id = $1::uuid
and ($2::uuid is null or p.unit_id = $2::uuid)
and (p.search_key like all ($3::text[]) or lower(p.code) = $7::text)
and ($4::date is null or (p.joined_on <= $4::date and (p.left_on is null or p.left_on >= $4::date)))
order by p.sort_key, p.code
limit $5::int
offset $6::int;

-- name: person
select p.person_id, p.code, p.name, p.sex, p.category, p.position, p.position_level, p.unit_id, u.name as unit_name,
    p.joined_on, p.left_on
from people as p
join units as u on u.unit_id = p.unit_id
where p.office_id = $1::uuid
and p.person_id = $2::uuid;

-- name: nominee
-- A person with the unit, or a unit as its own nominee.
select 'person' as kind, p.person_id as nominee_id, p.name, p.unit_id, u.name as unit_name
from people as p
join units as u on u.unit_id = p.unit_id
where $2::text = 'person'
and p.office_id = $1::uuid
and p.person_id = $3::uuid
union all
select 'collective', u.unit_id, u.name, u.unit_id, u.name
from units as u
where $2::text = 'collective'
and u.office_id = $1::uuid
and u.unit_id = $3::uuid;

-- name: took_over
-- Did a unit take over the task of a dissolved one?
select exists (
    select 1
    from units as u
    where u.office_id = $1::uuid
    and u.unit_id = $2::uuid
    and u.successor_unit_id = $3::uuid
    and u.dissolved_on is not null
);

-- name: keep_import
insert into imports (import_id, office_id, state, file_name, uploaded_at, uploaded_by, rows, counts, problems)
values ($1::uuid, $2::uuid, 'checked', $3::text, $4::timestamptz, $5::uuid, $6::jsonb, $7::jsonb, $8::jsonb);

-- name: import_of
select import_id, state, file_name, uploaded_at, counts, problems, confirmed_at
from imports
where office_id = $1::uuid
and import_id = $2::uuid;

-- name: lock_import
select import_id, state, rows, problems
from imports
where office_id = $1::uuid
and import_id = $2::uuid
for update;

-- name: confirm_import
update imports
set state = 'confirmed', confirmed_at = $3::timestamptz, rows = '{}'
where office_id = $1::uuid
and import_id = $2::uuid;

-- name: export_units
select u.code, u.name, u.kind, u.is_standing_unit, u.founded_on, u.dissolved_on, s.code as successor_code,
    h.code as head_code
from units as u
left join units as s on s.unit_id = u.successor_unit_id
left join people as h on h.person_id = u.head_person_id
where u.office_id = $1::uuid
order by u.code;

-- name: export_people
select p.code, p.name, p.sex, p.birth_year, p.category, p.position, p.position_level, u.code as unit_code, p.joined_on,
    p.left_on
from people as p
join units as u on u.unit_id = p.unit_id
where p.office_id = $1::uuid
order by p.code;

-- name: export_years
-- A discipline or a leave stands in the year it begins.
select y.nominee_kind, coalesce(p.code, u.code) as nominee_code, y.year, y.grade, g.code as unit_code,
    d.level as discipline, d.from_on as discipline_from, d.to_on as discipline_to, l.from_on as leave_from,
    l.to_on as leave_to
from years as y
left join people as p on y.nominee_kind = 'person' and p.person_id = y.nominee_id
left join units as u on y.nominee_kind = 'collective' and u.unit_id = y.nominee_id
left join units as g on g.unit_id = y.unit_id
left join lateral (
    select level, from_on, to_on
    from disciplines
    where person_id = y.nominee_id and extract(year from from_on) = y.year
    order by from_on
    limit 1
) as d on true
left join lateral (
    select from_on, to_on
    from leaves
    where person_id = y.nominee_id and extract(year from from_on) = y.year
    order by from_on
    limit 1
) as l on true
where y.office_id = $1::uuid
order by y.nominee_kind, nominee_code, y.year;

-- name: facts_of_people
-- What the register has of these people: their years, disciplines, leaves and matters.
select p.person_id as nominee_id, p.name, p.code, p.unit_id, u.name as unit_name, p.joined_on as belongs_from,
    p.left_on as belongs_to, p.sex = 'nu' as is_woman, p.category = 'nguoi_lao_dong' as is_worker,
    (
        select json_agg(json_build_object('year', y.year, 'grade', y.grade))
        from years as y
        where y.nominee_id = p.person_id
    ) as grades,
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
    ) as matters
from people as p
join units as u on u.unit_id = p.unit_id
where p.office_id = $1::uuid
and p.person_id = any($2::uuid[])
order by p.sort_key, p.code;

-- name: facts_of_unit
-- The same for a unit, with the units merged into it; a founding day that is not known counts as long ago.
select u.unit_id as nominee_id, u.name, u.code, u.unit_id, u.name as unit_name,
    coalesce(u.founded_on, date '1945-01-01') as belongs_from, u.dissolved_on as belongs_to,
    (
        select json_agg(json_build_object('year', y.year, 'grade', y.grade))
        from years as y
        where y.nominee_id = u.unit_id
    ) as grades,
    (
        select json_agg(json_build_object('what', m.what, 'opened', m.opened_on, 'released', m.released_on))
        from matters as m
        where m.nominee_id = u.unit_id
    ) as matters,
    u.dissolved_on, s.name as successor,
    (
        select json_agg(json_build_object('unit_id', m.unit_id, 'name', m.name, 'until', m.dissolved_on,
            'grades', (
                select json_agg(json_build_object('year', y.year, 'grade', y.grade))
                from years as y
                where y.nominee_id = m.unit_id
            )))
        from units as m
        where m.office_id = u.office_id and m.successor_unit_id = u.unit_id and m.dissolved_on is not null
    ) as merged
from units as u
left join units as s on s.unit_id = u.successor_unit_id
where u.office_id = $1::uuid
and u.unit_id = $2::uuid;

-- name: members_of_unit
-- Who belonged to a unit on a day of a year: by the unit that graded them, else by their posting, else by the register.
select p.person_id, y.grade, p.sex = 'nu' as is_woman,
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

-- name: works_in_successor
-- Does a person work in the unit that took over a dissolved one?
select exists (
    select 1
    from units as u
    join people as p on p.unit_id = u.successor_unit_id
    where u.office_id = $1::uuid and u.unit_id = $2::uuid and p.person_id = $3::uuid
);

-- name: units_of_person
-- Every unit that may have counted the person in a year: by the grade, by a posting, by the register.
select y.unit_id
from years as y
where y.office_id = $1::uuid and y.nominee_id = $2::uuid and y.year = $3::int and y.unit_id is not null
union
select s.unit_id
from postings as s
where s.office_id = $1::uuid and s.person_id = $2::uuid and s.from_on <= make_date($3::int, 12, 31)
and (s.to_on is null or s.to_on >= make_date($3::int, 1, 1))
union
select p.unit_id
from people as p
where p.office_id = $1::uuid and p.person_id = $2::uuid;

-- name: nominees
-- Codes, names and units of nominees.
select p.person_id as nominee_id, p.code, p.name, p.unit_id, u.name as unit_name
from people as p
join units as u on u.unit_id = p.unit_id
where p.office_id = $1::uuid
and p.person_id = any($2::uuid[])
union all
select u.unit_id, u.code, u.name, u.unit_id, u.name
from units as u
where u.office_id = $1::uuid
and u.unit_id = any($2::uuid[]);

-- name: lock_rulebook
-- Publishers of one office take turns.
select rulebook_version, rulebook_sha256
from offices
where office_id = $1::uuid
for no key update;

-- name: rulebook
-- The version an office works by.
select rulebook_version, rulebook_sha256
from offices
where office_id = $1::uuid;

-- name: work_by
update offices
set rulebook_version = $2::text, rulebook_sha256 = $3::text
where office_id = $1::uuid;

-- name: office_ids
select office_id
from offices;

-- name: known_offices
select office_id
from offices
where office_id = any($1::uuid[]);

-- name: lock_unit
-- Two who write about one unit take turns.
select unit_id, name
from units
where office_id = $1::uuid
and unit_id = $2::uuid
for no key update;

-- name: names_of_people
select person_id, name
from people
where office_id = $1::uuid
and person_id = any($2::uuid[]);

-- name: units_taken_over
-- Dissolved units whose task a unit took over: it speaks for them as for itself.
select unit_id, name
from units
where office_id = $1::uuid
and successor_unit_id = $2::uuid
and dissolved_on is not null;

-- name: serving_among
-- Of these people those who belong to the unit now, or did in the year.
select p.person_id
from people as p
where p.office_id = $1::uuid
and p.person_id = any($3::uuid[])
and (
    p.unit_id = $2::uuid
    or exists (
        select 1
        from postings as t
        where t.person_id = p.person_id
        and t.unit_id = $2::uuid
        and t.from_on <= make_date($4::int, 12, 31)
        and (t.to_on is null or t.to_on >= make_date($4::int, 1, 1))
    )
);

-- name: concluded_matters
select m.nominee_id, m.what
from matters as m
where m.office_id = $1::uuid
and m.nominee_id = any($2::uuid[])
and not exists (
    select 1
    from matters as o
    where o.nominee_id = m.nominee_id
    and (o.released_on is null or o.released_on > $3::date)
);

-- name: units_behind
-- The units that these nominees belong to, belonged to, or had their yearly grades in.
select p.unit_id
from people as p
where p.office_id = $1::uuid and p.person_id = any($2::uuid[])
union
select y.unit_id
from years as y
where y.office_id = $1::uuid and y.nominee_id = any($2::uuid[]) and y.unit_id is not null
union
select s.unit_id
from postings as s
where s.office_id = $1::uuid and s.person_id = any($2::uuid[]);

-- name: people_of_unit
select person_id
from people
where office_id = $1::uuid
and unit_id = $2::uuid;

-- name: facts_of
-- Everything kept of these people and units, each fact under a name of its own: what is compared before and after writing.
select person_id as nominee_id, 'person' as fact,
       jsonb_build_object('name', name, 'sex', sex, 'birth_year', birth_year, 'category', category, 'position', position,
           'level', position_level, 'unit', unit_id, 'joined_on', joined_on, 'left_on', left_on)::text as value
from people
where office_id = $1::uuid and person_id = any($2::uuid[])
union all
select unit_id, 'unit',
       jsonb_build_object('name', name, 'kind', kind, 'standing', is_standing_unit, 'founded_on', founded_on,
           'dissolved_on', dissolved_on, 'successor', successor_unit_id, 'head', head_person_id)::text
from units
where office_id = $1::uuid and unit_id = any($2::uuid[])
union all
select nominee_id, 'grade ' || year, jsonb_build_object('grade', grade, 'unit', unit_id)::text
from years
where office_id = $1::uuid and nominee_id = any($2::uuid[])
union all
select person_id, 'discipline ' || from_on,
       jsonb_build_object('level', level, 'to_on', to_on, 'decision', decision_number)::text
from disciplines
where office_id = $1::uuid and person_id = any($2::uuid[])
union all
select person_id, 'leave ' || from_on, jsonb_build_object('to_on', to_on)::text
from leaves
where office_id = $1::uuid and person_id = any($2::uuid[])
union all
select nominee_id, 'matter ' || opened_on || ' ' || what, jsonb_build_object('released_on', released_on)::text
from matters
where office_id = $1::uuid and nominee_id = any($2::uuid[])
union all
select person_id, 'posting ' || from_on, jsonb_build_object('unit', unit_id, 'to_on', to_on)::text
from postings
where office_id = $1::uuid and person_id = any($2::uuid[]);
