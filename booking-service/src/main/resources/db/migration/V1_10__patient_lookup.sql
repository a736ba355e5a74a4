-- What a front desk looks a patient up by: exact matches, letter case aside.
CREATE INDEX patient_email ON patient (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX patient_phone ON patient (phone) WHERE phone IS NOT NULL;
CREATE INDEX patient_name_birth ON patient (date_of_birth, lower(family_name));
CREATE INDEX patient_access_patient ON patient_access (patient_id);
