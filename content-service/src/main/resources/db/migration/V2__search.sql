-- Full-text search in each language, deaf to accents, with lay words and with a list of words to correct typos by.

DO $$
DECLARE
    base record;
BEGIN
    FOR base IN SELECT * FROM (VALUES ('en', 'english', 'english_stem'), ('it', 'italian', 'italian_stem'),
                                      ('el', 'greek', 'greek_stem'), ('ar', 'arabic', 'arabic_stem'),
                                      ('vi', 'simple', 'simple')) AS v (lang, config, dictionary)
    LOOP
        EXECUTE format('CREATE TEXT SEARCH CONFIGURATION content_%s (COPY = pg_catalog.%I)', base.lang, base.config);
        EXECUTE format('ALTER TEXT SEARCH CONFIGURATION content_%s ALTER MAPPING FOR hword, hword_part, word, asciiword,'
                       ' asciihword, hword_asciipart WITH unaccent, pg_catalog.%I', base.lang, base.dictionary);
    END LOOP;
END $$;

-- What a published version says from one day until (not on) another: each expiry of a statement begins a new row, so an
-- expired sentence cannot be found on its first day, without a job that would have to run in time.
CREATE TABLE search_page (
    version_id  uuid     NOT NULL REFERENCES version (id),
    valid_from  date     NOT NULL,
    valid_until date     NOT NULL,
    lang        text     NOT NULL,
    text        text     NOT NULL,
    words       tsvector NOT NULL,
    PRIMARY KEY (version_id, valid_from),
    CHECK (valid_from < valid_until)
);

CREATE INDEX search_page_words ON search_page USING gin (words);

CREATE TABLE search_word (
    lang text NOT NULL,
    word text NOT NULL,
    PRIMARY KEY (lang, word)
);

CREATE INDEX search_word_like ON search_word USING gin (word gin_trgm_ops);

-- Who asks for the one also means the other; ts_rewrite widens the query with it.
CREATE TABLE synonym (
    lang    text    NOT NULL,
    asked   text    NOT NULL,
    meant   text    NOT NULL,
    target  tsquery NOT NULL,
    widened tsquery NOT NULL,
    PRIMARY KEY (lang, asked, meant)
);

INSERT INTO synonym (lang, asked, meant, target, widened)
SELECT 'en', asked, meant, plainto_tsquery('content_en', asked),
       plainto_tsquery('content_en', asked) || plainto_tsquery('content_en', meant)
  FROM (VALUES ('slipped disc', 'herniated disc'),
               ('herniated disc', 'slipped disc'),
               ('prolapsed disc', 'herniated disc'),
               ('bulging disc', 'herniated disc'),
               ('ruptured disc', 'herniated disc'),
               ('backache', 'back pain'),
               ('lumbago', 'low back pain'),
               ('knots', 'trigger point'),
               ('pulled muscle', 'strain'),
               ('pinched nerve', 'trapped nerve'),
               ('physio', 'physiotherapist'),
               ('physical therapy', 'physiotherapy'),
               ('home visit', 'mobile'),
               ('house call', 'home visit'),
               ('pee', 'urine'),
               ('peeing', 'urine'),
               ('wee', 'urine'),
               ('poo', 'bowel'),
               ('bum', 'bottom'),
               ('temperature', 'fever'),
               ('operation', 'surgery'),
               ('anticoagulants', 'blood thinners'),
               ('warfarin', 'blood thinners'),
               ('tumour', 'cancer'),
               ('fracture', 'broken bone'),
               ('pregnancy', 'pregnant'),
               ('aching', 'sore'),
               ('ache', 'sore'),
               ('tender', 'sore'),
               ('knead', 'massage'),
               ('evidence', 'studies'),
               ('research', 'studies'),
               ('proof', 'studies'),
               ('appointment', 'visit'),
               ('session', 'visit'),
               ('prepare', 'ready'),
               ('sit up straight', 'sitting'),
               ('posture', 'sitting'),
               ('workout', 'exercise')) AS v (asked, meant);

INSERT INTO search_word (lang, word)
SELECT DISTINCT lang, word FROM synonym, regexp_split_to_table(asked || ' ' || meant, ' ') AS word;
