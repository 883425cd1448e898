-- Guesses are counted before they are looked at; a session says where it is and ends for good; a browser that was signed in
-- by a password is known again.

create table sign_in_turns (
    username text not null,
    source text not null,
    failures int not null,
    free_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (username, source)
);
create index sign_in_turns_changed on sign_in_turns (changed_at);
comment on table sign_in_turns is 'One row for each user name and source (an address or a known browser); an empty user name counts a whole address.';
comment on table failed_sign_ins is 'No longer written: sign_in_turns counts.';

create table known_browsers (
    token_sha256 bytea primary key,
    account_id uuid not null references accounts on delete cascade,
    seen_at timestamptz not null default now()
);
create index known_browsers_account on known_browsers (account_id);

alter table sessions add column session_id uuid not null default gen_random_uuid();
alter table sessions add column address text not null default '';
alter table sessions add column browser text not null default '';
create unique index sessions_id on sessions (session_id);
