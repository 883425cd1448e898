-- name: keep_draft
-- The last thing typed wins; what arrives late of a form that was sent already is no draft.
insert into form_drafts as kept (account_id, address, identity, page, version, fields)
values ($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::jsonb)
on conflict (account_id, address, identity) do update
set page = excluded.page,
    version = excluded.version,
    fields = excluded.fields,
    kept_at = now()
where kept.done_key = ''
   or kept.done_key <> $7::text;

-- name: forget_oldest_drafts
-- An account keeps its newest ones.
delete from form_drafts
where account_id = $1::uuid
  and (address, identity) in (
      select address, identity
      from form_drafts
      where account_id = $1::uuid
      order by kept_at desc
      offset $2::integer
  );

-- name: close_draft
-- Sent: its words are where they belong.
insert into form_drafts (account_id, address, identity, page, version, fields, done_key)
values ($1::uuid, $2::text, $3::text, '/', '', null, $4::text)
on conflict (account_id, address, identity) do update
set fields = null,
    version = '',
    done_key = excluded.done_key,
    kept_at = now();

-- name: drop_drafts
-- Thrown away by the one who typed it.
delete from form_drafts
where account_id = $1::uuid
  and address = $2::text
  and identity = $3::text;

-- name: drafts
-- What an account has not sent, the newest first.
select address, page, version, fields, kept_at
from form_drafts
where account_id = $1::uuid
  and fields is not null
order by kept_at desc;

-- name: has_drafts
select exists (select from form_drafts where account_id = $1::uuid and fields is not null);

-- name: add_draft_key
insert into draft_keys (token_sha256, account_id, expires_at)
values ($1::bytea, $2::uuid, now() + make_interval(secs => $3::double precision));

-- name: account_of_draft_key
select account_id
from draft_keys
where token_sha256 = $1::bytea
  and expires_at > now();

-- name: tidy_drafts
delete from form_drafts
where kept_at < now() - interval '60 days'
   or (fields is null and kept_at < now() - interval '1 day');

-- name: tidy_draft_keys
delete from draft_keys
where expires_at < now();
