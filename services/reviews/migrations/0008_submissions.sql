-- A submission as it comes in, so that a batch of them is one parameter: an array of rows costs a third of an array a column.

create type submission as (
    case_id uuid,
    office_id uuid,
    nomination_id uuid,
    revision int,
    award_code text,
    award_name text,
    award_kind text,
    award_level text,
    ground text,
    nominee_kind text,
    nominee_id uuid,
    nominee_name text,
    nominee_search_key text,
    unit_id uuid,
    unit_name text,
    period_year int,
    round_id uuid,
    rulebook_version text,
    verdict text,
    dossier_sha256 text,
    submitted_at timestamptz,
    submitted_by uuid
);
