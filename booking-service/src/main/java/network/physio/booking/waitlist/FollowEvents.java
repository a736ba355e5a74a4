package network.physio.booking.waitlist;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import network.physio.booking.event.EventLog.Recorded;
import org.jspecify.annotations.Nullable;

/** Reads from what happened which times have become free and what came of offers. */
@ApplicationScoped
class FollowEvents {

    private static final Set<String> DIARY_GREW = Set.of(
            "roster-changed",
            "clinic-reopened",
            "time-off-given-back",
            "session-scheduled",
            "session-changed",
            "session-cancelled");
    private static final String RELEASED = "hold-released";
    private static final String EXPIRED = "hold-expired";
    private static final String CANCELLED = "appointment-cancelled";

    private final Entries entries;
    private final Offers offers;
    private final FreedTimes freedTimes;
    private final FreedPlaces freedPlaces;
    private final EntryEvents events;
    private final WaitlistSettings settings;
    private final Clock clock;

    FollowEvents(
            Entries entries,
            Offers offers,
            FreedTimes freedTimes,
            FreedPlaces freedPlaces,
            EntryEvents events,
            WaitlistSettings settings,
            Clock clock) {
        this.entries = entries;
        this.offers = offers;
        this.freedTimes = freedTimes;
        this.freedPlaces = freedPlaces;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
    }

    /** Writes into the surrounding transaction; nothing is offered here, so it is short. */
    void follow(List<Recorded> happened) {
        followOffers(happened);
        Instant now = clock.instant();
        List<UUID> given = appointments(happened, Set.of(CANCELLED, RELEASED, EXPIRED));
        if (!given.isEmpty()) {
            freedTimes.ofEnded(given, now);
            freedPlaces.ofEnded(given, now);
        }
        happened.stream().filter(FollowEvents::isMove).forEach(event -> moved(event, now));
        happened.stream().filter(event -> DIARY_GREW.contains(event.type())).forEach(event -> grew(event, now));
    }

    /** What came of offers: all their entries are locked before the first is written. */
    private void followOffers(List<Recorded> happened) {
        Map<UUID, Offers.Outcome> ends = new HashMap<>();
        for (Recorded event : happened) {
            UUID hold = event.appointmentId();
            Offers.Outcome end = endOf(event.type());
            if (hold != null && end != null) {
                ends.put(hold, end);
            }
        }
        if (ends.isEmpty()) {
            return;
        }
        List<Offers.Made> made = offers.among(ends.keySet());
        entries.lock(made.stream().map(Offers.Made::entryId).toList());
        for (Offers.Made offer : made) {
            Offers.Outcome end = Objects.requireNonNull(ends.get(offer.id()));
            if (offers.end(offer.id(), end)) {
                ended(offer, end);
            }
        }
    }

    private static Offers.@Nullable Outcome endOf(String type) {
        return switch (type) {
            case "appointment-booked", "hold-exchanged" -> Offers.Outcome.ACCEPTED;
            case RELEASED -> Offers.Outcome.DECLINED;
            case EXPIRED -> Offers.Outcome.EXPIRED;
            default -> null;
        };
    }

    private void ended(Offers.Made offer, Offers.Outcome end) {
        Entry entry = entries.locked(offer.entryId());
        switch (end) {
            case ACCEPTED -> {
                if (entry.state().open()) {
                    entries.close(entry.id(), Entry.State.FULFILLED);
                    events.fulfilled(entry, offer.id());
                }
            }
            case EXPIRED -> {
                entries.touch(entry.id());
                events.offerExpired(entry, offer.id());
            }
            case DECLINED, WITHDRAWN -> {
                entries.touch(entry.id());
                events.declined(entry, offer.id(), EntryEvents.JOB);
            }
        }
    }

    private static boolean isMove(Recorded event) {
        return event.appointmentId() != null && event.details().get("fromStartsAt") instanceof String;
    }

    private void moved(Recorded event, Instant now) {
        UUID practitioner = was(event, "fromPractitionerId", event.practitionerId());
        UUID clinic = was(event, "fromClinicId", event.clinicId());
        if (practitioner != null && clinic != null) {
            FreedTimes.Left left = new FreedTimes.Left(
                    Objects.requireNonNull(event.appointmentId()),
                    practitioner,
                    clinic,
                    Instant.parse((String) event.details().get("fromStartsAt")),
                    number(event, "fromMinutes"));
            freedTimes.ofMoved(left, now);
            freedPlaces.ofMoved(left, placesGivenUp(event), now);
        }
    }

    /** Rooms and devices that a move gave up: one that keeps the time, and is no shorter, keeps most of them. */
    private static List<UUID> placesGivenUp(Recorded event) {
        List<UUID> places = places(event, "fromRoomId", "fromEquipmentIds");
        if (Objects.equals(event.details().get("startsAt"), event.details().get("fromStartsAt"))
                && !isShortened(event)) {
            places.removeAll(places(event, "roomId", "equipmentIds"));
        }
        return places;
    }

    private static boolean isShortened(Recorded event) {
        Integer before = number(event, "fromMinutes");
        Integer after = number(event, "minutes");
        return before != null && after != null && after < before;
    }

    private static @Nullable Integer number(Recorded event, String name) {
        return event.details().get(name) instanceof Number written ? written.intValue() : null;
    }

    private static List<UUID> places(Recorded event, String room, String equipment) {
        List<UUID> places = new ArrayList<>();
        if (event.details().get(room) instanceof String id) {
            places.add(UUID.fromString(id));
        }
        if (event.details().get(equipment) instanceof List<?> devices) {
            devices.forEach(device -> places.add(UUID.fromString((String) device)));
        }
        return places;
    }

    private static @Nullable UUID was(Recorded event, String name, @Nullable UUID otherwise) {
        return event.details().get(name) instanceof String written ? UUID.fromString(written) : otherwise;
    }

    private void grew(Recorded event, Instant now) {
        Instant from = instant(event, "startsAt", now);
        Instant until = instant(event, "endsAt", now.plus(Duration.ofDays(settings.longestDays())));
        Instant ahead = from.isBefore(now) ? now : from;
        if (ahead.isBefore(until)) {
            freedTimes.ofDiaries(event.practitionerId(), event.clinicId(), ahead, until, now);
        }
    }

    private static Instant instant(Recorded event, String name, Instant otherwise) {
        return event.details().get(name) instanceof String written ? Instant.parse(written) : otherwise;
    }

    private static List<UUID> appointments(List<Recorded> happened, Set<String> types) {
        List<UUID> ids = new ArrayList<>();
        for (Recorded event : happened) {
            if (types.contains(event.type()) && event.appointmentId() != null) {
                ids.add(event.appointmentId());
            }
        }
        return ids;
    }
}
