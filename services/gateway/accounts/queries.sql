-- name: put_account
-- An account by its username: a known one of the same office is changed, its password only if a new one is given.
insert into accounts (account_id, office_id, username, person_id, name, unit_id, roles, password_hash)
values ($1::uuid, $2::uuid, $3::text, $4::uuid, $5::text, $6::uuid, $7::text[], $8::text)
on conflict (lower(username)) do update
set person_id = excluded.person_id,
    name = excluded.name,
    unit_id = excluded.unit_id,
    roles = excluded.roles,
    password_hash = coalesce(excluded.password_hash, accounts.password_hash),
    is_disabled = false,
    changed_at = now()
where accounts.office_id = excluded.office_id
returning account_id;

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

-- name: keep_password_hash
update accounts
set password_hash = $2::text, changed_at = now()
where account_id = $1::uuid;

-- name: add_session
insert into sessions (token_sha256, account_id, csrf, expires_at)
values ($1::bytea, $2::uuid, $3::text, now() + make_interval(secs => $4::double precision));

-- name: session
-- A session that has not expired, with its account as it is now; a notice is shown once and then gone.
select s.csrf, s.notice, s.seen_at < now() - interval '1 minute' as is_stale,
       a.account_id, a.office_id, a.username, a.person_id, a.name, a.unit_id, a.roles
from sessions as s
join accounts as a on a.account_id = s.account_id
where s.token_sha256 = $1::bytea
  and s.expires_at > now()
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

-- name: note_failure
insert into failed_sign_ins (username, address)
values (lower($1::text), $2::text);

-- name: failures
-- Failed sign-ins of the last quarter of an hour: for this username, and from this address.
select count(*) filter (where username = lower($1::text)) as by_username,
       count(*) filter (where address = $2::text) as by_address
from failed_sign_ins
where at > now() - interval '15 minutes'
  and (username = lower($1::text) or address = $2::text);

-- name: forget_failures
delete from failed_sign_ins
where username = lower($1::text);

-- name: tidy_sessions
delete from sessions
where expires_at < now();

-- name: tidy_links
delete from sign_in_links
where expires_at < now();

-- name: tidy_failures
delete from failed_sign_ins
where at < now() - interval '1 day';
