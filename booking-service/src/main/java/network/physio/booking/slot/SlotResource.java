package network.physio.booking.slot;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Clinic;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Reason;
import network.physio.booking.availability.TravelTimes;
import network.physio.booking.availability.Treatment;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.availability.Wishes;
import network.physio.http.CommonProblem;
import network.physio.http.Cursors;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import network.physio.http.Page;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Free times. Open to everyone: staff and partners see theirs with a token. */
@Path("/booking/v1/slots")
@Tag(name = "Slots", description = "Times at which a treatment can really be booked now")
@PermitAll
@RunOnVirtualThread
public class SlotResource {

    private static final Duration LONGEST_SEARCH = Duration.ofDays(90);
    private static final Duration DEFAULT_SEARCH = Duration.ofDays(30);
    private static final Duration NEXT_SEARCH = Duration.ofDays(365);

    private final FreeSlots freeSlots;
    private final Judge judge;
    private final Catalogue catalogue;
    private final Wishes wishes;
    private final Clock clock;

    SlotResource(FreeSlots freeSlots, Judge judge, Catalogue catalogue, Wishes wishes, Clock clock) {
        this.freeSlots = freeSlots;
        this.judge = judge;
        this.catalogue = catalogue;
        this.wishes = wishes;
        this.clock = clock;
    }

    /** How slots are folded together. */
    public enum Group {
        /** One item per clinic and start, with the practitioner who has least booked. */
        start,
        /** One item per clinic and day: its first start. */
        day
    }

    @GET
    @Operation(
            operationId = "findSlots",
            summary = "Find free times",
            description =
                    "Every start at which the treatment can be booked now, soonest first over all the clinics asked"
                            + " about. Each one books, and a start that is not here is refused with the reason.")
    @APIResponse(responseCode = "200", description = "One page of free times.")
    @APIResponse(responseCode = "400", description = "`unknown-parameter`, `invalid-parameter`")
    @APIResponse(responseCode = "422", description = "`home-visit-needs-offer`")
    public Page<SlotView> slots(
            @Parameter(description = "Code or id of the treatment.", example = "swedish-massage")
                    @QueryParam("treatment")
                    @NotNull
                    String treatment,
            @Parameter(description = "Length of the visit.", example = "45") @QueryParam("minutes") @NotNull
                    Integer minutes,
            @Parameter(description = "Code or id of a clinic; without it the whole network.", example = "fitzroy")
                    @QueryParam("clinic")
                    @Nullable
                    String clinic,
            @Parameter(description = "Latitude and longitude, with `within`.", example = "-37.80,144.98")
                    @QueryParam("near")
                    @Nullable
                    String near,
            @Parameter(description = "Kilometres around `near`.", example = "5") @QueryParam("within") @Nullable
                    Double within,
            @Parameter(description = "Code or id of a practitioner.", example = "amara-okafor")
                    @QueryParam("practitioner")
                    @Nullable
                    String practitioner,
            @Parameter(description = "First local day; today when absent.", example = "2026-12-01")
                    @QueryParam("from")
                    @Nullable
                    LocalDate from,
            @Parameter(description = "Last local day, included; 30 days after the first when absent, at most 90.")
                    @QueryParam("to")
                    @Nullable
                    LocalDate to,
            @Parameter(description = "female, male or non-binary.") @QueryParam("gender") @Nullable String gender,
            @Parameter(description = "A language the practitioner speaks.", example = "vi")
                    @QueryParam("language")
                    @Nullable
                    String language,
            @Parameter(description = "Which visit of a course it is; some times are kept for one kind.")
                    @QueryParam("visitKind")
                    @DefaultValue("initial")
                    VisitKind visitKind,
            @Parameter(description = "`start` folds practitioners together, `day` the starts of a day.")
                    @QueryParam("group")
                    @Nullable
                    Group group,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(500) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        FreeSlots.Search search =
                search(treatment, minutes, clinic, near, within, practitioner, gender, language, visitKind, from, to);
        if (Duration.between(search.from().atStartOfDay(), search.to().atStartOfDay())
                        .compareTo(LONGEST_SEARCH)
                > 0) {
            throw invalid("to", "lies more than 90 days after the first day; use /slots/next to look further");
        }
        List<Slot> slots = folded(freeSlots.all(search), group);
        Optional<After> after = Optional.ofNullable(cursor).map(After::read);
        List<Slot> page = slots.stream()
                .filter(slot -> after.isEmpty() || after.get().isBefore(slot))
                .limit(limit + 1L)
                .toList();
        return Page.of(page, limit, After::cursor, SlotView::of);
    }

