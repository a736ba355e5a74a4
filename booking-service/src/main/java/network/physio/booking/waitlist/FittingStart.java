package network.physio.booking.waitlist;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Clinic;
import network.physio.booking.availability.Diaries;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.Treatment;
import network.physio.booking.claim.Claims;
import network.physio.booking.slot.FreeSlots;
import network.physio.booking.slot.Slot;

/** Finds the start within a freed time that somebody wishes for and can take, by the rules that find slots. */
@ApplicationScoped
class FittingStart {

    private static final UUID NO_APPOINTMENT = new UUID(0, 0);

    private final FreeSlots freeSlots;
    private final Catalogue catalogue;
    private final Claims claims;
    private final Offers offers;
    private final FreedPlaces freedPlaces;
    private final WaitlistSettings settings;

    FittingStart(
            FreeSlots freeSlots,
            Catalogue catalogue,
            Claims claims,
            Offers offers,
            FreedPlaces freedPlaces,
            WaitlistSettings settings) {
        this.freeSlots = freeSlots;
        this.catalogue = catalogue;
        this.claims = claims;
        this.offers = offers;
        this.freedPlaces = freedPlaces;
        this.settings = settings;
    }

    /** The start nearest to the beginning of the freed time; the caller stands in for the entry's owner. */
    Optional<Judge.Wish> of(Entry entry, FreedTime freed, Instant now) {
        Treatment treatment =
                catalogue.treatment(entry.treatmentId().toString()).orElseThrow();
        Clinic clinic = catalogue.clinic(freed.clinicId().toString()).orElseThrow();
        LocalDate from = later(entry.wanted().earliest(), day(freed.startsAt().minus(length(entry)), clinic.zone()));
        LocalDate to = earlier(entry.wanted().latest(), day(freed.endsAt(), clinic.zone()));
        if (from.isAfter(to)) {
            return Optional.empty();
        }
        List<Offers.Offer> before = offers.of(entry.id());
        FreeSlots.Search search = new FreeSlots.Search(
                treatment,
                entry.minutes(),
                entry.visitKind(),
                List.of(clinic),
                Catalogue.Choice.of(freed.practitionerId()),
                from,
                to);
        return slots(search, freed).stream()
                .map(Slot::startsAt)
                .filter(start -> freed.mayServe(start, start.plus(length(entry))))
                .filter(start -> !start.isBefore(now.plus(settings.leastTimeBefore())))
                .filter(start -> entry.wanted().allow(start, entry.minutes(), clinic.zone()))
                .filter(start -> before.stream().noneMatch(offer -> wasThis(offer, freed, start, entry)))
                .sorted(Comparator.comparing((Instant start) ->
                                Duration.between(freed.startsAt(), start).abs())
                        .thenComparing(Comparator.naturalOrder()))
                .filter(start -> !isBusy(entry, start, now))
                .findFirst()
                .map(start -> new Judge.Wish(
                        treatment,
                        entry.minutes(),
                        entry.visitKind(),
                        clinic,
                        freed.practitionerId(),
                        PlaceWish.ANY,
                        start));
    }

    /** Of places that others have given back, what they stood in the way of: what was free all along is not waited for. */
    private List<Slot> slots(FreeSlots.Search search, FreedTime freed) {
        return freed.givenBack() == null
                ? freeSlots.all(search)
                : freeSlots.openedBy(search, freedPlaces.around(freed));
    }

    /** Nobody is asked twice about the same time. */
    private static boolean wasThis(Offers.Offer offer, FreedTime freed, Instant start, Entry entry) {
        return offer.practitionerId().equals(freed.practitionerId())
                && offer.startsAt().isBefore(start.plus(length(entry)))
                && start.isBefore(offer.endsAt());
    }

    private boolean isBusy(Entry entry, Instant start, Instant now) {
        return claims.inTheWay(
                        entry.patientId(),
                        Span.covering(start, start.plus(length(entry))),
                        NO_APPOINTMENT,
                        now.minus(Diaries.GRACE))
                == Claims.InTheWay.A_VISIT;
    }

    private static Duration length(Entry entry) {
        return Duration.ofMinutes(entry.minutes());
    }

    private static LocalDate day(Instant at, ZoneId zone) {
        return LocalDate.ofInstant(at, zone);
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }
}
