-- Which freed time is offered next is asked twice for each, also when a closure or a sick day has freed thousands.
CREATE INDEX waitlist_freed_time_in_turn ON waitlist_freed_time (failures, id);
CREATE INDEX waitlist_freed_time_visits_first
    ON waitlist_freed_time (failures, (ends_at - starts_at > interval '3 hours'), id);
