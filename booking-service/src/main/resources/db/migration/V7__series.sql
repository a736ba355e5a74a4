-- A course of appointments that were booked together. Whose it is follows from its visits: they can move and be merged alone.
CREATE TABLE series (
    id         uuid PRIMARY KEY,
    -- The plan code of the screening pass it was made from (FR-01 to FR-04); NULL when the times were named.
    plan       text,
    asked      smallint NOT NULL CHECK (asked BETWEEN 2 AND 30),
    created_at timestamptz NOT NULL
);

ALTER TABLE appointment
    ADD COLUMN series_id uuid REFERENCES series,
    ADD COLUMN series_ordinal smallint CHECK (series_ordinal >= 1),
    ADD CHECK ((series_id IS NULL) = (series_ordinal IS NULL));
CREATE UNIQUE INDEX appointment_series ON appointment (series_id, series_ordinal) WHERE series_id IS NOT NULL;

REVOKE UPDATE, DELETE ON series FROM booking_app;
