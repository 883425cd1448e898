-- The verdicts a case rests on, as nominations judged them: words per criterion, never the facts behind them.
-- Rows are only ever added; one sequence over verdicts and marks says which came after which.

create sequence case_verdict_positions;

create table case_verdicts (
    position bigint primary key default nextval('case_verdict_positions'),
    office_id uuid not null,
    case_id uuid not null references cases,
    verdict_id uuid not null,
    revision int not null,
    moment text not null check (moment in ('receipt', 'signing', 'rejudged')),
    law_day date not null,
    judged_at timestamptz not null,
    rulebook_version text not null,
    overall text not null check (overall in ('met', 'not_met', 'to_verify', 'held')),
    digest text not null,
    summary jsonb not null,
    criteria jsonb not null,
    compared_with uuid,
    differences jsonb not null
);
create index case_verdicts_by_case on case_verdicts (case_id, position);
create unique index case_verdicts_of_record on case_verdicts (case_id, revision) where moment = 'receipt';
comment on table case_verdicts is 'At receipt: of record, once for each revision. Before signing and in between: as often as it was asked.';

create table case_verdict_answers (
    case_id uuid not null references cases,
    record_digest text not null,
    verdict_digest text not null,
    office_id uuid not null,
    record_id uuid not null,
    verdict_id uuid not null,
    reason text not null,
    answered_at timestamptz not null,
    answered_by uuid not null,
    answered_by_name text not null,
    primary key (case_id, record_digest, verdict_digest)
);
comment on table case_verdict_answers is 'A person answers for exactly this pair of verdicts; another difference needs another answer.';

create table case_verdict_marks (
    position bigint primary key default nextval('case_verdict_positions'),
    office_id uuid not null,
    case_id uuid not null references cases,
    marked_at timestamptz not null,
    reason text not null
);
create index case_verdict_marks_by_case on case_verdict_marks (case_id, position desc);
comment on table case_verdict_marks is 'Something happened that a verdict may rest on; done with when a verdict follows.';

create function refuse_verdict_change() returns trigger language plpgsql as $$
begin
    raise exception '% is never changed', tg_table_name;
end
$$;
create trigger case_verdicts_are_frozen before update or delete on case_verdicts
    for each row execute function refuse_verdict_change();
create trigger case_verdict_answers_are_frozen before update or delete on case_verdict_answers
    for each row execute function refuse_verdict_change();
create trigger case_verdict_marks_are_frozen before update or delete on case_verdict_marks
    for each row execute function refuse_verdict_change();

create index cases_by_nominee on cases (office_id, nominee_id);
