-- Since when the mail server has been away for a message that waits for it: such tries are not counted. Empty again once any
-- letter has gone out, so while there is one nobody knows of a server that takes letters.
ALTER TABLE message ADD COLUMN away_since timestamptz;
-- The few that wait; asked before each offer, and after each letter that has gone out.
CREATE INDEX message_waits_for_server ON message (id)
    WHERE away_since IS NOT NULL AND state IN ('planned', 'claimed');

-- When the first of those who were passed over for the moment would hear of an offer; then all are asked again.
ALTER TABLE waitlist_freed_time ADD COLUMN heard_from timestamptz;
