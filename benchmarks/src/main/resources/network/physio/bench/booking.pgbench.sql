-- One hold and its confirmation for a patient not known before, as booking-service sends them for a partner: statement by
-- statement, with idempotency, events and access log. Another place for the same numbers as standard-network.sql. The starts
-- lie in the night, so that they meet none of the day's; the seldom second one at the same start claims nothing.
\set p random(1, 500 * FACTOR)
\set c (:p - 1) / 10 + 1
\set half random(20, 39)
\set d random(20, 300)
-- The service makes these by itself.
SELECT uuidv7() AS hold, uuidv7() AS patient \gset

BEGIN;
SELECT turn.ours, set_config('plan_cache_mode', 'force_generic_plan', true), stored.*
  FROM (SELECT pg_try_advisory_xact_lock(hashtextextended('partner-bench' || ' ' || 'hold' || :hold::text, 0)) AS ours) turn
  LEFT JOIN answer stored
         ON stored.scope = 'partner-bench' AND stored.key = 'hold' || :hold::text AND stored.created_at > now() - interval '24 hours';
WITH diary AS (
    SELECT id, hours_version FROM resource
     WHERE id = ANY (ARRAY[md5('practitioner:' || :p::text)::uuid]) ORDER BY id FOR NO KEY UPDATE),
place AS (
    SELECT id, opening_version FROM clinic
     WHERE id = ANY (ARRAY[md5('clinic:' || :c::text)::uuid]) ORDER BY id FOR KEY SHARE)
SELECT 'DIARY' AS what, id, hours_version AS version FROM diary
UNION ALL
SELECT 'PLACE', id, opening_version FROM place
UNION ALL
SELECT 'CATALOGUE', NULL, catalogue_version_after((SELECT count(*) FROM diary) + (SELECT count(*) FROM place));
SELECT c.resource_id, c.unit, lower(c.during) AS starts_at, upper(c.during) AS ends_at, c.kind,
       coalesce(c.appointment_id, c.session_id) AS appointment_id,
       CASE WHEN visit.state = 'held' THEN visit.expires_at END AS expires_at,
       CASE WHEN wanted.works AND c.kind IN ('appointment', 'session')
            THEN CASE WHEN wanted.travels THEN coalesce(visit.clinic_id, given.clinic_id)
                      ELSE gen_random_uuid() END END AS work_at
  FROM unnest(
           ARRAY[md5('practitioner:' || :p::text)::uuid],
           ARRAY['DAY'::timestamptz + :d::int * interval '1 day' + :half::int * interval '30 minutes' - interval '26 hours'],
           ARRAY['DAY'::timestamptz + :d::int * interval '1 day' + :half::int * interval '30 minutes' + interval '26 hours'],
           ARRAY[true],
           ARRAY[false])
       AS wanted (id, starts_at, ends_at, works, travels)
  JOIN claim c ON c.resource_id = wanted.id
              AND c.during && tstzrange(wanted.starts_at, wanted.ends_at)
  LEFT JOIN appointment visit ON visit.id = c.appointment_id
  LEFT JOIN session given ON given.id = c.session_id AND wanted.travels;
INSERT INTO claim (resource_id, unit, during, kind, appointment_id)
SELECT resource_id, unit, tstzrange(starts_at, ends_at), 'appointment', :hold::uuid
  FROM unnest(ARRAY[md5('practitioner:' || :p::text)::uuid], ARRAY[0::smallint],
              ARRAY['DAY'::timestamptz + :d::int * interval '1 day' + :half::int * interval '30 minutes'],
              ARRAY['DAY'::timestamptz + :d::int * interval '1 day' + :half::int * interval '30 minutes' + interval '30 minutes'])
       WITH ORDINALITY AS taking (resource_id, unit, starts_at, ends_at, place)
 ORDER BY place
