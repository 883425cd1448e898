-- Roles that decide wait for a second person; a password is set by the person alone, through a one-time link whose code
-- another person gives; what was done to an account is told to its owner.

create table role_grants (
    grant_id uuid primary key,
    office_id uuid not null,
    account_id uuid not null unique references accounts on delete cascade,
    roles text[] not null check (cardinality(roles) > 0),
    granted_by uuid not null,
    granted_by_name text not null,
    granted_at timestamptz not null default now()
);
create index role_grants_office on role_grants (office_id, granted_at);
comment on table role_grants is 'Waiting only: a grant that is confirmed, refused or withdrawn leaves; the audit keeps it.';

create table password_links (
    link_id uuid primary key,
    office_id uuid not null,
    account_id uuid not null unique references accounts on delete cascade,
    token_sha256 bytea not null unique,
    code_sha256 bytea,
    tries int not null default 0,
    made_by uuid not null,
    made_by_name text not null,
    confirmed_by_name text,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
);
create index password_links_office on password_links (office_id, created_at);
comment on column password_links.code_sha256 is 'Of the link and the code together; null until a second person has confirmed';

create table account_messages (
    message_id uuid primary key,
    account_id uuid not null references accounts on delete cascade,
    at timestamptz not null default now(),
    kind text not null,
    by_name text not null,
    roles text[] not null default '{}',
    is_read boolean not null default false
);
create index account_messages_unread on account_messages (account_id, at) where not is_read;
