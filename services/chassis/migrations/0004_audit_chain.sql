-- The audit is only added to, each line chained by hash to the one before, and found by person, thing and day.

create index audit_by_person on audit (office_id, person_id, audit_id);
create index audit_by_day on audit (office_id, at);

create table audit_seals (
    sequence bigint primary key check (sequence > 0),
    audit_id bigint not null unique,
    hash bytea not null,
    sealed_at timestamptz not null default now()
);
comment on table audit_seals is 'The chain: each hash is of the one before and of the whole audit line; python -m services.<name> audit verify proves it.';

create function audit_is_only_added_to() returns trigger language plpgsql as $$
begin
    raise exception 'the audit is only added to' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_is_only_added_to before update or delete or truncate on audit
    for each statement execute function audit_is_only_added_to();
create trigger audit_seals_are_only_added_to before update or delete or truncate on audit_seals
    for each statement execute function audit_is_only_added_to();

revoke all on audit, audit_seals from public, current_user;
grant select, insert on audit, audit_seals to current_user;

-- Where whoever made the database left the function, the two tables change hands: the service's role can no longer change
-- what it may do with them. `deploy/local/databases.py` and `deploy/compose/database.sh` leave it.
do $$
begin
    if to_regprocedure('thidua_keep_audit()') is not null then
        perform thidua_keep_audit();
    end if;
end
$$;
