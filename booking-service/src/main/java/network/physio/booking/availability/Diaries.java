package network.physio.booking.availability;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives the facts about diaries: quickly from the picture in memory, or for certain from the tables. */
@ApplicationScoped
public class Diaries {

    /** Others may displace a hold so long after it has expired: its owner's last click is still on its way. */
    public static final Duration GRACE = Duration.ofSeconds(5);

    /** Nothing that a network file can say makes a visit with the buffers after it longer than this. */
    public static final Duration LONGEST_VISIT = Duration.ofHours(12);

    /** How far beyond the asked window facts matter: a visit with its buffers and ways, and the rest of a local day. */
    private static final long MARGIN = Span.ticks(Duration.ofHours(26).toMinutes());

    /** Rooms, devices and patients have no ways and no day to count: only the visit with its buffers. */
    private static final long MARGIN_OF_VISIT = Span.ticks(LONGEST_VISIT.toMinutes());

    private final LiveAvailability live;
    private final StoredTimetables timetables;
    private final StoredClaims claims;
    private final StoredSessions sessions;

    Diaries(LiveAvailability live, StoredTimetables timetables, StoredClaims claims, StoredSessions sessions) {
        this.live = live;
        this.timetables = timetables;
        this.claims = claims;
        this.sessions = sessions;
    }

    /** The window in which facts are read to answer questions about these starts. */
    public static Span windowAround(Span starts) {
        return starts.widened(MARGIN);
    }

    /** From memory when it covers the window, else from the tables: what can be offered. */
    public Facts seen(Treatment treatment, Collection<Offering> offerings, Span window, Instant now) {
        Optional<Picture.State> picture = live.covering(window);
        return picture.isPresent()
                ? new Facts(
                        window,
                        picture.get().listings(),
                        picture.get().timetable(),
                        picture.get().occupancy(),
                        picture.get().sessions())
                : readWithSessions(treatment, offerings, window, now, null, null, null)
                        .facts();
    }

    /**
     * Facts from the tables.
     *
     * @param lapsedHolds whether holds that have run out still occupy something here
     */
    public record Certain(Facts facts, boolean lapsedHolds) {}

    /**
     * Claims read from the tables; hours too, unless those remembered are of the same versions.
     *
     * @param treatment whose rooms and devices to read; no others can be asked about
     * @param patient whose claims to read too
     * @param versions as read with the locks on all the practitioners and clinics, null without locks
     * @param except an appointment or session that is about to move, whose own claims do not stand in its way
     */
    public Certain read(
            Treatment treatment,
            Collection<Offering> offerings,
            Span window,
            Instant now,
            @Nullable UUID patient,
            @Nullable Versions versions,
            @Nullable UUID except) {
        Listings listings = live.listings(versions);
        Set<UUID> clinics = offerings.stream().map(Offering::clinicId).collect(Collectors.toSet());
        Map<UUID, Span> wanted = new HashMap<>();
        Span ofVisit = window.widened(MARGIN_OF_VISIT - MARGIN);
        clinics.forEach(clinic -> listings.units(clinic).stream()
                .filter(unit -> treatment.needs(unit.kind(), unit.placeKind()))
                .forEach(unit -> wanted.put(unit.resourceId(), ofVisit)));
        offerings.forEach(offering -> wanted.put(offering.practitionerId(), window));
        if (patient != null) {
            wanted.put(patient, ofVisit);
        }
        List<StoredClaims.Row> rows = claims.of(wanted, listings).stream()
                .filter(row -> except == null || !except.equals(row.appointmentId()))
                .toList();
        return new Certain(
                new Facts(
                        window,
                        listings,
                        timetable(listings, offerings, clinics, window, versions),
                        Occupancy.of(
                                rows.stream()
                                        .filter(row -> !row.way() && !row.hasLapsed(now))
                                        .toList(),
                                window),
                        GroupSessions.none()),
                rows.stream().anyMatch(row -> row.hasLapsed(now)));
    }

    /** As {@link #read}, with the sessions of these practitioners and who sits there. */
    public Certain readWithSessions(
            Treatment treatment,
            Collection<Offering> offerings,
            Span window,
            Instant now,
            @Nullable UUID patient,
            @Nullable Versions versions,
            @Nullable UUID except) {
        Certain certain = read(treatment, offerings, window, now, patient, versions, except);
        List<GroupSession> found = sessions.inDiaries(offerings, window).stream()
                .map(session -> session.without(except))
                .toList();
        return new Certain(
                certain.facts().with(GroupSessions.of(found)),
                certain.lapsedHolds() || found.stream().anyMatch(session -> session.hasLapsedSeats(now)));
    }

    private Timetable timetable(
            Listings listings,
            Collection<Offering> offerings,
            Set<UUID> clinics,
            Span window,
            @Nullable Versions versions) {
        Optional<Picture.State> picture = versions == null ? Optional.empty() : live.covering(window);
        if (versions != null && picture.isPresent()) {
            Timetable remembered = picture.get().timetable();
            boolean same = offerings.stream()
                    .allMatch(offering -> remembered.isAt(versions, offering.clinicId(), offering.practitionerId()));
            if (same) {
                return remembered;
            }
        }
        return new Timetable(
                timetables.openings(
                        clinics.stream().map(id -> known(listings, id)).toList(), window),
                timetables.hours(
                        offerings.stream()
                                .map(offering -> new Timetable.At(offering.practitionerId(), offering.clinicId()))
                                .toList(),
                        id -> known(listings, id),
                        window));
    }

    private static Clinic known(Listings listings, UUID clinic) {
        return Objects.requireNonNull(listings.clinic(clinic).orElse(null), "an offering's clinic exists");
    }
}
