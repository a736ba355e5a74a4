-- The life of an appointment after it is booked: what happened on the day, what it costs, who may manage it by a link.

ALTER TABLE appointment
    -- When staff said so; ended_at is the end of the visit, or when it was decided that there was none.
    ADD COLUMN arrived_at              timestamptz,
    ADD COLUMN started_at              timestamptz,
    ADD COLUMN ended_at                timestamptz,
    -- What moves inside the free-cancellation window have cost so far; fee_amount is that of a cancellation or no-show.
    ADD COLUMN late_move_fee           integer NOT NULL DEFAULT 0 CHECK (late_move_fee >= 0),
    ADD COLUMN fee_waiver              text CHECK (fee_waiver IN ('illness', 'emergency', 'first-time', 'clinic-error', 'other')),
    ADD COLUMN overbook_note           text CHECK (length(overbook_note) <= 200),
    -- Techniques that the screening rules out and the practitioner has acknowledged before starting.
    ADD COLUMN acknowledged_techniques text[],
    -- How we know that an adult answers for a minor's hands-on visit.
    ADD COLUMN responsible_adult       text CHECK (responsible_adult IN ('account', 'consent', 'staff'));

-- Whoever holds the token may read, move and call off this one appointment. It ends some hours after the visit, wherever
-- that has moved to meanwhile, so the end is not kept here.
CREATE TABLE manage_link (
    id             uuid PRIMARY KEY,
    appointment_id uuid NOT NULL REFERENCES appointment,
    token_hash     text NOT NULL UNIQUE,
    created_at     timestamptz NOT NULL,
    revoked_at     timestamptz
);
CREATE INDEX manage_link_appointment ON manage_link (appointment_id, created_at, id);
