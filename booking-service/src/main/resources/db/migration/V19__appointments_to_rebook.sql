-- Lists of what is flagged for rebooking: few of a clinic's appointments, which a list by start would look for among all.
CREATE INDEX appointment_to_rebook ON appointment (clinic_id, starts_at, id) WHERE rebooking_needed;
