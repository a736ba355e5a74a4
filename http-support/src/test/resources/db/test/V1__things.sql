CREATE TABLE thing (id uuid PRIMARY KEY, name text NOT NULL UNIQUE);

-- Things that cost the connection on which they are written, at once or with the commit: each first time, not the second.
CREATE SEQUENCE loss;
CREATE FUNCTION lose_connection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('loss') % 2 = 1 THEN
        PERFORM pg_terminate_backend(pg_backend_pid());
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER lost_at_work AFTER INSERT ON thing
    FOR EACH ROW WHEN (NEW.name LIKE 'lost at work%') EXECUTE FUNCTION lose_connection();
CREATE CONSTRAINT TRIGGER lost_at_commit AFTER INSERT ON thing DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.name LIKE 'lost at commit%') EXECUTE FUNCTION lose_connection();
