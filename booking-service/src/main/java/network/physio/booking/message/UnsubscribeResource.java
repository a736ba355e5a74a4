package network.physio.booking.message;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import network.physio.booking.message.Unsubscriptions.Subscription;
import network.physio.booking.message.Unsubscriptions.Token;
import network.physio.http.CommonProblem;
import network.physio.http.HttpProblem;
import network.physio.http.once.Answer;
import network.physio.http.once.Once;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where letters lead whoever wants no more of their kind: opening it changes nothing, one POST switches it off (RFC 8058). */
@Path("/booking/v1/unsubscribe/{token}")
@PermitAll
@RunOnVirtualThread
@Tag(name = "Messages", description = "What patients are told by e-mail, and what they may switch off")
public class UnsubscribeResource {

    private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";
    private static final String EXAMPLE = "{\"purpose\": \"reminder\", \"channel\": \"email\", \"subscribed\": false}";

    private final Unsubscriptions unsubscriptions;
    private final Once once;

    UnsubscribeResource(Unsubscriptions unsubscriptions, Once once) {
        this.unsubscriptions = unsubscriptions;
        this.once = once;
    }

    @Schema(
            name = "MessageSubscription",
            description = "One kind of messages to one patient; who it is, it does not say.")
    public record SubscriptionView(
            @Schema(examples = "reminder") String purpose,
            @Schema(examples = "email") String channel,
            boolean subscribed) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "readUnsubscription",
            summary = "What an unsubscribe address is about",
            description = "Changes nothing, since mail scanners open links. As `text/html`: a page with one button.")
    @APIResponse(
            responseCode = "200",
            description = "The kind of messages, and whether it still comes.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SubscriptionView.class),
                            examples = @ExampleObject(name = "switched off", value = EXAMPLE)))
    @APIResponse(responseCode = "404", description = "`not-found`: no address that a letter of ours holds")
    public SubscriptionView read(
            @Parameter(description = "From a letter", example = "q3Vv9mXr2Kc8Zt5Yb1Ns7wq3Vv9mXr2K") @PathParam("token")
                    String token) {
        Subscription subscription = found(token);
        return view(subscription, !unsubscriptions.isSwitchedOff(subscription));
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response page(@PathParam("token") String token) {
        return html(unsubscriptions.isSwitchedOff(found(token)) ? UnsubscribePage.DONE : UnsubscribePage.ASK);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "unsubscribe",
            summary = "Switch this kind of messages off",
            description = "One click (RFC 8058): the address says everything, a body is not read; again is no change."
                    + " Confirmations, changes and cancellations cannot be switched off.")
    @APIResponse(
            responseCode = "200",
            description = "Switched off.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SubscriptionView.class),
                            examples = @ExampleObject(name = "switched off", value = EXAMPLE)))
    @APIResponse(responseCode = "404", description = "`not-found`: no address that a letter of ours holds")
    public Response unsubscribe(
            @Parameter(description = "From a letter", example = "q3Vv9mXr2Kc8Zt5Yb1Ns7wq3Vv9mXr2K") @PathParam("token")
                    String token) {
        return once.answer(null, () -> {
            Subscription subscription = found(token);
            unsubscriptions.switchOff(subscription);
            return Answer.ok(view(subscription, false));
        });
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response unsubscribeFromPage(@PathParam("token") String token) {
        return page(Response.fromResponse(unsubscribe(token)), UnsubscribePage.DONE);
    }

    private Subscription found(String token) {
        return Optional.of(new Token(token)).flatMap(unsubscriptions::find).orElseThrow(UnsubscribeResource::notFound);
    }

    private static SubscriptionView view(Subscription subscription, boolean subscribed) {
        return new SubscriptionView(subscription.purpose().code(), "email", subscribed);
    }

    private static Response html(String page) {
        return page(Response.ok(), page);
    }

    /**
     * The address is a secret, so no other site learns it; but this one must be named as the origin of what the button
     * sends, which browsers leave out under the gateway's stricter {@code no-referrer}.
     */
    private static Response page(Response.ResponseBuilder answer, String page) {
        return answer.type(HTML)
                .entity(page)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Referrer-Policy", "same-origin")
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
                .build();
    }

    private static HttpProblem notFound() {
        return CommonProblem.NOT_FOUND.problem("No letter of ours holds this address, or it is no longer known.");
    }
}
