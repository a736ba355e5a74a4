-- A message waits for a person when it failed, when nobody knows whether it went out, and when there was nowhere to send it
-- although it says whether there is an appointment, and when.
ALTER TABLE message ADD COLUMN open boolean NOT NULL GENERATED ALWAYS AS (
    settled_at IS NULL
    AND (state IN ('unclear', 'failed')
         OR state = 'dropped' AND reason IN ('no-address', 'too-many')
            AND purpose IN ('confirmation', 'change', 'cancellation', 'rebooking-needed'))) STORED;

DROP INDEX message_open;
-- The few that wait for somebody; read with each look at a clinic's day.
CREATE INDEX message_open ON message (appointment_id) WHERE open;
