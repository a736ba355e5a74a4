-- The standard network: FACTOR times 50 clinics, 500 practitioners, 300 rooms, 100 devices; some 2 million claims, a third of
-- them to come, unevenly. Everything follows from numbers, so that each run makes the same; DAY is the first day to come.
-- Run by a superuser with triggers off; the service starts afterwards and reads what is here.

SET search_path = booking, public;
SET session_replication_role = replica;

CREATE OR REPLACE FUNCTION pg_temp.uuid_of(what text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
$$ SELECT md5(what || ':' || n)::uuid $$;

-- Between 0 and 1, the same for the same arguments.
CREATE OR REPLACE FUNCTION pg_temp.chance(n bigint, d bigint, h bigint) RETURNS double precision LANGUAGE sql IMMUTABLE AS
$$ SELECT (hashint8extended(n * 1000003 + d * 1009 + h, 42) & 1048575)::double precision / 1048576 $$;

INSERT INTO organisation (id, code, name) VALUES (pg_temp.uuid_of('organisation', 1), 'bench', 'Bench');
INSERT INTO policy (id, code, name, notice_minutes, horizon_days, grid_minutes, free_cancellation_hours,
                    late_cancellation_percent, no_show_percent)
VALUES (pg_temp.uuid_of('policy', 1), 'bench', 'Bench', 60, 366, 15, 24, 50, 100);

INSERT INTO clinic (id, code, organisation_id, policy_id, name, zone, street, suburb, state, postcode, country, latitude, longitude)
SELECT pg_temp.uuid_of('clinic', c), 'clinic-' || c, pg_temp.uuid_of('organisation', 1), pg_temp.uuid_of('policy', 1), 'Clinic ' || c,
       (ARRAY['Australia/Melbourne', 'Australia/Sydney', 'Australia/Brisbane', 'Australia/Adelaide'])[1 + c % 4],
       '1 Bench Street', 'Bench', 'VIC', '3000', 'AU', -37.8 + (c % 23) * 0.02, 144.9 + (c % 19) * 0.02
  FROM generate_series(1, 50 * FACTOR) c;
INSERT INTO clinic_hours (clinic_id, weekday, opens, closes)
SELECT pg_temp.uuid_of('clinic', c), d, '07:00', '20:00' FROM generate_series(1, 50 * FACTOR) c, generate_series(1, 6) d;

INSERT INTO resource (id, kind)
SELECT pg_temp.uuid_of('practitioner', p), 'practitioner' FROM generate_series(1, 500 * FACTOR) p
UNION ALL SELECT pg_temp.uuid_of('room', r), 'room' FROM generate_series(1, 300 * FACTOR) r
UNION ALL SELECT pg_temp.uuid_of('device', e), 'equipment' FROM generate_series(1, 100 * FACTOR) e
UNION ALL SELECT pg_temp.uuid_of('patient', t), 'patient' FROM generate_series(1, 40000 * FACTOR) t;
INSERT INTO resource_unit (resource_id, unit, kind) SELECT id, 0, 'normal' FROM resource;
INSERT INTO resource_unit (resource_id, unit, kind)
SELECT id, u, 'overbook' FROM resource, generate_series(1, 2) u WHERE kind = 'practitioner';

INSERT INTO practitioner (id, code, given_name, family_name, gender, profession, languages, skills)
SELECT pg_temp.uuid_of('practitioner', p), 'practitioner-' || p, 'P', 'Number ' || p, (ARRAY['female', 'male'])[1 + p % 2],
       'physiotherapist', CASE WHEN p % 7 = 0 THEN ARRAY['en', 'vi'] ELSE ARRAY['en'] END, ARRAY['care']
  FROM generate_series(1, 500 * FACTOR) p;
INSERT INTO room (id, clinic_id, code, name, kind)
SELECT pg_temp.uuid_of('room', r), pg_temp.uuid_of('clinic', 1 + (r - 1) / 6), 'room-' || r, 'Room ' || r, 'treatment-room'
  FROM generate_series(1, 300 * FACTOR) r;
INSERT INTO equipment (id, clinic_id, code, name, kind)
SELECT pg_temp.uuid_of('device', e), pg_temp.uuid_of('clinic', 1 + (e - 1) / 2), 'device-' || e, 'Device ' || e, 'traction-table'
  FROM generate_series(1, 100 * FACTOR) e;
INSERT INTO patient (id, provisional, given_name, family_name, date_of_birth, language, zone, created_at)
SELECT pg_temp.uuid_of('patient', t), true, 'Patient', 'Number ' || t, '1980-01-01', 'en', 'Australia/Melbourne', 'DAY'::date
  FROM generate_series(1, 40000 * FACTOR) t;

-- massage and physio need a room, traction a device too, consult nobody but the practitioner; rare is offered only by people
-- who are full for 300 days; laser needs a device that no clinic has.
INSERT INTO treatment (id, code, name, description, place, lengths, needs_screening, assessment, hands_on, always_techniques, may_techniques)
SELECT pg_temp.uuid_of('treatment', t), code, code, code, 'clinic', lengths::smallint[], false, true, true, '{}', '{}'
  FROM (VALUES (1, 'massage', '{30,60}'), (2, 'physio', '{30,45}'), (3, 'traction', '{30}'), (4, 'consult', '{30}'),
               (5, 'rare', '{30}'), (6, 'laser', '{30}')) AS v (t, code, lengths);
INSERT INTO treatment_price (treatment_id, minutes, amount, currency, tax_code)
SELECT id, m, 9500, 'AUD', 'gst-free' FROM treatment, unnest(lengths) m;
INSERT INTO treatment_need (treatment_id, ordinal, kind, requirement, buffer_after)
SELECT pg_temp.uuid_of('treatment', t), o, kind, requirement, buffer
  FROM (VALUES (1, 0, 'practitioner', 'care', 0), (1, 1, 'room', 'treatment-room', 10), (2, 0, 'practitioner', 'care', 0),
               (2, 1, 'room', 'treatment-room', 0), (3, 0, 'practitioner', 'care', 0), (3, 1, 'room', 'treatment-room', 0),
               (3, 2, 'equipment', 'traction-table', 5), (4, 0, 'practitioner', 'care', 0), (5, 0, 'practitioner', 'care', 0),
               (6, 0, 'practitioner', 'care', 0), (6, 1, 'equipment', 'laser', 0)) AS v (t, o, kind, requirement, buffer);

-- Every tenth practitioner works at the next clinic on Fridays.
CREATE TEMP TABLE works ON COMMIT PRESERVE ROWS AS
SELECT p, 1 + (p - 1) / 10 AS c, true AS home FROM generate_series(1, 500 * FACTOR) p
UNION ALL
SELECT p, 1 + (p / 10) % (50 * FACTOR), false FROM generate_series(10, 500 * FACTOR, 10) p;
INSERT INTO offering (id, practitioner_id, treatment_id, clinic_id, lengths, accepts_new_patients, bookable_by)
SELECT md5(p || ':' || t || ':' || c)::uuid, pg_temp.uuid_of('practitioner', p), pg_temp.uuid_of('treatment', t),
       pg_temp.uuid_of('clinic', c), (SELECT lengths FROM treatment WHERE id = pg_temp.uuid_of('treatment', t)), true,
       '{public,partner,staff}'
  FROM works, generate_series(1, 6) t
 WHERE (t <= 4 AND p % 10 <> 1) OR (t = 5 AND p % 10 = 1) OR (t = 6 AND p % 10 = 2);
INSERT INTO roster (id, practitioner_id, clinic_id, valid_from, every_weeks)
SELECT md5('roster:' || p || ':' || home)::uuid, pg_temp.uuid_of('practitioner', p), pg_temp.uuid_of('clinic', c), '2024-01-01', 1
  FROM works;
INSERT INTO roster_segment (roster_id, ordinal, weekday, from_time, until_time, audience, visit_kinds, place)
SELECT md5('roster:' || p || ':' || home)::uuid, d, d, make_time(8 + p % 3, 0, 0), make_time(16 + p % 3, 0, 0),
       '{public,partner,staff}', '{initial,follow-up,review}', 'clinic'
  FROM works, generate_series(1, 5) d
 WHERE p % 10 <> 0 OR (home AND d < 5) OR (NOT home AND d = 5);

INSERT INTO partner (id, code, name) VALUES (pg_temp.uuid_of('partner', 1), 'bench', 'Bench');
INSERT INTO partner_agreement (partner_id, clinic_id, treatment_id)
SELECT pg_temp.uuid_of('partner', 1), c.id, t.id FROM clinic c, treatment t;

-- Visits of an hour, on the hour. How full a diary is depends on who and how far ahead.
CREATE TEMP TABLE visits ON COMMIT PRESERVE ROWS AS
SELECT row_number() OVER () AS v, p, d, h, w.c,
       ((('DAY'::date + d::int) + make_time(8 + p % 3 + h, 0, 0)) AT TIME ZONE k.zone) AS starts_at, k.zone
  FROM works w
  JOIN clinic k ON k.id = pg_temp.uuid_of('clinic', w.c)
  CROSS JOIN generate_series(-400, 364) d
  CROSS JOIN generate_series(0, 7) h
 WHERE extract(isodow FROM 'DAY'::date + d::int) BETWEEN 1 AND 5
   AND (p % 10 <> 0 OR (extract(isodow FROM 'DAY'::date + d::int) = 5) <> w.home)
   AND pg_temp.chance(p, d, h) < CASE
         WHEN d < 0 THEN 0.5
         WHEN p % 10 = 1 THEN CASE WHEN d < 300 THEN 1.1 ELSE 0.1 END
         WHEN p % 10 BETWEEN 2 AND 6 THEN CASE WHEN d < 30 THEN 0.85 WHEN d < 90 THEN 0.45 ELSE 0.1 END
         WHEN p % 10 = 9 THEN 0.02
         ELSE CASE WHEN d < 30 THEN 0.5 WHEN d < 90 THEN 0.25 ELSE 0.08 END END;

-- Millions of rows are indexed faster at once than one by one.
SET maintenance_work_mem = '1GB';
CREATE TEMP TABLE put_aside ON COMMIT PRESERVE ROWS AS
SELECT indexname, indexdef FROM pg_indexes
 WHERE schemaname = 'booking' AND tablename IN ('appointment', 'claim')
   AND indexname NOT IN (SELECT conname FROM pg_constraint);
DO $$ DECLARE name text; BEGIN FOR name IN SELECT indexname FROM put_aside LOOP EXECUTE 'DROP INDEX ' || name; END LOOP; END $$;

INSERT INTO appointment (id, state, clinic_id, treatment_id, practitioner_id, patient_id, minutes, starts_at, ends_at, local_start,
                         zone, place, room_id, visit_kind, booked_by, owner, screening, price_amount, price_currency,
                         price_tax_code, policy, created_at, updated_at)
SELECT pg_temp.uuid_of('visit', v), CASE WHEN d < 0 THEN 'completed' ELSE 'confirmed' END, pg_temp.uuid_of('clinic', c),
       pg_temp.uuid_of('treatment', CASE WHEN p % 10 < 6 THEN 1 ELSE 4 END), pg_temp.uuid_of('practitioner', p),
       pg_temp.uuid_of('patient', (p - 1) * 8 + h + 1 + 4000 * FACTOR * ((d + 400) % 10)), 60, starts_at,
       starts_at + interval '1 hour', starts_at AT TIME ZONE zone, zone,
       CASE WHEN p % 10 < 6 THEN 'room' ELSE 'online' END,
       CASE WHEN p % 10 < 6 THEN pg_temp.uuid_of('room', (c - 1) * 6 + p % 10 + 1) END,
       'follow-up', 'staff', 'bench', 'not-required', 9500, 'AUD', 'gst-free',
       '{"code":"bench","noticeMinutes":60,"horizonDays":366,"gridMinutes":15,"freeCancellationHours":24,"lateCancellationPercent":50,"noShowPercent":100}',
       'DAY'::date, 'DAY'::date
  FROM visits;

ALTER TABLE claim DROP CONSTRAINT claim_resource_id_unit_during_excl;
INSERT INTO claim (resource_id, unit, during, kind, appointment_id)
SELECT pg_temp.uuid_of('practitioner', p), 0, tstzrange(starts_at, starts_at + interval '1 hour'), 'appointment', pg_temp.uuid_of('visit', v)
  FROM visits
UNION ALL
SELECT pg_temp.uuid_of('patient', (p - 1) * 8 + h + 1 + 4000 * FACTOR * ((d + 400) % 10)), 0,
       tstzrange(starts_at, starts_at + interval '1 hour'), 'appointment', pg_temp.uuid_of('visit', v)
  FROM visits
UNION ALL
SELECT pg_temp.uuid_of('room', (c - 1) * 6 + p % 10 + 1), 0, tstzrange(starts_at, starts_at + interval '1 hour'), 'appointment',
       pg_temp.uuid_of('visit', v)
  FROM visits WHERE p % 10 < 6;
ALTER TABLE claim ADD EXCLUDE USING gist (resource_id WITH =, unit WITH =, during WITH &&);
DO $$ DECLARE definition text; BEGIN FOR definition IN SELECT indexdef FROM put_aside LOOP EXECUTE definition; END LOOP; END $$;

SET session_replication_role = origin;
VACUUM ANALYZE;
