-- What triage decides with, what it decided, and what booking may rely on. Decisions are only ever added.

CREATE TABLE ruleset (
    hash            text        PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'),
    engine_version  text        NOT NULL,
    definition      text        NOT NULL,
    clinical_review text        NOT NULL CHECK (clinical_review IN ('pending', 'signed')),
    first_used_at   timestamptz NOT NULL
);

-- One key per owner of assessments, itself encrypted with the service's secret. Deleting a row erases everything sealed with
-- it. The row is also what serialises the decisions of one owner.
CREATE TABLE subject_key (
    id         uuid        PRIMARY KEY,
    owner      text        NOT NULL UNIQUE,
    sealed_key bytea       NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE assessment (
    id             uuid        PRIMARY KEY,
    owner          text,
    key_id         uuid        NOT NULL, -- no foreign key: the decision outlives the erased key
    status         text        NOT NULL CHECK (status IN ('complete', 'incomplete')),
    disposition    text        CHECK (disposition IN ('EMERGENCY_AMBULANCE', 'EMERGENCY_DEPARTMENT', 'MEDICAL_SAME_DAY',
                                   'MEDICAL_CLEARANCE', 'PHYSIOTHERAPY_FIRST', 'MASSAGE_SUITABLE', 'SELF_CARE')),
    ruleset_hash   text        NOT NULL REFERENCES ruleset,
    engine_version text        NOT NULL,
    sealed         bytea       NOT NULL, -- answers and outcome, AES-256-GCM under the owner's key
    sealed_sha256  bytea       NOT NULL CHECK (octet_length(sealed_sha256) = 32),
    decided_at     timestamptz NOT NULL,
    holds_until    timestamptz NOT NULL CHECK (holds_until > decided_at),
    retain_until   timestamptz NOT NULL CHECK (retain_until > decided_at),
    CHECK (status = 'incomplete' OR disposition IS NOT NULL)
);

CREATE INDEX assessment_standing ON assessment (owner, holds_until) WHERE owner IS NOT NULL AND disposition IS NOT NULL;
CREATE INDEX assessment_retain_until ON assessment (retain_until);

CREATE TABLE signing_key (
    kid            text        PRIMARY KEY,
    public_jwk     text        NOT NULL,
    sealed_private bytea       NOT NULL,
    active_from    timestamptz NOT NULL UNIQUE,
    created_at     timestamptz NOT NULL
);

CREATE TABLE pass (
    jti           uuid        PRIMARY KEY,
    assessment_id uuid        NOT NULL UNIQUE REFERENCES assessment,
    owner         text,
    disposition   text        NOT NULL,
    issued_at     timestamptz NOT NULL,
    book_by       timestamptz NOT NULL CHECK (book_by > issued_at)
);

CREATE INDEX pass_of_owner ON pass (owner, book_by) WHERE owner IS NOT NULL;

-- One row. Its lock makes a later number mean a later commit, so that no reader ever skips a stop.
CREATE TABLE stop_sequence (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    value    bigint  NOT NULL
);
INSERT INTO stop_sequence (value) VALUES (0);

CREATE TABLE stop (
    kind          text        NOT NULL CHECK (kind IN ('pass', 'subject')),
    reference     text        NOT NULL,
    sequence      bigint      NOT NULL,
    assessment_id uuid        NOT NULL REFERENCES assessment,
    until         timestamptz NOT NULL,
    PRIMARY KEY (kind, reference, sequence)
);

CREATE INDEX stop_until ON stop (until);

-- Ids and kinds only. The transaction id lets a feed read below the oldest running transaction.
CREATE TABLE event (
    id            uuid        PRIMARY KEY,
    position      bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    transaction   xid8        NOT NULL DEFAULT pg_current_xact_id(),
    kind          text        NOT NULL,
    assessment_id uuid        NOT NULL REFERENCES assessment,
    occurred_at   timestamptz NOT NULL
);

CREATE TABLE access_log (
    id            uuid        PRIMARY KEY,
    at            timestamptz NOT NULL,
    actor         text        NOT NULL,
    action        text        NOT NULL,
    purpose       text        NOT NULL,
    assessment_id uuid        NOT NULL,
    request_id    text
);

-- The running service may add to these and read them, nothing else.
REVOKE UPDATE, DELETE, TRUNCATE ON ruleset, assessment, signing_key, pass, stop, event, access_log FROM triage_app;
REVOKE INSERT, DELETE, TRUNCATE ON stop_sequence FROM triage_app;
