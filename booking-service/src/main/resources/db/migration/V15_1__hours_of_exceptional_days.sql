-- Exceptional hours are for somebody and something too, like those of a roster. What is stored was read as this so far.
ALTER TABLE roster_exception
    ADD COLUMN audience text[] NOT NULL DEFAULT '{public,partner,staff}'
        CHECK (audience <@ ARRAY['public', 'partner', 'staff']),
    ADD COLUMN visit_kinds text[] NOT NULL DEFAULT '{initial,follow-up,review}'
        CHECK (visit_kinds <@ ARRAY['initial', 'follow-up', 'review']),
    ADD COLUMN place text NOT NULL DEFAULT 'clinic' CHECK (place IN ('clinic', 'home', 'online')),
    ADD COLUMN release_hours smallint CHECK (release_hours > 0);
