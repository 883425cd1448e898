-- Accounts of staff with their role assignments, sessions, one-time sign-in links and failed sign-ins.

create table accounts (
    account_id uuid primary key,
    office_id uuid not null,
    username text not null check (username <> ''),
    person_id uuid not null,
    name text not null check (name <> ''),
    unit_id uuid,
    roles text[] not null check (cardinality(roles) > 0),
    password_hash text,
    is_disabled boolean not null default false,
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now()
);
create unique index accounts_username on accounts (lower(username));
create index accounts_office on accounts (office_id, username);
comment on column accounts.password_hash is 'argon2id; null: this account signs in by a link only';

create table sessions (
    token_sha256 bytea primary key,
    account_id uuid not null references accounts on delete cascade,
    csrf text not null,
    notice text not null default '',
    created_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    expires_at timestamptz not null
);
create index sessions_expiry on sessions (expires_at);
create index sessions_account on sessions (account_id);

create table sign_in_links (
    token_sha256 bytea primary key,
    account_id uuid not null references accounts on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
);
create index sign_in_links_expiry on sign_in_links (expires_at);
comment on table sign_in_links is 'Good on the loopback address alone, until they expire, and only while a setting allows them.';

create table failed_sign_ins (
    at timestamptz not null default now(),
    username text not null,
    address text not null
);
create index failed_sign_ins_username on failed_sign_ins (username, at);
create index failed_sign_ins_address on failed_sign_ins (address, at);
