package network.physio.booking.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.Treatment;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.availability.Weekday;
import network.physio.booking.availability.Wishes;
import network.physio.booking.session.SessionResource.NewSessions;
import network.physio.booking.session.SessionResource.Weekly;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;

/** Turns a request for sessions into the times that are wished for. */
@ApplicationScoped
class WantedSessions {

    /** Two a week for a year; more are scheduled with another request. */
    static final int MOST = 104;

    private final Wishes wishes;

    WantedSessions(Wishes wishes) {
        this.wishes = wishes;
    }

    /** A start as it was written, and where. */
    private record Start(LocalDateTime local, String pointer) {}

    /** @throws HttpProblem {@code invalid-request} with every fault, {@code home-visit-needs-offer} */
    ScheduleSessions.Order order(UUID clinicId, ZoneId zone, NewSessions body) {
        List<Fault> faults = new ArrayList<>();
        List<Start> starts = starts(body, faults);
        for (Start start : starts) {
            if (zone.getRules().getValidOffsets(start.local()).isEmpty()) {
                faults.add(new Fault(
                        start.pointer(), "%s is skipped by the clock of the clinic".formatted(start.local())));
            }
        }
        if (!faults.isEmpty()) {
            throw invalid(faults);
        }
        List<Judge.Wish> wanted = starts.stream()
                .map(start -> wish(clinicId, start.local().atZone(zone).toOffsetDateTime(), body))
                .toList();
        Treatment treatment = wanted.getFirst().treatment();
        int capacity = body.capacity() == null ? treatment.capacity() : body.capacity();
        if (treatment.capacity() == 1) {
            throw invalid(List.of(new Fault("#/treatmentId", "is given to one patient at a time")));
        }
        if (capacity > treatment.capacity()) {
            throw invalid(List.of(
                    new Fault("#/capacity", "is given to at most %d at a time".formatted(treatment.capacity()))));
        }
        return new ScheduleSessions.Order(
                wanted, body.practitionerId(), capacity, body.mode() == SessionResource.Mode.EACH);
    }

    /** Whoever comes may be new or not, so the kind of visit narrows nothing. */
    private Judge.Wish wish(UUID clinicId, OffsetDateTime startsAt, NewSessions body) {
        Judge.Wish named = wishes.of(
                body.treatmentId(),
                body.minutes(),
                VisitKind.FOLLOW_UP,
                clinicId,
                body.practitionerId(),
                new PlaceWish(body.roomId(), null),
                startsAt.withOffsetSameInstant(ZoneOffset.UTC));
        return asSession(named);
    }

    static Judge.Wish asSession(Judge.Wish seat) {
        return new Judge.Wish(
                seat.treatment().asSession(),
                seat.minutes(),
                seat.visitKind(),
                seat.clinic(),
                seat.practitioner(),
                seat.places(),
                seat.startsAt());
    }

    private static List<Start> starts(NewSessions body, List<Fault> faults) {
        if ((body.starts() == null) == (body.weekly() == null)) {
            faults.add(new Fault("#/starts", "say when in exactly one way: starts or weekly"));
            return List.of();
        }
        return body.starts() == null ? weekly(body.weekly(), faults) : listed(body.starts(), faults);
    }

    private static List<Start> listed(List<LocalDateTime> written, List<Fault> faults) {
        List<Start> starts = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            Start start = new Start(written.get(i), "#/starts/" + i);
            if (i > 0 && !start.local().isAfter(starts.getLast().local())) {
                faults.add(new Fault(start.pointer(), "must be later than the start before it"));
            }
            starts.add(start);
        }
        return starts;
    }

    private static List<Start> weekly(Weekly pattern, List<Fault> faults) {
        if (pattern.until().isBefore(pattern.from())) {
            faults.add(new Fault("#/weekly/until", "lies before the first day"));
            return List.of();
        }
        if (pattern.until().isAfter(pattern.from().plusDays(366))) {
            faults.add(new Fault("#/weekly/until", "lies more than a year after the first day"));
            return List.of();
        }
        Set<DayOfWeek> days = pattern.days().stream().map(Weekday::day).collect(Collectors.toSet());
        List<Start> starts = pattern.from()
                .datesUntil(pattern.until().plusDays(1))
                .filter((LocalDate day) -> days.contains(day.getDayOfWeek()))
                .map(day -> new Start(day.atTime(pattern.at()), "#/weekly"))
                .toList();
        if (starts.isEmpty() || starts.size() > MOST) {
            faults.add(new Fault("#/weekly", "must come to 1 to %d sessions".formatted(MOST)));
        }
        return starts;
    }

    private static HttpProblem invalid(List<Fault> faults) {
        return CommonProblem.INVALID_REQUEST.problem("The request does not hold what the contract asks for.", faults);
    }
}
