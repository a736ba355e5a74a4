package network.physio.http.once;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.PostgresServer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** PostgreSQL ends connections under the service, as it does when it is stopped or has crashed. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class LostConnectionTest {

    /** More than the pool has connections to lose. */
    private static final int MANY = 20;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String databaseUrl;

    @Test
    void readsAreToldToComeBackAndThenAnswered() throws SQLException {
        number("any");
        endConnections();
        List<Response> answers = Stream.generate(() -> given().get("/things/named/any"))
                .limit(MANY)
                .toList();
        assertThat(answers)
                .extracting(Response::statusCode)
                .containsOnly(503, 200)
                .endsWith(200);
        answers.stream()
                .filter(answer -> answer.statusCode() == 503)
                .forEach(answer -> answer.then()
                        .header("Retry-After", is("5"))
                        .body("type", is("/problems/busy"))
                        .body("detail", containsString("cannot be reached")));
    }

    @Test
    void writesAreToldToComeBackAndThenDone() throws SQLException {
        number("any");
        endConnections();
        List<Response> answers = Stream.generate(() -> write("after a crash", "crash"))
                .limit(MANY)
                .toList();
        assertThat(answers)
                .extracting(Response::statusCode)
                .containsOnly(503, 201)
                .endsWith(201);
        assertThat(number("after a crash")).isEqualTo(1);
    }

    @Test
    void aConnectionLostAtWorkHasChangedNothing() {
        write("lost at work", "work")
                .then()
                .statusCode(503)
                .header("Retry-After", is("5"))
                .body("detail", containsString("nothing was changed"));
        assertThat(number("lost at work")).isZero();
        write("lost at work", "work").then().statusCode(201);
        assertThat(number("lost at work")).isEqualTo(1);
    }

    @Test
    void aConnectionLostAtTheCommitMayHaveChangedSomethingAndTheSameKeyFindsOut() {
        write("lost at commit", "commit")
                .then()
                .statusCode(503)
                .header("Retry-After", is("5"))
                .body("type", is("/problems/busy"))
                .body("detail", containsString("not known whether it stands"))
                .body("detail", not(containsString("nothing was changed")));
        write("lost at commit", "commit").then().statusCode(201);
        assertThat(number("lost at commit")).isEqualTo(1);
    }

    private void endConnections() throws SQLException {
        try (Connection superuser = PostgresServer.superuser(databaseUrl)) {
            superuser.createStatement().execute("""
                    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                     WHERE datname = current_database() AND usename = 'booking_app'
                    """);
        }
    }

    private static Response write(String name, String key) {
        return given().header("Guest-Key", "a-guest-key-of-enough-length")
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"%s\"}".formatted(name))
                .post("/things");
    }

    /** How many there are of this name, asked until it is answered. */
    private static int number(String name) {
        return Stream.generate(() -> given().get("/things/named/" + name))
                .limit(MANY)
                .filter(answer -> answer.statusCode() == 200)
                .findFirst()
                .orElseThrow()
                .path("number");
    }
}
