-- name: lock_office
-- Publishers of one office take turns.
select office_id, rulebook_version, rulebook_sha256
from offices
where office_id = $1::uuid
for no key update;

-- name: version_of
select version, name, sha256, published_at, published_by
from rulebooks
where office_id = $1::uuid
and version = $2::text;

-- name: publish
insert into rulebooks (office_id, version, name, sha256, document, published_at, published_by)
values ($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::timestamptz, $7::uuid);

-- name: make_current
update offices
set rulebook_version = $2::text, rulebook_sha256 = $3::text
where office_id = $1::uuid;

-- name: current
select rulebook_version, rulebook_sha256
from offices
where office_id = $1::uuid;

-- name: document
select document
from rulebooks
where office_id = $1::uuid
and version = $2::text;

-- name: versions
-- Newest first; with the document of the one asked for, or of none.
select r.version, r.name, r.sha256, r.published_at, r.published_by, r.version = o.rulebook_version as is_current
from rulebooks as r
join offices as o on o.office_id = r.office_id
where r.office_id = $1::uuid
order by r.published_at desc, r.version desc;
