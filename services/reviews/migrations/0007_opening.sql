-- What nominations said of the cases when a meeting was opened, kept with its agenda and told in the minutes.

alter table meetings
    add column verdicts_at_opening text check (verdicts_at_opening in ('judged', 'unreachable'));
comment on column meetings.verdicts_at_opening is 'Whether nominations judged the agenda afresh when the vote was opened; unset where it was opened before this was asked.';

alter table agenda_items
    add column verdict text,
    add column verdict_changed boolean;
comment on column agenda_items.verdict_changed is 'Whether the fresh verdict differed from the one of record when the vote was opened.';
