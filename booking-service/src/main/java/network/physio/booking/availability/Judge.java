package network.physio.booking.availability;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import network.physio.booking.access.Access;
import network.physio.booking.access.Audience;
import org.jspecify.annotations.Nullable;

/** Judges one start for this caller, with the rules that find slots. */
@ApplicationScoped
public class Judge {

    private final Catalogue catalogue;
    private final Diaries diaries;
    private final Access access;
    private final Clock clock;

    Judge(Catalogue catalogue, Diaries diaries, Access access, Clock clock) {
        this.catalogue = catalogue;
        this.diaries = diaries;
        this.access = access;
        this.clock = clock;
    }

    /**
     * A visit somebody wants.
     *
     * @param practitioner null leaves the choice to us
     */
    public record Wish(
            Treatment treatment,
            int minutes,
            VisitKind visitKind,
            Clinic clinic,
            @Nullable UUID practitioner,
            PlaceWish places,
            Instant startsAt) {

        public Wish with(UUID chosenPractitioner) {
            return new Wish(treatment, minutes, visitKind, clinic, chosenPractitioner, places, startsAt);
        }

        public Wish with(PlaceWish wishedPlaces) {
            return new Wish(treatment, minutes, visitKind, clinic, practitioner, wishedPlaces, startsAt);
        }

        public Instant endsAt() {
            return startsAt.plusSeconds(60L * minutes);
        }
    }

    /** One resource to be claimed for a time. */
    public record Taking(UUID resourceId, short unit, Need.Kind kind, Span span) {}

    /** A practitioner who might do it, and every reason against; none when they can. */
    public record Candidate(Question question, Diary diary, long start, List<Reason> reasons) {

        public Offering offering() {
            return question.offering();
        }

        public boolean bookable() {
            return reasons.isEmpty();
        }

        /** How much of that local day they have taken already. */
        public int bookedThatDay() {
            return diary.bookedTicks(
                    Span.ofDay(Span.instant(start), question.clinic().zone()));
        }

        /** The session in which it is a seat; empty for visits that take a time of their own. */
        public Optional<GroupSession> session() {
            return diary.session(question.treatment(), question.minutes(), start);
        }

        /** The room in which it is; null when it needs none. */
        public @Nullable UUID room(List<Taking> takings) {
            return session()
                    .map(GroupSession::roomId)
                    .orElseGet(() -> takings.stream()
                            .filter(taking -> taking.kind() == Need.Kind.ROOM)
                            .map(Taking::resourceId)
                            .findFirst()
                            .orElse(null));
        }

        /** What to claim. Not for a start to which a rule about rooms, equipment or seats objects. */
        public List<Taking> takings() {
            return question.treatment().form() == Treatment.Form.SEAT ? seat() : ownTime();
        }

        private List<Taking> seat() {
            GroupSession session = session().orElseThrow(() -> unasked("session"));
            short unit = session.freeUnit(question.now()).orElseThrow(() -> unasked("seat"));
            return new ArrayList<>(List.of(new Taking(session.id(), unit, Need.Kind.SESSION, session.span())));
        }

        private static IllegalStateException unasked(Object what) {
            return new IllegalStateException("the rule about this was asked by the same facts: " + what);
        }

        /** The practitioner, and a place for each further need. */
        private List<Taking> ownTime() {
            List<Taking> takings = new ArrayList<>(ofPractitioner());
            for (Need.Kind kind : List.of(Need.Kind.ROOM, Need.Kind.EQUIPMENT)) {
                List<Taking> places = new PlaceChoice(question, diary, kind).at(start);
                if (places.size() < question.treatment().needs(kind).size()) {
                    throw unasked(kind);
                }
                takings.addAll(places);
            }
            return takings;
        }

        /** Needs of the practitioner that overlap are needs of one person: claimed once. */
        private List<Taking> ofPractitioner() {
            List<Taking> takings = new ArrayList<>();
            question.treatment().needs(Need.Kind.PRACTITIONER).stream()
                    .map(need -> need.claimed(start, question.minutes()))
                    .sorted(Comparator.comparingLong(Span::from))
                    .forEach(span -> {
                        boolean more =
                                !takings.isEmpty() && takings.getLast().span().overlaps(span);
                        Span whole = more ? takings.removeLast().span().around(span) : span;
                        takings.add(new Taking(offering().practitionerId(), (short) 0, Need.Kind.PRACTITIONER, whole));
                    });
            return takings;
        }
    }

