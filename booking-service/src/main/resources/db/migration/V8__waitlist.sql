-- Of a hold that the waitlist offers: the appointment that moves to its time when the hold is taken.
ALTER TABLE appointment ADD COLUMN replaces uuid REFERENCES appointment;

-- Who waits for which times. Days and times of the day are local at whichever of the clinics a time becomes free.
CREATE TABLE waitlist_entry (
    id             uuid PRIMARY KEY,
    version        integer NOT NULL DEFAULT 1,
    -- The order in which they wait, whatever the clocks of the copies say.
    place          bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    state          text NOT NULL CHECK (state IN ('waiting', 'needs-screening', 'fulfilled', 'removed', 'expired')),
    -- The principal who made it; what staff made is the clinics'.
    owner          text NOT NULL,
    made_by        text NOT NULL CHECK (made_by IN ('guest', 'patient', 'staff')),
    patient_id     uuid NOT NULL REFERENCES patient,
    treatment_id   uuid NOT NULL REFERENCES treatment,
    minutes        smallint NOT NULL CHECK (minutes > 0 AND minutes % 5 = 0),
    visit_kind     text NOT NULL CHECK (visit_kind IN ('initial', 'follow-up', 'review')),
    clinics        uuid[] NOT NULL CHECK (cardinality(clinics) > 0),
    -- Empty: anybody.
    practitioners  uuid[] NOT NULL,
    -- Ranges of local time on days of the week; empty: any time.
    times          jsonb NOT NULL,
    earliest       date NOT NULL,
    latest         date NOT NULL,
    replaces       uuid REFERENCES appointment,
    -- Kept as it was signed, to be verified again at each offer; gone when nobody waits any more.
    screening_pass text,
    pass_until     timestamptz,
    -- Nothing that starts from here on is wished for: the end of the latest day, or the start of what is replaced.
    wanted_before  timestamptz NOT NULL,
    created_at     timestamptz NOT NULL,
    CHECK (earliest <= latest),
    CHECK ((screening_pass IS NULL) = (pass_until IS NULL))
);
CREATE INDEX waitlist_entry_waiting ON waitlist_entry USING gin (clinics) WHERE state = 'waiting';
CREATE INDEX waitlist_entry_owner ON waitlist_entry (owner);
CREATE INDEX waitlist_entry_patient ON waitlist_entry (patient_id);
CREATE INDEX waitlist_entry_ends ON waitlist_entry (wanted_before) WHERE state IN ('waiting', 'needs-screening');
CREATE INDEX waitlist_entry_pass ON waitlist_entry (pass_until) WHERE state = 'waiting';
CREATE INDEX waitlist_entry_replaces ON waitlist_entry (replaces) WHERE state IN ('waiting', 'needs-screening');

-- A hold made for an entry, under the hold's id; without outcome while it is up to the entry's owner.
CREATE TABLE waitlist_offer (
    id              uuid PRIMARY KEY REFERENCES appointment,
    entry_id        uuid NOT NULL REFERENCES waitlist_entry,
    practitioner_id uuid NOT NULL REFERENCES practitioner,
    clinic_id       uuid NOT NULL REFERENCES clinic,
    starts_at       timestamptz NOT NULL,
    ends_at         timestamptz NOT NULL,
    offered_at      timestamptz NOT NULL,
    outcome         text CHECK (outcome IN ('accepted', 'declined', 'expired', 'withdrawn'))
);
-- Nobody decides about two offers at once.
CREATE UNIQUE INDEX waitlist_offer_alive ON waitlist_offer (entry_id) WHERE outcome IS NULL;
CREATE INDEX waitlist_offer_entry ON waitlist_offer (entry_id, offered_at);

-- Times that have become free and were not yet offered to everybody who waits. tried: the place of the last
-- entry that was looked at.
CREATE TABLE waitlist_freed_time (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    practitioner_id uuid NOT NULL REFERENCES practitioner,
    clinic_id       uuid NOT NULL REFERENCES clinic,
    starts_at       timestamptz NOT NULL,
    ends_at         timestamptz NOT NULL,
    tried           bigint,
    failures        smallint NOT NULL DEFAULT 0,
    found_at        timestamptz NOT NULL,
    CHECK (starts_at < ends_at),
    UNIQUE (practitioner_id, clinic_id, starts_at, ends_at)
);
