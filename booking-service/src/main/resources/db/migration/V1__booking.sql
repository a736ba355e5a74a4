-- The booking schema. Shapes that cannot be added later stand here from the start, also where their feature comes later.
-- All lengths, buffers and rosters are multiples of 5 minutes. The time is always a parameter: nothing here asks the server.

-- Reference data: has a stable code, used by the network file and by the claims in tokens --------------------------

CREATE TABLE organisation (
    id      uuid PRIMARY KEY,
    code    text NOT NULL UNIQUE,
    name    text NOT NULL,
    version integer NOT NULL DEFAULT 1
);

-- Terms that a clinic books under; a snapshot is kept on each appointment.
CREATE TABLE policy (
    id                      uuid PRIMARY KEY,
    code                    text NOT NULL UNIQUE,
    name                    text NOT NULL,
    notice_minutes          integer NOT NULL CHECK (notice_minutes >= 0),
    horizon_days            integer NOT NULL CHECK (horizon_days BETWEEN 1 AND 366),
    grid_minutes            integer NOT NULL CHECK (grid_minutes BETWEEN 5 AND 60 AND 60 % grid_minutes = 0 AND grid_minutes % 5 = 0),
    free_cancellation_hours integer NOT NULL CHECK (free_cancellation_hours >= 0),
    late_cancellation_percent integer NOT NULL CHECK (late_cancellation_percent BETWEEN 0 AND 100),
    no_show_percent         integer NOT NULL CHECK (no_show_percent BETWEEN 0 AND 100),
    version                 integer NOT NULL DEFAULT 1
);

CREATE TABLE clinic (
    id              uuid PRIMARY KEY,
    code            text NOT NULL UNIQUE,
    organisation_id uuid NOT NULL REFERENCES organisation,
    policy_id       uuid NOT NULL REFERENCES policy,
    name            text NOT NULL,
    zone            text NOT NULL,
    street          text NOT NULL,
    suburb          text NOT NULL,
    state           text NOT NULL,
    postcode        text NOT NULL,
    country         text NOT NULL,
    latitude        double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    longitude       double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
    phone           text,
    email           text,
    version         integer NOT NULL DEFAULT 1
);

-- Weekly opening hours in local time; closing at or before opening means on the next day.
CREATE TABLE clinic_hours (
    clinic_id uuid NOT NULL REFERENCES clinic,
    weekday   smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    opens     time NOT NULL,
    closes    time NOT NULL,
    PRIMARY KEY (clinic_id, weekday, opens)
);

CREATE TABLE holiday_calendar (
    id      uuid PRIMARY KEY,
    code    text NOT NULL UNIQUE,
    name    text NOT NULL,
    version integer NOT NULL DEFAULT 1
);

CREATE TABLE holiday (
    calendar_id uuid NOT NULL REFERENCES holiday_calendar,
    day         date NOT NULL,
    name        text NOT NULL,
    PRIMARY KEY (calendar_id, day)
);

CREATE TABLE clinic_holiday_calendar (
    clinic_id   uuid NOT NULL REFERENCES clinic,
    calendar_id uuid NOT NULL REFERENCES holiday_calendar,
    PRIMARY KEY (clinic_id, calendar_id)
);

CREATE TABLE closure (
    id         uuid PRIMARY KEY,
    clinic_id  uuid NOT NULL REFERENCES clinic,
    starts_at  timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL,
    reason     text NOT NULL,
    version    integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    CHECK (starts_at < ends_at)
);
CREATE INDEX closure_clinic ON closure (clinic_id, starts_at);

-- Whatever the planner of the network states about the way between two clinics; without a row it is estimated.
CREATE TABLE clinic_travel (
    from_clinic_id uuid NOT NULL REFERENCES clinic,
    to_clinic_id   uuid NOT NULL REFERENCES clinic,
    minutes        integer NOT NULL CHECK (minutes >= 0 AND minutes % 5 = 0),
    source         text NOT NULL,
    PRIMARY KEY (from_clinic_id, to_clinic_id)
);

-- Everything that can be claimed for a time ------------------------------------------------------------------------

CREATE TABLE resource (
    id   uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('practitioner', 'room', 'equipment', 'patient'))
);

-- Most resources have one unit (0); a shared gym has one per place. Practitioners also have overbook units (1, 2).
CREATE TABLE resource_unit (
    resource_id uuid NOT NULL REFERENCES resource,
    unit        smallint NOT NULL CHECK (unit >= 0),
    kind        text NOT NULL CHECK (kind IN ('normal', 'overbook')),
    PRIMARY KEY (resource_id, unit)
);

