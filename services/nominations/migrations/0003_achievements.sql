-- Achievements as records beside the initiatives, what each nomination uses of them, and texts found by their words.

alter table initiatives
    add column version int not null default 1,
    add column summary text not null default '',
    add column certificate text not null default '',
    add column evidence jsonb not null default '[]';
comment on column initiatives.certificate is 'Giấy chứng nhận, xác nhận (Mẫu 13): its number as written.';

create table achievements (
    achievement_id uuid primary key,
    office_id uuid not null references offices,
    version int not null,
    code text not null,
    title text not null,
    summary text not null,
    achieved_on date not null,
    scope text not null check (scope in ('base', 'province', 'nation')),
    recognised_on date,
    decision_number text not null,
    decided_by text not null,
    certificate text not null,
    evidence jsonb not null,
    recorded_at timestamptz not null,
    recorded_by uuid not null,
    unique (office_id, code)
);
comment on table achievements is 'Deeds (thành tích) with their proof; initiatives and topics stand in their own table.';

create table achievement_owners (
    office_id uuid not null references offices,
    achievement_id uuid not null references achievements,
    nominee_kind text not null check (nominee_kind in ('person', 'collective')),
    nominee_id uuid not null,
    primary key (achievement_id, nominee_id)
);

create table told_texts (
    text_id bigint generated always as identity primary key,
    office_id uuid not null references offices,
    text text not null,
    search_key text not null,
    shingles int not null,
    unique (office_id, text)
);
comment on table told_texts is 'Every wording of a deed or title ever put forward or recorded, once.';

create table told_shingles (
    office_id uuid not null,
    shingle text not null,
    text_id bigint not null references told_texts,
    primary key (office_id, shingle, text_id)
);
comment on table told_shingles is 'Neighbouring pairs of words without dấu: texts that share some may be the same deed.';
create index told_shingles_by_text on told_shingles (text_id);

create table achievement_uses (
    office_id uuid not null references offices,
    nomination_id uuid not null references nominations,
    place int not null,
    text_id bigint not null references told_texts,
    achievement_id uuid references achievements,
    initiative_id uuid references initiatives,
    scope text not null check (scope in ('base', 'province', 'nation')),
    primary key (nomination_id, place),
    check (achievement_id is null or initiative_id is null)
);
comment on table achievement_uses is 'What a nomination puts forward; which award, period and nominee stand in the nomination.';
create index achievement_uses_by_text on achievement_uses (office_id, text_id);
create index achievement_uses_by_achievement on achievement_uses (achievement_id) where achievement_id is not null;
create index achievement_uses_by_initiative on achievement_uses (initiative_id) where initiative_id is not null;

create table reuse_answers (
    office_id uuid not null references offices,
    nomination_id uuid not null references nominations,
    text_id bigint not null references told_texts,
    other_nomination_id uuid not null references nominations,
    other_text_id bigint not null references told_texts,
    answer text not null check (answer in ('different', 'allowed', 'same')),
    reason text not null check (reason <> ''),
    answered_by uuid not null,
    answered_by_name text not null,
    answered_at timestamptz not null,
    primary key (nomination_id, text_id, other_nomination_id, other_text_id)
);
comment on table reuse_answers is 'Why two uses that look like one are none, or may be both; for these two wordings only.';

create view achievement_records as
select a.office_id, a.achievement_id as record_id, 'achievement' as kind, a.version, a.code, a.title, a.summary,
    extract(year from a.achieved_on)::int as year, a.achieved_on, a.scope, a.recognised_on, a.decision_number,
    a.decided_by, a.certificate, a.evidence,
    (
        select coalesce(jsonb_agg(jsonb_build_object('kind', o.nominee_kind, 'id', o.nominee_id,
            'name', coalesce(p.name, u.name, '')) order by coalesce(p.name, u.name)), '[]')
        from achievement_owners as o
        left join people as p on p.person_id = o.nominee_id
        left join units as u on u.unit_id = o.nominee_id
        where o.achievement_id = a.achievement_id
    ) as owners
from achievements as a
union all
select i.office_id, i.initiative_id, case when i.is_topic then 'topic' else 'initiative' end, i.version, i.code,
    i.title, i.summary, i.year, null::date, i.scope, i.recognised_on, i.decision_number, i.decided_by, i.certificate,
    i.evidence,
    (
        select coalesce(jsonb_agg(jsonb_build_object('kind', 'person', 'id', ia.person_id, 'name', p.name)
            order by p.sort_key, p.code), '[]')
        from initiative_authors as ia
        join people as p on p.person_id = ia.person_id
        where ia.initiative_id = i.initiative_id
    )
from initiatives as i;
comment on view achievement_records is 'Achievements, initiatives and topics in one list, with whose they are.';
