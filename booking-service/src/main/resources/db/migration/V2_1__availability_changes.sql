-- What the copies of the service poll to keep their picture of free times current. Triggers write it, so that no writer of
-- claims, hours or reference data can forget to: whatever commits, by whichever way, is in here.
CREATE TABLE availability_change (
    seq       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid      xid8 NOT NULL DEFAULT pg_current_xact_id(),
    kind      text NOT NULL CHECK (kind IN ('claims', 'hold', 'hours', 'opening', 'catalogue')),
    -- The resource whose claims changed, the hold, the practitioner whose hours, or the clinic whose opening changed.
    id        uuid,
    starts_at timestamptz,
    ends_at   timestamptz
);
CREATE INDEX availability_change_txid ON availability_change (txid);

-- Counts the changes of a practitioner's hours and of a clinic's opening. Read with the locks that every booking takes: what
-- was remembered under the same number is still what the tables say.
ALTER TABLE resource ADD COLUMN hours_version integer NOT NULL DEFAULT 0;
ALTER TABLE clinic ADD COLUMN opening_version integer NOT NULL DEFAULT 0;

CREATE FUNCTION claims_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO availability_change (kind, id, starts_at, ends_at)
    SELECT 'claims', resource_id, min(lower(during)), max(upper(during))
      FROM changed
     WHERE kind <> 'travel'
     GROUP BY resource_id;
    RETURN NULL;
END $$;

CREATE TRIGGER claims_added AFTER INSERT ON claim
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION claims_changed();
CREATE TRIGGER claims_removed AFTER DELETE ON claim
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION claims_changed();
CREATE TRIGGER claims_left AFTER UPDATE ON claim
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION claims_changed();
CREATE TRIGGER claims_entered AFTER UPDATE ON claim
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION claims_changed();

-- A hold's claims stop counting when it lapses, until it is confirmed or extended: that changes no claim.
CREATE FUNCTION hold_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO availability_change (kind, id) VALUES ('hold', NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER hold_changed AFTER UPDATE OF state, expires_at ON appointment
    FOR EACH ROW WHEN (OLD.state = 'held') EXECUTE FUNCTION hold_changed();

CREATE FUNCTION hours_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH touched AS (
        UPDATE resource SET hours_version = hours_version + 1
         WHERE id IN (SELECT practitioner_id FROM changed)
        RETURNING id)
    INSERT INTO availability_change (kind, id) SELECT 'hours', id FROM touched;
    RETURN NULL;
END $$;

CREATE FUNCTION opening_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH touched AS (
        UPDATE clinic SET opening_version = opening_version + 1
         WHERE id IN (SELECT clinic_id FROM changed)
        RETURNING id)
    INSERT INTO availability_change (kind, id) SELECT 'opening', id FROM touched;
    RETURN NULL;
END $$;

-- Segments and holidays name what they belong to one step away.
CREATE FUNCTION segments_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH touched AS (
        UPDATE resource SET hours_version = hours_version + 1
         WHERE id IN (SELECT r.practitioner_id FROM changed JOIN roster r ON r.id = changed.roster_id)
        RETURNING id)
    INSERT INTO availability_change (kind, id) SELECT 'hours', id FROM touched;
    RETURN NULL;
END $$;

CREATE FUNCTION holidays_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH touched AS (
        UPDATE clinic SET opening_version = opening_version + 1
         WHERE id IN (SELECT c.clinic_id FROM changed JOIN clinic_holiday_calendar c ON c.calendar_id = changed.calendar_id)
        RETURNING id)
    INSERT INTO availability_change (kind, id) SELECT 'opening', id FROM touched;
    RETURN NULL;
END $$;

CREATE FUNCTION catalogue_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO availability_change (kind) VALUES ('catalogue');
    RETURN NULL;
END $$;

CREATE FUNCTION units_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO availability_change (kind)
    SELECT 'catalogue'
     WHERE EXISTS (SELECT FROM changed JOIN resource r ON r.id = changed.resource_id WHERE r.kind IN ('room', 'equipment'));
    RETURN NULL;
END $$;

DO $triggers$
DECLARE
    of_hours record;
    reference text;
BEGIN
    FOR of_hours IN
        SELECT * FROM (VALUES ('roster', 'hours_changed'), ('roster_exception', 'hours_changed'),
                              ('roster_segment', 'segments_changed'), ('closure', 'opening_changed'),
                              ('clinic_hours', 'opening_changed'), ('clinic_holiday_calendar', 'opening_changed'),
                              ('holiday', 'holidays_changed'), ('resource_unit', 'units_changed')) AS v (source, called)
    LOOP
        EXECUTE format('CREATE TRIGGER availability_added AFTER INSERT ON %I '
            'REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION %I()', of_hours.source, of_hours.called);
        EXECUTE format('CREATE TRIGGER availability_removed AFTER DELETE ON %I '
            'REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION %I()', of_hours.source, of_hours.called);
        EXECUTE format('CREATE TRIGGER availability_left AFTER UPDATE ON %I '
            'REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION %I()', of_hours.source, of_hours.called);
        EXECUTE format('CREATE TRIGGER availability_entered AFTER UPDATE ON %I '
            'REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION %I()', of_hours.source, of_hours.called);
    END LOOP;
    FOREACH reference IN ARRAY ARRAY['treatment', 'treatment_price', 'treatment_need', 'offering', 'practitioner', 'room',
                                     'equipment', 'policy', 'partner', 'partner_agreement', 'clinic_travel'] LOOP
        EXECUTE format('CREATE TRIGGER catalogue_changed AFTER INSERT OR UPDATE OR DELETE ON %I '
            'FOR EACH STATEMENT EXECUTE FUNCTION catalogue_changed()', reference);
    END LOOP;
END $triggers$;

-- Not of every update: a change of its opening counts up a column of the clinic.
CREATE TRIGGER catalogue_changed
    AFTER INSERT OR DELETE OR UPDATE OF code, policy_id, name, zone, latitude, longitude ON clinic
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_changed();
