package network.physio.booking.waitlist;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Audience;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Clinic;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Offering;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.Treatment;
import network.physio.booking.availability.Wishes;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/** Looks up what a wish names and finds what could never be fulfilled: nobody waits in vain. */
@ApplicationScoped
class WishFaults {

    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

    private final Catalogue catalogue;
    private final WaitlistAccess access;
    private final WaitlistSettings settings;
    private final Clock clock;

    WishFaults(Catalogue catalogue, WaitlistAccess access, WaitlistSettings settings, Clock clock) {
        this.catalogue = catalogue;
        this.access = access;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A wish with what it names. The rest is only there without faults.
     *
     * @param from the first moment wished for
     * @param before nothing that starts from here on
     */
    record Checked(
            List<Fault> faults,
            JoinWaitlist.Wanted wanted,
            @Nullable Treatment treatment,
            List<Clinic> clinics,
            LocalDate earliest,
            Instant from,
            Instant before) {

        ZoneId zone() {
            return clinics.getFirst().zone();
        }

        /** No visit that is wished for starts later. */
        Instant lastStart() {
            return before.minus(ONE_MINUTE);
        }

        /** The visit that would start then. */
        Judge.Wish wish(Instant startsAt) {
            return new Judge.Wish(
                    Objects.requireNonNull(treatment, "there were faults"),
                    wanted.minutes(),
                    wanted.visitKind(),
                    clinics.getFirst(),
                    null,
                    PlaceWish.ANY,
                    startsAt);
        }
    }

    /**
     * All faults at once.
     *
     * @param replaced when what would be replaced starts; null for a new appointment
     * @throws HttpProblem {@code home-visit-needs-offer} for a treatment given at home
     */
    Checked of(JoinWaitlist.Wanted wanted, @Nullable Instant replaced) {
        List<Fault> faults = new ArrayList<>();
        Optional<Treatment> treatment = catalogue.treatment(wanted.treatmentId().toString());
        if (treatment.isEmpty()) {
            faults.add(new Fault("#/treatmentId", "is no treatment of this network"));
        } else if (treatment.get().place() == Treatment.Place.HOME) {
            throw Wishes.homeVisit();
        }
        List<Clinic> clinics = clinics(wanted, faults);
        ranges(wanted.ranges(), faults);
        Instant now = clock.instant();
        ZoneId zone = clinics.isEmpty() ? clock.getZone() : clinics.getFirst().zone();
        LocalDate today = LocalDate.ofInstant(now, zone);
        LocalDate earliest = wanted.earliest() == null || wanted.earliest().isBefore(today) ? today : wanted.earliest();
        days(wanted, today, earliest, faults);
        Instant dayBegins = earliest.atStartOfDay(zone).toInstant();
        Instant from = dayBegins.isBefore(now) ? now : dayBegins;
        Instant before = end(wanted.latest(), clinics, zone);
        if (replaced != null && replaced.isBefore(before)) {
            before = replaced;
            if (!dayBegins.isBefore(replaced)) {
                faults.add(new Fault("#/earliest", "is not before the appointment that would be replaced"));
            }
        }
        if (treatment.isPresent() && faults.isEmpty()) {
            offerings(wanted, treatment.get(), faults);
        }
        return new Checked(faults, wanted, treatment.orElse(null), clinics, earliest, from, before);
    }

    private List<Clinic> clinics(JoinWaitlist.Wanted wanted, List<Fault> faults) {
        List<Clinic> found = new ArrayList<>();
        for (int i = 0; i < wanted.clinics().size(); i++) {
            Optional<Clinic> clinic = catalogue.clinic(wanted.clinics().get(i).toString());
            if (clinic.isEmpty()) {
                faults.add(new Fault("#/clinicIds/" + i, "is no clinic of this network"));
            } else if (access.isDesk() && !access.isDeskOf(clinic.get())) {
                faults.add(
                        new Fault("#/clinicIds/" + i, "is no clinic of this front desk, which could not book there"));
            }
            clinic.ifPresent(found::add);
        }
        return found;
    }

    private static void ranges(List<LocalRange> ranges, List<Fault> faults) {
        for (int i = 0; i < ranges.size(); i++) {
            if (!ranges.get(i).from().isBefore(ranges.get(i).until())) {
                faults.add(new Fault("#/times/%d/until".formatted(i), "must be after from, on the same day"));
            }
        }
    }

    private void days(JoinWaitlist.Wanted wanted, LocalDate today, LocalDate earliest, List<Fault> faults) {
        if (wanted.latest().isBefore(today)) {
            faults.add(new Fault("#/latest", "lies in the past"));
        } else if (wanted.latest().isBefore(earliest)) {
            faults.add(new Fault("#/latest", "is before earliest"));
        } else if (wanted.latest().isAfter(today.plusDays(settings.longestDays()))) {
            faults.add(new Fault("#/latest", "is more than %d days ahead".formatted(settings.longestDays())));
        }
    }

    private static Instant end(LocalDate latest, List<Clinic> clinics, ZoneId otherwise) {
        return clinics.stream()
                .map(clinic -> latest.plusDays(1).atStartOfDay(clinic.zone()).toInstant())
                .max(Instant::compareTo)
                .orElseGet(() -> latest.plusDays(1).atStartOfDay(otherwise).toInstant());
    }

    private void offerings(JoinWaitlist.Wanted wanted, Treatment treatment, List<Fault> faults) {
        List<UUID> offering =
                catalogue.offerings(treatment.id(), wanted.clinics(), Catalogue.Choice.ANYONE, null).stream()
                        .filter(one -> one.refuses(treatment, wanted.minutes(), wanted.visitKind(), Audience.PUBLIC)
                                .isEmpty())
                        .map(Offering::practitionerId)
                        .toList();
        if (offering.isEmpty()) {
            faults.add(new Fault("#/treatmentId", "is offered by nobody there in this length and for this visit"));
        }
        for (int i = 0; i < wanted.practitioners().size(); i++) {
            if (!offering.contains(wanted.practitioners().get(i))) {
                faults.add(new Fault("#/practitionerIds/" + i, "offers this at none of these clinics"));
            }
        }
    }
}
