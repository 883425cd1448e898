-- What an award is paid after it was worked out anew; whether it was annulled is in the chronicle.

create table known_revaluations (
    office_id uuid not null,
    award_id uuid not null,
    money_vnd bigint not null,
    sequence bigint not null,
    primary key (office_id, award_id)
);
comment on table known_revaluations is 'Beside known_awards, not in it: during a rebuild a revaluation may come before the award.';
