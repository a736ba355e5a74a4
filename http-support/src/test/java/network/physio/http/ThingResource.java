package network.physio.http;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.physio.http.once.Answer;
import network.physio.http.once.Once;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** An API that exists for the tests of http-support: it has a bit of everything a service has. */
@Path("/things")
@RunOnVirtualThread
@PermitAll
public class ThingResource {

    private final Once once;
    private final Jdbi database;
    private final Clock clock;
    private final Caller caller;
    private final Preconditions preconditions;

    ThingResource(Once once, Jdbi database, Clock clock, Caller caller, Preconditions preconditions) {
        this.once = once;
        this.database = database;
        this.clock = clock;
        this.caller = caller;
        this.preconditions = preconditions;
    }

    public enum Colour {
        RED,
        GREEN
    }

    public record Part(@NotNull UUID id, @Min(1) int weight) {}

    public record NewThing(
            @NotNull @Size(min = 1, max = 20) String name,
            @Nullable Colour colour,
            @Nullable Boolean ready,
            @Nullable OffsetDateTime at,
            @Nullable LocalDate day,
            @Nullable LocalDateTime begins,
            @Nullable List<@Valid Part> parts) {}

    @POST
    public Response create(@NotNull @Valid NewThing thing) {
        return once.answer(thing, () -> {
            UUID id = Ids.at(clock.instant());
            int added = database.withHandle(handle -> handle.createUpdate("""
                            INSERT INTO thing (id, name) VALUES (:id, :name) ON CONFLICT DO NOTHING
                            """)
                    .bind("id", id)
                    .bind("name", thing.name())
                    .execute());
            return added == 1
                    ? Answer.created(URI.create("/things/" + id), Map.of("id", id), 1)
                    : Answer.refused(() -> CommonProblem.STALE_VERSION.problem("The name is taken."));
        });
    }

    /** Parameters that stand together. */
    public record Look(
            @QueryParam("size") @DefaultValue("1") @Min(1) int size,
            @QueryParam("shades") List<Colour> shades) {}

    @GET
    public Map<String, Object> list(
            @QueryParam("from") @Nullable OffsetDateTime from,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit,
            @QueryParam("colour") @Nullable Colour colour,
            @BeanParam @Valid Look look) {
        return Map.of("limit", limit, "size", look.size());
    }

    @GET
    @Path("/named/{name}")
    public Map<String, Object> named(@PathParam("name") String name) {
        return Map.of(
                "number",
                database.withHandle(handle -> handle.createQuery("SELECT count(*) FROM thing WHERE name = :name")
                        .bind("name", name)
                        .mapTo(Integer.class)
                        .one()));
    }

    @GET
    @Path("/{id}")
    public Response one(@PathParam("id") UUID id) {
        return preconditions.answer(Map.of("id", id), 7);
    }

    @PUT
    @Path("/{id}")
    public Map<String, Object> replace(@PathParam("id") UUID id, @NotNull @Valid NewThing thing) {
        return Map.of("expected", preconditions.expectedVersion());
    }

    /** Changed as often as it is asked to. */
    @POST
    @Path("/{id}/rename")
    public Response rename(
            @PathParam("id") UUID id, @HeaderParam("Pass") @Nullable String pass, @NotNull @Valid NewThing thing) {
        if (pass != null) {
            caller.admitBy("pass:" + pass);
        }
        return once.answer(thing, () -> Answer.ok(Map.of("change", Ids.at(clock.instant()))));
    }

    /**
     * Made with a secret.
     *
     * @param beatenBy the key of an answer that is stored for this request's key too while it is at work, as by a repetition
     *     that was faster
     * @param afterAll what then becomes of this one: refused, or thrown out
     */
    @POST
    @Path("/secret")
    public Response secret(
            @HeaderParam("Idempotency-Key") String key,
            @HeaderParam("Beaten-By") @Nullable String beatenBy,
            @HeaderParam("After-All") @Nullable String afterAll) {
        return once.answer(null, () -> {
            UUID id = Ids.at(clock.instant());
            if (beatenBy != null) {
                QuarkusTransaction.requiringNew()
                        .run(() -> database.useHandle(handle -> handle.createUpdate("""
                                INSERT INTO answer (scope, key, fingerprint, status, body, location, created_at)
                                SELECT scope, :key, fingerprint, status, body, location, created_at
                                  FROM answer WHERE key = :faster
                                """)
                                .bind("key", key)
                                .bind("faster", beatenBy)
                                .execute()));
            }
            if ("refused".equals(afterAll)) {
                return Answer.refused(() -> CommonProblem.STALE_VERSION.problem("Somebody was faster."));
            }
            if ("thrown".equals(afterAll)) {
                throw CommonProblem.STALE_VERSION.problem("Somebody was faster.");
            }
            return Answer.createdWithSecret(
                    URI.create("/things/" + id), Map.of("id", id, "secret", "s3cret"), Map.of("id", id));
        });
    }

    @GET
    @Path("/me")
    @RolesAllowed("receptionist")
    public Map<String, Object> me() {
        return Map.of("clinics", caller.scope("clinics"), "principals", caller.principals());
    }

    @GET
    @Path("/whoever")
    public Map<String, Object> whoever() {
        return Map.of("principals", caller.principals());
    }

    @GET
    @Path("/broken")
    public String broken() {
        throw new IllegalStateException("secret inside");
    }
}
