-- Also what is not sent because the patient is not to be written to waits for a person, who calls. Of somebody who has died
-- only that a visit stands: nobody has to hear that it does not.
ALTER TABLE message ALTER COLUMN open SET EXPRESSION AS (
    settled_at IS NULL
    AND (state IN ('unclear', 'failed')
         OR state = 'dropped' AND reason IN ('no-address', 'too-many', 'do-not-contact')
            AND purpose IN ('confirmation', 'change', 'cancellation', 'rebooking-needed')
         OR state = 'dropped' AND reason = 'deceased' AND purpose IN ('confirmation', 'change', 'rebooking-needed')));

-- What was planned for somebody after they were erased was dropped as not to be contacted; there is nobody to call.
DELETE FROM message WHERE patient_id IN (SELECT id FROM patient WHERE erased_at IS NOT NULL);