    @GET
    @Path("/next")
    @Operation(
            operationId = "findNextSlots",
            summary = "Find the next free time of each clinic",
            description = "The first bookable start of each clinic within 365 days, soonest first.")
    @APIResponse(responseCode = "200", description = "At most one time a clinic.")
    @APIResponse(responseCode = "400", description = "`unknown-parameter`, `invalid-parameter`")
    @APIResponse(responseCode = "422", description = "`home-visit-needs-offer`")
    public Page<SlotView> next(
            @Parameter(description = "Code or id of the treatment.", example = "swedish-massage")
                    @QueryParam("treatment")
                    @NotNull
                    String treatment,
            @Parameter(description = "Length of the visit.", example = "45") @QueryParam("minutes") @NotNull
                    Integer minutes,
            @QueryParam("clinic") @Nullable String clinic,
            @QueryParam("near") @Nullable String near,
            @QueryParam("within") @Nullable Double within,
            @QueryParam("practitioner") @Nullable String practitioner,
            @QueryParam("gender") @Nullable String gender,
            @QueryParam("language") @Nullable String language,
            @QueryParam("visitKind") @DefaultValue("initial") VisitKind visitKind) {
        LocalDate today = today(catalogue.clinics());
        FreeSlots.Search search = search(
                treatment,
                minutes,
                clinic,
                near,
                within,
                practitioner,
                gender,
                language,
                visitKind,
                today,
                today.plusDays(NEXT_SEARCH.toDays()));
        return new Page<>(
                freeSlots.firstOfEachClinic(search).stream().map(SlotView::of).toList(), null);
    }

    @Schema(name = "SlotChecks", description = "Up to 100 times to be judged at once.")
    public record Checks(@NotNull @Size(min = 1, max = 100) List<@NotNull @Valid Check> slots) {}

    @Schema(name = "SlotCheck")
    public record Check(
            @NotNull UUID treatmentId,
            @NotNull Integer minutes,
            @NotNull UUID clinicId,
            @Nullable UUID practitionerId,
            @NotNull OffsetDateTime startsAt,
            @Schema(defaultValue = "initial") @Nullable VisitKind visitKind) {}

    /** In the order of the request. */
    @Schema(name = "SlotVerdicts")
    public record Verdicts(List<VerdictView> slots) {}

    @Schema(name = "SlotVerdict", description = "Bookable, with whom; or why not.")
    public record VerdictView(boolean bookable, @Nullable SlotView slot, List<ReasonView> reasons) {}

    @Schema(name = "SlotReason")
    public record ReasonView(
            @Schema(examples = "practitioner-taken") String code, String detail) {
        public static ReasonView of(Reason reason) {
            return new ReasonView(reason.code(), reason.sentence());
        }
    }

    @POST
    @Path("/check")
    @Operation(
            operationId = "checkSlots",
            summary = "Check up to 100 times",
            description = "Says of each time whether it can be booked now, and if not every reason why.")
    @APIResponse(responseCode = "200", description = "A verdict for each, in the order asked.")
    @APIResponse(responseCode = "400", description = "`malformed-request`")
    @APIResponse(responseCode = "422", description = "`invalid-request`, `home-visit-needs-offer`")
    public Verdicts check(@NotNull @Valid Checks checks) {
        return new Verdicts(checks.slots().stream().map(this::verdict).toList());
    }

    private VerdictView verdict(Check check) {
        Judge.Wish wish = wishes.of(
                check.treatmentId(),
                check.minutes(),
                check.visitKind() == null ? VisitKind.INITIAL : check.visitKind(),
                check.clinicId(),
                check.practitionerId(),
                null,
                check.startsAt());
        Optional<Judge.Candidate> best = judge.best(wish, null);
        if (best.isEmpty()) {
            return new VerdictView(false, null, List.of(ReasonView.of(Judge.reasonForNobody(wish))));
        }
        Judge.Candidate candidate = best.get();
        SlotView slot = SlotView.of(new Slot(
                wish.clinic(),
                candidate.offering(),
                candidate.start(),
                wish.minutes(),
                candidate.diary().bookedTicks()));
        return candidate.bookable()
                ? new VerdictView(true, slot, List.of())
                : new VerdictView(
                        false,
                        null,
                        candidate.reasons().stream().map(ReasonView::of).toList());
    }

