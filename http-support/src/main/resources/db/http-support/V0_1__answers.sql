-- Answers kept for idempotency keys (24 hours): the first answer to a key is given again, byte for byte.
CREATE TABLE answer (
    scope       text        NOT NULL,
    key         text        NOT NULL,
    fingerprint text        NOT NULL,
    status      smallint    NOT NULL CHECK (status BETWEEN 200 AND 299),
    body        bytea,
    location    text,
    etag        text,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (scope, key)
);

CREATE INDEX answer_created_at ON answer (created_at);
