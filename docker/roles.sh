#!/bin/bash
# Runs once, after bootstrap.sql: gives each role the password that was made for it, and Keycloak a database of its own.
# The image sources this file, so it changes no shell options.
for role in booking triage content; do
    for kind in owner app; do
        psql -v ON_ERROR_STOP=1 -U postgres -d physio -q \
            -v role="${role}_${kind}" -v password="$(cat "/secrets/${role}_${kind}")" <<'SQL'
ALTER ROLE :"role" PASSWORD :'password';
SQL
    done
done
psql -v ON_ERROR_STOP=1 -U postgres -d physio -q -v password="$(cat /secrets/keycloak)" <<'SQL'
CREATE ROLE keycloak LOGIN PASSWORD :'password';
CREATE DATABASE keycloak OWNER keycloak;
REVOKE ALL ON DATABASE keycloak FROM PUBLIC;
SQL
