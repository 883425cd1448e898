-- name: checksum_of
select sha256
from rulebooks
where office_id = $1::uuid
and version = $2::text;

-- name: publish
insert into rulebooks (office_id, version, name, sha256, document, published_at, published_by)
values ($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::timestamptz, $7::uuid);

-- name: document
select document
from rulebooks
where office_id = $1::uuid
and version = $2::text;

-- name: versions
-- Newest first.
select version, name, sha256, published_at, published_by
from rulebooks
where office_id = $1::uuid
order by published_at desc, version desc;