CREATE TABLE practitioner (
    id          uuid PRIMARY KEY REFERENCES resource,
    code        text NOT NULL UNIQUE,
    given_name  text NOT NULL,
    family_name text NOT NULL,
    gender      text NOT NULL CHECK (gender IN ('female', 'male', 'non-binary')),
    profession  text NOT NULL,
    languages   text[] NOT NULL,
    skills      text[] NOT NULL,
    version     integer NOT NULL DEFAULT 1
);

-- Registration, provider number of one clinic, checks. Booking past the expiry is allowed and flagged.
CREATE TABLE credential (
    id              uuid PRIMARY KEY,
    practitioner_id uuid NOT NULL REFERENCES practitioner,
    clinic_id       uuid REFERENCES clinic,
    kind            text NOT NULL,
    number          text NOT NULL,
    valid_from      date NOT NULL,
    valid_until     date,
    UNIQUE (practitioner_id, kind, number)
);

CREATE TABLE room (
    id        uuid PRIMARY KEY REFERENCES resource,
    clinic_id uuid NOT NULL REFERENCES clinic,
    code      text NOT NULL,
    name      text NOT NULL,
    kind      text NOT NULL,
    version   integer NOT NULL DEFAULT 1,
    UNIQUE (clinic_id, code)
);

CREATE TABLE equipment (
    id        uuid PRIMARY KEY REFERENCES resource,
    clinic_id uuid NOT NULL REFERENCES clinic,
    code      text NOT NULL,
    name      text NOT NULL,
    kind      text NOT NULL,
    version   integer NOT NULL DEFAULT 1,
    UNIQUE (clinic_id, code)
);

CREATE TABLE treatment (
    id                uuid PRIMARY KEY,
    code              text NOT NULL UNIQUE,
    name              text NOT NULL,
    description       text NOT NULL,
    place             text NOT NULL CHECK (place IN ('clinic', 'home', 'online')),
    lengths           smallint[] NOT NULL,
    needs_screening   boolean NOT NULL,
    -- An assessment visit can be booked while screening is pending or asks for an assessment first.
    assessment        boolean NOT NULL,
    hands_on          boolean NOT NULL,
    always_techniques text[] NOT NULL,
    may_techniques    text[] NOT NULL,
    capacity          smallint NOT NULL DEFAULT 1 CHECK (capacity >= 1),
    version           integer NOT NULL DEFAULT 1
);

CREATE TABLE treatment_price (
    treatment_id uuid NOT NULL REFERENCES treatment,
    minutes      smallint NOT NULL,
    tier         text NOT NULL DEFAULT 'standard',
    amount       integer NOT NULL CHECK (amount >= 0),
    currency     text NOT NULL,
    tax_code     text NOT NULL,
    PRIMARY KEY (treatment_id, minutes, tier)
);

-- What a treatment occupies, as segments: a practitioner (the requirement is a skill), a room or a device (a kind).
-- minutes NULL lasts to the end of the visit; buffers belong to the segment that needs them.
CREATE TABLE treatment_need (
    treatment_id   uuid NOT NULL REFERENCES treatment,
    ordinal        smallint NOT NULL,
    kind           text NOT NULL CHECK (kind IN ('practitioner', 'room', 'equipment')),
    requirement    text NOT NULL,
    offset_minutes smallint NOT NULL DEFAULT 0 CHECK (offset_minutes >= 0 AND offset_minutes % 5 = 0),
    minutes        smallint CHECK (minutes > 0 AND minutes % 5 = 0),
    buffer_before  smallint NOT NULL DEFAULT 0 CHECK (buffer_before >= 0 AND buffer_before % 5 = 0),
    buffer_after   smallint NOT NULL DEFAULT 0 CHECK (buffer_after >= 0 AND buffer_after % 5 = 0),
    PRIMARY KEY (treatment_id, ordinal)
);

-- Who offers what where, in which of the treatment's lengths, to whom.
CREATE TABLE offering (
    id                   uuid PRIMARY KEY,
    practitioner_id      uuid NOT NULL REFERENCES practitioner,
    treatment_id         uuid NOT NULL REFERENCES treatment,
    clinic_id            uuid NOT NULL REFERENCES clinic,
    lengths              smallint[] NOT NULL,
    tier                 text NOT NULL DEFAULT 'standard',
    accepts_new_patients boolean NOT NULL,
    bookable_by          text[] NOT NULL CHECK (bookable_by <@ ARRAY['public', 'partner', 'staff']),
    UNIQUE (practitioner_id, treatment_id, clinic_id)
);
CREATE INDEX offering_treatment_clinic ON offering (treatment_id, clinic_id);

