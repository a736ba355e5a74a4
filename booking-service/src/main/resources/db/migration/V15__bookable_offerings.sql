-- Offerings with the lengths in which they can be booked: lengths of the treatment that have a price in the offering's tier.
-- Whoever offers and whoever books reads them here; a treatment that loses a length or a price takes it from all of them.
CREATE VIEW bookable_offering AS
SELECT o.id, o.practitioner_id, o.treatment_id, o.clinic_id, o.tier, o.accepts_new_patients, o.bookable_by,
       ARRAY(SELECT length
               FROM unnest(o.lengths) WITH ORDINALITY AS offered (length, place)
              WHERE length = ANY (t.lengths)
                AND EXISTS (SELECT FROM treatment_price p
                             WHERE p.treatment_id = o.treatment_id AND p.minutes = length AND p.tier = o.tier)
              ORDER BY place) AS lengths
  FROM offering o JOIN treatment t ON t.id = o.treatment_id;
