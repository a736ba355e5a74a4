package network.physio.booking.slot;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import network.physio.booking.access.Access;
import network.physio.booking.access.Audience;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Clinic;
import network.physio.booking.availability.Diaries;
import network.physio.booking.availability.Diary;
import network.physio.booking.availability.Facts;
import network.physio.booking.availability.LocalHours;
import network.physio.booking.availability.Offering;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.Question;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.StartRule;
import network.physio.booking.availability.TakenPlace;
import network.physio.booking.availability.Ticks;
import network.physio.booking.availability.Treatment;
import network.physio.booking.availability.VisitKind;
import org.jspecify.annotations.Nullable;

/** Finds the starts that this caller can book, soonest first. */
@ApplicationScoped
public class FreeSlots {

    /** A search looks at this much first, and at twice as much each time it has not found enough. */
    private static final long FIRST_PART = Span.ticks(Duration.ofDays(1).toMinutes());

    /** Longer parts cost more memory than they save. */
    private static final long LONGEST_PART = Span.ticks(Duration.ofDays(64).toMinutes());

    /** No local day is longer, on any day and in any zone. */
    private static final long LOCAL_DAY = Span.ticks(Duration.ofHours(26).toMinutes());

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
     * @param days on which days of the week, all when empty; hours over midnight are those of the day on which they begin
     * @param hours local times between which the visit starts, null for any
     * @param places the room and the device that it shall take
     */
    public record Search(
            Treatment treatment,
            int minutes,
            VisitKind visitKind,
            List<Clinic> clinics,
            Catalogue.Choice choice,
            LocalDate from,
            LocalDate to,
            Set<DayOfWeek> days,
            @Nullable LocalHours hours,
            PlaceWish places) {

        public Search(
                Treatment treatment,
                int minutes,
                VisitKind visitKind,
                List<Clinic> clinics,
                Catalogue.Choice choice,
                LocalDate from,
                LocalDate to) {
            this(treatment, minutes, visitKind, clinics, choice, from, to, Set.of(), null, PlaceWish.ANY);
        }

        /** The local days at all clinics. */
        public Span span() {
            List<Span> perClinic = clinics.stream().map(this::span).toList();
            return new Span(
                    perClinic.stream().mapToLong(Span::from).min().orElse(0),
                    perClinic.stream().mapToLong(Span::until).max().orElse(0));
        }

        private Span span(Clinic clinic) {
            return Span.covering(startOf(from, clinic.zone()), startOf(to.plusDays(1), clinic.zone()));
        }

        /** Starts that are looked for at the clinic, of those in a part of the search. */
        Ticks wanted(Clinic clinic, Span part, Span window) {
            Ticks inPart = Ticks.none(window).add(part);
            Ticks wanted = Ticks.none(window);
            if (days.isEmpty() && hours == null) {
                wanted.add(span(clinic));
            } else {
                localDays(part, clinic.zone()).stream()
                        .filter(day -> days.isEmpty() || days.contains(day.getDayOfWeek()))
                        .forEach(day -> wanted.add(startsOn(day, clinic.zone())));
            }
            return wanted.and(inPart).and(Ticks.none(window).add(span(clinic)));
        }

        private Span startsOn(LocalDate day, ZoneId zone) {
            return hours == null
                    ? Span.covering(startOf(day, zone), startOf(day.plusDays(1), zone))
                    : hours.on(day, zone);
        }

        /** Hours may begin on the day before. */
        private static List<LocalDate> localDays(Span part, ZoneId zone) {
            LocalDate first = LocalDate.ofInstant(part.start(), zone).minusDays(1);
            return first.datesUntil(LocalDate.ofInstant(part.end(), zone).plusDays(1))
                    .toList();
        }

        private static Instant startOf(LocalDate day, ZoneId zone) {
            return day.atStartOfDay(zone).toInstant();
        }
    }

    /** Every slot, soonest first. */
    public List<Slot> all(Search search) {
        return all(ask(search, search.span()));
    }

    /** Those of all slots that could not be booked while these places were taken. */
    public List<Slot> openedBy(Search search, List<TakenPlace> freed) {
        Asked asked = ask(search, search.span());
        List<Slot> before = all(asked.supposing(freed));
        return all(asked).stream()
                .filter(slot -> before.stream()
                        .noneMatch(other -> other.startTick() == slot.startTick()
                                && other.offering().equals(slot.offering())))
                .toList();
    }

    private static List<Slot> all(Asked asked) {
        List<Slot> slots = new ArrayList<>();
        parts(asked.span()).forEach(part -> asked.starts(part, clinic -> true, slots::add));
        slots.sort(Slot.SOONEST_FIRST);
        return slots;
    }

