package network.physio.booking.calendar;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.http.CommonProblem;
import network.physio.http.Cursors;
import network.physio.http.HttpProblem;
import network.physio.http.Ids;
import network.physio.http.Page;
import network.physio.http.once.Answer;
import network.physio.http.once.Once;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Subscriptions to a practitioner's diary, made by the practitioner or a front desk. A new secret is a new subscription. */
@Path("/booking/v1/practitioners/{id}/calendar-feeds")
@RolesAllowed({"receptionist", "practitioner"})
@RunOnVirtualThread
@Tag(name = "Calendars", description = "Diaries and appointments for calendar programs")
@APIResponse(responseCode = "401", description = "`unauthenticated`")
@APIResponse(responseCode = "403", description = "`forbidden`: another role")
public class CalendarFeedResource {

    private static final String LISTED = """
            {"id": "01937b1c-0000-7000-8000-0000000000f1", "label": "My phone", "createdAt": "2027-02-01T00:00:00Z\"""";

    private static final String MADE = LISTED + """
            , "address": "/booking/v1/practitioners/01934f5e-0000-7000-8000-000000000001/calendar.ics\
            ?feed=m3Vv9mXr2Kc8Zt5Yb1Ns7wQ0aLk4TfUeHjPdRgWxCyI"}""";

    private final FeedKeepers keepers;
    private final CalendarFeeds feeds;
    private final Events events;
    private final Access access;
    private final Once once;
    private final Clock clock;

    CalendarFeedResource(
            FeedKeepers keepers, CalendarFeeds feeds, Events events, Access access, Once once, Clock clock) {
        this.keepers = keepers;
        this.feeds = feeds;
        this.events = events;
        this.access = access;
        this.once = once;
        this.clock = clock;
    }

    @Schema(name = "NewCalendarFeed")
    public record NewCalendarFeed(
            @Schema(description = "To tell subscriptions apart", examples = "My phone")
            @Size(min = 1, max = 60)
            @Nullable
            String label) {}

    @Schema(
            name = "CalendarFeed",
            requiredProperties = {"id", "createdAt"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FeedView(
            UUID id,
            @Nullable String label,

            @Schema(description = "The clinics whose appointments it shows; absent: the whole diary") @Nullable
            List<UUID> clinicIds,

            OffsetDateTime createdAt,

            @Schema(
                    description = "Only in the answer that made it: the secret address. It is not stored and cannot be"
                            + " shown again, not even to the same Idempotency-Key; whoever lost it makes a new one and"
                            + " ends this one.")
            @Nullable
            String address) {

        static FeedView of(CalendarFeeds.Feed feed, @Nullable String secret) {
            return new FeedView(
                    feed.id(),
                    feed.label(),
                    feed.clinics(),
                    feed.createdAt().atOffset(ZoneOffset.UTC),
                    secret == null
                            ? null
                            : "/booking/v1/practitioners/%s/calendar.ics?feed=%s"
                                    .formatted(feed.practitioner(), secret));
        }
    }

    /** How the contract shows a page. */
    @Schema(name = "CalendarFeedPage", requiredProperties = "items")
    record FeedPage(
            List<FeedView> items,

            @Schema(description = "Cursor of the next page; absent on the last") @Nullable
            String next) {}

    @POST
    @Operation(operationId = "makeCalendarFeed", summary = "Subscribe to a diary", description = """
                    Makes an address with a secret for one calendar program. Whoever has the address can read the calendar:
                    treat it like a password. The practitioner's own shows the whole diary, one made by a front desk what
                    stands in it at that desk's clinics. For a new secret make a new one, then end the old one.""")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            examples = @ExampleObject(name = "for a phone", value = "{\"label\": \"My phone\"}")))
    @APIResponse(
            responseCode = "201",
            description = "Made, with the address",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = FeedView.class),
                            examples = @ExampleObject(name = "made", value = MADE)))
    @APIResponse(responseCode = "400", description = "`malformed-request`, `invalid-parameter`")
    @APIResponse(responseCode = "404", description = "`not-found`: no such practitioner, or none of the caller's")
    @APIResponse(responseCode = "409", description = "`request-in-progress`")
    @APIResponse(responseCode = "422", description = "`invalid-request`, `idempotency-key-reused`")
    public Response make(@PathParam("id") UUID id, @NotNull @Valid NewCalendarFeed body) {
        FeedKeeper keeper = keeper(id);
        String secret = CalendarFeeds.newSecret();
        return once.answer(body, () -> {
            CalendarFeeds.Feed feed = make(keeper, body.label(), secret);
            return Answer.createdWithSecret(
                    URI.create("/booking/v1/practitioners/%s/calendar-feeds/%s".formatted(id, feed.id())),
                    FeedView.of(feed, secret),
                    FeedView.of(feed, null));
        });
    }

    private CalendarFeeds.Feed make(FeedKeeper keeper, @Nullable String label, String secret) {
        Instant now = clock.instant();
        UUID feed = Ids.at(now);
        feeds.add(feed, keeper, label, secret, now);
        write("calendar-feed-made", keeper, feed);
        return feeds.find(feed);
    }

    @GET
    @Operation(
            operationId = "listCalendarFeeds",
            summary = "List a diary's subscriptions",
            description = "The practitioner sees all, a front desk those that show its own clinics only. No secrets.")
    @APIResponse(
            responseCode = "200",
            description = "A page of subscriptions",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = FeedPage.class),
                            examples = @ExampleObject(name = "page", value = "{\"items\": [" + LISTED + "}]}")))
    @APIResponse(responseCode = "400", description = "`invalid-parameter`, `unknown-parameter`")
    @APIResponse(responseCode = "404", description = "`not-found`: no such practitioner, or none of the caller's")
    public Page<FeedView> list(
            @PathParam("id") UUID id,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        List<CalendarFeeds.Feed> rows = feeds.page(keeper(id), cursor == null ? null : after(cursor), limit + 1);
        return Page.of(rows, limit, row -> Cursors.of(row.id()), row -> FeedView.of(row, null));
    }

    @DELETE
    @Path("/{feedId}")
    @Operation(
            operationId = "revokeCalendarFeed",
            summary = "End a subscription",
            description = "From now on its address leads nowhere. No body.")
    @APIResponse(responseCode = "204", description = "Ended")
    @APIResponse(responseCode = "404", description = "`not-found`: no such subscription, or none of the caller's")
    public Response revoke(@PathParam("id") UUID id, @PathParam("feedId") UUID feedId) {
        FeedKeeper keeper = keeper(id);
        return once.answer(null, () -> {
            if (!feeds.remove(keeper, feedId)) {
                return Answer.refused(CalendarFeedResource::notFound);
            }
            write("calendar-feed-revoked", keeper, feedId);
            return Answer.noContent();
        });
    }

    private void write(String type, FeedKeeper keeper, UUID feed) {
        events.write(
                new Event(type, null, null, null, keeper.practitioner(), Map.of("calendarFeedId", feed)),
                access.actor());
    }

    private FeedKeeper keeper(UUID practitioner) {
        return keepers.of(practitioner).orElseThrow(CalendarFeedResource::notFound);
    }

    private static UUID after(String cursor) {
        try {
            return UUID.fromString(Cursors.read(cursor, 1).getFirst());
        } catch (IllegalArgumentException notOurs) {
            throw Cursors.invalid();
        }
    }

    private static HttpProblem notFound() {
        return CommonProblem.NOT_FOUND.problem(
                "There is no such practitioner or subscription, or none that this caller may see.");
    }
}
