-- Calendar subscriptions, and what the feed of changes needs: see calendar/CalendarFeeds, event/EventLog, change/Epoch.

-- A secret address under which a calendar program reads a diary. Only the hash of the secret is kept.
CREATE TABLE calendar_feed (
    id              uuid PRIMARY KEY,
    practitioner_id uuid NOT NULL REFERENCES practitioner,
    secret_hash     text NOT NULL UNIQUE,
    label           text,
    -- The clinics it shows, those of the front desk that made it; NULL is the whole diary, made by the practitioner.
    clinic_ids      uuid[] CHECK (cardinality(clinic_ids) > 0),
    created_at      timestamptz NOT NULL
);
CREATE INDEX calendar_feed_practitioner ON calendar_feed (practitioner_id, id);

-- Consumers read between two snapshots instead of between two transaction ids; "all below low" is the same position.
ALTER TABLE event_consumer ADD COLUMN seen pg_snapshot, ADD COLUMN reading pg_snapshot;
UPDATE event_consumer
   SET seen = (greatest(low::text::bigint, 1) || ':' || greatest(low::text::bigint, 1) || ':')::pg_snapshot,
       reading = (greatest(high::text::bigint, 1) || ':' || greatest(high::text::bigint, 1) || ':')::pg_snapshot;
ALTER TABLE event_consumer
    ALTER COLUMN seen SET NOT NULL, ALTER COLUMN reading SET NOT NULL, DROP COLUMN low, DROP COLUMN high;

-- Names the history that cursors of the feed belong to. Only the owner changes it: an application that could would hide a
-- restore from its readers.
CREATE TABLE event_epoch (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    id       uuid NOT NULL
);
INSERT INTO event_epoch (id) VALUES (gen_random_uuid());
REVOKE INSERT, UPDATE, DELETE ON event_epoch FROM booking_app;

-- Run once by the owner after the database was restored (docs/operations.md). A dump brings transaction ids of the server
-- it was made on, which mean nothing here: all of it is made older than everything to come, consumers keep their place, and
-- readers of the feed start again.
CREATE FUNCTION begin_event_epoch() RETURNS void LANGUAGE sql AS $$
    UPDATE event_consumer c
       SET seen = '1:1:', reading = '4:4:',
           last_seq = coalesce((SELECT max(e.seq) FROM event e
                                 WHERE pg_visible_in_snapshot(e.txid, c.seen)
                                    OR (pg_visible_in_snapshot(e.txid, c.reading) AND e.seq <= c.last_seq)), 0);
    UPDATE event SET txid = '3';
    UPDATE event_epoch SET id = gen_random_uuid();
$$;
REVOKE EXECUTE ON FUNCTION begin_event_epoch() FROM PUBLIC, booking_app;
