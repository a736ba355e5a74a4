package network.physio.http.once;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.PostgresServer;
import network.physio.test.SettableClock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One key, one effect: beside itself and over time. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class OnceTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String databaseUrl;

    @Inject
    Jdbi database;

    @Inject
    SettableClock clock;

    private final String key = UUID.randomUUID().toString();

    @AfterEach
    void timeGoesOn() {
        clock.reset();
    }

    @Test
    void aRepetitionBesideTheRequestIsToldThatItIsBeingWorkedOn() throws Exception {
        try (Connection superuser = PostgresServer.superuser(databaseUrl);
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            superuser.setAutoCommit(false);
            superuser.createStatement().execute("LOCK TABLE booking.thing IN EXCLUSIVE MODE");
            Future<Response> first = threads.submit(this::write);
            untilSomebodyWaits();
            Response beside = write();
            superuser.rollback();

            beside.then()
                    .statusCode(409)
                    .header("Retry-After", is("1"))
                    .body("type", is("/problems/request-in-progress"));
            assertThat(first.get().statusCode()).isEqualTo(201);
            assertThat(write().asByteArray()).isEqualTo(first.get().asByteArray());
            assertThat(number()).isEqualTo(1);
        }
    }

    @Test
    void manyAtOnceHaveOneEffectAndOneAnswer() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Response>> requests = IntStream.range(0, 24)
                    .<Callable<Response>>mapToObj(number -> this::write)
                    .toList();
            List<Response> answers =
                    threads.invokeAll(requests).stream().map(Future::resultNow).toList();
            assertThat(answers).extracting(Response::statusCode).contains(201).isSubsetOf(201, 409);
            assertThat(answers.stream()
                            .filter(answer -> answer.statusCode() == 201)
                            .map(answer -> answer.asString() + answer.header("Location") + answer.header("ETag"))
                            .collect(Collectors.toSet()))
                    .hasSize(1);
        }
        assertThat(number()).isEqualTo(1);
    }

    @Test
    void anAnswerIsKeptForADay() {
        Instant now = Instant.parse("2027-02-01T00:00:00Z");
        clock.setTo(now);
        String rename = "/things/" + UUID.randomUUID() + "/rename";
        String first = post(rename).then().statusCode(200).extract().path("change");
        clock.setTo(now.plus(Duration.ofHours(24)).minusMillis(1));
        post(rename).then().statusCode(200).body("change", is(first));
        clock.setTo(now.plus(Duration.ofHours(24)));
        String anew = post(rename)
                .then()
                .statusCode(200)
                .body("change", not(is(first)))
                .extract()
                .path("change");
        post(rename).then().statusCode(200).body("change", is(anew));
    }

    private void untilSomebodyWaits() throws SQLException {
        Instant end = Instant.now().plus(LONG_ENOUGH);
        try (Connection looking = PostgresServer.superuser(databaseUrl)) {
            while (Instant.now().isBefore(end)) {
                try (ResultSet found = looking.createStatement().executeQuery("""
                        SELECT FROM pg_locks WHERE NOT granted AND relation = 'booking.thing'::regclass
                        """)) {
                    if (found.next()) {
                        return;
                    }
                }
            }
        }
        throw new AssertionError("the first request does not come to its work");
    }

    private Response write() {
        return post("/things");
    }

    private Response post(String path) {
        return given().header("Guest-Key", "a-guest-key-of-enough-length")
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"%s\"}".formatted(key.substring(0, 20)))
                .post(path);
    }

    private int number() {
        return database.withHandle(handle -> handle.createQuery("SELECT count(*) FROM thing WHERE name = :name")
                .bind("name", key.substring(0, 20))
                .mapTo(Integer.class)
                .one());
    }
}
