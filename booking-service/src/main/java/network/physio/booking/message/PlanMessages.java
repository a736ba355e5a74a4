package network.physio.booking.message;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.physio.booking.event.EventLog;
import org.jspecify.annotations.Nullable;

/**
 * Turns what happened into what patients are to be told. News of one appointment that follow each other closely become one
 * message with the last state.
 */
@ApplicationScoped
class PlanMessages {

    private static final String JOB = "job:messages";

    /** News wait for more news, but not for ever. */
    private static final int MOST_SETTLES = 6;

    /** A reminder later than this before the visit says nothing that helps. */
    private static final Duration LAST_REMINDER = Duration.ofHours(1);

    /** How long a question about soreness is worth asking (AF: normal within 24 to 48 hours). */
    private static final Duration SORENESS_ASKED_WITHIN = Duration.ofDays(1);

    /** Events that change what a patient is told. */
    private static final Set<String> TOLD = Set.of(
            "appointment-booked",
            "appointment-moved",
            "appointment-needs-rebooking",
            "appointment-cancelled",
            "appointment-change-undone",
            "appointment-completed",
            "appointment-missed",
            "appointment-no-access",
            "waitlist-offered");

    private static final List<MessageTemplate> AFTERCARE =
            List.of(MessageTemplate.SORENESS_24H, MessageTemplate.SORENESS_48H);

    private final Messages messages;
    private final OpenMessages open;
    private final Visits visits;
    private final MessageSettings settings;
    private final SendingHours hours;
    private final Clock clock;

    PlanMessages(Messages messages, OpenMessages open, Visits visits, MessageSettings settings, Clock clock) {
        this.messages = messages;
        this.open = open;
        this.visits = visits;
        this.settings = settings;
        this.hours = new SendingHours(settings.dayBegins(), settings.dayEnds());
        this.clock = clock;
    }

    void after(List<EventLog.Recorded> events) {
        events.forEach(this::after);
    }

    private void after(EventLog.Recorded event) {
        if (!TOLD.contains(event.type())) {
            return;
        }
        UUID appointment = event.type().equals("waitlist-offered") ? offered(event) : event.appointmentId();
        Optional<Visit> visit = appointment == null ? Optional.empty() : visits.find(appointment);
        visit.flatMap(Visit::patient).ifPresent(patient -> after(event, visit.get(), patient));
    }

    private void after(EventLog.Recorded event, Visit visit, UUID patient) {
        int version = Objects.requireNonNullElse(event.version(), 1);
        switch (event.type()) {
            case "appointment-booked" -> {
                tell(MessagePurpose.CONFIRMATION, event, visit, patient, version);
                remind(visit, patient, version);
            }
            case "appointment-moved" -> {
                if (changedNothing(event)) {
                    stays(event, visit, patient, version);
                } else {
                    tell(MessagePurpose.CHANGE, event, visit, patient, version);
                }
                remind(visit, patient, version);
            }
            case "appointment-needs-rebooking" -> {
                tell(MessagePurpose.REBOOKING_NEEDED, event, visit, patient, version);
                drop(visit, List.of(MessageTemplate.REMINDER));
            }
            case "appointment-cancelled" -> {
                tell(MessagePurpose.CANCELLATION, event, visit, patient, version);
                drop(visit, List.of(MessageTemplate.REMINDER));
            }
            case "appointment-change-undone" -> undone(event, visit, patient, version);
            case "appointment-completed" -> {
                drop(visit, List.of(MessageTemplate.REMINDER));
                askAboutSoreness(visit, patient, version);
            }
            case "appointment-missed", "appointment-no-access" -> drop(visit, List.of(MessageTemplate.REMINDER));
            case "waitlist-offered" -> offer(event, visit, patient, version);
            default -> throw new IllegalStateException("an event in the list above and not here: " + event.type());
        }
        messages.broughtUpTo(visit.appointmentId(), version);
    }

    private void tell(MessagePurpose purpose, EventLog.Recorded event, Visit visit, UUID patient, int version) {
        Instant due = event.at().plus(settings.settle());
        boolean urgent = isNear(visit.startsAt(), event.at()) || isNear(before(event), event.at());
        Optional<Message> unsent = messages.planned(visit.appointmentId(), MessageTemplate.NEWS);
        if (unsent.isEmpty()) {
            messages.add(
                    patient,
                    visit.appointmentId(),
                    version,
                    new Messages.Plan(purpose, MessageTemplate.NEWS, due, goodUntil(purpose, event, visit), urgent),
                    clock.instant());
            return;
        }
        MessagePurpose both = unsent.get().purpose().followedBy(purpose);
        Instant latest = unsent.get().createdAt().plus(settings.settle().multipliedBy(MOST_SETTLES));
        messages.change(
                unsent.get().id(),
                new Messages.Plan(
                        both,
                        MessageTemplate.NEWS,
                        due.isBefore(latest) ? due : latest,
                        goodUntil(both, event, visit),
                        urgent || unsent.get().urgent()));
    }

    /** That a visit is off is still news to somebody who stands before the door. */
    private static Instant goodUntil(MessagePurpose purpose, EventLog.Recorded event, Visit visit) {
        Instant aDayOn = event.at().plus(Duration.ofDays(1));
        return purpose == MessagePurpose.CANCELLATION && visit.startsAt().isBefore(aDayOn) ? aDayOn : visit.startsAt();
    }

