-- Reading the event table in order while transactions commit out of order: see event/EventLog.
CREATE INDEX event_txid ON event (txid);

-- How far each consumer of events has come; whoever locks the row does the next piece of work.
CREATE TABLE event_consumer (
    name     text PRIMARY KEY,
    low      xid8 NOT NULL,
    high     xid8 NOT NULL,
    last_seq bigint NOT NULL DEFAULT 0
);
