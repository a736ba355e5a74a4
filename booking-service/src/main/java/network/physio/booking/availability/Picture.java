package network.physio.booking.availability;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import network.physio.booking.event.Snapshot;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Everybody's diaries over the year to come, as bitmaps, and how committed changes get into them. One thread changes it;
 * many read: each resource's bitmaps are replaced, never changed.
 */
@ApplicationScoped
class Picture {

    private static final Logger LOG = Logger.getLogger(Picture.class);

    /** The longest search looks 365 days ahead; the rest is for visits at its edges and for moving on only weekly. */
    private static final Duration BEHIND = Duration.ofDays(3);

    private static final Duration AHEAD = Duration.ofDays(377);
    private static final Duration LEAST_AHEAD = Duration.ofDays(368);

    /** Changes are forgotten by then, so a copy that was cut off for longer starts anew. */
    private static final Duration MEMORY = Duration.ofMinutes(30);

    private static final int RESOURCES_AT_ONCE = 250;

    private final StoredChanges storedChanges;
    private final StoredListings storedListings;
    private final StoredTimetables storedTimetables;
    private final StoredClaims storedClaims;
    private final StoredSessions storedSessions;

    private volatile @Nullable State state;
    private volatile Instant nextLapse = Instant.MAX;
    private final Map<UUID, Lapse> lapses = new HashMap<>();
    private Snapshot seen = Snapshot.BEFORE_ALL;
    private Instant caughtUpAt = Instant.MIN;

    Picture(
            StoredChanges storedChanges,
            StoredListings storedListings,
            StoredTimetables storedTimetables,
            StoredClaims storedClaims,
            StoredSessions storedSessions) {
        this.storedChanges = storedChanges;
        this.storedListings = storedListings;
        this.storedTimetables = storedTimetables;
        this.storedClaims = storedClaims;
        this.storedSessions = storedSessions;
    }

    /** What is known, of which parts are replaced as they change. */
    record State(
            Span window,
            Listings listings,
            Set<UUID> resources,
            Timetable timetable,
            Occupancy occupancy,
            GroupSessions sessions) {

        boolean covers(Span span) {
            return window.from() <= span.from() && span.until() <= window.until();
        }

        State with(Listings changed) {
            return new State(window, changed, resourcesOf(changed), timetable, occupancy, sessions);
        }

        /** Changes of what is not listed any more are not followed; listed again, it is laid out anew. */
        void forgetOthers() {
            timetable.keep(listings.workplaces());
            occupancy.keep(resources);
        }

        Clinic clinic(UUID id) {
            return listings.clinic(id).orElseThrow(() -> new IllegalStateException("an offering's clinic exists"));
        }
    }

    /** A hold whose claims stop counting when it lapses. */
    private record Lapse(Instant at, Map<UUID, Span> spans) {}

    @Nullable
    State state() {
        return state;
    }

    /**
     * Begins anew the next time. For when something failed: a part of a change may be in the picture, and when PostgreSQL
     * has crashed, ids of transactions that had ended before may be given out again.
     */
    void forget() {
        state = null;
        nextLapse = Instant.MAX;
    }

    /** Whether a hold has lapsed that is still in the picture. */
    boolean hasLapsedHolds(Instant now) {
        return !now.isBefore(nextLapse);
    }

    /** Takes in what has been committed since the last time. Not for two threads. */
    void catchUp(Instant now) {
        State before = state;
        if (before == null
                || !reachesFarEnough(before, now)
                || caughtUpAt.plus(MEMORY).isBefore(now)) {
            rebuild(now);
        } else {
            StoredChanges.Batch batch = storedChanges.since(seen);
            if (batch.snapshot().xmax() < seen.xmax()) {
                // Another server answers, or this one after a crash: what it has forgotten may be in the picture.
                rebuild(now);
            } else {
                apply(before, batch.changes(), now);
                seen = batch.snapshot();
            }
        }
        caughtUpAt = now;
    }

    private static boolean reachesFarEnough(State state, Instant now) {
        return state.covers(Span.covering(now.minus(Duration.ofDays(2)), now.plus(LEAST_AHEAD)));
    }

