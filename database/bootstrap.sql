-- What a database of the network has before any service starts: extensions, one schema a service, and two roles a schema.
-- Run by a superuser inside the database to be prepared; safe to run again. The embedded server, Testcontainers and
-- compose all run this file, over plain JDBC too, so it holds SQL only. It sets no passwords: each environment sets its own.

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;

DO $bootstrap$
DECLARE
  service text;
  owner text;
  app text;
  role_name text;
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());

  FOREACH service IN ARRAY ARRAY['booking', 'triage', 'content'] LOOP
    owner := service || '_owner';  -- Flyway: may change the schema
    app := service || '_app';      -- the running service: may read and write rows

    FOREACH role_name IN ARRAY ARRAY[owner, app] LOOP
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
        EXECUTE format('CREATE ROLE %I', role_name);
      END IF;
      EXECUTE format('ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', role_name);
      EXECUTE format('ALTER ROLE %I SET search_path = %I, public', role_name, service);
      EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role_name);
    END LOOP;

    EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I', service);
    EXECUTE format('ALTER SCHEMA %I OWNER TO %I', service, owner);
    EXECUTE format('REVOKE ALL ON SCHEMA %I FROM PUBLIC', service);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', service, app);

    EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC', owner);
    EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I '
        'GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', owner, service, app);
    EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I GRANT USAGE ON SEQUENCES TO %I', owner, service, app);
    EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I GRANT EXECUTE ON FUNCTIONS TO %I', owner, service, app);

    -- A write that lasts keeps diaries locked, and lets every copy read all changes since it began with each poll.
    EXECUTE format('ALTER ROLE %I SET transaction_timeout = %L', app, '30s');
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', app, '10s');
    EXECUTE format('ALTER ROLE %I SET lock_timeout = %L', app, '2s');
    -- A migration that waits for a lock makes every later query wait behind it: better that it fails and is run again.
    EXECUTE format('ALTER ROLE %I SET lock_timeout = %L', owner, '10s');
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', owner, '5min');
  END LOOP;
END
$bootstrap$;
