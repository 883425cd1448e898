-- Papers of dossiers: the units' own meetings, the files with their checksums, and what each submission froze of them.

create table unit_meetings (
    meeting_id uuid not null,
    version int not null check (version > 0),
    office_id uuid not null references offices,
    unit_id uuid not null references units,
    round_id uuid not null references rounds,
    held_on date not null,
    chair_id uuid not null references people,
    secretary_id uuid not null references people check (secretary_id <> chair_id),
    members int not null,
    present uuid[] not null check (cardinality(present) between 1 and members),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    content text not null,
    head text not null,
    recorded_at timestamptz not null,
    recorded_by uuid not null,
    primary key (meeting_id, version),
    check (chair_id = any(present) and secretary_id = any(present))
);
create index unit_meetings_by_round on unit_meetings (office_id, round_id, unit_id);
comment on table unit_meetings is 'Minutes of the units'' own meetings (biên bản bình xét), never changed: a correction is the next version. content is the text the checksum is taken over; head is it without its rows.';

create table unit_meeting_rows (
    meeting_id uuid not null,
    version int not null,
    office_id uuid not null references offices,
    nominee_id uuid not null,
    award_code text not null,
    in_favour int not null check (in_favour >= 0),
    voters int not null check (voters >= in_favour),
    agreed boolean not null,
    content text not null,
    primary key (meeting_id, version, nominee_id, award_code),
    foreign key (meeting_id, version) references unit_meetings
);
create index unit_meeting_rows_by_nominee on unit_meeting_rows (office_id, nominee_id, award_code);
comment on table unit_meeting_rows is 'Whom a meeting spoke about, for finding a nomination''s minutes; voters leave the nominee out.';

create trigger unit_meetings_are_frozen before update or delete on unit_meetings
    for each row execute function refuse_change();
create trigger unit_meeting_rows_are_frozen before update or delete on unit_meeting_rows
    for each row execute function refuse_change();

create table attachments (
    attachment_id uuid primary key,
    office_id uuid not null references offices,
    nomination_id uuid references nominations,
    meeting_id uuid,
    paper_code text not null,
    name text not null check (name <> '' and name !~ '[/\\]'),
    media_type text not null,
    size bigint not null check (size > 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    path text not null unique,
    scan text not null check (scan in ('unscanned', 'pending', 'clean', 'infected')),
    scan_note text not null default '',
    scanned_at timestamptz,
    uploaded_at timestamptz not null,
    uploaded_by uuid not null,
    removed_at timestamptz,
    check (num_nonnulls(nomination_id, meeting_id) = 1),
    check ((scanned_at is not null) = (scan in ('clean', 'infected')))
);
create index attachments_by_nomination on attachments (office_id, nomination_id) where nomination_id is not null;
create index attachments_by_meeting on attachments (office_id, meeting_id) where meeting_id is not null;
create index attachments_to_scan on attachments (uploaded_at) where scan = 'pending';
comment on table attachments is 'Files of dossiers and of unit meetings; the bytes are in the file store under path, checked against sha256 at every download.';
comment on column attachments.removed_at is 'Taken out of the dossier under work; an earlier submission that froze it keeps it.';

create table dossier_attachments (
    nomination_id uuid not null,
    revision int not null,
    attachment_id uuid not null references attachments,
    office_id uuid not null references offices,
    primary key (nomination_id, revision, attachment_id),
    foreign key (nomination_id, revision) references dossiers
);
create index dossier_attachments_by_attachment on dossier_attachments (attachment_id);
comment on table dossier_attachments is 'Which files each submission froze, the minutes'' own included.';
create trigger dossier_attachments_are_frozen before update or delete on dossier_attachments
    for each row execute function refuse_change();

create function keep_attachment() returns trigger language plpgsql as $$
declare
    may_change constant text[] := array['scan', 'scan_note', 'scanned_at', 'removed_at'];
begin
    if tg_op = 'UPDATE' then
        if to_jsonb(new) - may_change <> to_jsonb(old) - may_change then
            raise exception 'attachments are never changed: remove one and add another';
        end if;
        if new.removed_at is not distinct from old.removed_at then
            return new;
        end if;
        if old.removed_at is not null then
            raise exception 'a removed attachment stays removed';
        end if;
    elsif tg_op = 'DELETE' and exists (select 1 from dossier_attachments where attachment_id = old.attachment_id) then
        raise exception 'a submission froze this attachment';
    end if;
    if exists (
        select 1 from nominations
        where nomination_id = (case when tg_op = 'DELETE' then old.nomination_id else new.nomination_id end)
        and state not in ('draft', 'returned')
    ) then
        raise exception 'a submitted nomination keeps its attachments';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$$;
create trigger attachments_are_kept before insert or update or delete on attachments
    for each row execute function keep_attachment();