    private void rebuild(Instant now) {
        long began = System.nanoTime();
        // Nobody waits for a picture that is being laid out, and two at a time would take twice the memory.
        forget();
        seen = storedChanges.snapshot();
        lapses.clear();
        State fresh = laidOut(Span.covering(now.minus(BEHIND), now.plus(AHEAD)), now);
        state = fresh;
        LOG.infof(
                "laid out %d diaries over %d days in %d ms, %d kB",
                fresh.resources().size(),
                Duration.between(fresh.window().start(), fresh.window().end()).toDays(),
                Duration.ofNanos(System.nanoTime() - began).toMillis(),
                (fresh.occupancy().size() + fresh.timetable().size()) / 1024);
    }

    /** Everything as the tables say now. */
    State laidOut(Span window, Instant now) {
        Listings listings = storedListings.read();
        State fresh = new State(
                window,
                listings,
                resourcesOf(listings),
                new Timetable(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()),
                new Occupancy(window, new ConcurrentHashMap<>()),
                GroupSessions.of(storedSessions.endingAfter(window.start())));
        layOut(fresh, listings.clinics(), listings.workplaces());
        fill(fresh, now);
        return fresh;
    }

    /** All claims of the window: of those who travel with where each leads, of everybody else in one pass. */
    private void fill(State into, Instant now) {
        List<UUID> others = new ArrayList<>();
        Map<UUID, Span> travelling = new HashMap<>();
        for (UUID resource : into.resources()) {
            if (into.listings().travels(resource)) {
                travelling.put(resource, into.window());
            } else {
                others.add(resource);
            }
        }
        Occupancy.Filling filling = into.occupancy().filling();
        storedClaims.each(others, into.window(), into.listings(), new StoredClaims.Reader() {
            @Override
            public void read(StoredClaims.Claimed claimed) {
                boolean works = claimed.work() && into.listings().works(claimed.resourceId());
                filling.add(claimed, works ? StoredClaims.ONLY_CLINIC : null);
            }

            @Override
            public void read(StoredClaims.Row ofHold) {
                if (counts(ofHold, now)) {
                    filling.add(ofHold);
                    watch(ofHold);
                }
            }
        });
        filling.finish();
        refresh(into, travelling, Set.of(), now);
    }

    private static Set<UUID> resourcesOf(Listings listings) {
        Set<UUID> resources = new HashSet<>();
        listings.workplaces().forEach(at -> resources.add(at.practitionerId()));
        listings.clinics()
                .forEach(clinic -> listings.units(clinic.id()).forEach(unit -> resources.add(unit.resourceId())));
        return resources;
    }

    private void layOut(State into, Collection<Clinic> clinics, Collection<Timetable.At> workplaces) {
        if (!clinics.isEmpty()) {
            storedTimetables.openings(clinics, into.window()).forEach(into.timetable()::put);
        }
        if (!workplaces.isEmpty()) {
            storedTimetables.hours(workplaces, into::clinic, into.window()).forEach(into.timetable()::put);
        }
    }

    private void apply(State before, List<StoredChanges.Change> changes, Instant now) {
        State current = before;
        Map<UUID, Span> touched = new HashMap<>();
        Set<UUID> hours = new HashSet<>();
        Set<UUID> openings = new HashSet<>();
        Set<UUID> sessions = new HashSet<>();
        Set<UUID> watched = new HashSet<>();
        Set<UUID> unwatched = new HashSet<>();
        boolean catalogue = false;
        for (StoredChanges.Change change : changes) {
            switch (change.kind()) {
                case CLAIMS -> touched.merge(idOf(change), Objects.requireNonNull(change.span()), Span::around);
                case HOLD -> (lapses.containsKey(idOf(change)) ? watched : unwatched).add(idOf(change));
                case HOURS -> hours.add(idOf(change));
                case OPENING -> openings.add(idOf(change));
                case CATALOGUE -> catalogue = true;
                case SESSION -> sessions.add(idOf(change));
            }
        }
        if (catalogue) {
            current = before.with(storedListings.read());
            moveTo(before, current);
            lookAgain(before, current, touched);
        }
        layOut(
                current,
                current.listings().clinics().stream()
                        .filter(clinic -> openings.contains(clinic.id()))
                        .toList(),
                current.listings().workplaces().stream()
                        .filter(at -> hours.contains(at.practitionerId()))
                        .toList());
        lapses.forEach((hold, lapse) -> {
            if (!now.isBefore(lapse.at())) {
                watched.add(hold);
            }
        });
        if (!sessions.isEmpty()) {
            current.sessions()
                    .replace(
                            sessions,
                            storedSessions.these(sessions, current.window().start()));
        }
        if (!unwatched.isEmpty()) {
            // One that had lapsed here may have been taken or extended by whoever asked in time and committed late.
            storedClaims.spansOf(unwatched).forEach((resource, span) -> touched.merge(resource, span, Span::around));
        }
        watched.forEach(hold -> Objects.requireNonNull(lapses.get(hold))
                .spans()
                .forEach((resource, span) -> touched.merge(resource, span, Span::around)));
        touched.keySet().retainAll(current.resources());
        refresh(current, touched, watched, now);
        state = current;
        if (catalogue) {
            current.forgetOthers();
        }
    }

