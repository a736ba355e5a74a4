package network.physio.booking.series;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.appointment.Appointment;
import network.physio.booking.appointment.AppointmentView;
import network.physio.booking.appointment.Refusals;
import network.physio.booking.availability.Span;
import network.physio.booking.slot.SlotView;
import network.physio.http.HttpProblem;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A series with those of its visits that the reader may see. */
@Schema(name = "Series")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SeriesView(
        UUID id,

        @Schema(description = "The screening pass's plan that it was made from. Not for partners.", examples = "FR-02")
        @Nullable
        String plan,

        @Schema(description = "How many visits were asked for.")
        int asked,

        List<VisitView> visits,

        @Schema(description = "What became of each visit in this very request; absent when the series is read.")
        @Nullable
        List<OccurrenceView> occurrences) {

    @Schema(name = "SeriesVisit")
    record VisitView(
            @Schema(description = "Its place in the series as it was asked for, from 1.")
            int ordinal,

            AppointmentView appointment) {}

    /** What became of one visit. */
    @Schema(name = "SeriesOccurrence")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OccurrenceView(
            int ordinal,

            @Schema(description = "Where the request asks for it.", examples = "#/starts/2")
            String pointer,

            OffsetDateTime startsAt,

            @Schema(
                    description = "booked, moved or cancelled; refused; possible: it would have been done, but nothing"
                            + " was, since others were refused.",
                    examples = "booked")
            String outcome,

            @Nullable UUID appointmentId,
            @Nullable RefusalView refusal) {

        List<Span> offeredInstead() {
            return refusal == null
                    ? List.of()
                    : refusal.alternatives().stream()
                            .map(slot -> Span.covering(
                                    slot.startsAt().toInstant(), slot.endsAt().toInstant()))
                            .toList();
        }
    }

    /** The problem that the visit alone would be refused with. */
    @Schema(name = "OccurrenceRefusal")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RefusalView(
            @Schema(examples = "/problems/slot-taken") String type,
            String title,
            String detail,
            List<Refusals.ReasonView> reasons,

            @Schema(
                    description =
                            "The nearest times that are free and at which the patient has nothing else, with whoever"
                                    + " has them; those of other visits left out. Empty when no other time would do.")
            List<SlotView> alternatives) {

        static RefusalView of(HttpProblem problem, String pointer) {
            return new RefusalView(
                    "/problems/" + problem.type().slug(),
                    problem.type().title(),
                    problem.detail(),
                    listed(problem, "reasons", Refusals.ReasonView.class).stream()
                            .map(reason -> reason.pointer().equals("#/startsAt")
                                    ? new Refusals.ReasonView(reason.code(), pointer, reason.detail())
                                    : reason)
                            .toList(),
                    listed(problem, "alternatives", SlotView.class));
        }

        private static <T> List<T> listed(HttpProblem problem, String member, Class<T> type) {
            return problem.members().get(member) instanceof List<?> list
                    ? list.stream().map(type::cast).toList()
                    : List.of();
        }
    }

    static SeriesView of(
            SeriesRecords.Row series,
            Map<UUID, Integer> ordinals,
            List<Appointment> visits,
            @Nullable List<OccurrenceView> occurrences,
            Access access) {
        return new SeriesView(
                series.id(),
                access.partner().isPresent() ? null : series.plan(),
                series.asked(),
                visits.stream()
                        .map(visit ->
                                new VisitView(ordinals.getOrDefault(visit.id(), 0), AppointmentView.of(visit, access)))
                        .sorted(Comparator.comparingInt(VisitView::ordinal))
                        .toList(),
                occurrences);
    }

    static OccurrenceView occurrence(
            Attempt attempt, ZoneId zone, @Nullable UUID appointment, String done, @Nullable HttpProblem refusal) {
        Occurrence occurrence = attempt.occurrence();
        return new OccurrenceView(
                occurrence.ordinal(),
                occurrence.pointer(),
                occurrence.startsAt().atZone(zone).toOffsetDateTime(),
                refusal == null ? done : "refused",
                appointment,
                refusal == null ? null : RefusalView.of(refusal, occurrence.pointer()));
    }
}
