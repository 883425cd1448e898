-- Left in each service's database by whoever makes it, as superuser: the audit's migration calls it once, and the audit then
-- belongs to the superuser. The service's role adds lines and reads them; it can neither change nor drop them, nor grant
-- itself more. It owns everything else, as before.
create or replace function public.thidua_keep_audit() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    service text := session_user;
begin
    alter schema public owner to current_user;
    execute format('grant usage, create on schema public to %I', service);
    alter table public.audit owner to current_user;
    alter table public.audit_seals owner to current_user;
    alter function public.audit_is_only_added_to() owner to current_user;
    execute format('revoke all on public.audit, public.audit_seals from public, %I', service);
    execute format('grant select, insert on public.audit, public.audit_seals to %I', service);
end
$$;