    private static UUID idOf(StoredChanges.Change change) {
        return Objects.requireNonNull(change.id());
    }

    /** Lays out what is new, and what another zone has moved. */
    private void moveTo(State before, State after) {
        Map<UUID, ZoneId> zones =
                before.listings().clinics().stream().collect(Collectors.toMap(Clinic::id, Clinic::zone));
        List<Clinic> moved = after.listings().clinics().stream()
                .filter(clinic -> !clinic.zone().equals(zones.get(clinic.id())))
                .toList();
        Set<UUID> movedIds = moved.stream().map(Clinic::id).collect(Collectors.toSet());
        List<Timetable.At> workplaces = after.listings().workplaces().stream()
                .filter(at -> movedIds.contains(at.clinicId())
                        || !before.listings().workplaces().contains(at))
                .toList();
        layOut(after, moved, workplaces);
    }

    /** At those who are new, with all that they have been given before, and at those who travel now: where they work matters. */
    private static void lookAgain(State before, State after, Map<UUID, Span> touched) {
        after.resources().stream()
                .filter(resource -> !before.resources().contains(resource)
                        || before.listings().travels(resource)
                                != after.listings().travels(resource))
                .forEach(resource -> touched.put(resource, after.window()));
    }

    /**
     * Reads these spans anew. Which holds to watch changes last: when something fails before, all of it is looked at once
     * more, though no change will ever tell of a hold that has merely run out.
     *
     * @param watched holds that are looked at again
     */
    private void refresh(State into, Map<UUID, Span> touched, Set<UUID> watched, Instant now) {
        List<UUID> resources = List.copyOf(touched.keySet());
        List<StoredClaims.Row> ofHolds = new ArrayList<>();
        for (int from = 0; from < resources.size(); from += RESOURCES_AT_ONCE) {
            Map<UUID, Span> some = new HashMap<>();
            resources
                    .subList(from, Math.min(from + RESOURCES_AT_ONCE, resources.size()))
                    .forEach(resource -> some.put(resource, Objects.requireNonNull(touched.get(resource))));
            List<StoredClaims.Row> rows = storedClaims.of(some, into.listings()).stream()
                    .filter(row -> counts(row, now))
                    .toList();
            Map<UUID, List<StoredClaims.Row>> byResource =
                    rows.stream().collect(Collectors.groupingBy(StoredClaims.Row::resourceId));
            some.forEach((resource, span) ->
                    into.occupancy().refresh(resource, span, byResource.getOrDefault(resource, List.of())));
            rows.stream().filter(row -> row.expiresAt() != null).forEach(ofHolds::add);
        }
        lapses.keySet().removeAll(watched);
        ofHolds.forEach(this::watch);
        nextLapse =
                lapses.values().stream().map(Lapse::at).min(Instant::compareTo).orElse(Instant.MAX);
    }

    private static boolean counts(StoredClaims.Row row, Instant now) {
        return !row.way() && !row.hasLapsed(now);
    }

    private void watch(StoredClaims.Row row) {
        Instant expiresAt = row.expiresAt();
        if (row.appointmentId() != null && expiresAt != null) {
            lapses.computeIfAbsent(
                            row.appointmentId(), hold -> new Lapse(expiresAt.plus(Diaries.GRACE), new HashMap<>()))
                    .spans()
                    .merge(row.resourceId(), row.span(), Span::around);
        }
    }
}
