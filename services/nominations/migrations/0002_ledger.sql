-- The ledger in depth: signer, why a sum is what it is, and annulments with all that they changed.

alter table awards
    add column signer text not null default '',
    add column money_reason text not null default '',
    add column money_source text not null default '',
    add column money_told boolean not null default false;
comment on column awards.money_vnd is 'What is paid, after the rules for several awards decided at one time.';
comment on column awards.money_told is 'The sum came with an imported record and is never worked out anew.';
update awards set money_told = true where money_basis = 'theo hồ sơ nhập';

create index awards_by_day on awards (office_id, nominee_id, decided_on);

create table annulments (
    award_id uuid primary key references awards,
    office_id uuid not null references offices,
    ground text not null check (ground in ('false_declaration', 'false_papers', 'against_the_law', 'standard_not_met')),
    reason text not null,
    decision_number text not null,
    annulled_on date not null,
    authority text not null,
    received_on date not null check (received_on >= annulled_on),
    return_by date not null check (return_by > received_on),
    money_to_return bigint check (money_to_return >= 0),
    effects jsonb not null,
    recorded_at timestamptz not null,
    recorded_by uuid not null
);
comment on column annulments.return_by is 'Object and money are given back by then: 15 working days after the decision was received.';
comment on column annulments.effects is 'What the annulment changed, as it was shown when it was recorded.';
create trigger annulments_are_frozen before update or delete on annulments for each row execute function refuse_change();

create table award_returns (
    award_id uuid primary key references annulments,
    office_id uuid not null references offices,
    returned_on date not null,
    money_vnd bigint not null check (money_vnd >= 0),
    note text not null,
    recorded_at timestamptz not null,
    recorded_by uuid not null
);
comment on table award_returns is 'Object and money of an annulled award given back.';
create trigger award_returns_are_frozen before update or delete on award_returns
    for each row execute function refuse_change();

create function refuse_revival() returns trigger language plpgsql as $$
begin
    raise exception 'an annulled award stays annulled';
end
$$;
create trigger awards_stay_annulled before update on awards for each row
    when (old.annulled_on is not null and (new.annulled_on is null or new.annulled_on <> old.annulled_on))
    execute function refuse_revival();
