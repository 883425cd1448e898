-- Register, plan, rulebook, nominations and the award ledger. Everything belongs to one office.

create table offices (
    office_id uuid primary key,
    name text not null,
    superior_name text not null,
    place text not null,
    symbol text not null,
    is_sample boolean not null,
    rulebook_version text,
    rulebook_sha256 text,
    created_at timestamptz not null,
    check ((rulebook_version is null) = (rulebook_sha256 is null))
);
comment on table offices is 'One row per office; locked by whoever changes its register or rulebook, so that they take turns.';

create table units (
    unit_id uuid primary key,
    office_id uuid not null references offices,
    code text not null,
    name text not null,
    search_key text not null,
    kind text not null check (kind in ('lanh_dao', 'phong', 'ban', 'trung_tam')),
    is_standing_unit boolean not null,
    founded_on date,
    dissolved_on date,
    successor_unit_id uuid references units deferrable initially deferred,
    head_person_id uuid,
    unique (office_id, code)
);

create table people (
    person_id uuid primary key,
    office_id uuid not null references offices,
    code text not null,
    name text not null,
    search_key text not null,
    sort_key text collate "C" not null,
    sex text not null check (sex in ('nam', 'nu')),
    birth_year int not null,
    category text not null check (category in ('can_bo', 'cong_chuc', 'vien_chuc', 'nguoi_lao_dong')),
    position text not null,
    position_level text not null check (position_level in ('lanh_dao', 'cap_truong', 'cap_pho', 'khong_chuc_vu')),
    unit_id uuid not null references units,
    joined_on date not null,
    left_on date,
    unique (office_id, code),
    check (left_on >= joined_on)
);
create index people_by_unit on people (office_id, unit_id);
alter table units add foreign key (head_person_id) references people deferrable initially deferred;

create table postings (
    office_id uuid not null references offices,
    person_id uuid not null references people,
    unit_id uuid not null references units,
    from_on date not null,
    to_on date,
    primary key (person_id, from_on),
    check (to_on >= from_on)
);

create table years (
    office_id uuid not null references offices,
    nominee_kind text not null check (nominee_kind in ('person', 'collective')),
    nominee_id uuid not null,
    year int not null,
    grade text not null check (grade in ('hoan_thanh_xuat_sac', 'hoan_thanh_tot', 'hoan_thanh', 'khong_hoan_thanh')),
    unit_id uuid references units,
    primary key (nominee_id, year)
);
comment on table years is 'Yearly grades of people and units. They never leave this service.';
create index years_by_unit on years (office_id, year, unit_id);

create table disciplines (
    office_id uuid not null references offices,
    person_id uuid not null references people,
    level text not null check (level in ('khien_trach', 'canh_cao', 'ha_bac_luong', 'giang_chuc', 'cach_chuc', 'buoc_thoi_viec')),
    from_on date not null,
    to_on date,
    decision_number text not null,
    primary key (person_id, from_on),
    check (to_on >= from_on)
);

create table leaves (
    office_id uuid not null references offices,
    person_id uuid not null references people,
    from_on date not null,
    to_on date,
    primary key (person_id, from_on),
    check (to_on >= from_on)
);
comment on table leaves is 'Maternity leaves.';

create table matters (
    office_id uuid not null references offices,
    nominee_kind text not null check (nominee_kind in ('person', 'collective')),
    nominee_id uuid not null,
    what text not null,
    opened_on date not null,
    released_on date check (released_on >= opened_on),
    primary key (nominee_id, opened_on, what)
);

create table initiatives (
    initiative_id uuid primary key,
    office_id uuid not null references offices,
    code text not null,
    title text not null,
    year int not null,
    scope text not null check (scope in ('base', 'province', 'nation')),
    is_topic boolean not null,
    recognised_on date,
    decision_number text not null,
    decided_by text not null,
    unique (office_id, code)
);

create table initiative_authors (
    office_id uuid not null references offices,
    initiative_id uuid not null references initiatives,
    person_id uuid not null references people,
    primary key (person_id, initiative_id)
);

create table imports (
    import_id uuid primary key,
    office_id uuid not null references offices,
    state text not null check (state in ('checked', 'confirmed')),
    file_name text not null,
    uploaded_at timestamptz not null,
    uploaded_by uuid not null,
    rows jsonb not null,
    counts jsonb not null,
    problems jsonb not null,
    confirmed_at timestamptz,
    check ((confirmed_at is not null) = (state = 'confirmed'))
);

create table plans (
    plan_id uuid primary key,
    office_id uuid not null references offices,
    version int not null,
    code text not null,
    year int not null,
    starts_on date not null,
    ends_on date not null check (ends_on >= starts_on),
    target_percent int not null check (target_percent between 0 and 100),
    words jsonb not null,
    unique (office_id, code)
);
comment on column plans.words is 'Title, themes, grounds, recipients…: kept as written, shown on papers.';

