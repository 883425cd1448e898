-- Why somebody went on although a verdict did not say "đạt": written by the unit at submission, by whoever concluded on the
-- case, and read by everybody after. Rows are only ever added.

create table case_reasons (
    office_id uuid not null,
    case_id uuid not null references cases,
    revision int not null,
    moment text not null check (moment in ('submission', 'appraisal')),
    overall text not null check (overall in ('met', 'not_met', 'to_verify', 'held')),
    reason text not null,
    given_at timestamptz not null,
    given_by_name text not null,
    primary key (case_id, revision, moment)
);
create trigger case_reasons_are_frozen before update or delete on case_reasons
    for each row execute function refuse_verdict_change();
