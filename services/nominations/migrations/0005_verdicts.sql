-- Every verdict on a submitted nomination as it was judged: shown at submission, of record at receipt, before signing,
-- and again when what it rests on changed. Rows are only ever added.

create table kept_verdicts (
    verdict_id uuid primary key,
    position bigint generated always as identity unique,
    office_id uuid not null references offices,
    nomination_id uuid not null references nominations,
    revision int not null check (revision > 0),
    moment text not null check (moment in ('submission', 'receipt', 'signing', 'rejudged')),
    law_day date not null,
    judged_on date not null,
    judged_at timestamptz not null,
    judged_by uuid not null,
    judged_by_name text not null,
    rulebook_version text not null,
    overall text not null check (overall in ('met', 'not_met', 'to_verify', 'held')),
    digest text not null,
    verdict text not null,
    compared_with uuid references kept_verdicts,
    differences jsonb not null default '[]',
    why text not null default ''
);
comment on table kept_verdicts is 'Verdicts are never changed: a later one is a row of its own, with how it differs from an earlier.';
comment on column kept_verdicts.digest is 'SHA-256 of the verdict without the day it was judged: equal as long as rules, facts and words are.';
create index kept_verdicts_by_nomination on kept_verdicts (nomination_id, position desc);
create trigger kept_verdicts_are_frozen before update or delete on kept_verdicts
    for each row execute function refuse_change();
create trigger kept_verdicts_are_not_emptied before truncate on kept_verdicts
    for each statement execute function refuse_change();

create index nominations_by_nominee on nominations (office_id, nominee_id);