    private boolean isNear(Instant start, Instant at) {
        return start.isBefore(at.plus(settings.lastMinute()));
    }

    /** When a moved appointment would have been: whoever would have come tomorrow morning must know tonight. */
    private static Instant before(EventLog.Recorded event) {
        return event.details().get("fromStartsAt") instanceof String start ? Instant.parse(start) : Instant.MAX;
    }

    private void remind(Visit visit, UUID patient, int version) {
        Optional<Instant> due = reminderOf(visit).filter(time -> time.isAfter(clock.instant()));
        Optional<Message> planned = messages.planned(visit.appointmentId(), MessageTemplate.REMINDER);
        if (due.isEmpty() || !visit.isConfirmed()) {
            drop(visit, List.of(MessageTemplate.REMINDER));
            return;
        }
        Messages.Plan plan = new Messages.Plan(
                MessagePurpose.REMINDER, MessageTemplate.REMINDER, due.get(), visit.startsAt(), false);
        if (planned.isPresent()) {
            messages.change(planned.get().id(), plan);
        } else {
            messages.add(patient, visit.appointmentId(), version, plan, clock.instant());
        }
    }

    /** By the patient's clock: a day before is the same hour of the day before, also when clocks change in between. */
    private Optional<Instant> reminderOf(Visit visit) {
        ZoneId zone = visit.zone();
        LocalDateTime local = visit.startsAt().atZone(zone).toLocalDateTime().minus(settings.reminderBefore());
        Instant wanted = local.atZone(zone).toInstant();
        Instant morning = hours.next(wanted, zone);
        boolean early = morning.isBefore(visit.startsAt().minus(LAST_REMINDER));
        return Optional.of(early ? morning : hours.last(wanted, zone));
    }

    private static boolean changedNothing(EventLog.Recorded move) {
        return move.details().get("changed") instanceof Collection<?> changed && changed.isEmpty();
    }

    /**
     * It stays, or stands again, where it was: told only to who has heard of a rebooking, or nothing yet. News of it that wait
     * already say how it stands.
     */
    private void stays(EventLog.Recorded event, Visit visit, UUID patient, int version) {
        Optional<Message> unsent = messages.planned(visit.appointmentId(), MessageTemplate.NEWS);
        if (unsent.isPresent() && unsent.get().purpose() != MessagePurpose.REBOOKING_NEEDED) {
            return;
        }
        open.settleRebookings(visit.appointmentId(), JOB, clock.instant());
        Optional<Messages.Told> told = messages.lastTold(visit.appointmentId(), version, null);
        boolean known = told.filter(last -> last.stillSo() && last.purpose() != MessagePurpose.REBOOKING_NEEDED)
                .isPresent();
        if (known) {
            drop(visit, List.of(MessageTemplate.NEWS));
        } else {
            tell(
                    told.isPresent() ? MessagePurpose.CHANGE : MessagePurpose.CONFIRMATION,
                    event,
                    visit,
                    patient,
                    version);
        }
    }

    private void undone(EventLog.Recorded event, Visit visit, UUID patient, int version) {
        if (!visit.state().equals("completed")) {
            drop(visit, AFTERCARE);
        }
        if (visit.isConfirmed()) {
            if (messages.toldCancelled(visit.appointmentId())) {
                tell(MessagePurpose.CONFIRMATION, event, visit, patient, version);
            }
            remind(visit, patient, version);
        }
    }

    /** After a hands-on visit only: soreness is normal for a day, may be for two, and is asked about after each (AF-01, AF-02). */
    private void askAboutSoreness(Visit visit, UUID patient, int version) {
        drop(visit, AFTERCARE);
        if (visit.handsOn() && visit.state().equals("completed")) {
            ask(MessageTemplate.SORENESS_24H, Duration.ofDays(1), visit, patient, version);
            ask(MessageTemplate.SORENESS_48H, Duration.ofDays(2), visit, patient, version);
        }
    }

    private void ask(MessageTemplate template, Duration afterwards, Visit visit, UUID patient, int version) {
        Instant wanted = visit.endsAt().plus(afterwards);
        Instant until = wanted.plus(SORENESS_ASKED_WITHIN);
        if (clock.instant().isBefore(until) && !messages.hasAsked(visit.appointmentId(), template)) {
            messages.add(
                    patient,
                    visit.appointmentId(),
                    version,
                    new Messages.Plan(
                            MessagePurpose.SORENESS_CHECK, template, hours.next(wanted, visit.zone()), until, false),
                    clock.instant());
        }
    }

    /** Made by day, as all are, an offer is told of even if the evening has come a moment later. */
    private void offer(EventLog.Recorded event, Visit visit, UUID patient, int version) {
        Instant heldUntil = visit.heldUntil();
        if (heldUntil != null) {
            messages.add(
                    patient,
                    visit.appointmentId(),
                    version,
                    new Messages.Plan(
                            MessagePurpose.WAITLIST_OFFER,
                            MessageTemplate.WAITLIST_OFFER,
                            event.at(),
                            heldUntil,
                            hours.include(event.at(), visit.zone())),
                    clock.instant());
        }
    }

    /** An offer is a hold, whose id the event names. */
    private static @Nullable UUID offered(EventLog.Recorded event) {
        return event.details().get("offerId") instanceof String id ? UUID.fromString(id) : event.appointmentId();
    }

    private void drop(Visit visit, List<MessageTemplate> templates) {
        messages.dropPlanned(visit.appointmentId(), templates);
    }
}
