-- name: lock_office_accounts
-- Whoever keeps or confirms accounts of one office does so one after the other.
select pg_advisory_xact_lock(hashtextextended('accounts ' || $1::text, 0));

-- name: add_account
insert into accounts (account_id, office_id, username, person_id, name, unit_id, roles, password_hash)
values ($1::uuid, $2::uuid, $3::text, $4::uuid, $5::text, $6::uuid, $7::text[], $8::text);

-- name: change_account
-- The person and the office stay: an account never changes its owner. The password changes only where a new one is given.
update accounts
set name = $2::text,
    unit_id = $3::uuid,
    roles = $4::text[],
    password_hash = coalesce($5::text, password_hash),
    is_disabled = false,
    changed_at = now()
where account_id = $1::uuid;

-- name: account_ever_named
-- Disabled ones too: a user name stays its first owner's.
select account_id, office_id, username, person_id, name, unit_id, roles, password_hash, is_disabled
from accounts
where lower(username) = lower($1::text)
for update;

-- name: account_of_office
select account_id, office_id, username, person_id, name, unit_id, roles, password_hash
from accounts
where office_id = $1::uuid
  and account_id = $2::uuid
  and not is_disabled
for update;

-- name: other_usernames_of
-- Of the accounts that this person has besides this one.
select username
from accounts
where office_id = $1::uuid
  and person_id = $2::uuid
  and lower(username) <> lower($3::text)
  and not is_disabled;

-- name: who_decides
-- Whether the office has, or ever had, another account with one of these roles; and whether one of all has a password.
select exists (
           select from accounts
           where office_id = $1::uuid and roles && $2::text[] and account_id <> $3::uuid
       ) as another,
       exists (
           select from accounts
           where office_id = $1::uuid and roles && $2::text[] and password_hash is not null
       ) as is_at_work;

-- name: put_grant
insert into role_grants (grant_id, office_id, account_id, roles, granted_by, granted_by_name)
values ($1::uuid, $2::uuid, $3::uuid, $4::text[], $5::uuid, $6::text)
on conflict (account_id) do update
set grant_id = excluded.grant_id,
    roles = excluded.roles,
    granted_by = excluded.granted_by,
    granted_by_name = excluded.granted_by_name,
    granted_at = now();

-- name: take_grant_of
delete from role_grants
where account_id = $1::uuid;

-- name: grants_waiting
select g.grant_id as waiting_id, g.account_id, a.name, a.username, a.person_id, g.roles, g.granted_by as asked_by,
       g.granted_by_name as asked_by_name, g.granted_at as asked_at
from role_grants as g
join accounts as a on a.account_id = g.account_id
where g.office_id = $1::uuid
order by g.granted_at, g.grant_id;

-- name: put_password_link
insert into password_links (link_id, office_id, account_id, token_sha256, made_by, made_by_name, expires_at)
values ($1::uuid, $2::uuid, $3::uuid, $4::bytea, $5::uuid, $6::text, now() + make_interval(secs => $7::double precision))
on conflict (account_id) do update
set link_id = excluded.link_id,
    token_sha256 = excluded.token_sha256,
    code_sha256 = null,
    tries = 0,
    made_by = excluded.made_by,
    made_by_name = excluded.made_by_name,
    confirmed_by_name = null,
    created_at = now(),
    expires_at = excluded.expires_at;

-- name: take_password_link_of
delete from password_links
where account_id = $1::uuid
returning link_id;

-- name: password_links_waiting
select l.link_id as waiting_id, l.account_id, a.name, a.username, a.person_id, '{}'::text[] as roles, l.made_by as asked_by,
       l.made_by_name as asked_by_name, l.created_at as asked_at
from password_links as l
join accounts as a on a.account_id = l.account_id
where l.office_id = $1::uuid
  and l.code_sha256 is null
  and l.expires_at > now()
  and not a.is_disabled
order by l.created_at, l.link_id;

-- name: confirm_password_link
update password_links
set code_sha256 = $2::bytea, confirmed_by_name = $3::text
where link_id = $1::uuid
  and code_sha256 is null;

-- name: password_link_digest
select token_sha256
from password_links
where link_id = $1::uuid;

-- name: try_password_link
-- Counts the try before anything is compared, so that tries at the same time are counted one after the other.
update password_links as l
set tries = l.tries + 1
from accounts as a
where l.token_sha256 = $1::bytea
  and l.expires_at > now()
  and l.tries < $2::int
  and a.account_id = l.account_id
  and not a.is_disabled
returning l.account_id, l.office_id, l.code_sha256, l.made_by_name, l.confirmed_by_name;

-- name: password_link
select a.account_id, a.office_id, a.username, a.person_id, a.name, a.unit_id, a.roles, a.password_hash
from password_links as l
join accounts as a on a.account_id = l.account_id
where l.token_sha256 = $1::bytea
  and l.expires_at > now()
  and l.tries < $2::int
  and not a.is_disabled;

-- name: has_password_link
select exists (select from password_links where account_id = $1::uuid and expires_at > now());

-- name: tidy_password_links
delete from password_links
where expires_at < now();

-- name: add_message
insert into account_messages (message_id, account_id, kind, by_name, roles)
values ($1::uuid, $2::uuid, $3::text, $4::text, $5::text[]);

-- name: unread_messages
select message_id, at, kind, by_name, roles
from account_messages
where account_id = $1::uuid
  and not is_read
order by at desc, message_id desc
limit 50;

-- name: read_messages
update account_messages
set is_read = true
where account_id = $1::uuid
  and not is_read;

-- name: end_links_of
delete from sign_in_links
where account_id = $1::uuid;

