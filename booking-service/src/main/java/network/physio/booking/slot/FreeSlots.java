package network.physio.booking.slot;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import network.physio.booking.access.Access;
import network.physio.booking.access.Audience;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Clinic;
import network.physio.booking.availability.Diaries;
import network.physio.booking.availability.Diary;
import network.physio.booking.availability.Facts;
import network.physio.booking.availability.Offering;
import network.physio.booking.availability.Question;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.StartRule;
import network.physio.booking.availability.Treatment;
import network.physio.booking.availability.VisitKind;

/** Finds the starts that this caller can book, soonest first. */
@ApplicationScoped
public class FreeSlots {

    private final Catalogue catalogue;
    private final Diaries diaries;
    private final Access access;
    private final Clock clock;

    FreeSlots(Catalogue catalogue, Diaries diaries, Access access, Clock clock) {
        this.catalogue = catalogue;
        this.diaries = diaries;
        this.access = access;
        this.clock = clock;
    }

    /**
     * What is looked for.
     *
     * @param from first local day at each clinic
     * @param to last local day, included
     */
    public record Search(
            Treatment treatment,
            int minutes,
            VisitKind visitKind,
            List<Clinic> clinics,
            Catalogue.Choice choice,
            LocalDate from,
            LocalDate to) {

        Span startsAt(Clinic clinic) {
            return Span.covering(startOf(from, clinic.zone()), startOf(to.plusDays(1), clinic.zone()));
        }

        private static Instant startOf(LocalDate day, ZoneId zone) {
            return day.atStartOfDay(zone).toInstant();
        }
    }

    /** Every slot, soonest first. */
    public List<Slot> all(Search search) {
        List<Slot> slots = new ArrayList<>();
        ask(search, (question, diary) -> {
            Span wanted = search.startsAt(question.clinic());
            StartRule.bookableStarts(question, diary).stream()
                    .dropWhile(start -> start < wanted.from())
                    .takeWhile(start -> start < wanted.until())
                    .forEach(start -> slots.add(new Slot(
                            question.clinic(), question.offering(), start, search.minutes(), diary.bookedTicks())));
        });
        slots.sort(Slot.SOONEST_FIRST);
        return slots;
    }

    /** The first slot of each clinic, soonest first. */
    public List<Slot> firstOfEachClinic(Search search) {
        List<Slot> firsts = new ArrayList<>();
        ask(search, (question, diary) -> {
            Span wanted = search.startsAt(question.clinic());
            long start = StartRule.bookableStarts(question, diary).next(wanted.from());
            if (start >= 0 && start < wanted.until()) {
                firsts.add(
                        new Slot(question.clinic(), question.offering(), start, search.minutes(), diary.bookedTicks()));
            }
        });
        Map<UUID, Optional<Slot>> byClinic = firsts.stream()
                .collect(Collectors.groupingBy(
                        slot -> slot.clinic().id(),
                        Collectors.minBy(
                                Comparator.comparingLong(Slot::startTick).thenComparing(Slot.LEAST_BOOKED_FIRST))));
        return byClinic.values().stream()
                .flatMap(Optional::stream)
                .sorted(Slot.SOONEST_FIRST)
                .toList();
    }

    /** Slots nearest to a start that is gone, for the same caller: the next ones first. */
    public List<Slot> near(Search search, Instant startsAt, int limit) {
        long wanted = Span.tickAtOrAfter(startsAt);
        Map<Long, Slot> byStart = all(search).stream()
                .collect(Collectors.toMap(
                        Slot::startTick,
                        slot -> slot,
                        (one, other) -> Slot.LEAST_BOOKED_FIRST.compare(one, other) <= 0 ? one : other));
        return byStart.values().stream()
                .sorted(Comparator.comparingLong((Slot slot) -> Math.abs(slot.startTick() - wanted))
                        .thenComparing(Slot.SOONEST_FIRST))
                .limit(limit)
                .sorted(Slot.SOONEST_FIRST)
                .toList();
    }

    private void ask(Search search, BiConsumer<Question, Diary> each) {
        Map<UUID, Clinic> clinics = search.clinics().stream().collect(Collectors.toMap(Clinic::id, clinic -> clinic));
        List<Offering> offerings = catalogue.offerings(
                search.treatment().id(),
                clinics.keySet(),
                search.choice(),
                access.partner().orElse(null));
        if (offerings.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<Question> questions = new ArrayList<>();
        Span window = Diaries.windowAround(starts(search));
        for (Offering offering : offerings) {
            Clinic clinic = Objects.requireNonNull(clinics.get(offering.clinicId()));
            Audience audience = access.inDiaryOf(offering.practitionerCode(), clinic.code());
            if (offering.refuses(search.treatment(), search.minutes(), search.visitKind(), audience)
                    .isEmpty()) {
                questions.add(new Question(
                        search.treatment(),
                        search.minutes(),
                        search.visitKind(),
                        clinic,
                        offering,
                        audience,
                        now,
                        window));
            }
        }
        if (questions.isEmpty()) {
            return;
        }
        Facts facts = diaries.read(
                search.treatment(),
                search.clinics(),
                questions.stream().map(Question::offering).toList(),
                window,
                now,
                null);
        questions.forEach(question -> each.accept(question, facts.diary(question.offering())));
    }

    private static Span starts(Search search) {
        List<Span> perClinic = search.clinics().stream().map(search::startsAt).toList();
        return new Span(
                perClinic.stream().mapToLong(Span::from).min().orElseThrow(),
                perClinic.stream().mapToLong(Span::until).max().orElseThrow());
    }
}
