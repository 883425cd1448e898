-- name: insert_attachment
insert into attachments (attachment_id, office_id, nomination_id, meeting_id, paper_code, name, media_type, size, sha256,
    path, scan, scan_note, scanned_at, uploaded_at, uploaded_by)
values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::text, $6::text, $7::text, $8::bigint, $9::text, $10::text, $11::text,
    $12::text, $13::timestamptz, $14::timestamptz, $15::uuid);

-- name: attachments_of_nomination
-- What is in the dossier now, in the order it came.
select attachment_id, paper_code, name, media_type, size, sha256, path, scan, scan_note, uploaded_at, uploaded_by
from attachments
where office_id = $1::uuid
and nomination_id = $2::uuid
and removed_at is null
order by attachment_id;

-- name: attachments_of_meetings
select attachment_id, meeting_id, paper_code, name, media_type, size, sha256, path, scan, scan_note, uploaded_at, uploaded_by
from attachments
where office_id = $1::uuid
and meeting_id = any($2::uuid[])
and removed_at is null
order by attachment_id;

-- name: frozen_attachments
-- What one submission froze, the minutes' own files included.
select a.attachment_id, a.paper_code, a.name, a.media_type, a.size, a.sha256, a.path, a.scan, a.scan_note, a.uploaded_at,
    a.uploaded_by
from dossier_attachments as f
join attachments as a on a.attachment_id = f.attachment_id
where f.office_id = $1::uuid
and f.nomination_id = $2::uuid
and f.revision = $3::int
order by a.attachment_id;

-- name: remove_unfrozen
-- A file that no submission froze is forgotten; its bytes are then swept away.
delete from attachments as a
where a.office_id = $1::uuid
and a.attachment_id = $2::uuid
and not exists (
    select 1
    from dossier_attachments as f
    where f.attachment_id = a.attachment_id
)
returning a.attachment_id;

-- name: remove_frozen
-- Taken out of the dossier under work; the submission that froze it keeps it.
update attachments
set removed_at = $3::timestamptz
where office_id = $1::uuid
and attachment_id = $2::uuid
and removed_at is null;

-- name: touch_nomination
update nominations
set version = version + 1, updated_at = $3::timestamptz
where office_id = $1::uuid
and nomination_id = $2::uuid
returning version;

-- name: pending_scans
-- Oldest first.
select attachment_id, office_id, path, sha256
from attachments
where scan = 'pending'
order by uploaded_at
limit $1::int;

-- name: keep_scan
update attachments
set scan = $2::text, scan_note = $3::text, scanned_at = $4::timestamptz
where attachment_id = $1::uuid
and scan = 'pending';

-- name: known_paths
select path
from attachments
where path = any($1::text[]);
