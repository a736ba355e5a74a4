-- Messages that failed, or of which nobody knows whether they went out, are for a person to answer: told by telephone, not
-- needed any more, or sent anew as another message.
ALTER TABLE message
    ADD COLUMN settled_at  timestamptz,
    ADD COLUMN settled_by  text,
    ADD COLUMN settled_how text CHECK (settled_how IN ('told-otherwise', 'not-needed', 'sent-again')),
    ADD CHECK ((settled_at IS NULL) = (settled_how IS NULL) AND (settled_at IS NULL) = (settled_by IS NULL));
-- The few that wait for somebody; read with each look at a clinic's day.
CREATE INDEX message_open ON message (appointment_id) WHERE state IN ('unclear', 'failed') AND settled_at IS NULL;