ON CONFLICT DO NOTHING;
SELECT count(*) FILTER (WHERE owner = 'partner-bench' AND offer.id IS NULL) AS of_owner,
       count(*) FILTER (WHERE hold.practitioner_id = md5('practitioner:' || :p::text)::uuid
                          AND booked_by IN ('guest', 'patient')
                          AND session_id IS NULL
                          AND hold.starts_at >= 'DAY'::timestamptz + :d::int * interval '1 day'
                          AND hold.starts_at < 'DAY'::timestamptz + :d::int * interval '1 day' + interval '1 day'
                          AND offer.id IS NULL) AS of_day,
       count(*) AS of_network
  FROM appointment hold LEFT JOIN waitlist_offer offer ON offer.id = hold.id
 WHERE state = 'held' AND expires_at > now();
INSERT INTO appointment (
    id, state, clinic_id, treatment_id, practitioner_id, minutes, starts_at, ends_at, local_start, zone, place,
    visit_kind, booked_by, owner, partner_id, screening, price_amount, price_currency, price_tax_code, policy, expires_at,
    overbooked, created_at, updated_at)
VALUES (
    :hold::uuid, 'held', md5('clinic:' || :c::text)::uuid, md5('treatment:4')::uuid,
    md5('practitioner:' || :p::text)::uuid, 30,
    'DAY'::timestamptz + :d::int * interval '1 day' + :half::int * interval '30 minutes',
    'DAY'::timestamptz + :d::int * interval '1 day' + :half::int * interval '30 minutes' + interval '30 minutes',
    'DAY'::timestamp + :d::int * interval '1 day' + :half::int * interval '30 minutes', 'Australia/Melbourne', 'online',
    'follow-up', 'partner', 'partner-bench', (SELECT id FROM partner WHERE code = 'bench'), 'not-required', 9500, 'AUD',
    'gst-free',
    '{"code":"bench","noticeMinutes":60,"horizonDays":366,"gridMinutes":15,"freeCancellationHours":24,"lateCancellationPercent":50,"noShowPercent":100}',
    now() + interval '10 minutes', false, now(), now())
RETURNING *, (SELECT r.name FROM room r WHERE r.id = room_id) AS room_name,
          ARRAY(SELECT e.name FROM unnest(equipment_ids) WITH ORDINALITY AS used (id, place)
                  JOIN equipment e ON e.id = used.id
                 ORDER BY used.place) AS equipment_names;
INSERT INTO event (id, at, type, appointment_id, version, clinic_id, practitioner_id, actor, details)
VALUES (uuidv7(), now(), 'time-held', :hold::uuid, 1, md5('clinic:' || :c::text)::uuid,
        md5('practitioner:' || :p::text)::uuid, 'partner-bench',
        '{"minutes": 30, "startsAt": "2027-03-01T01:00:00Z", "actedAs": "partner"}'::jsonb);
INSERT INTO answer (scope, key, fingerprint, status, body, location, etag, created_at)
VALUES ('partner-bench', 'hold' || :hold::text, md5('a' || :hold::text) || md5('b' || :hold::text), 201, convert_to(repeat('x', 900), 'UTF8'),
        '/booking/v1/holds/' || :hold::uuid, '"1"', now())
ON CONFLICT (scope, key) DO UPDATE
   SET fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body,
       location = excluded.location, etag = excluded.etag, created_at = excluded.created_at
 WHERE answer.created_at <= now() - interval '24 hours';
COMMIT;

BEGIN;
SELECT turn.ours, set_config('plan_cache_mode', 'force_generic_plan', true), stored.*
  FROM (SELECT pg_try_advisory_xact_lock(hashtextextended('partner-bench' || ' ' || 'book' || :hold::text, 0)) AS ours) turn
  LEFT JOIN answer stored
         ON stored.scope = 'partner-bench' AND stored.key = 'book' || :hold::text AND stored.created_at > now() - interval '24 hours';
SELECT a.*, c.code AS clinic_code, c.name AS clinic_name, t.code AS treatment_code, t.name AS treatment_name,
       p.code AS practitioner_code, p.given_name || ' ' || p.family_name AS practitioner_name,
       r.name AS room_name, partner.code AS partner_code
  FROM appointment a
  JOIN clinic c ON c.id = a.clinic_id
  JOIN treatment t ON t.id = a.treatment_id
  JOIN practitioner p ON p.id = a.practitioner_id
  LEFT JOIN room r ON r.id = a.room_id
  LEFT JOIN partner ON partner.id = a.partner_id
 WHERE a.id = :hold::uuid
   AND ((a.owner = ANY (ARRAY['partner-bench']) AND a.booked_by <> 'staff') OR partner.code = 'bench');
