-- Writes generated networks, given as JSON, which is read once for all tables. What stands in braces is filled in.
INSERT INTO organisation (id, code, name) VALUES ('00000000-0000-7000-8000-0000000000aa', 'gen', 'Generated');

INSERT INTO resource (id, kind) VALUES ('00000000-0000-7000-8000-0000000000ab', 'patient');

INSERT INTO patient (id, provisional, given_name, family_name, date_of_birth, language, zone, created_at)
VALUES ('00000000-0000-7000-8000-0000000000ab', true, 'Gen', 'Erated', '1990-01-01', 'en', 'UTC', '2020-01-01');

WITH networks AS MATERIALIZED (SELECT n FROM jsonb_array_elements(:networks::jsonb) n),
     policies AS (
         INSERT INTO policy (id, code, name, notice_minutes, horizon_days, grid_minutes, free_cancellation_hours,
                             late_cancellation_percent, no_show_percent)
         SELECT md5('policy of ' || (c ->> 'code'))::uuid, c ->> 'code', 'Generated', (c ->> 'noticeMinutes')::integer,
                (c ->> 'horizonDays')::integer, (c ->> 'gridMinutes')::integer, 24, 0, 0
           FROM {clinics}),
     clinics AS (
         INSERT INTO clinic (id, code, organisation_id, policy_id, name, zone, street, suburb, state, postcode, country, latitude,
                             longitude)
         SELECT (c ->> 'id')::uuid, c ->> 'code', '00000000-0000-7000-8000-0000000000aa',
                md5('policy of ' || (c ->> 'code'))::uuid, 'Generated', c ->> 'zone',
                '1 Test Street', 'Test', 'VIC', '3000', 'AU', -37, 145
           FROM {clinics}),
     hours AS (
         INSERT INTO clinic_hours (clinic_id, weekday, opens, closes)
         SELECT (c ->> 'id')::uuid, {day}, (s #>> '{hours,from}')::time, (s #>> '{hours,until}')::time
           FROM {clinics}, jsonb_array_elements(c -> 'hours') s),
     calendars AS (
         INSERT INTO holiday_calendar (id, code, name) SELECT md5(c ->> 'code')::uuid, c ->> 'code', 'Generated' FROM {clinics}),
     calendars_of_clinics AS (
         INSERT INTO clinic_holiday_calendar (clinic_id, calendar_id)
         SELECT (c ->> 'id')::uuid, md5(c ->> 'code')::uuid FROM {clinics}),
     holidays AS (
         INSERT INTO holiday (calendar_id, day, name)
         SELECT md5(c ->> 'code')::uuid, holiday::date, 'Generated'
           FROM {clinics}, jsonb_array_elements_text(c -> 'holidays') holiday),
     closures AS (
         INSERT INTO closure (id, clinic_id, starts_at, ends_at, reason, created_at)
         SELECT gen_random_uuid(), (c ->> 'id')::uuid, (closure ->> 'from')::timestamptz, (closure ->> 'until')::timestamptz,
                'generated', '2020-01-01'
           FROM {clinics}, jsonb_array_elements(c -> 'closures') closure),
     ways AS (
         INSERT INTO clinic_travel (from_clinic_id, to_clinic_id, minutes, source)
         SELECT (n #>> '{here,id}')::uuid, (n #>> '{there,id}')::uuid, (n ->> 'minutesToThere')::integer, 'file'
           FROM networks
         UNION ALL
         SELECT (n #>> '{there,id}')::uuid, (n #>> '{here,id}')::uuid, (n ->> 'minutesBack')::integer, 'file'
           FROM networks),
     treatments AS (
         INSERT INTO treatment (id, code, name, description, place, lengths, needs_screening, assessment, hands_on,
                                always_techniques, may_techniques)
         SELECT (n #>> '{treatment,id}')::uuid, n #>> '{treatment,code}', 'Generated', 'Generated', 'clinic',
                ARRAY(SELECT jsonb_array_elements_text(n #> '{treatment,lengths}')::smallint), false, false, false, '{}', '{}'
           FROM networks),
     prices AS (
         INSERT INTO treatment_price (treatment_id, minutes, amount, currency, tax_code)
         SELECT (n #>> '{treatment,id}')::uuid, jsonb_array_elements_text(n #> '{treatment,lengths}')::smallint, 1, 'AUD',
                'gst-free'
           FROM networks),
     needs AS (
         INSERT INTO treatment_need (treatment_id, ordinal, kind, requirement, offset_minutes, minutes, buffer_before,
                                     buffer_after)
         SELECT (n #>> '{treatment,id}')::uuid, place, need ->> 'kind', need ->> 'requirement', (need ->> 'offset')::smallint,
                (need ->> 'minutes')::smallint, (need ->> 'before')::smallint, (need ->> 'after')::smallint
           FROM networks,
                jsonb_array_elements(n #> '{treatment,needs}') WITH ORDINALITY AS needs (need, place)),
     -- Each clinic has a room of which nobody asks, for visits that stand there without being in the way.
     resources AS (
         INSERT INTO resource (id, kind)
         SELECT md5(c ->> 'code')::uuid, 'room' FROM {clinics}
         UNION ALL
         SELECT (place ->> 'id')::uuid, place ->> 'kind'
           FROM networks, jsonb_array_elements(n -> 'places') place
         UNION ALL
         SELECT (one ->> 'id')::uuid, 'practitioner'
           FROM networks, jsonb_array_elements(n -> 'practitioners') one),
     units AS (
         INSERT INTO resource_unit (resource_id, unit, kind)
         SELECT (place ->> 'id')::uuid, generate_series(0, (place ->> 'units')::integer - 1), 'normal'
           FROM networks, jsonb_array_elements(n -> 'places') place
         UNION ALL
         SELECT (one ->> 'id')::uuid, unit, CASE unit WHEN 0 THEN 'normal' ELSE 'overbook' END
           FROM networks, jsonb_array_elements(n -> 'practitioners') one, generate_series(0, 2) unit),
     rooms AS (
         INSERT INTO room (id, clinic_id, code, name, kind)
         SELECT md5(c ->> 'code')::uuid, (c ->> 'id')::uuid, 'elsewhere', 'Elsewhere', 'elsewhere' FROM {clinics}
         UNION ALL
         SELECT (place ->> 'id')::uuid, (n #>> '{here,id}')::uuid, place ->> 'code', place ->> 'code', place ->> 'requirement'
           FROM networks, jsonb_array_elements(n -> 'places') place
          WHERE place ->> 'kind' = 'room'),
     devices AS (
         INSERT INTO equipment (id, clinic_id, code, name, kind)
         SELECT (place ->> 'id')::uuid, (n #>> '{here,id}')::uuid, place ->> 'code', place ->> 'code', place ->> 'requirement'
           FROM networks, jsonb_array_elements(n -> 'places') place
          WHERE place ->> 'kind' = 'equipment'),
     practitioners AS (
         INSERT INTO practitioner (id, code, given_name, family_name, gender, profession, languages, skills)
         SELECT (one ->> 'id')::uuid, one ->> 'code', 'Gen', 'Erated', 'female', 'physiotherapist', '{en}',
                ARRAY(SELECT jsonb_array_elements_text(one -> 'skills'))
           FROM networks, jsonb_array_elements(n -> 'practitioners') one),
     offerings AS (
         INSERT INTO offering (id, practitioner_id, treatment_id, clinic_id, lengths, accepts_new_patients, bookable_by)
         SELECT gen_random_uuid(), (one ->> 'id')::uuid, (n #>> '{treatment,id}')::uuid, (c ->> 'id')::uuid,
                ARRAY(SELECT jsonb_array_elements_text(one -> 'lengths')::smallint), (one ->> 'takesNewPatients')::boolean,
                ARRAY(SELECT jsonb_array_elements_text(one -> 'bookableBy'))
           FROM {clinics}, jsonb_array_elements(n -> 'practitioners') one
          WHERE c = n -> 'here' OR (one ->> 'travels')::boolean),
     rosters AS (
         INSERT INTO roster (id, practitioner_id, clinic_id, valid_from, valid_until, every_weeks)
         SELECT (roster ->> 'id')::uuid, (one ->> 'id')::uuid, (n #>> '{here,id}')::uuid, (roster ->> 'from')::date,
                (roster ->> 'until')::date, (roster ->> 'everyWeeks')::smallint
           FROM networks, jsonb_array_elements(n -> 'practitioners') one,
                jsonb_array_elements(one -> 'rosters') roster),
     segments AS (
         INSERT INTO roster_segment (roster_id, ordinal, week, weekday, from_time, until_time, audience, visit_kinds, place,
                                     release_hours)
         SELECT (roster ->> 'id')::uuid, ordinal, (s ->> 'week')::smallint, {day}, (s #>> '{hours,from}')::time,
                (s #>> '{hours,until}')::time, ARRAY(SELECT jsonb_array_elements_text(s -> 'audience')),
                ARRAY(SELECT jsonb_array_elements_text(s -> 'visitKinds')), 'clinic', nullif((s ->> 'releaseHours')::smallint, 0)
           FROM networks, jsonb_array_elements(n -> 'practitioners') one,
                jsonb_array_elements(one -> 'rosters') roster,
                jsonb_array_elements(roster -> 'segments') WITH ORDINALITY AS segments (s, ordinal)),
     exceptions AS (
         INSERT INTO roster_exception (practitioner_id, clinic_id, day, ordinal, from_time, until_time, audience, visit_kinds,
                                       release_hours)
         SELECT (one ->> 'id')::uuid, (n #>> '{here,id}')::uuid, day::date, coalesce(ordinal, 0), (s #>> '{hours,from}')::time,
                (s #>> '{hours,until}')::time, ARRAY(SELECT jsonb_array_elements_text(s -> 'audience')),
                ARRAY(SELECT jsonb_array_elements_text(s -> 'visitKinds')), nullif((s ->> 'releaseHours')::smallint, 0)
           FROM networks, jsonb_array_elements(n -> 'practitioners') one,
                jsonb_each(one -> 'exceptions') AS exceptions (day, instead)
                LEFT JOIN LATERAL jsonb_array_elements(instead) WITH ORDINALITY AS ranges (s, ordinal) ON true),
     partners AS (
         INSERT INTO partner (id, code, name)
         SELECT md5(n #>> '{here,code}')::uuid, (n #>> '{here,code}') || '-partner', 'Generated'
           FROM networks),
     agreements AS (
         INSERT INTO partner_agreement (partner_id, clinic_id, treatment_id)
         SELECT md5(n #>> '{here,code}')::uuid, (n #>> '{here,id}')::uuid, (n #>> '{treatment,id}')::uuid
           FROM networks
          WHERE (n #>> '{question,agreed}')::boolean),
     appointments AS (
         INSERT INTO appointment (id, state, clinic_id, treatment_id, practitioner_id, patient_id, minutes, starts_at, ends_at,
                                  local_start, zone, place, room_id, visit_kind, booked_by, owner, screening, price_amount,
                                  price_currency, price_tax_code, policy, expires_at, created_at, updated_at)
         SELECT (v ->> 'id')::uuid, CASE WHEN v ->> 'expiresAt' IS NULL THEN 'confirmed' ELSE 'held' END, (c ->> 'id')::uuid,
                (n #>> '{treatment,id}')::uuid, (v ->> 'practitioner')::uuid, '00000000-0000-7000-8000-0000000000ab', 30,
                (v #>> '{range,from}')::timestamptz, (v #>> '{range,until}')::timestamptz,
                (v #>> '{range,from}')::timestamptz AT TIME ZONE (c ->> 'zone'), c ->> 'zone', 'room',
                CASE WHEN v #>> '{place,kind}' = 'room' THEN (v #>> '{place,id}')::uuid ELSE md5(c ->> 'code')::uuid END,
                'initial', 'staff', 'user:generated', 'not-required', 1, 'AUD', 'gst-free', terms,
                (v ->> 'expiresAt')::timestamptz,
                '2020-01-01', '2020-01-01'
           FROM networks, jsonb_array_elements(n -> 'visits') v,
                LATERAL (SELECT CASE WHEN v #>> '{place,id}' IS NULL THEN n -> 'there' ELSE n -> 'here' END AS c) AS at,
                jsonb_build_object('code', 'gen', 'noticeMinutes', 0, 'horizonDays', 1, 'gridMinutes', 5,
                                   'freeCancellationHours', 24,
                                   'lateCancellationPercent', 0, 'noShowPercent', 0) AS terms),
     times_off AS (
         INSERT INTO time_off (id, practitioner_id, starts_at, ends_at, reason, created_at)
         SELECT (off ->> 'id')::uuid, (off ->> 'practitioner')::uuid, (off #>> '{range,from}')::timestamptz,
                (off #>> '{range,until}')::timestamptz, 'leave', '2020-01-01'
           FROM networks, jsonb_array_elements(n -> 'timesOff') off)
INSERT INTO claim (resource_id, unit, during, kind, appointment_id, time_off_id)
SELECT (v ->> 'practitioner')::uuid, (v ->> 'unit')::smallint,
       tstzrange((v #>> '{range,from}')::timestamptz, (v #>> '{range,until}')::timestamptz), 'appointment',
       (v ->> 'id')::uuid, NULL::uuid
  FROM networks, jsonb_array_elements(n -> 'visits') v
UNION ALL
SELECT (v #>> '{place,id}')::uuid, (v ->> 'placeUnit')::smallint,
       tstzrange((v #>> '{range,from}')::timestamptz, (v #>> '{range,until}')::timestamptz), 'appointment',
       (v ->> 'id')::uuid, NULL::uuid
  FROM networks, jsonb_array_elements(n -> 'visits') v
 WHERE v #>> '{place,id}' IS NOT NULL
UNION ALL
SELECT (off ->> 'practitioner')::uuid, 0,
       tstzrange((off #>> '{range,from}')::timestamptz, (off #>> '{range,until}')::timestamptz), 'block', NULL::uuid,
       (off ->> 'id')::uuid
  FROM networks, jsonb_array_elements(n -> 'timesOff') off;
