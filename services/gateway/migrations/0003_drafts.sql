-- What somebody typed into a form and has not sent yet, kept for that account until it is sent or thrown away.

create table form_drafts (
    account_id uuid not null references accounts on delete cascade,
    address text not null check (address <> ''),
    identity text not null,
    page text not null,
    version text not null,
    fields jsonb,
    done_key text not null default '',
    kept_at timestamptz not null default now(),
    primary key (account_id, address, identity)
);
create index form_drafts_age on form_drafts (kept_at);
comment on column form_drafts.fields is 'Pairs of name and value in the order of the form; null: sent, and only the key of the sending is remembered.';
comment on column form_drafts.done_key is 'Of the form that was sent last: what its page still tells of it afterwards is no draft.';

create table draft_keys (
    token_sha256 bytea primary key,
    account_id uuid not null references accounts on delete cascade,
    expires_at timestamptz not null
);
create index draft_keys_account on draft_keys (account_id);
create index draft_keys_expiry on draft_keys (expires_at);
comment on table draft_keys is 'A browser in which an account was signed in may leave drafts for it, nothing else, when its session has ended.';