    /**
     * Up to so many slots, soonest first.
     *
     * @param after the slot where the page before this ended
     */
    List<Slot> page(Search search, Fold fold, @Nullable SlotCursor after, int limit) {
        List<Slot> found = new ArrayList<>();
        Set<Object> folded = new HashSet<>();
        Span span = search.span();
        // A cursor is the caller's to make up: one from after the search finds nothing.
        long from = after == null ? span.from() : Math.clamp(after.startTick() - LOCAL_DAY, span.from(), span.until());
        Asked asked = ask(search, new Span(from, span.until()));
        for (Span part : parts(asked.span())) {
            List<Slot> slots = new ArrayList<>();
            asked.starts(part, clinic -> true, slots::add);
            slots.sort(Slot.SOONEST_FIRST);
            fold.fold(slots, folded).stream()
                    .filter(slot -> after == null || after.isBefore(slot))
                    .forEach(found::add);
            if (found.size() >= limit) {
                return found.subList(0, limit);
            }
        }
        return found;
    }

    /**
     * The first slot of each clinic, soonest first, up to so many of them.
     *
     * @param after the slot where the page before this ended
     */
    List<Slot> firstOfEachClinic(Search search, @Nullable SlotCursor after, int limit) {
        Map<UUID, Slot> firsts = new HashMap<>();
        Asked asked = ask(search, search.span());
        for (Span part : parts(asked.span())) {
            Map<UUID, Slot> inPart = new HashMap<>();
            asked.firstStarts(
                    part,
                    clinic -> !firsts.containsKey(clinic),
                    slot -> inPart.merge(slot.clinic().id(), slot, FreeSlots::better));
            firsts.putAll(inPart);
            // What later parts hold comes later.
            if (firsts.size() == asked.clinics() || rest(firsts.values(), after).size() >= limit) {
                break;
            }
        }
        return rest(firsts.values(), after).stream().limit(limit).toList();
    }

    private static List<Slot> rest(Collection<Slot> slots, @Nullable SlotCursor after) {
        return slots.stream()
                .filter(slot -> after == null || after.isBefore(slot))
                .sorted(Slot.SOONEST_FIRST)
                .toList();
    }

    /** Slots nearest to a start that is gone, for the same caller, at different times, in their order; {@code wanted} ones. */
    public List<Slot> near(Search search, Instant startsAt, int limit, Predicate<Slot> wanted) {
        Asked asked = ask(search, search.span());
        Span span = asked.span();
        long tick = Math.clamp(Span.tickAtOrAfter(startsAt), span.from(), span.until());
        Map<Long, Slot> byStart = new HashMap<>();
        for (long reach = FIRST_PART; ; reach *= 2) {
            Span part = new Span(Math.max(span.from(), tick - reach), Math.min(span.until(), tick + reach));
            byStart.clear();
            if (part.length() > 0) {
                asked.starts(part, clinic -> true, slot -> {
                    if (wanted.test(slot)) {
                        byStart.merge(slot.startTick(), slot, FreeSlots::better);
                    }
                });
            }
            if (byStart.size() >= limit || part.equals(span) || part.length() <= 0) {
                break;
            }
        }
        return byStart.values().stream()
                .sorted(Comparator.comparingLong((Slot slot) -> Math.abs(slot.startTick() - tick))
                        .thenComparing(Slot.SOONEST_FIRST))
                .limit(limit)
                .sorted(Slot.SOONEST_FIRST)
                .toList();
    }

    private static Slot better(Slot one, Slot other) {
        return Slot.BEST_FIRST.compare(one, other) <= 0 ? one : other;
    }

    /** One after the other, each twice as long as the one before. */
    private static List<Span> parts(Span span) {
        List<Span> parts = new ArrayList<>();
        long length = FIRST_PART;
        for (long from = span.from(); from < span.until(); ) {
            long until = Math.min(from + length, span.until());
            parts.add(new Span(from, until));
            from = until;
            length = Math.min(2 * length, LONGEST_PART);
        }
        return parts;
    }

    private Asked ask(Search search, Span span) {
        Map<UUID, Clinic> clinics =
                search.clinics().stream().collect(Collectors.toMap(Clinic::id, Function.identity()));
        Map<AtClinic, List<Offering>> offerings = new HashMap<>();
        for (Offering offering : catalogue.offerings(
                search.treatment().id(),
                clinics.keySet(),
                search.choice(),
                access.partner().orElse(null))) {
            Clinic clinic = Objects.requireNonNull(clinics.get(offering.clinicId()));
            Audience audience = access.inDiaryOf(offering.practitionerCode(), clinic.code());
            if (offering.refuses(search.treatment(), search.minutes(), search.visitKind(), audience)
                    .isEmpty()) {
                offerings
                        .computeIfAbsent(new AtClinic(clinic, audience), at -> new ArrayList<>())
                        .add(offering);
            }
        }
        Instant now = clock.instant();
        List<Offering> all = offerings.values().stream().flatMap(List::stream).toList();
        Span bookable = span.before(horizon(offerings.keySet(), now));
        Facts facts = diaries.seen(search.treatment(), all, Diaries.windowAround(bookable), now);
        return new Asked(search, bookable, offerings, prices(search, all, facts), facts, now);
    }