create table movements (
    movement_id uuid primary key,
    office_id uuid not null references offices,
    version int not null,
    plan_id uuid not null references plans,
    code text not null,
    name text not null,
    theme text not null,
    tied_to text not null,
    scope text not null check (scope in ('prime_minister', 'party_state', 'province', 'office')),
    starts_on date not null,
    ends_on date check (ends_on >= starts_on),
    launched_on date,
    unique (plan_id, code)
);

create table rounds (
    round_id uuid primary key,
    office_id uuid not null references offices,
    version int not null,
    movement_id uuid not null references movements,
    name text not null,
    period_year int not null,
    opened_on date not null,
    submit_by date not null check (submit_by >= opened_on),
    awards text[] not null check (cardinality(awards) > 0)
);
create index rounds_by_office on rounds (office_id, submit_by);

create table rulebooks (
    office_id uuid not null references offices,
    version text not null,
    name text not null,
    sha256 text not null,
    document text not null,
    published_at timestamptz not null,
    published_by uuid not null,
    primary key (office_id, version)
);
comment on table rulebooks is 'Published versions, never changed; document is the canonical text the checksum is taken over.';

create table nominations (
    nomination_id uuid primary key,
    office_id uuid not null references offices,
    version int not null,
    state text not null check (state in ('draft', 'submitted', 'received', 'returned', 'council_decided',
        'proposed_upward', 'awarded', 'declined', 'withdrawn')),
    revision int not null,
    award_code text not null,
    award_name text not null,
    award_kind text not null check (award_kind in ('title', 'form')),
    award_level text not null check (award_level in ('office', 'province', 'state')),
    ground text not null check (ground in ('merit', 'sudden', 'movement', 'service', 'external')),
    nominee_kind text not null check (nominee_kind in ('person', 'collective')),
    nominee_id uuid not null,
    nominee_name text not null,
    search_key text not null,
    unit_id uuid not null references units,
    unit_name text not null,
    period_year int not null,
    round_id uuid not null references rounds,
    summary text not null,
    achievements jsonb not null,
    statements text[] not null,
    attachments jsonb not null,
    created_by uuid not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    submitted_at timestamptz,
    overall text check (overall in ('met', 'not_met', 'to_verify', 'held')),
    dossier_sha256 text,
    hold jsonb,
    returned jsonb,
    council jsonb,
    outcome jsonb,
    withdrawal jsonb,
    check (revision > 0 or (submitted_at is null and dossier_sha256 is null and state in ('draft', 'withdrawn'))),
    check (nominee_kind = 'person' or nominee_id = unit_id)
);
create unique index one_open_nomination on nominations (office_id, nominee_id, award_code, period_year, round_id)
    where state <> 'withdrawn';
create index nominations_by_unit on nominations (office_id, unit_id, updated_at desc);
create index nominations_by_state on nominations (office_id, state, updated_at desc);

create table dossiers (
    nomination_id uuid not null references nominations,
    revision int not null check (revision > 0),
    office_id uuid not null references offices,
    sha256 text not null,
    content text not null,
    submitted_at timestamptz not null,
    submitted_by uuid not null,
    primary key (nomination_id, revision)
);
comment on table dossiers is 'What was submitted, frozen: one row per revision, with the verdict shown then.';

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is never changed', tg_table_name;
end
$$;
create trigger dossiers_are_frozen before update or delete on dossiers for each row execute function refuse_change();
create trigger rulebooks_are_frozen before update or delete on rulebooks for each row execute function refuse_change();

create table awards (
    award_id uuid primary key,
    office_id uuid not null references offices,
    version int not null,
    nomination_id uuid unique references nominations,
    award_code text not null,
    award_name text not null,
    award_kind text not null check (award_kind in ('title', 'form')),
    award_level text not null check (award_level in ('office', 'province', 'state')),
    ground text not null check (ground in ('merit', 'sudden', 'movement', 'service', 'external')),
    nominee_kind text not null check (nominee_kind in ('person', 'collective')),
    nominee_id uuid not null,
    nominee_name text not null,
    search_key text not null,
    unit_id uuid not null,
    unit_name text not null,
    period_year int not null,
    decision_number text not null,
    decided_on date not null,
    decided_by text not null,
    money_vnd bigint check (money_vnd >= 0),
    money_basis text not null,
    imported boolean not null,
    annulled_on date,
    annulled_reason text not null default '',
    annulled_by_decision text not null default '',
    check (imported or nomination_id is not null)
);
comment on table awards is 'The award ledger (sổ khen thưởng).';
create unique index one_imported_award on awards (office_id, nominee_id, award_code, period_year, decision_number) where imported;
create index awards_by_nominee on awards (office_id, nominee_id, period_year);
create index awards_by_year on awards (office_id, period_year, decided_on);

create table unit_results (
    office_id uuid not null,
    unit_id uuid not null,
    year int not null,
    month int not null,
    assigned int not null,
    completed int not null,
    on_time int not null,
    primary key (office_id, unit_id, year, month)
);
comment on table unit_results is 'Copied from reporting: no foreign key, an early event waits for nothing.';
