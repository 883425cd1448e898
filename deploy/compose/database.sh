#!/usr/bin/env bash
# Runs once, when a database container is first set up: the service's own role, no superuser, and the database it owns.
set -euo pipefail

psql --set ON_ERROR_STOP=1 --set role="$THIDUA_ROLE" --set password="$THIDUA_ROLE_PASSWORD" \
    --set keep_audit="${THIDUA_KEEP_AUDIT:-/keep_audit.sql}" \
    --username "${POSTGRES_USER:-postgres}" --dbname postgres --no-psqlrc --quiet <<'SQL'
create role :"role" login password :'password';
create database :"role" owner :"role";
revoke all on database :"role" from public;
\connect :"role"
\include :keep_audit
SQL