    private static Map<String, Catalogue.Price> prices(Search search, List<Offering> offerings, Facts facts) {
        Map<String, Catalogue.Price> prices = new HashMap<>();
        offerings.stream()
                .map(Offering::tier)
                .distinct()
                .forEach(tier -> facts.price(search.treatment().id(), search.minutes(), tier)
                        .ifPresent(price -> prices.put(tier, price)));
        return prices;
    }

    /** Where the search ends for this caller at all of the clinics: later days need not be known. */
    private static long horizon(Set<AtClinic> clinics, Instant now) {
        return clinics.stream()
                .mapToLong(at -> StartRule.horizon(at.clinic(), at.audience(), now))
                .max()
                .orElse(Span.tickAtOrAfter(now));
    }

    /** As whom the caller books at a clinic: all that the clinic's own rules depend on. */
    private record AtClinic(Clinic clinic, Audience audience) {}

    /**
     * A search with all that is known about it.
     *
     * @param span what of the searched days can be booked
     * @param prices of the treatment in this length, by tier
     */
    private record Asked(
            Search search,
            Span span,
            Map<AtClinic, List<Offering>> offerings,
            Map<String, Catalogue.Price> prices,
            Facts facts,
            Instant now) {

        Asked supposing(List<TakenPlace> taken) {
            return new Asked(search, span, offerings, prices, facts.supposing(taken), now);
        }

        long clinics() {
            return offerings.keySet().stream().map(AtClinic::clinic).distinct().count();
        }

        /** Every bookable start in a part of the search at these clinics. */
        void starts(Span part, Predicate<UUID> clinics, Consumer<Slot> each) {
            look(part, clinics, (at, offering, diary, starts) -> {
                Span day = new Span(0, 0);
                int booked = 0;
                for (long start = starts.next(part.from()); start >= 0; start = starts.next(start + 1)) {
                    if (start >= day.until()) {
                        day = Span.ofDay(Span.instant(start), at.clinic().zone());
                        booked = diary.bookedTicks(day);
                    }
                    each.accept(slot(at, offering, diary, start, booked));
                }
            });
        }

        /** The first bookable start of each practitioner in a part of the search at these clinics. */
        void firstStarts(Span part, Predicate<UUID> clinics, Consumer<Slot> each) {
            look(part, clinics, (at, offering, diary, starts) -> {
                long start = starts.next(part.from());
                if (start >= 0) {
                    int booked = diary.bookedTicks(
                            Span.ofDay(Span.instant(start), at.clinic().zone()));
                    each.accept(slot(at, offering, diary, start, booked));
                }
            });
        }

        private Slot slot(AtClinic at, Offering offering, Diary diary, long start, int booked) {
            return new Slot(
                    at.clinic(),
                    offering,
                    search.treatment().id(),
                    search.visitKind(),
                    start,
                    search.minutes(),
                    prices.get(offering.tier()),
                    booked,
                    diary.session(search.treatment(), search.minutes(), start)
                            .map(session -> Slot.Seats.of(session, now))
                            .orElse(null));
        }

        private void look(Span part, Predicate<UUID> clinics, Found found) {
            Span window = Diaries.windowAround(part);
            Facts here = facts.within(window);
            offerings.forEach((at, theirs) -> {
                if (clinics.test(at.clinic().id())) {
                    look(at, theirs, here, search.wanted(at.clinic(), part, window), found);
                }
            });
        }

        private void look(AtClinic at, List<Offering> theirs, Facts here, Ticks wanted, Found found) {
            @Nullable Ticks atClinic = null;
            for (Offering offering : theirs) {
                Question question = new Question(
                        search.treatment(),
                        search.minutes(),
                        search.visitKind(),
                        at.clinic(),
                        offering,
                        at.audience(),
                        search.places(),
                        now,
                        here.window());
                Diary diary = here.diary(offering);
                if (atClinic == null) {
                    atClinic = StartRule.startsAtClinic(question, diary).and(wanted);
                }
                if (atClinic.isEmpty()) {
                    return;
                }
                found.accept(at, offering, diary, StartRule.bookableStarts(question, diary, atClinic));
            }
        }
    }

    /** What was found of one practitioner. */
    private interface Found {
        void accept(AtClinic at, Offering offering, Diary diary, Ticks starts);
    }
}