-- Recurring local hours of one practitioner at one clinic; every_weeks 2 alternates the weeks 0 and 1 from valid_from on.
CREATE TABLE roster (
    id              uuid PRIMARY KEY,
    practitioner_id uuid NOT NULL REFERENCES practitioner,
    clinic_id       uuid NOT NULL REFERENCES clinic,
    valid_from      date NOT NULL,
    valid_until     date,
    every_weeks     smallint NOT NULL CHECK (every_weeks IN (1, 2)),
    version         integer NOT NULL DEFAULT 1,
    UNIQUE (practitioner_id, clinic_id, valid_from),
    CHECK (valid_until IS NULL OR valid_from <= valid_until)
);

-- until_time at or before from_time means on the next day.
CREATE TABLE roster_segment (
    roster_id     uuid NOT NULL REFERENCES roster,
    ordinal       smallint NOT NULL,
    week          smallint NOT NULL DEFAULT 0 CHECK (week IN (0, 1)),
    weekday       smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    from_time     time NOT NULL,
    until_time    time NOT NULL,
    audience      text[] NOT NULL CHECK (audience <@ ARRAY['public', 'partner', 'staff']),
    visit_kinds   text[] NOT NULL CHECK (visit_kinds <@ ARRAY['initial', 'follow-up', 'review']),
    place         text NOT NULL CHECK (place IN ('clinic', 'home', 'online')),
    -- Kept back for staff until so many hours before the start ("acute places open 24 hours before"); NULL: never kept back.
    release_hours smallint CHECK (release_hours > 0),
    PRIMARY KEY (roster_id, ordinal)
);

-- Replaces the roster of one day: its hours, or with NULLs none.
CREATE TABLE roster_exception (
    practitioner_id uuid NOT NULL REFERENCES practitioner,
    clinic_id       uuid NOT NULL REFERENCES clinic,
    day             date NOT NULL,
    ordinal         smallint NOT NULL DEFAULT 0,
    from_time       time,
    until_time      time,
    PRIMARY KEY (practitioner_id, clinic_id, day, ordinal),
    CHECK ((from_time IS NULL) = (until_time IS NULL))
);

CREATE TABLE time_off (
    id              uuid PRIMARY KEY,
    practitioner_id uuid NOT NULL REFERENCES practitioner,
    starts_at       timestamptz NOT NULL,
    ends_at         timestamptz NOT NULL,
    reason          text NOT NULL CHECK (reason IN ('leave', 'sick', 'training', 'meeting', 'other')),
    version         integer NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL,
    CHECK (starts_at < ends_at)
);
CREATE INDEX time_off_practitioner ON time_off (practitioner_id, starts_at);

CREATE TABLE partner (
    id      uuid PRIMARY KEY,
    code    text NOT NULL UNIQUE,
    name    text NOT NULL,
    version integer NOT NULL DEFAULT 1
);

CREATE TABLE partner_agreement (
    partner_id   uuid NOT NULL REFERENCES partner,
    clinic_id    uuid NOT NULL REFERENCES clinic,
    treatment_id uuid NOT NULL REFERENCES treatment,
    PRIMARY KEY (partner_id, clinic_id, treatment_id)
);

-- People -----------------------------------------------------------------------------------------------------------

-- owner: the principal who made a provisional patient and may read it until reception has linked an account.
CREATE TABLE patient (
    id             uuid PRIMARY KEY REFERENCES resource,
    provisional    boolean NOT NULL,
    owner          text,
    given_name     text NOT NULL,
    family_name    text NOT NULL,
    preferred_name text,
    date_of_birth  date NOT NULL,
    email          text,
    phone          text,
    language       text NOT NULL,
    interpreter    boolean NOT NULL DEFAULT false,
    zone           text NOT NULL,
    deceased       boolean NOT NULL DEFAULT false,
    do_not_contact boolean NOT NULL DEFAULT false,
    merged_into    uuid REFERENCES patient,
    retain_until   date,
    version        integer NOT NULL DEFAULT 1,
    created_at     timestamptz NOT NULL
);
CREATE INDEX patient_owner ON patient (owner) WHERE owner IS NOT NULL;

CREATE TABLE patient_address (
    id              uuid PRIMARY KEY,
    patient_id      uuid NOT NULL REFERENCES patient,
    street          text NOT NULL,
    suburb          text NOT NULL,
    state           text NOT NULL,
    postcode        text NOT NULL,
    country         text NOT NULL,
    latitude        double precision,
    longitude       double precision,
    geocode_quality text NOT NULL,
    arrival_buffer  smallint NOT NULL DEFAULT 0,
    parking         text,
    risk            boolean NOT NULL DEFAULT false,
    access_code     text
);