WITH claimed AS (
    INSERT INTO resource (id, kind) VALUES (:patient::uuid, 'patient')),
unit AS (
    INSERT INTO resource_unit (resource_id, unit, kind) VALUES (:patient::uuid, 0, 'normal')),
treated AS (
    INSERT INTO patient_clinic (patient_id, clinic_id, since)
    SELECT :patient::uuid, md5('clinic:' || :c::text)::uuid, now())
INSERT INTO patient (id, provisional, owner, given_name, family_name, date_of_birth, email, language, interpreter, zone,
                     retain_until, created_at)
VALUES (:patient::uuid, true, 'partner-bench', 'Bench', 'Patient', '1980-01-01', 'bench@example.org', 'en',
        false, 'Australia/Melbourne', 'DAY'::date + 30, now());
INSERT INTO access_log (at, actor, patient_id, action, purpose, request_id)
SELECT now(), 'partner-bench', patient, 'create', 'partner-booking', md5('book' || :hold::text)
  FROM unnest(ARRAY[:patient::uuid]) AS patient;
WITH diary AS (
    SELECT id, hours_version FROM resource
     WHERE id = ANY (ARRAY[md5('practitioner:' || :p::text)::uuid, :patient::uuid]) ORDER BY id FOR NO KEY UPDATE),
place AS (
    SELECT id, opening_version FROM clinic
     WHERE id = ANY (ARRAY[md5('clinic:' || :c::text)::uuid]) ORDER BY id FOR KEY SHARE)
SELECT 'DIARY' AS what, id, hours_version AS version FROM diary
UNION ALL
SELECT 'PLACE', id, opening_version FROM place
UNION ALL
SELECT 'CATALOGUE', NULL, catalogue_version_after((SELECT count(*) FROM diary) + (SELECT count(*) FROM place));
SELECT * FROM appointment WHERE id = :hold::uuid FOR UPDATE;
INSERT INTO claim (resource_id, unit, during, kind, appointment_id)
SELECT resource_id, unit, tstzrange(starts_at, ends_at), 'appointment', :hold::uuid
  FROM unnest(ARRAY[:patient::uuid], ARRAY[0::smallint],
              ARRAY['DAY'::timestamptz + :d::int * interval '1 day' + :half::int * interval '30 minutes'],
              ARRAY['DAY'::timestamptz + :d::int * interval '1 day' + :half::int * interval '30 minutes' + interval '30 minutes'])
       WITH ORDINALITY AS taking (resource_id, unit, starts_at, ends_at, place)
 ORDER BY place
ON CONFLICT DO NOTHING;
SELECT DISTINCT subject
  FROM patient_access
 WHERE patient_id = :patient::uuid AND relation = 'self'
   AND valid_from <= now() AND (valid_until IS NULL OR valid_until > now())
 ORDER BY subject;
UPDATE appointment
   SET state = 'confirmed', version = version + 1, updated_at = now(), patient_id = :patient::uuid,
       expires_at = NULL, screening = 'not-required'
 WHERE id = :hold::uuid
RETURNING *;
INSERT INTO event (id, at, type, appointment_id, version, clinic_id, practitioner_id, actor, details)
VALUES (uuidv7(), now(), 'appointment-booked', :hold::uuid, 2, md5('clinic:' || :c::text)::uuid,
        md5('practitioner:' || :p::text)::uuid, 'partner-bench',
        '{"minutes": 30, "startsAt": "2027-03-01T01:00:00Z", "actedAs": "partner"}'::jsonb);
INSERT INTO answer (scope, key, fingerprint, status, body, location, etag, created_at)
VALUES ('partner-bench', 'book' || :hold::text, md5('c' || :hold::text) || md5('d' || :hold::text), 201, convert_to(repeat('x', 900), 'UTF8'),
        '/booking/v1/appointments/' || :hold::uuid, '"2"', now())
ON CONFLICT (scope, key) DO UPDATE
   SET fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body,
       location = excluded.location, etag = excluded.etag, created_at = excluded.created_at
 WHERE answer.created_at <= now() - interval '24 hours';
COMMIT;
