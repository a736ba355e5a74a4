-- What patients are told, and when: written from events, claimed before it is sent. No address and no text is kept: both are
-- read when it is sent, so that a changed or erased contact counts.
CREATE TABLE message (
    id                  uuid PRIMARY KEY,
    patient_id          uuid NOT NULL REFERENCES patient,
    appointment_id      uuid NOT NULL REFERENCES appointment,
    -- As it was when this was planned; what happened since is told first.
    appointment_version integer NOT NULL,
    channel             text NOT NULL DEFAULT 'email' CHECK (channel IN ('email')),
    purpose             text NOT NULL CHECK (purpose IN ('confirmation', 'change', 'cancellation', 'rebooking-needed',
                                                         'reminder', 'soreness-check', 'waitlist-offer')),
    -- What is due to one patient with the same template goes out as one letter.
    template            text NOT NULL CHECK (template IN ('news', 'reminder', 'soreness-24h', 'soreness-48h',
                                                          'waitlist-offer')),
    -- Matters so soon that it may come at night.
    urgent              boolean NOT NULL,
    due_at              timestamptz NOT NULL,
    good_until          timestamptz NOT NULL,
    state               text NOT NULL CHECK (state IN ('planned', 'claimed', 'sent', 'failed', 'unclear', 'dropped')),
    -- Why it was dropped or has failed: a code of ours, never an answer of a mail server, which may name the address.
    reason              text,
    attempts            smallint NOT NULL DEFAULT 0,
    claimed_at          timestamptz,
    sent_at             timestamptz,
    -- The first message of the letter it is in, whose id makes the Message-ID.
    letter_id           uuid,
    -- The language it was written in, which is not the patient's where we have no words in that one.
    language            text,
    unsubscribe_hash    text UNIQUE,
    created_at          timestamptz NOT NULL,
    CHECK ((state = 'claimed') <= (claimed_at IS NOT NULL AND letter_id IS NOT NULL)),
    CHECK ((state = 'sent') <= (sent_at IS NOT NULL)),
    CHECK ((state IN ('failed', 'dropped')) <= (reason IS NOT NULL))
);
CREATE INDEX message_due ON message (due_at, id) WHERE state = 'planned';
CREATE INDEX message_of_patient ON message (patient_id, state, due_at);
CREATE INDEX message_claimed ON message (claimed_at) WHERE state = 'claimed';
CREATE INDEX message_letter ON message (letter_id) WHERE letter_id IS NOT NULL;
CREATE INDEX message_appointment ON message (appointment_id);

-- What a patient does not want to get. Without a row: everything.
CREATE TABLE message_preference (
    patient_id   uuid NOT NULL REFERENCES patient,
    channel      text NOT NULL CHECK (channel IN ('email')),
    switched_off text[] NOT NULL CHECK (switched_off <@ ARRAY['reminder', 'soreness-check', 'waitlist-offer']),
    version      integer NOT NULL DEFAULT 1,
    PRIMARY KEY (patient_id, channel)
);
