-- A report that was marked as sent by mistake is taken back: sent is what was sent later than it was last taken back.

alter table known_reports
    add column sent_sequence bigint not null default 0,
    add column withdrawn_sequence bigint not null default 0;
update known_reports
set sent_sequence = sequence
where submitted;
comment on column known_reports.sent_sequence is 'Of the last event that marked it as sent; before this column was there, of the last event known.';
