package network.physio.booking.availability;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** When clinics are open by what the tables say now: weekly hours without public holidays and closures. */
@ApplicationScoped
public class Openings {

    private final LiveAvailability live;
    private final StoredTimetables timetables;

    Openings(LiveAvailability live, StoredTimetables timetables) {
        this.live = live;
        this.timetables = timetables;
    }

    /** Of those that can be booked; a clinic that was made in this transaction is none of them yet. */
    public Map<UUID, Ticks> of(Collection<UUID> clinics, Span window) {
        Listings listings = live.listings();
        Map<UUID, Ticks> open = new HashMap<>();
        timetables
                .openings(
                        clinics.stream()
                                .map(listings::clinic)
                                .flatMap(Optional::stream)
                                .toList(),
                        window)
                .forEach((clinic, opening) -> open.put(clinic, opening.open()));
        return open;
    }

    /** The time itself while the clinic is open, else when it opens next; empty when that is not before {@code until}. */
    public Optional<Instant> next(UUID clinic, Instant time, Instant until) {
        Span window = Span.covering(time, until);
        long tick = of(List.of(clinic), window)
                .getOrDefault(clinic, Ticks.none(window))
                .next(window.from());
        if (tick < 0) {
            return Optional.empty();
        }
        return Optional.of(tick == window.from() ? time : Span.instant(tick));
    }
}
