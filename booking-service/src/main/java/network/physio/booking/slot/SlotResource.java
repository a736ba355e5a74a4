package network.physio.booking.slot;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.availability.Catalogue;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.PlaceWish;
import network.physio.booking.availability.Reason;
import network.physio.booking.availability.VisitKind;
import network.physio.booking.availability.Weekday;
import network.physio.booking.availability.Wishes;
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

    private final FreeSlots freeSlots;
    private final SlotSearches searches;
    private final Judge judge;
    private final Wishes wishes;
    private final Catalogue catalogue;

    SlotResource(FreeSlots freeSlots, SlotSearches searches, Judge judge, Wishes wishes, Catalogue catalogue) {
        this.freeSlots = freeSlots;
        this.searches = searches;
        this.judge = judge;
        this.wishes = wishes;
        this.catalogue = catalogue;
    }

    /** How slots are folded together. */
    public enum Group {
        /** One item per clinic and start, with the practitioner who has least booked. */
        start,
        /** One item per clinic and day: its first start. */
        day;

        Fold fold() {
            return switch (this) {
                case start -> Fold.START;
                case day -> Fold.DAY;
            };
        }
    }

    /** The parameters that all searches have, as they were sent. */
    public record Wanted(
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

            @Parameter(description = "female, male or non-binary.") @QueryParam("gender") @Nullable
            String gender,

            @Parameter(description = "A language the practitioner speaks.", example = "vi")
            @QueryParam("language")
            @Nullable
            String language,

            @Parameter(description = "Days of the week, each as `days=mon`.", example = "mon") @QueryParam("days")
            List<Weekday> days,

            @Parameter(description = "Earliest local time of the start, with `startsBefore`.", example = "17:00")
            @QueryParam("startsFrom")
            @Nullable
            LocalTime startsFrom,

            @Parameter(
                    description = "Local time before which it starts; on the next day when not after `startsFrom`:"
                            + " `days` are then those on which such a night begins.")
            @QueryParam("startsBefore")
            @Nullable
            LocalTime startsBefore,

            @Parameter(description = "Which visit of a course it is; some times are kept for one kind.")
            @QueryParam("visitKind")
            @DefaultValue("initial")
            VisitKind visitKind,

            @Parameter(description = "Id of a room that the visit shall take; see GET /clinics/{id}.")
            @QueryParam("room")
            @Nullable
            String room,

            @Parameter(description = "Id of a device that the visit shall take; see GET /clinics/{id}.")
            @QueryParam("equipment")
            @Nullable
            String equipment) {}

    @GET
    @Operation(
            operationId = "findSlots",
            summary = "Find free times",
            description =
                    "Every start at which the treatment can be booked now, soonest first over all the clinics asked"
                            + " about. Each one books, and a start that is not here is refused with the reason. A"
                            + " treatment that is given to several at once is offered as seats in the sessions that"
                            + " clinics have scheduled.")
    @APIResponse(responseCode = "200", description = "One page of free times.")
    @APIResponse(responseCode = "400", description = "`unknown-parameter`, `invalid-parameter`")
    @APIResponse(responseCode = "422", description = "`home-visit-needs-offer`")
    public Page<SlotView> slots(
            @BeanParam @Valid Wanted wanted,
            @Parameter(description = "First local day; today when absent.", example = "2026-12-01")
                    @QueryParam("from")
                    @Nullable
                    LocalDate from,
            @Parameter(description = "Last local day, included; 30 days after the first when absent, at most 90.")
                    @QueryParam("to")
                    @Nullable
                    LocalDate to,
            @Parameter(description = "`start` folds practitioners together, `day` the starts of a day.")
                    @QueryParam("group")
                    @Nullable
                    Group group,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(500) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        FreeSlots.Search search = searches.within(wanted, from, to);
        List<Slot> page = freeSlots.page(
                search,
                group == null ? Fold.NONE : group.fold(),
                cursor == null ? null : SlotCursor.read(cursor),
                limit + 1);
        return Page.of(page, limit, SlotCursor::after, SlotView::of);
    }

    @GET
    @Path("/next")
    @Operation(
            operationId = "findNextSlots",
            summary = "Find the next free time of each clinic",
            description =
                    "The first bookable start of each clinic from a day on, within 365 days from now, soonest first.")
    @APIResponse(responseCode = "200", description = "One page of free times, at most one a clinic.")
    @APIResponse(responseCode = "400", description = "`unknown-parameter`, `invalid-parameter`")
    @APIResponse(responseCode = "422", description = "`home-visit-needs-offer`")
    public Page<SlotView> next(
            @BeanParam @Valid Wanted wanted,
            @Parameter(description = "First local day; today when absent.", example = "2026-12-01")
                    @QueryParam("from")
                    @Nullable
                    LocalDate from,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(500) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        FreeSlots.Search search = searches.yearAhead(wanted, from);
        List<Slot> page =
                freeSlots.firstOfEachClinic(search, cursor == null ? null : SlotCursor.read(cursor), limit + 1);
        return Page.of(page, limit, SlotCursor::after, SlotView::of);
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
            @Schema(defaultValue = "initial") @Nullable VisitKind visitKind,
            @Nullable UUID roomId,
            @Nullable UUID equipmentId) {}

    /** In the order of the request. */
    @Schema(name = "SlotVerdicts")
    public record Verdicts(List<VerdictView> slots) {}

    @Schema(name = "SlotVerdict", description = "Bookable, with whom; or why not.")
    public record VerdictView(boolean bookable, @Nullable SlotView slot, List<ReasonView> reasons) {
        static VerdictView notBookable(List<ReasonView> reasons) {
            return new VerdictView(false, null, reasons);
        }
    }

    @Schema(name = "SlotReason")
    public record ReasonView(
            @Schema(examples = "practitioner-taken") String code, String detail) {
        static ReasonView of(Reason reason) {
            return new ReasonView(reason.code(), reason.sentence());
        }

        static ReasonView of(Wishes.Misnamed misnamed) {
            String field = Objects.requireNonNull(misnamed.fault().pointer()).substring("#/".length());
            return new ReasonView(
                    misnamed.code(), "%s %s.".formatted(field, misnamed.fault().detail()));
        }
    }

    @POST
    @Path("/check")
    @Operation(
            operationId = "checkSlots",
            summary = "Check up to 100 times",
            description =
                    "Says of each time whether it can be booked now, and if not every reason why. A time of something"
                            + " that does not exist has its own verdict and leaves those of the others alone: unknown-treatment,"
                            + " unknown-clinic, unfitting-room, unfitting-equipment, home-visit-needs-offer.")
    @APIResponse(responseCode = "200", description = "A verdict for each, in the order asked.")
    @APIResponse(responseCode = "400", description = "`malformed-request`")
    @APIResponse(responseCode = "422", description = "`invalid-request`")
    public Verdicts check(@NotNull @Valid Checks checks) {
        return new Verdicts(checks.slots().stream().map(this::verdict).toList());
    }

    private VerdictView verdict(Check check) {
        Wishes.Named named = wishes.named(
                check.treatmentId(),
                check.minutes(),
                check.visitKind() == null ? VisitKind.INITIAL : check.visitKind(),
                check.clinicId(),
                check.practitionerId(),
                new PlaceWish(check.roomId(), check.equipmentId()),
                check.startsAt());
        return switch (named) {
            case Wishes.Named.Wished wished -> verdict(wished.wish());
            case Wishes.Named.Nothing nothing ->
                VerdictView.notBookable(
                        nothing.misnamed().stream().map(ReasonView::of).toList());
        };
    }

    private VerdictView verdict(Judge.Wish wish) {
        Optional<Judge.Candidate> best = judge.best(wish);
        if (best.isEmpty()) {
            return VerdictView.notBookable(List.of(ReasonView.of(Judge.reasonForNobody(wish))));
        }
        Judge.Candidate candidate = best.get();
        SlotView slot = SlotView.of(new Slot(
                wish.clinic(),
                candidate.offering(),
                wish.treatment().id(),
                wish.visitKind(),
                candidate.start(),
                wish.minutes(),
                catalogue
                        .price(
                                wish.treatment().id(),
                                wish.minutes(),
                                candidate.offering().tier())
                        .orElse(null),
                candidate.bookedThatDay(),
                candidate
                        .session()
                        .map(session ->
                                Slot.Seats.of(session, candidate.question().now()))
                        .orElse(null)));
        return candidate.bookable()
                ? new VerdictView(true, slot, List.of())
                : VerdictView.notBookable(
                        candidate.reasons().stream().map(ReasonView::of).toList());
    }
}
