-- Whether the client looks at the entry by itself and shows what is offered. Others hear of an offer by letter only, so they
-- are offered nothing while none can be sent.
ALTER TABLE waitlist_entry ADD COLUMN watched boolean NOT NULL DEFAULT false;

-- Those who wait without an address were taken on before anybody asked, and go on as they did.
UPDATE waitlist_entry e SET watched = true FROM patient p WHERE p.id = e.patient_id AND p.email IS NULL;
