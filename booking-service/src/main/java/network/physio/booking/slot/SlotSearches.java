package network.physio.booking.slot;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Clinic;
import network.physio.booking.availability.LocalHours;
import network.physio.booking.availability.Need;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.TravelTimes;
import network.physio.booking.availability.Treatment;
import network.physio.booking.availability.Weekday;
import network.physio.booking.availability.Wishes;
import network.physio.booking.slot.SlotResource.Wanted;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/** Turns the parameters of a query into the search they mean, and refuses those that mean none. */
@ApplicationScoped
class SlotSearches {

    private static final Duration LONGEST = Duration.ofDays(90);
    private static final Duration USUAL = Duration.ofDays(30);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Set<String> GENDERS = Set.of("female", "male", "non-binary");

    private final Catalogue catalogue;
    private final Clock clock;

    SlotSearches(Catalogue catalogue, Clock clock) {
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** From the first to the last local day, by default today and the 30 days after. */
    FreeSlots.Search within(Wanted wanted, @Nullable LocalDate from, @Nullable LocalDate to) {
        List<Clinic> clinics = clinics(wanted);
        LocalDate today = today(clinics);
        LocalDate first = from == null ? today : from;
        LocalDate last = to == null ? first.plusDays(USUAL.toDays()) : to;
        if (first.isBefore(today)) {
            throw invalid("from", "lies in the past");
        }
        if (last.isBefore(first)) {
            throw invalid("to", "lies before the first day");
        }
        if (first.plusDays(LONGEST.toDays()).isBefore(last)) {
            throw invalid("to", "lies more than 90 days after the first day; use /slots/next to look further");
        }
        return search(wanted, clinics, first, last);
    }

    /** From the first local day, by default today, until 365 days from today: nobody but staff books later. */
    FreeSlots.Search yearAhead(Wanted wanted, @Nullable LocalDate from) {
        List<Clinic> clinics = clinics(wanted);
        LocalDate today = today(clinics);
        LocalDate first = from == null ? today : from;
        LocalDate last = today.plusDays(YEAR.toDays());
        if (first.isBefore(today)) {
            throw invalid("from", "lies in the past");
        }
        if (first.isAfter(last)) {
            throw invalid("from", "lies more than 365 days ahead");
        }
        return search(wanted, clinics, first, last);
    }

    private FreeSlots.Search search(Wanted wanted, List<Clinic> clinics, LocalDate first, LocalDate last) {
        Treatment treatment = catalogue
                .treatment(wanted.treatment())
                .orElseThrow(() -> invalid("treatment", "is no treatment of this network"));
        if (treatment.place() == Treatment.Place.HOME) {
            throw Wishes.homeVisit();
        }
        if (!treatment.lengths().contains(wanted.minutes())) {
            throw invalid("minutes", "must be a length of this treatment: " + treatment.lengths());
        }
        if (wanted.practitioner() != null && !catalogue.hasPractitioner(wanted.practitioner())) {
            throw invalid("practitioner", "is nobody who can be booked in this network");
        }
        if (wanted.gender() != null && !GENDERS.contains(wanted.gender())) {
            throw invalid("gender", "must be female, male or non-binary");
        }
        UUID room = place(Need.Kind.ROOM, "room", wanted.room(), treatment, clinics);
        UUID device = place(Need.Kind.EQUIPMENT, "equipment", wanted.equipment(), treatment, clinics);
        return new FreeSlots.Search(
                treatment,
                wanted.minutes(),
                wanted.visitKind(),
                clinics,
                new Catalogue.Choice(wanted.practitioner(), wanted.gender(), wanted.language()),
                first,
                last,
                days(wanted),
                hours(wanted),
                new PlaceWish(room, device));
    }

    /** The room or device with this id, at one of the clinics that are searched. */
    private @Nullable UUID place(
            Need.Kind kind, String parameter, @Nullable String id, Treatment treatment, List<Clinic> clinics) {
        if (id == null) {
            return null;
        }
        return clinics.stream()
                .flatMap(clinic -> catalogue.fitting(treatment, kind, clinic.id()).stream())
                .filter(place -> place.toString().equalsIgnoreCase(id))
                .findFirst()
                .orElseThrow(() ->
                        invalid(parameter, "is no id of one that the treatment could take at the clinics asked about"));
    }

    private static Set<DayOfWeek> days(Wanted wanted) {
        return wanted.days().stream().map(Weekday::day).collect(Collectors.toSet());
    }

    private static @Nullable LocalHours hours(Wanted wanted) {
        if ((wanted.startsFrom() == null) != (wanted.startsBefore() == null)) {
            throw invalid("startsFrom", "goes together with `startsBefore`");
        }
        return wanted.startsFrom() == null || wanted.startsBefore() == null
                ? null
                : new LocalHours(wanted.startsFrom(), wanted.startsBefore());
    }

    /** The earliest today of these clinics. */
    private LocalDate today(List<Clinic> clinics) {
        return clinics.stream()
                .map(clinic -> LocalDate.ofInstant(clock.instant(), clinic.zone()))
                .min(LocalDate::compareTo)
                .orElseGet(() -> LocalDate.now(clock));
    }

    private List<Clinic> clinics(Wanted wanted) {
        String near = wanted.near();
        Double within = wanted.within();
        if (wanted.clinic() != null) {
            if (near != null || within != null) {
                throw invalid("near", "goes without `clinic`");
            }
            return List.of(catalogue
                    .clinic(wanted.clinic())
                    .orElseThrow(() -> invalid("clinic", "is no clinic of this network")));
        }
        if (within != null && !(within >= 0 && within <= 1000)) {
            throw invalid("within", "must be between 0 and 1000 kilometres");
        }
        if ((near == null) != (within == null)) {
            throw invalid("near", "goes together with `within`");
        }
        if (near == null || within == null) {
            return catalogue.clinics();
        }
        double[] point = point(near);
        return catalogue.clinics().stream()
                .filter(candidate ->
                        TravelTimes.kilometres(point[0], point[1], candidate.latitude(), candidate.longitude())
                                <= within)
                .toList();
    }

    private static double[] point(String near) {
        List<String> parts = List.of(near.split(",", -1));
        try {
            double latitude = Double.parseDouble(parts.getFirst());
            double longitude = Double.parseDouble(parts.getLast());
            if (parts.size() == 2 && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) {
                return new double[] {latitude, longitude};
            }
        } catch (NumberFormatException notNumbers) {
            // refused below, like numbers that are no place on earth
        }
        throw invalid("near", "must be a latitude and a longitude such as -37.80,144.98");
    }

    private static HttpProblem invalid(String parameter, String reason) {
        return CommonProblem.INVALID_PARAMETER.problem(
                "A parameter is not what the contract asks for.", List.of(Fault.ofParameter(parameter, reason)));
    }
}