    /** Where a page begins: after this slot, in the order of the list. */
    private record After(long startTick, String clinic, String practitioner) {

        static String cursor(Slot slot) {
            return Cursors.of(
                    slot.startTick(), slot.clinic().code(), slot.offering().practitionerCode());
        }

        static After read(String cursor) {
            List<String> parts = Cursors.read(cursor, 3);
            try {
                return new After(Long.parseLong(parts.getFirst()), parts.get(1), parts.get(2));
            } catch (NumberFormatException notOurs) {
                throw Cursors.invalid();
            }
        }

        boolean isBefore(Slot slot) {
            if (startTick != slot.startTick()) {
                return startTick < slot.startTick();
            }
            int byClinic = clinic.compareTo(slot.clinic().code());
            return byClinic != 0
                    ? byClinic < 0
                    : practitioner.compareTo(slot.offering().practitionerCode()) < 0;
        }
    }

    private static List<Slot> folded(List<Slot> slots, @Nullable Group group) {
        if (group == null) {
            return slots;
        }
        Function<Slot, Object> key = switch (group) {
            case start -> slot -> List.of(slot.startTick(), slot.clinic().id());
            case day ->
                slot -> List.of(
                        LocalDate.ofInstant(slot.startsAt(), slot.clinic().zone()),
                        slot.clinic().id());
        };
        Map<Object, Slot> best = new LinkedHashMap<>();
        for (Slot slot : slots) {
            best.merge(
                    key.apply(slot),
                    slot,
                    (first, other) ->
                            first.startTick() < other.startTick() || Slot.LEAST_BOOKED_FIRST.compare(first, other) <= 0
                                    ? first
                                    : other);
        }
        return List.copyOf(best.values());
    }

    private FreeSlots.Search search(
            @Nullable String treatmentKey,
            @Nullable Integer minutes,
            @Nullable String clinic,
            @Nullable String near,
            @Nullable Double within,
            @Nullable String practitioner,
            @Nullable String gender,
            @Nullable String language,
            VisitKind visitKind,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {
        Treatment treatment = Optional.ofNullable(treatmentKey)
                .flatMap(catalogue::treatment)
                .orElseThrow(() -> invalid("treatment", "is no treatment of this network"));
        if (treatment.place() == Treatment.Place.HOME) {
            throw Wishes.homeVisit();
        }
        if (minutes == null || !treatment.lengths().contains(minutes)) {
            throw invalid("minutes", "must be a length of this treatment: " + treatment.lengths());
        }
        List<Clinic> clinics = clinics(clinic, near, within);
        LocalDate today = today(clinics);
        LocalDate first = from == null ? today : from;
        LocalDate last = to == null ? first.plusDays(DEFAULT_SEARCH.toDays()) : to;
        if (first.isBefore(today)) {
            throw invalid("from", "lies in the past");
        }
        if (last.isBefore(first)) {
            throw invalid("to", "lies before the first day");
        }
        return new FreeSlots.Search(
                treatment,
                minutes,
                visitKind,
                clinics,
                new Catalogue.Choice(practitioner, gender, language),
                first,
                last);
    }

    /** The earliest today of these clinics. */
    private LocalDate today(List<Clinic> clinics) {
        return clinics.stream()
                .map(clinic -> LocalDate.ofInstant(clock.instant(), clinic.zone()))
                .min(LocalDate::compareTo)
                .orElseGet(() -> LocalDate.now(clock));
    }

    private List<Clinic> clinics(@Nullable String clinic, @Nullable String near, @Nullable Double within) {
        if (clinic != null) {
            if (near != null || within != null) {
                throw invalid("near", "goes without `clinic`");
            }
            return List.of(
                    catalogue.clinic(clinic).orElseThrow(() -> invalid("clinic", "is no clinic of this network")));
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
