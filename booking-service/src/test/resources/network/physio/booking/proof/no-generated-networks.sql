-- Deletes every generated network.
DELETE FROM claim USING appointment a WHERE a.id = claim.appointment_id AND a.owner = 'user:generated';

DELETE FROM claim USING practitioner p WHERE p.id = claim.resource_id AND p.code LIKE 'gen-%';

DELETE FROM appointment WHERE owner = 'user:generated';

DELETE FROM time_off USING practitioner p WHERE p.id = practitioner_id AND p.code LIKE 'gen-%';

DELETE FROM roster_exception USING practitioner p WHERE p.id = practitioner_id AND p.code LIKE 'gen-%';

DELETE FROM roster_segment USING roster r, practitioner p
 WHERE r.id = roster_id AND p.id = r.practitioner_id AND p.code LIKE 'gen-%';

DELETE FROM roster USING practitioner p WHERE p.id = practitioner_id AND p.code LIKE 'gen-%';

DELETE FROM offering USING practitioner p WHERE p.id = practitioner_id AND p.code LIKE 'gen-%';

DELETE FROM partner_agreement USING partner p WHERE p.id = partner_id AND p.code LIKE 'gen-%';

DELETE FROM partner WHERE code LIKE 'gen-%';

DELETE FROM treatment_price USING treatment t WHERE t.id = treatment_id AND t.code LIKE 'gen-%';

DELETE FROM treatment_need USING treatment t WHERE t.id = treatment_id AND t.code LIKE 'gen-%';

DELETE FROM treatment WHERE code LIKE 'gen-%';

WITH gone AS (DELETE FROM practitioner WHERE code LIKE 'gen-%' RETURNING id),
     units AS (DELETE FROM resource_unit WHERE resource_id IN (SELECT id FROM gone))
DELETE FROM resource WHERE id IN (SELECT id FROM gone);

WITH gone AS (DELETE FROM room USING clinic c WHERE c.id = clinic_id AND c.code LIKE 'gen-%' RETURNING room.id),
     units AS (DELETE FROM resource_unit WHERE resource_id IN (SELECT id FROM gone))
DELETE FROM resource WHERE id IN (SELECT id FROM gone);

WITH gone AS (DELETE FROM equipment USING clinic c WHERE c.id = clinic_id AND c.code LIKE 'gen-%' RETURNING equipment.id),
     units AS (DELETE FROM resource_unit WHERE resource_id IN (SELECT id FROM gone))
DELETE FROM resource WHERE id IN (SELECT id FROM gone);

WITH gone AS (DELETE FROM patient WHERE given_name = 'Gen' AND family_name = 'Erated' RETURNING id)
DELETE FROM resource WHERE id IN (SELECT id FROM gone);

DELETE FROM closure USING clinic c WHERE c.id = clinic_id AND c.code LIKE 'gen-%';

DELETE FROM clinic_holiday_calendar USING clinic c WHERE c.id = clinic_id AND c.code LIKE 'gen-%';

DELETE FROM holiday USING holiday_calendar h WHERE h.id = calendar_id AND h.code LIKE 'gen-%';

DELETE FROM holiday_calendar WHERE code LIKE 'gen-%';

DELETE FROM clinic_hours USING clinic c WHERE c.id = clinic_id AND c.code LIKE 'gen-%';

DELETE FROM clinic_travel USING clinic c WHERE c.id = from_clinic_id AND c.code LIKE 'gen-%';

DELETE FROM clinic WHERE code LIKE 'gen-%';

DELETE FROM policy WHERE code LIKE 'gen-%';

DELETE FROM organisation WHERE code = 'gen';
