package network.physio.booking.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import network.physio.booking.BookingProblem;
import network.physio.booking.access.Access;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Diaries;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Reason;
import network.physio.booking.availability.Span;
import network.physio.booking.availability.Treatment;
import network.physio.booking.claim.Claims;
import network.physio.booking.screening.ScreeningGate;
import network.physio.booking.slot.FreeSlots;
import network.physio.booking.slot.Slot;
import network.physio.booking.slot.SlotView;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import network.physio.http.ProblemType;
import network.physio.http.once.Answer;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Turns the outcomes of booking into answers. Alternatives are looked for after the rollback, among what is really left. */
@ApplicationScoped
public class Refusals {

    private static final int ALTERNATIVES = 5;

    /** No holidays close a clinic for longer. */
    private static final int DAYS_AROUND = 28;

    private final FreeSlots freeSlots;
    private final Claims claims;
    private final Access access;
    private final Clock clock;

    Refusals(FreeSlots freeSlots, Claims claims, Access access, Clock clock) {
        this.freeSlots = freeSlots;
        this.claims = claims;
        this.access = access;
        this.clock = clock;
    }

    /** One reason of several, with the field it is about. */
    @Schema(name = "Refusal")
    public record ReasonView(String code, String pointer, String detail) {}

    /** The answer to an outcome for which no other times are sought; {@code done} makes the one for success. */
    public Answer answer(Booking outcome, Function<Appointment, Answer> done) {
        return answer(outcome, Optional::empty, done);
    }

    /** The answer to an outcome. What other times are {@code sought} for is only asked when there are to be some. */
    public Answer answer(Booking outcome, Supplier<Optional<Sought>> sought, Function<Appointment, Answer> done) {
        return switch (outcome) {
            case Booking.Done success -> done.apply(success.appointment());
            case Booking.Possible possible -> throw new IllegalArgumentException("what is possible is no refusal");
            case Booking.LostRace lost -> Answer.again(() -> notBookable(List.of(lostTo(sought.get())), sought));
            case Booking.NotBookable no -> Answer.refused(() -> notBookable(no.reasons(), sought));
            case Booking.PatientBusy busy -> Answer.refused(() -> patientBusy(sought));
            case Booking.HoldExpired expired ->
                refused(
                        BookingProblem.HOLD_EXPIRED,
                        "The hold has run out or was released; hold the time again if it is still free.");
            case Booking.WrongState wrong ->
                Answer.refused(() -> BookingProblem.APPOINTMENT_STATE_CONFLICT
                        .builder("The appointment's state does not allow this any more.")
                        .with("state", wrong.state().code())
                        .build());
            case Booking.HasBegun begun ->
                refused(
                        BookingProblem.APPOINTMENT_BEGUN,
                        "Its time has come: only the clinic cancels it now. Call the clinic.");
            case Booking.StaleVersion stale ->
                refused(
                        CommonProblem.STALE_VERSION,
                        "It has been changed since you read it: read it again and decide anew.");
            case Booking.NotFound none ->
                refused(
                        CommonProblem.NOT_FOUND,
                        "There is nothing at this address, or nothing that this caller may see.");
            case Booking.Forbidden forbidden -> refused(CommonProblem.FORBIDDEN, forbidden.why());
            case Booking.ResponsibleAdultNeeded minor ->
                refused(
                        BookingProblem.RESPONSIBLE_ADULT_NEEDED,
                        "The patient is under 18 on the day: a parent or guardian books with their own account, or the"
                                + " clinic is called.");
            case Booking.TooManyHolds many ->
                Answer.refused(() -> BookingProblem.TOO_MANY_HOLDS
                        .builder("Confirm or release a hold first, or wait until one has run out.")
                        .withHeader("Retry-After", 60)
                        .build());
            case Booking.AlreadyExtended once ->
                refused(BookingProblem.HOLD_ALREADY_EXTENDED, "Confirm the hold before it runs out.");
            case Booking.ContactDetailsNeeded missing ->
                refused(
                        BookingProblem.CONTACT_DETAILS_NEEDED,
                        "Name the patient with `patientId` before the hold is extended.");
            case Booking.UnknownPatient unknown -> fault("#/patientId", "is no patient whom this caller may book for");
            case Booking.HeldForAnother other -> fault("#/patientId", "is another patient than the hold names");
            case Booking.PatientMissing missing ->
                fault("#/patientId", "say who comes: a patientId, or patient with details");
            case Booking.Screened screened -> Answer.refused(() -> screening(screened.decision()));
        };
    }

    /** Why an outcome is not what was asked for: what {@link #answer} would refuse with. Not for one that is done. */
    public HttpProblem problem(Booking outcome, Optional<Sought> sought) {
        Answer answer = answer(outcome, () -> sought, appointment -> {
            throw new IllegalArgumentException("done is no refusal");
        });
        return switch (answer) {
            case Answer.Refused refused -> refused.problem().get();
            case Answer.Again again -> again.otherwise().get();
            case Answer.Done done -> throw new IllegalArgumentException("done is no refusal");
        };
    }

    /** What somebody else has got meanwhile, as far as it can be said. */
    private static Reason lostTo(Optional<Sought> sought) {
        return sought.map(lost -> lost.wish().treatment().form())
                        .filter(Treatment.Form.SEAT::equals)
                        .isPresent()
                ? Reason.SESSION_FULL
                : Reason.PRACTITIONER_TAKEN;
    }