-- Which accounts may act for which patient. Linked by reception or a one-time code, never by a matching e-mail.
CREATE TABLE patient_access (
    id          uuid PRIMARY KEY,
    subject     text NOT NULL,
    patient_id  uuid NOT NULL REFERENCES patient,
    relation    text NOT NULL CHECK (relation IN ('self', 'parent', 'guardian', 'carer', 'nominee', 'residence')),
    scope       text NOT NULL CHECK (scope IN ('full', 'book', 'read')),
    valid_from  timestamptz NOT NULL,
    valid_until timestamptz,
    verified_by text NOT NULL
);
CREATE INDEX patient_access_subject ON patient_access (subject);

CREATE TABLE consent (
    id           uuid PRIMARY KEY,
    patient_id   uuid NOT NULL REFERENCES patient,
    kind         text NOT NULL,
    text_version text NOT NULL,
    given_by     text NOT NULL,
    relation     text NOT NULL,
    given_at     timestamptz NOT NULL,
    withdrawn_at timestamptz
);

CREATE TABLE patient_clinic (
    patient_id uuid NOT NULL REFERENCES patient,
    clinic_id  uuid NOT NULL REFERENCES clinic,
    since      timestamptz NOT NULL,
    PRIMARY KEY (patient_id, clinic_id)
);
CREATE INDEX patient_clinic_clinic ON patient_clinic (clinic_id, patient_id);

-- Appointments -----------------------------------------------------------------------------------------------------

CREATE TABLE appointment (
    id                       uuid PRIMARY KEY,
    version                  integer NOT NULL DEFAULT 1,
    state                    text NOT NULL CHECK (state IN ('held', 'confirmed', 'arrived', 'in-treatment', 'completed',
                                                            'expired', 'cancelled', 'no-show', 'no-access')),
    clinic_id                uuid NOT NULL REFERENCES clinic,
    treatment_id             uuid NOT NULL REFERENCES treatment,
    practitioner_id          uuid NOT NULL REFERENCES practitioner,
    patient_id               uuid REFERENCES patient,
    minutes                  smallint NOT NULL CHECK (minutes > 0 AND minutes % 5 = 0),
    starts_at                timestamptz NOT NULL,
    ends_at                  timestamptz NOT NULL,
    local_start              timestamp NOT NULL,
    zone                     text NOT NULL,
    -- The sealed place: a room at the clinic, an address (snapshot), or online.
    place                    text NOT NULL CHECK (place IN ('room', 'address', 'online')),
    room_id                  uuid REFERENCES room,
    address                  jsonb,
    promised_from            timestamptz,
    promised_until           timestamptz,
    planned_start            timestamptz,
    visit_kind               text NOT NULL CHECK (visit_kind IN ('initial', 'follow-up', 'review')),
    booked_by                text NOT NULL CHECK (booked_by IN ('guest', 'patient', 'partner', 'staff')),
    -- The principal who made it, and may confirm, read and cancel it.
    owner                    text NOT NULL,
    partner_id               uuid REFERENCES partner,
    screening                text NOT NULL CHECK (screening IN ('not-required', 'pending', 'cleared', 'restricted', 'overridden')),
    screening_pass           uuid,
    screening_blocked        text[] NOT NULL DEFAULT '{}',
    screening_cautioned      text[] NOT NULL DEFAULT '{}',
    screening_not_before     timestamptz,
    screening_starts_before  timestamptz,
    screening_assessment_only boolean NOT NULL DEFAULT false,
    screening_lengths        smallint[],
    price_amount             integer NOT NULL,
    price_currency           text NOT NULL,
    price_tax_code           text NOT NULL,
    funding_kind             text NOT NULL DEFAULT 'private',
    case_id                  uuid,
    policy                   jsonb NOT NULL,
    expires_at               timestamptz,
    extended                 boolean NOT NULL DEFAULT false,
    overbooked               boolean NOT NULL DEFAULT false,
    overbook_reason          text,
    rebooking_needed         boolean NOT NULL DEFAULT false,
    cancelled_by             text CHECK (cancelled_by IN ('patient', 'clinic', 'partner')),
    cancel_reason            text,
    cancelled_at             timestamptz,
    fee_amount               integer,
    retain_until             date,
    created_at               timestamptz NOT NULL,
    updated_at               timestamptz NOT NULL,
    CHECK (starts_at < ends_at),
    CHECK ((state = 'held') <= (expires_at IS NOT NULL)),
    CHECK (state IN ('held', 'expired') OR patient_id IS NOT NULL),
    CHECK ((state = 'cancelled') = (cancelled_by IS NOT NULL)),
    CHECK ((place = 'room') = (room_id IS NOT NULL)),
    CHECK ((place = 'address') = (address IS NOT NULL))
);
CREATE INDEX appointment_clinic ON appointment (clinic_id, starts_at, id);
CREATE INDEX appointment_practitioner ON appointment (practitioner_id, starts_at, id);
CREATE INDEX appointment_patient ON appointment (patient_id, starts_at, id);
CREATE INDEX appointment_owner ON appointment (owner, starts_at, id);
CREATE INDEX appointment_held ON appointment (expires_at) WHERE state = 'held';

