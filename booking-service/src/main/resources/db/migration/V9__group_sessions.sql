-- Group sessions: a clinic schedules one, which claims practitioner, room and devices once. Its seats are the units of a
-- resource of its own, so the constraint over claims counts them; each seat is the claim of an appointment.

ALTER TABLE resource DROP CONSTRAINT resource_kind_check;
ALTER TABLE resource ADD CONSTRAINT resource_kind_check
    CHECK (kind IN ('practitioner', 'room', 'equipment', 'patient', 'session'));

CREATE TABLE session (
    id               uuid PRIMARY KEY REFERENCES resource,
    -- Counts changes of its seats too: whoever changes it has seen who sits there.
    version          integer NOT NULL DEFAULT 1,
    state            text NOT NULL CHECK (state IN ('scheduled', 'cancelled')),
    clinic_id        uuid NOT NULL REFERENCES clinic,
    treatment_id     uuid NOT NULL REFERENCES treatment,
    practitioner_id  uuid NOT NULL REFERENCES practitioner,
    room_id          uuid REFERENCES room,
    minutes          smallint NOT NULL CHECK (minutes > 0 AND minutes % 5 = 0),
    starts_at        timestamptz NOT NULL,
    ends_at          timestamptz NOT NULL,
    zone             text NOT NULL,
    -- Somebody has to be found for it, or it has to be called off; until then nobody is given a seat.
    rebooking_needed boolean NOT NULL DEFAULT false,
    cancel_reason    text,
    cancelled_at     timestamptz,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    CHECK (starts_at < ends_at),
    CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL))
);
CREATE INDEX session_clinic ON session (clinic_id, starts_at, id);
CREATE INDEX session_practitioner ON session (practitioner_id, starts_at);
CREATE INDEX session_ends ON session (ends_at) WHERE state = 'scheduled';

ALTER TABLE appointment ADD COLUMN session_id uuid REFERENCES session;
CREATE INDEX appointment_session ON appointment (session_id) WHERE session_id IS NOT NULL;

-- What a session itself claims; ways lead from and to sessions as they do from and to appointments.
ALTER TABLE claim
    ADD COLUMN session_id      uuid REFERENCES session DEFERRABLE INITIALLY DEFERRED,
    ADD COLUMN from_session_id uuid REFERENCES session,
    DROP CONSTRAINT claim_kind_check,
    DROP CONSTRAINT claim_check1,
    DROP CONSTRAINT claim_check2,
    ADD CONSTRAINT claim_kind_check CHECK (kind IN ('appointment', 'session', 'travel', 'block')),
    ADD CONSTRAINT claim_of_one_thing CHECK (num_nonnulls(time_off_id, appointment_id, session_id) = 1),
    ADD CONSTRAINT claim_of_appointment CHECK (kind <> 'appointment' OR appointment_id IS NOT NULL),
    ADD CONSTRAINT claim_of_session CHECK (kind <> 'session' OR session_id IS NOT NULL),
    ADD CONSTRAINT claim_way_from_one_thing
        CHECK (num_nonnulls(from_appointment_id, from_session_id) = (kind = 'travel')::integer);
CREATE INDEX claim_session ON claim (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX claim_from_session ON claim (from_session_id) WHERE from_session_id IS NOT NULL;

-- The copies of the service keep sessions in their picture of free times.
ALTER TABLE availability_change DROP CONSTRAINT availability_change_kind_check;
ALTER TABLE availability_change ADD CONSTRAINT availability_change_kind_check
    CHECK (kind IN ('claims', 'hold', 'hours', 'opening', 'catalogue', 'session'));

CREATE FUNCTION session_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO availability_change (kind, id) VALUES ('session', NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER session_changed AFTER INSERT OR UPDATE ON session
    FOR EACH ROW EXECUTE FUNCTION session_changed();

-- Whatever happens to a seat is a change of its session. Appointments without a session pay nothing for it.
CREATE FUNCTION seat_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE session SET version = version + 1 WHERE id = NEW.session_id;
    RETURN NULL;
END $$;

CREATE FUNCTION seat_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE session SET version = version + 1 WHERE id IN (OLD.session_id, NEW.session_id);
    RETURN NULL;
END $$;

CREATE TRIGGER seat_taken AFTER INSERT ON appointment
    FOR EACH ROW WHEN (NEW.session_id IS NOT NULL) EXECUTE FUNCTION seat_taken();
CREATE TRIGGER seat_changed AFTER UPDATE OF state, expires_at, session_id ON appointment
    FOR EACH ROW WHEN (OLD.session_id IS NOT NULL OR NEW.session_id IS NOT NULL) EXECUTE FUNCTION seat_changed();