    /** The least-booked candidate of that day first; among those who cannot, the one with the fewest reasons. */
    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparingInt(
                    (Candidate candidate) -> candidate.reasons().size())
            .thenComparing(candidate -> candidate.reasons().stream().allMatch(Reason::isConflict) ? 0 : 1)
            .thenComparingInt(Candidate::bookedThatDay)
            .thenComparing(candidate -> candidate.offering().practitionerCode());

    /** Every practitioner who offers it there, the best first, by what is in memory: what can be offered now. */
    public List<Candidate> candidates(Wish wish) {
        List<Offering> offerings = offerings(wish, null);
        return offerings.isEmpty()
                ? List.of()
                : judged(wish, offerings, diaries.seen(wish.treatment(), offerings, window(wish), clock.instant()));
    }

    /** The best candidate by what is in memory; empty when nobody offers it there. */
    public Optional<Candidate> best(Wish wish) {
        return candidates(wish).stream().findFirst();
    }

    /**
     * The last word about a wish: the candidates, the best first, by what the tables say.
     *
     * @param certain what stands in the way beside the candidates' diaries
     */
    public record Verdict(List<Candidate> candidates, Diaries.Certain certain) {
        public Optional<Candidate> best() {
            return candidates.stream().findFirst();
        }
    }

    /**
     * Judges by the tables.
     *
     * @param patient whose diary to read as well
     * @param versions as read with the locks, null when nothing is locked
     * @param except an appointment or session that is about to move away from where it stands
     */
    public Verdict decide(Wish wish, @Nullable UUID patient, @Nullable Versions versions, @Nullable UUID except) {
        List<Offering> offerings = offerings(wish, versions);
        Diaries.Certain certain = wish.treatment().form() == Treatment.Form.SEAT
                ? diaries.readWithSessions(
                        wish.treatment(), offerings, window(wish), clock.instant(), patient, versions, except)
                : diaries.read(wish.treatment(), offerings, window(wish), clock.instant(), patient, versions, except);
        return new Verdict(judged(wish, offerings, certain.facts()), certain);
    }

    /**
     * Whether the wish names what is in force under these locks: while they were waited for, a network file may have changed
     * the treatment or the terms of the clinic. When not, all that was looked up before has to be looked up again.
     */
    public boolean isInForce(Wish wish, Versions versions) {
        Listings listings = catalogue.inForce(versions);
        return listings.clinic(wish.clinic().id()).filter(wish.clinic()::equals).isPresent()
                && listings.treatment(wish.treatment().id())
                        .filter(wish.treatment()::isAsIn)
                        .isPresent();
    }

    private List<Offering> offerings(Wish wish, @Nullable Versions versions) {
        return Span.isAligned(wish.startsAt())
                ? catalogue
                        .inForce(versions)
                        .offerings(
                                wish.treatment().id(),
                                List.of(wish.clinic().id()),
                                Catalogue.Choice.of(wish.practitioner()),
                                access.partner().orElse(null))
                : List.of();
    }

    private static Span window(Wish wish) {
        long start = Span.tickAtOrAfter(wish.startsAt());
        return Diaries.windowAround(new Span(start, start + 1));
    }

    private List<Candidate> judged(Wish wish, List<Offering> offerings, Facts facts) {
        Instant now = clock.instant();
        long start = Span.tickAtOrAfter(wish.startsAt());
        return offerings.stream()
                .map(offering -> candidate(wish, offering, facts, start, now))
                .sorted(BEST_FIRST)
                .toList();
    }

    /** Why nobody at all is a candidate for this wish. */
    public static Reason reasonForNobody(Wish wish) {
        return Span.isAligned(wish.startsAt()) ? Reason.NOT_OFFERED : Reason.OFF_GRID;
    }

    private Candidate candidate(Wish wish, Offering offering, Facts facts, long start, Instant now) {
        Audience audience =
                access.inDiaryOf(offering.practitionerCode(), wish.clinic().code());
        Question question = new Question(
                wish.treatment(),
                wish.minutes(),
                wish.visitKind(),
                wish.clinic(),
                offering,
                audience,
                wish.places(),
                now,
                facts.window());
        Diary diary = facts.diary(offering);
        List<Reason> reasons = Stream.concat(
                        offering.refuses(wish.treatment(), wish.minutes(), wish.visitKind(), audience).stream(),
                        StartRule.reasonsAgainst(start, question, diary).stream())
                .toList();
        return new Candidate(question, diary, start, reasons);
    }
}
