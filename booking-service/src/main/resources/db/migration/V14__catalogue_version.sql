-- Counts the transactions that changed what can be booked where, one after the other. A booking asks for it with its locks:
-- what it remembers of the catalogue under the same number is what the tables say.
CREATE TABLE catalogue_version (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version  bigint NOT NULL,
    -- A network file is many statements, and one change.
    txid     xid8 NOT NULL
);
INSERT INTO catalogue_version (version, txid) VALUES (1, pg_current_xact_id());
REVOKE INSERT, DELETE ON catalogue_version FROM booking_app;

CREATE OR REPLACE FUNCTION catalogue_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO availability_change (kind) VALUES ('catalogue');
    UPDATE catalogue_version SET version = version + 1, txid = pg_current_xact_id() WHERE txid <> pg_current_xact_id();
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION units_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM changed JOIN resource r ON r.id = changed.resource_id WHERE r.kind IN ('room', 'equipment')) THEN
        INSERT INTO availability_change (kind) VALUES ('catalogue');
        UPDATE catalogue_version SET version = version + 1, txid = pg_current_xact_id()
         WHERE txid <> pg_current_xact_id();
    END IF;
    RETURN NULL;
END $$;

-- Volatile, so that it sees what was committed by the time it is called, while the statement that calls it sees what was
-- committed when it began; called with what that statement had to lock first, so that this is after the locks.
CREATE FUNCTION catalogue_version_after(locked bigint) RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT version FROM catalogue_version;
$$;