-- One resource for one range of time. The constraint is what makes double booking impossible.
CREATE TABLE claim (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    resource_id         uuid NOT NULL,
    unit                smallint NOT NULL,
    during              tstzrange NOT NULL,
    kind                text NOT NULL CHECK (kind IN ('appointment', 'travel', 'block')),
    -- Checked at commit: the claims decide whether there is an appointment to write at all.
    appointment_id      uuid REFERENCES appointment DEFERRABLE INITIALLY DEFERRED,
    time_off_id         uuid REFERENCES time_off,
    -- Only of travel: the appointment it comes from (appointment_id is where it leads), how long and how we know.
    from_appointment_id uuid REFERENCES appointment,
    travel_minutes      smallint,
    travel_source       text,
    FOREIGN KEY (resource_id, unit) REFERENCES resource_unit,
    -- An empty or endless range would slip past the exclusion.
    CHECK (NOT isempty(during) AND lower(during) > '-infinity' AND upper(during) < 'infinity'
           AND lower_inc(during) AND NOT upper_inc(during)),
    CHECK ((kind = 'block') = (time_off_id IS NOT NULL)),
    CHECK ((kind = 'block') = (appointment_id IS NULL)),
    CHECK ((kind = 'travel') = (from_appointment_id IS NOT NULL)),
    CHECK ((kind = 'travel') = (travel_minutes IS NOT NULL AND travel_source IS NOT NULL)),
    EXCLUDE USING gist (resource_id WITH =, unit WITH =, during WITH &&)
);
CREATE INDEX claim_appointment ON claim (appointment_id) WHERE appointment_id IS NOT NULL;
CREATE INDEX claim_from_appointment ON claim (from_appointment_id) WHERE from_appointment_id IS NOT NULL;
CREATE INDEX claim_time_off ON claim (time_off_id) WHERE time_off_id IS NOT NULL;

-- Everything that happened, with ids, types and versions only. The feed reads rows below pg_snapshot_xmin.
CREATE TABLE event (
    seq             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid            xid8 NOT NULL DEFAULT pg_current_xact_id(),
    id              uuid NOT NULL UNIQUE,
    at              timestamptz NOT NULL,
    type            text NOT NULL,
    appointment_id  uuid,
    version         integer,
    clinic_id       uuid,
    practitioner_id uuid,
    actor           text NOT NULL,
    details         jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX event_appointment ON event (appointment_id, version);

-- Who looked at or changed whose record. Insert only.
CREATE TABLE access_log (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    actor      text NOT NULL,
    patient_id uuid NOT NULL,
    action     text NOT NULL,
    purpose    text NOT NULL,
    request_id text NOT NULL
);
CREATE INDEX access_log_patient ON access_log (patient_id, at);

-- Screening --------------------------------------------------------------------------------------------------------

-- A pass is bound to the first patient it is used for (or, before the patient is known, to the principal).
CREATE TABLE screening_pass_use (
    jti           uuid PRIMARY KEY,
    assessment_id uuid NOT NULL,
    patient_id    uuid NOT NULL REFERENCES patient,
    used_at       timestamptz NOT NULL
);

-- The last keys and stops of triage, so that booking keeps working while triage is down.
CREATE TABLE triage_key (
    kid text PRIMARY KEY,
    jwk text NOT NULL
);

CREATE TABLE triage_stops (
    only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    sequence  bigint NOT NULL,
    issued_at timestamptz NOT NULL
);

CREATE TABLE stopped_pass (
    jti     uuid PRIMARY KEY,
    ends_at timestamptz NOT NULL
);

CREATE TABLE stopped_subject (
    subject_hash text PRIMARY KEY,
    ends_at      timestamptz NOT NULL
);

-- The running service may add to these, and nothing else.
REVOKE UPDATE, DELETE ON event, access_log, screening_pass_use FROM booking_app;
