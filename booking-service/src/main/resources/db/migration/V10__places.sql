-- The devices that a visit occupies, in the order in which its treatment needs them; what a cancelled visit had is kept, while
-- its claims are not. Of visits made before, those that are still claimed are known.
ALTER TABLE appointment ADD COLUMN equipment_ids uuid[] NOT NULL DEFAULT '{}';

UPDATE appointment a
   SET equipment_ids = used.ids
  FROM (SELECT c.appointment_id, array_agg(c.resource_id ORDER BY lower(c.during), c.resource_id) AS ids
          FROM claim c JOIN equipment e ON e.id = c.resource_id
         WHERE c.appointment_id IS NOT NULL
         GROUP BY c.appointment_id) used
 WHERE used.appointment_id = a.id;

-- Rooms and devices of this clinic that became free, once for each unit, and when each was claimed: then only those starts are
-- offered that they stood in the way of. NULL: the practitioner's own time became free, and any start in it will do.
ALTER TABLE waitlist_freed_time
    ADD COLUMN places uuid[] CHECK (cardinality(places) > 0),
    ADD COLUMN claimed tstzrange[],
    ADD CHECK ((places IS NULL) = (claimed IS NULL) AND cardinality(places) = cardinality(claimed));

-- What it costs that a practitioner stood before a closed door; a policy that says nothing asks for nothing.
ALTER TABLE policy ADD COLUMN no_access_percent integer NOT NULL DEFAULT 0 CHECK (no_access_percent BETWEEN 0 AND 100);
