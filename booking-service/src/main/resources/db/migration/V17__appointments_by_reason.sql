-- Lists of appointments are read reason by reason of who may read them; each goes on by start. What staff have booked does
-- not concern them for that reason, and would be most of the index.
CREATE INDEX appointment_partner ON appointment (partner_id, starts_at, id) WHERE partner_id IS NOT NULL;

DROP INDEX appointment_owner;
CREATE INDEX appointment_owner ON appointment (owner, starts_at, id) WHERE booked_by <> 'staff';
