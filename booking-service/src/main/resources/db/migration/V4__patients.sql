-- Patients through their whole life: found, merged, linked to accounts, erased.

-- An erased patient keeps its id, since appointments that must be kept point to it, and nothing that says who it was.
ALTER TABLE patient ADD COLUMN erased_at timestamptz;
ALTER TABLE patient ALTER COLUMN date_of_birth DROP NOT NULL;
ALTER TABLE patient ADD CONSTRAINT patient_erased_or_born CHECK ((erased_at IS NULL) = (date_of_birth IS NOT NULL));
ALTER TABLE patient ADD CONSTRAINT patient_erased_is_nobody
    CHECK (erased_at IS NULL OR (given_name = '' AND family_name = '' AND email IS NULL AND phone IS NULL AND owner IS NULL));
ALTER TABLE patient ADD CONSTRAINT patient_not_into_itself CHECK (merged_into <> id);
CREATE INDEX patient_merged_into ON patient (merged_into) WHERE merged_into IS NOT NULL;

-- What a guest or a partner entered and nobody attended goes after days.
UPDATE patient SET retain_until = (created_at AT TIME ZONE 'UTC')::date + 30
 WHERE provisional AND retain_until IS NULL AND (owner LIKE 'guest:%' OR owner LIKE 'partner:%');
CREATE INDEX patient_retain_until ON patient (retain_until) WHERE retain_until IS NOT NULL AND erased_at IS NULL;

-- A front desk finds its own patients by the beginning of a name.
CREATE INDEX patient_family_name_prefix ON patient (lower(family_name) text_pattern_ops);
CREATE INDEX patient_given_name_prefix ON patient (lower(given_name) text_pattern_ops);

-- An account is one person: it is linked as self to one patient at most. Older doubles end where they began.
UPDATE patient_access a
   SET valid_until = a.valid_from
 WHERE a.relation = 'self' AND a.valid_until IS NULL
   AND EXISTS (SELECT FROM patient_access b
                WHERE b.subject = a.subject AND b.relation = 'self' AND b.valid_until IS NULL AND b.id < a.id);
CREATE UNIQUE INDEX patient_access_one_self ON patient_access (subject) WHERE relation = 'self' AND valid_until IS NULL;


-- And it is linked to a patient once at a time.
UPDATE patient_access a
   SET valid_until = a.valid_from
 WHERE a.valid_until IS NULL
   AND EXISTS (SELECT FROM patient_access b
                WHERE b.subject = a.subject AND b.patient_id = a.patient_id AND b.valid_until IS NULL AND b.id < a.id);
CREATE UNIQUE INDEX patient_access_once ON patient_access (patient_id, subject) WHERE valid_until IS NULL;

-- Codes that reception gives to a person, who links their account with it. Shown once, kept as a hash.
CREATE TABLE patient_link_code (
    id          uuid PRIMARY KEY,
    patient_id  uuid NOT NULL REFERENCES patient,
    code_hash   text NOT NULL UNIQUE,
    relation    text NOT NULL CHECK (relation IN ('self', 'parent', 'guardian', 'carer', 'nominee', 'residence')),
    scope       text NOT NULL CHECK (scope IN ('full', 'book', 'read')),
    valid_until timestamptz,
    made_by     text NOT NULL,
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz
);
CREATE INDEX patient_link_code_patient ON patient_link_code (patient_id);

-- Tries at a code, of an account; a row is written before the code is looked at.
CREATE TABLE patient_link_try (
    id      uuid PRIMARY KEY,
    subject text NOT NULL,
    at      timestamptz NOT NULL
);
CREATE INDEX patient_link_try_subject ON patient_link_try (subject, at);

ALTER TABLE consent ADD COLUMN recorded_by text;
ALTER TABLE consent ADD CONSTRAINT consent_kind_known CHECK (kind IN (
    'treatment', 'privacy-notice', 'information-sharing', 'telehealth', 'observer-present', 'photographs', 'newsletter'));
ALTER TABLE consent ADD CONSTRAINT consent_relation_known
    CHECK (relation IN ('self', 'parent', 'guardian', 'carer', 'nominee', 'residence'));
ALTER TABLE consent ADD CONSTRAINT consent_withdrawn_after CHECK (withdrawn_at >= given_at);
CREATE INDEX consent_patient ON consent (patient_id);

ALTER TABLE patient_address ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE patient_address ADD CONSTRAINT patient_address_quality_known
    CHECK (geocode_quality IN ('rooftop', 'street', 'suburb', 'by-hand', 'none'));
ALTER TABLE patient_address ADD CONSTRAINT patient_address_placed_or_not CHECK (
    (geocode_quality = 'none') = (latitude IS NULL) AND (latitude IS NULL) = (longitude IS NULL)
    AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180);
ALTER TABLE patient_address ADD CONSTRAINT patient_address_buffer_in_steps
    CHECK (arrival_buffer BETWEEN 0 AND 60 AND arrival_buffer % 5 = 0);
CREATE INDEX patient_address_patient ON patient_address (patient_id);

-- Merges, so that each can be taken back: which rows it took along. Of patient_clinic, row_id is the clinic.
CREATE TABLE patient_merge (
    id          uuid PRIMARY KEY,
    merged_id   uuid NOT NULL REFERENCES patient,
    survivor_id uuid NOT NULL REFERENCES patient,
    merged_by   text NOT NULL,
    merged_at   timestamptz NOT NULL,
    undone_by   text,
    undone_at   timestamptz,
    CHECK (merged_id <> survivor_id)
);
CREATE UNIQUE INDEX patient_merge_standing ON patient_merge (merged_id) WHERE undone_at IS NULL;
CREATE INDEX patient_merge_survivor ON patient_merge (survivor_id);

CREATE TABLE patient_merge_row (
    merge_id   uuid NOT NULL REFERENCES patient_merge,
    of_table   text NOT NULL,
    row_id     uuid NOT NULL,
    PRIMARY KEY (merge_id, of_table, row_id)
);