-- name: account_by_username
select account_id, office_id, username, person_id, name, unit_id, roles, password_hash
from accounts
where lower(username) = lower($1::text)
  and not is_disabled;

-- name: accounts_of_office
select account_id, office_id, username, person_id, name, unit_id, roles, password_hash
from accounts
where office_id = $1::uuid
  and not is_disabled
order by username;

-- name: accounts_of_main_office
-- For the sign-in links of one machine: the accounts of the office with the most of them, those with the fewest roles first.
select account_id, office_id, username, person_id, name, unit_id, roles, password_hash
from accounts
where not is_disabled
  and office_id = (
      select office_id from accounts where not is_disabled group by office_id order by count(*) desc, max(created_at) desc limit 1
  )
order by cardinality(roles), account_id;

-- name: disable_account
update accounts
set is_disabled = true, changed_at = now()
where office_id = $1::uuid
  and account_id = $2::uuid
returning username;

-- name: end_sessions_of
delete from sessions
where account_id = $1::uuid;

-- name: password_hash
select password_hash
from accounts
where account_id = $1::uuid;

-- name: keep_password_hash
update accounts
set password_hash = $2::text, changed_at = now()
where account_id = $1::uuid;

-- name: add_session
insert into sessions (token_sha256, account_id, csrf, expires_at, address, browser)
values ($1::bytea, $2::uuid, $3::text, now() + make_interval(secs => $4::double precision), $5::text, $6::text);

-- name: session
-- A session that has not expired, with its account as it is now; a notice is shown once and then gone.
select s.csrf, s.notice, s.seen_at < now() - interval '1 minute' as is_stale,
       a.account_id, a.office_id, a.username, a.person_id, a.name, a.unit_id, a.roles
from sessions as s
join accounts as a on a.account_id = s.account_id
where s.token_sha256 = $1::bytea
  and s.expires_at > now()
  and s.created_at > now() - make_interval(secs => $2::double precision)
  and not a.is_disabled;

-- name: touch_session
update sessions
set seen_at = now(), expires_at = now() + make_interval(secs => $2::double precision)
where token_sha256 = $1::bytea;

-- name: set_notice
update sessions
set notice = $2::text
where token_sha256 = $1::bytea;

-- name: end_session
delete from sessions
where token_sha256 = $1::bytea;

-- name: add_link
insert into sign_in_links (token_sha256, account_id, expires_at)
values ($1::bytea, $2::uuid, now() + make_interval(secs => $3::double precision));

-- name: account_by_link
select a.account_id, a.office_id, a.username, a.person_id, a.name, a.unit_id, a.roles, a.password_hash
from sign_in_links as l
join accounts as a on a.account_id = l.account_id
where l.token_sha256 = $1::bytea
  and l.expires_at > now()
  and not a.is_disabled;

-- name: take_turn
-- Counts a guess before it is looked at; no row while the one before still waits. The row's lock puts guesses at the same
-- time one after the other: the free ones first, then each waits twice as long as the one before, up to the longest wait.
insert into sign_in_turns as t (username, source, failures, free_at, changed_at)
values (lower($1::text), $2::text, 1, clock_timestamp(), clock_timestamp())
on conflict (username, source) do update
set failures = case when t.changed_at < clock_timestamp() - interval '1 day' then 1 else t.failures + 1 end,
    free_at = clock_timestamp() + make_interval(secs => case
        when t.failures < $3::int or t.changed_at < clock_timestamp() - interval '1 day' then 0
        else least(power(2, least(t.failures - $3::int, 20)), $4::double precision)
    end),
    changed_at = clock_timestamp()
where t.free_at <= clock_timestamp()
returning failures;

-- name: seconds_to_wait
select ceil(extract(epoch from free_at - clock_timestamp()))::int
from sign_in_turns
where username = lower($1::text)
  and source = $2::text;

-- name: give_turn_back
-- The guess was right: the source starts anew with this user name.
delete from sign_in_turns
where username = lower($1::text)
  and source = $2::text;

-- name: give_one_back
update sign_in_turns
set failures = greatest(failures - 1, 0)
where username = ''
  and source = $1::text;

-- name: keep_browser
insert into known_browsers (token_sha256, account_id)
values ($1::bytea, $2::uuid)
on conflict (token_sha256) do update set account_id = excluded.account_id, seen_at = now();

-- name: is_known_browser
select exists (
    select from known_browsers as b
    join accounts as a on a.account_id = b.account_id
    where b.token_sha256 = $1::bytea and lower(a.username) = lower($2::text) and not a.is_disabled
);

-- name: forget_browsers_of
delete from known_browsers
where account_id = $1::uuid;

-- name: sessions_of
select session_id, address, browser, created_at, seen_at, token_sha256 = $2::bytea as is_this_one
from sessions
where account_id = $1::uuid
  and expires_at > now()
  and created_at > now() - make_interval(secs => $3::double precision)
order by seen_at desc, session_id;

-- name: end_session_of
delete from sessions
where account_id = $1::uuid
  and session_id = $2::uuid;

-- name: end_other_sessions_of
delete from sessions
where account_id = $1::uuid
  and token_sha256 <> $2::bytea;

-- name: end_sessions_of_person
delete from sessions as s
using accounts as a
where a.account_id = s.account_id
  and a.office_id = $1::uuid
  and a.person_id = $2::uuid
returning s.account_id;

-- name: tidy_sessions
delete from sessions
where expires_at < now()
   or created_at < now() - interval '1 day';

-- name: tidy_links
delete from sign_in_links
where expires_at < now();

-- name: tidy_turns
delete from sign_in_turns
where changed_at < now() - interval '1 day';

-- name: tidy_browsers
delete from known_browsers
where seen_at < now() - interval '1 year';
