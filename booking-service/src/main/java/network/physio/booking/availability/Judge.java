package network.physio.booking.availability;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
     * @param room null leaves the choice to us
     */
    public record Wish(
            Treatment treatment,
            int minutes,
            VisitKind visitKind,
            Clinic clinic,
            @Nullable UUID practitioner,
            @Nullable UUID room,
            Instant startsAt) {

        public Wish with(UUID chosenPractitioner) {
            return new Wish(treatment, minutes, visitKind, clinic, chosenPractitioner, room, startsAt);
        }

        public Instant endsAt() {
            return startsAt.plusSeconds(60L * minutes);
        }
    }

    /** One resource to be claimed for a time. */
    public record Taking(UUID resourceId, short unit, Need.Kind kind, Span span) {
        boolean overlaps(Diary.Place place, Span other) {
            return resourceId.equals(place.resourceId()) && unit == place.unit() && span.overlaps(other);
        }
    }

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

        /** What to claim. */
        public List<Taking> takings(@Nullable UUID wishedRoom) {
            return question.treatment().form() == Treatment.Form.SEAT ? seat(wishedRoom) : ownTime(wishedRoom);
        }

        /** Why these takings are not all that it needs; empty when they are. */
        public Optional<Reason> lacks(List<Taking> takings) {
            if (question.treatment().form() == Treatment.Form.SEAT) {
                return takings.isEmpty() ? Optional.of(Reason.NO_SESSION) : Optional.empty();
            }
            return takings.size() < question.treatment().needs().size()
                    ? Optional.of(Reason.NO_ROOM_FREE)
                    : Optional.empty();
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

        private List<Taking> seat(@Nullable UUID wishedRoom) {
            return session()
                    .filter(session -> wishedRoom == null || wishedRoom.equals(session.roomId()))
                    .flatMap(session -> session.freeUnit(question.now())
                            .map(unit -> new Taking(session.id(), unit, Need.Kind.SESSION, session.span())))
                    .map(List::of)
                    .orElse(List.of());
        }

        /** The practitioner and, for each further need, the first place that is free throughout. */
        private List<Taking> ownTime(@Nullable UUID wishedRoom) {
            List<Taking> takings = new ArrayList<>();
            for (Need need : question.treatment().needs()) {
                Span span = need.claimed(start, question.minutes());
                if (need.kind() == Need.Kind.PRACTITIONER) {
                    takings.add(new Taking(offering().practitionerId(), (short) 0, need.kind(), span));
                    continue;
                }
                inTurn(diary.fitting(need)).stream()
                        .filter(place -> takings.stream().noneMatch(taking -> taking.overlaps(place, span)))
                        .filter(place -> need.kind() != Need.Kind.ROOM
                                || wishedRoom == null
                                || place.resourceId().equals(wishedRoom))
                        .filter(place ->
                                need.starts(place.free(), question.minutes()).contains(start))
                        .findFirst()
                        .ifPresent(
                                place -> takings.add(new Taking(place.resourceId(), place.unit(), need.kind(), span)));
            }
            return takings;
        }

        /** Each practitioner begins with another place: many who book at once do not all want the first. */
        private List<Diary.Place> inTurn(List<Diary.Place> places) {
            List<Diary.Place> turned = new ArrayList<>(places);
            if (!turned.isEmpty()) {
                Collections.rotate(
                        turned, Math.floorMod(offering().practitionerCode().hashCode(), turned.size()));
            }
            return turned;
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
        List<Offering> offerings = offerings(wish);
        return offerings.isEmpty()
                ? List.of()
                : judged(wish, offerings, diaries.seen(offerings, window(wish), clock.instant()));
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
        List<Offering> offerings = offerings(wish);
        Diaries.Certain certain = wish.treatment().form() == Treatment.Form.SEAT
                ? diaries.readWithSessions(offerings, window(wish), clock.instant(), patient, versions, except)
                : diaries.read(offerings, window(wish), clock.instant(), patient, versions, except);
        return new Verdict(judged(wish, offerings, certain.facts()), certain);
    }

    private List<Offering> offerings(Wish wish) {
        return Span.isAligned(wish.startsAt())
                ? catalogue.offerings(
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