    private static Answer refused(ProblemType type, String detail) {
        Supplier<HttpProblem> problem = () -> type.problem(detail);
        return Answer.refused(problem);
    }

    private static Answer fault(String pointer, String detail) {
        return Answer.refused(() -> CommonProblem.INVALID_REQUEST.problem(
                "The request does not hold what the contract asks for.", List.of(new Fault(pointer, detail))));
    }

    private HttpProblem notBookable(List<Reason> reasons, Supplier<Optional<Sought>> sought) {
        HttpProblem.Builder problem = reasons.stream().allMatch(Reason::isConflict)
                ? BookingProblem.SLOT_TAKEN.builder("Somebody else has the time; the nearest free ones are listed.")
                : BookingProblem.NOT_BOOKABLE.builder(
                        "The rules of the clinic do not allow this time; every reason is listed.");
        return problem.with("reasons", views(reasons))
                .with(
                        "alternatives",
                        reasons.stream().allMatch(Refusals::isOfTheTime) ? alternatives(sought) : List.of())
                .build();
    }

    /** Whether another time may do; none does when the treatment, its length or the caller is what is wrong. */
    private static boolean isOfTheTime(Reason reason) {
        return reason.pointer().equals("#/startsAt");
    }

    private HttpProblem patientBusy(Supplier<Optional<Sought>> sought) {
        return BookingProblem.PATIENT_BUSY
                .builder("The patient has another appointment that overlaps this one.")
                .with("alternatives", alternatives(sought))
                .build();
    }

    private static List<ReasonView> views(List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> new ReasonView(reason.code(), reason.pointer(), reason.sentence()))
                .toList();
    }

    private List<SlotView> alternatives(Supplier<Optional<Sought>> sought) {
        return sought.get().map(this::alternatives).orElse(List.of());
    }

    private List<SlotView> alternatives(Sought sought) {
        return alternatives(sought, slot -> true);
    }

    /**
     * The nearest times that this patient could come instead, with whoever has them, in the room and with the device wished
     * for.
     *
     * @param stillFree whether a time is free also after what this transaction has changed, of which memory knows nothing yet
     */
    public List<SlotView> alternatives(Sought sought, Predicate<Slot> stillFree) {
        Judge.Wish wish = sought.wish();
        LocalDate today = LocalDate.ofInstant(clock.instant(), wish.clinic().zone());
        LocalDate day =
                later(today, LocalDate.ofInstant(wish.startsAt(), wish.clinic().zone()));
        FreeSlots.Search around = new FreeSlots.Search(
                wish.treatment(),
                wish.minutes(),
                wish.visitKind(),
                List.of(wish.clinic()),
                Catalogue.Choice.ANYONE,
                later(today, day.minusDays(DAYS_AROUND)),
                day.plusDays(DAYS_AROUND),
                Set.of(),
                null,
                wish.places());
        List<Span> busy = new ArrayList<>(sought.spokenFor());
        if (sought.patient() != null) {
            Instant displaceable = clock.instant().minus(Diaries.GRACE);
            busy.addAll(claims.of(sought.patient(), around.span(), sought.moving(), displaceable));
        }
        return freeSlots
                .near(
                        around,
                        wish.startsAt(),
                        ALTERNATIVES,
                        slot -> stillFree.test(slot) && busy.stream().noneMatch(slot.during()::overlaps))
                .stream()
                .map(SlotView::of)
                .toList();
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    private HttpProblem screening(ScreeningGate.Decision decision) {
        return switch (decision) {
            case ScreeningGate.Decision.Needed needed ->
                BookingProblem.SCREENING_NEEDED.problem(
                        "Ask the questions of triage first and send the screeningPass that comes with their answer.");
            case ScreeningGate.Decision.PassInvalid invalid ->
                BookingProblem.SCREENING_PASS_INVALID
                        .builder(invalid.sentence())
                        .with("reason", invalid.reason())
                        .with("errors", List.of(new Fault("#/screeningPass", invalid.sentence())))
                        .build();
            case ScreeningGate.Decision.Blocked blocked -> blocked(blocked.blocks());
            case ScreeningGate.Decision.Emergency emergency ->
                BookingProblem.SEEK_EMERGENCY_CARE
                        .builder("Call " + emergency.number() + " or go to the nearest emergency department now."
                                + " Nothing can be booked before a clinician has seen you.")
                        .with("emergencyNumber", emergency.number())
                        .build();
            case ScreeningGate.Decision.Open impossible ->
                throw new IllegalStateException("an open gate refuses nothing");
        };
    }

    /** Partners learn that it is so, and not why: reasons are between the patient and the clinic. */
    private HttpProblem blocked(List<ScreeningGate.Block> blocks) {
        HttpProblem.Builder problem = BookingProblem.SCREENING_BLOCKS_TREATMENT.builder(
                "What the screening found does not go with this treatment at this time.");
        if (access.partner().isEmpty()) {
            problem.with(
                    "reasons",
                    blocks.stream()
                            .map(block -> new ReasonView(block.code(), block.pointer(), block.sentence()))
                            .toList());
        }
        return problem.build();
    }
}
