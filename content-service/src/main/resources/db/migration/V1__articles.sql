-- Articles, their translations and versions; graded statements; search; what happened.

CREATE TABLE article (
    id         uuid        PRIMARY KEY,
    slug       text        NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80),
    kind       text        NOT NULL CHECK (kind IN ('technique', 'safety', 'aftercare', 'evidence', 'service', 'faq',
                                                    'preparation', 'self-care', 'condition')),
    created_at timestamptz NOT NULL,
    created_by text        NOT NULL
);

-- One article in one language. Everything that changes it locks this row, so no language waits for or touches another.
CREATE TABLE translation (
    id         uuid   PRIMARY KEY,
    article_id uuid   NOT NULL REFERENCES article (id),
    lang       text   NOT NULL CHECK (lang IN ('en', 'it', 'el', 'ar', 'vi')),
    revision   bigint NOT NULL CHECK (revision >= 0),
    UNIQUE (article_id, lang)
);

CREATE TABLE version (
    id               uuid        PRIMARY KEY,
    translation_id   uuid        NOT NULL REFERENCES translation (id),
    number           int         NOT NULL CHECK (number > 0),
    status           text        NOT NULL CHECK (status IN ('draft', 'in-review', 'published', 'withdrawn')),
    origin           text        NOT NULL CHECK (origin IN ('editor', 'seed')),
    title            text        NOT NULL,
    summary          text        NOT NULL,
    body             text        NOT NULL,
    authors          text[]      NOT NULL CHECK (cardinality(authors) > 0),
    created_at       timestamptz NOT NULL,
    published_at     timestamptz,
    published_by     text,
    withdrawn_at     timestamptz,
    withdrawn_reason text        CHECK (withdrawn_reason IN ('superseded', 'withdrawn')),
    UNIQUE (translation_id, number),
    CONSTRAINT version_four_eyes CHECK (origin = 'seed' OR published_by IS NULL OR published_by <> ALL (authors)),
    CHECK ((status IN ('published', 'withdrawn')) = (published_at IS NOT NULL)),
    CHECK ((published_at IS NULL) = (published_by IS NULL)),
    CHECK ((status = 'withdrawn') = (withdrawn_at IS NOT NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL))
);

CREATE UNIQUE INDEX version_one_published ON version (translation_id) WHERE status = 'published';
CREATE UNIQUE INDEX version_one_in_progress ON version (translation_id) WHERE status IN ('draft', 'in-review');

CREATE TABLE statement (
    id         uuid    PRIMARY KEY,
    version_id uuid    NOT NULL REFERENCES version (id),
    position   int     NOT NULL CHECK (position >= 0),
    code       text    NOT NULL CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(code) <= 64),
    text       text    NOT NULL,
    grade      text    CHECK (grade IN ('high', 'moderate', 'low', 'very-low', 'consensus')),
    safety     boolean NOT NULL,
    conflicts  text[]  NOT NULL,
    reviewer   text,
    review_by  date,
    UNIQUE (version_id, code),
    UNIQUE (version_id, position)
);

CREATE TABLE citation (
    statement_id uuid NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    position     int  NOT NULL CHECK (position >= 0),
    kind         text NOT NULL CHECK (kind IN ('fact', 'doi', 'url')),
    ref          text NOT NULL,
    title        text,
    PRIMARY KEY (statement_id, position),
    CHECK (kind = 'fact' OR title IS NOT NULL)
);

-- Every step of a version's life is one row and stays: who did it, when.
CREATE TABLE transition (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version_id uuid        NOT NULL REFERENCES version (id),
    at         timestamptz NOT NULL,
    actor      text        NOT NULL,
    step       text        NOT NULL CHECK (step IN ('saved', 'submitted', 'returned', 'published', 'superseded',
                                                    'withdrawn'))
);

CREATE INDEX transition_version ON transition (version_id, id);

-- What the rest of the network hears. Readers of the feed stay below pg_snapshot_xmin, hence xid.
CREATE TABLE event (
    seq        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         uuid        NOT NULL UNIQUE,
    xid        xid8        NOT NULL DEFAULT pg_current_xact_id(),
    at         timestamptz NOT NULL,
    type       text        NOT NULL CHECK (type IN ('article-published', 'article-withdrawn')),
    article_id uuid        NOT NULL REFERENCES article (id),
    lang       text        NOT NULL,
    version    int         NOT NULL
);

-- A version's text is fixed from its submission on, and its state moves along one path only.
CREATE FUNCTION version_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := CASE OLD.status
        WHEN 'draft' THEN ARRAY['status', 'title', 'summary', 'body', 'authors']
        WHEN 'in-review' THEN ARRAY['status', 'published_at', 'published_by']
        WHEN 'published' THEN ARRAY['status', 'withdrawn_at', 'withdrawn_reason']
        ELSE ARRAY[]::text[] END;
BEGIN
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE EXCEPTION 'version % is %: this may not change', OLD.id, OLD.status USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN (('draft', 'in-review'), ('in-review', 'draft'),
            ('in-review', 'published'), ('published', 'withdrawn')) THEN
        RAISE EXCEPTION 'a version goes from % to % never', OLD.status, NEW.status USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status <> 'published' AND NEW.status = 'published' AND (
            NOT EXISTS (SELECT FROM statement s WHERE s.version_id = NEW.id)
            OR EXISTS (SELECT FROM statement s WHERE s.version_id = NEW.id
                AND (s.grade IS NULL OR s.review_by IS NULL
                     OR NOT EXISTS (SELECT FROM citation c WHERE c.statement_id = s.id)))) THEN
        RAISE EXCEPTION 'version % has a statement without grade, day of review or citation', NEW.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER version_guard BEFORE UPDATE ON version FOR EACH ROW EXECUTE FUNCTION version_guard();

CREATE FUNCTION version_starts_as_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> 'draft' THEN
        RAISE EXCEPTION 'a version starts as a draft' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER version_starts_as_draft BEFORE INSERT ON version FOR EACH ROW EXECUTE FUNCTION version_starts_as_draft();

-- Statements change with a draft; while in review only the reviewer and the day of review may be filled in. FOR SHARE
-- waits for whoever is moving the version at this moment.
CREATE FUNCTION statement_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    state text;
    signing text[] := ARRAY['reviewer', 'review_by'];
BEGIN
    SELECT status INTO state FROM version
     WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.version_id ELSE NEW.version_id END FOR SHARE;
    IF state = 'in-review' AND TG_OP = 'UPDATE' AND to_jsonb(NEW) - signing = to_jsonb(OLD) - signing THEN
        RETURN NEW;
    END IF;
    IF state <> 'draft' OR TG_OP = 'UPDATE' AND NEW.version_id <> OLD.version_id THEN
        RAISE EXCEPTION 'the statements of a version that is % may not change', state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER statement_guard BEFORE INSERT OR UPDATE OR DELETE ON statement
    FOR EACH ROW EXECUTE FUNCTION statement_guard();

CREATE FUNCTION citation_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    state text;
BEGIN
    SELECT v.status INTO state FROM version v JOIN statement s ON s.version_id = v.id
     WHERE s.id = CASE TG_OP WHEN 'DELETE' THEN OLD.statement_id ELSE NEW.statement_id END FOR SHARE OF v;
    -- no statement: it is being deleted, and its own guard has allowed that
    IF state <> 'draft' THEN
        RAISE EXCEPTION 'the citations of a version that is % may not change', state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER citation_guard BEFORE INSERT OR UPDATE OR DELETE ON citation
    FOR EACH ROW EXECUTE FUNCTION citation_guard();
