package network.physio.booking.message;

import static io.restassured.RestAssured.given;
import static network.physio.booking.TestNetwork.as;
import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.TestNetwork.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import network.physio.booking.TestNetwork;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reads what a patient was told, and who chooses what comes. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
@QuarkusTestResource(MailPort.class)
class MessageResourcesTest {

    private static final String APPOINTMENTS = "/booking/v1/appointments/";
    private static final String PATIENTS = "/booking/v1/patients/";

    @Inject
    TestNetwork network;

    @Inject
    Jdbi database;

    @Inject
    MessageRounds rounds;

    private final String key = newKey();
    private String appointment = "";
    private String patient = "";

    @BeforeEach
    void oneBooking() {
        network.fresh();
        database.useHandle(handle -> {
            handle.execute("DELETE FROM message");
            handle.execute("DELETE FROM event_consumer WHERE name = 'messages'");
        });
        rounds.plan();
        Response made = guest(key)
                .body(network.visit("chat", 30, "north", "anna", "2027-02-03T10:00:00+11:00", somebody()))
                .post(APPOINTMENTS);
        appointment = booked(made);
        patient = made.path("patientId");
        rounds.plan();
    }

    @Test
    void theFrontDeskAndThePractitionerReadWhatThePatientIsTold() {
        for (RequestSpecification staff :
                List.of(receptionist("north"), as(Tokens.role("practitioner").practitioner("anna")))) {
            staff.get(messages())
                    .then()
                    .statusCode(200)
                    .body("items.purpose", contains("confirmation", "reminder"))
                    .body("items.state", contains("planned", "planned"))
                    .body("items.dueAt", contains("2027-02-01T08:00:05+11:00", "2027-02-02T10:00:00+11:00"))
                    .body("items[0].sentAt", nullValue())
                    .body("items[0].text", nullValue());
        }
        assertThat(accessLog()).contains("read-appointment front-desk", "read-appointment treatment");
    }

    @Test
    void nobodyElseLearnsThatThereAreAny() {
        List.of(
                        receptionist("south"),
                        as(Tokens.role("practitioner").practitioner("ben")),
                        as(Tokens.role("patient")),
                        as(Tokens.role("partner").partner("acme")),
                        as(Tokens.role("network-admin")),
                        guest(key),
                        guest(newKey()))
                .forEach(other -> other.get(messages()).then().statusCode(404));
        given().get(messages()).then().statusCode(401).header("WWW-Authenticate", is("Bearer"));
        receptionist("north")
                .get(APPOINTMENTS + UUID.randomUUID() + "/messages")
                .then()
                .statusCode(404);
    }

    @Test
    void nothingIsSwitchedOffUntilSomebodyChooses() {
        guest(key)
                .get(preferences())
                .then()
                .statusCode(200)
                .header("ETag", "\"0\"")
                .body("switchedOff", empty());
        choose(guest(key), "\"0\"", "[\"soreness-check\",\"reminder\",\"reminder\"]")
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("switchedOff", contains("reminder", "soreness-check"));
        receptionist("north").get(preferences()).then().body("switchedOff", hasSize(2));
        choose(receptionist("north"), "\"1\"", "[]")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("switchedOff", empty());
        guest(key).header("If-None-Match", "\"2\"").get(preferences()).then().statusCode(304);
    }

    @Test
    void aChoiceOverwritesNobodysChoiceUnseen() {
        guest(key).body("{\"switchedOff\":[]}").put(preferences()).then().statusCode(428);
        choose(guest(key), "\"1\"", "[\"reminder\"]")
                .then()
                .statusCode(412)
                .body("type", is("/problems/stale-version"));
        choose(guest(key), "\"0\"", "[\"reminder\"]").then().statusCode(200);
        choose(guest(key), "\"0\"", "[]").then().statusCode(412);
    }

    @Test
    void oneOfSeveralChoicesAtOnceCounts() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> choices = IntStream.range(0, 8)
                    .<Callable<Integer>>mapToObj(one ->
                            () -> choose(guest(key), "\"0\"", "[\"reminder\"]").statusCode())
                    .toList();
            List<Integer> answers = threads.invokeAll(choices).stream()
                    .map(answer -> answer.resultNow())
                    .toList();
            assertThat(answers).containsOnlyOnce(200).containsOnly(200, 412);
        }
    }

    @Test
    void aRepeatedChoiceIsAnsweredAsBefore() {
        RequestSpecification repeated = guest(key).header("Idempotency-Key", "chosen");
        for (int i = 0; i < 2; i++) {
            choose(repeated, "\"0\"", "[\"reminder\"]").then().statusCode(200).header("ETag", "\"1\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"confirmation", "change", "cancellation", "rebooking-needed", "newsletter"})
    void whatIsAboutTheAppointmentItselfCannotBeSwitchedOff(String purpose) {
        choose(guest(key), "\"0\"", "[\"reminder\",\"" + purpose + "\"]")
                .then()
                .statusCode(422)
                .body("type", is("/problems/invalid-request"))
                .body("errors.pointer", contains("#/switchedOff/1"));
    }

    @Test
    void strangersNeitherReadNorChoose() {
        List.of(
                        receptionist("south"),
                        as(Tokens.role("practitioner").practitioner("ben")),
                        as(Tokens.role("patient")),
                        guest(newKey()))
                .forEach(other -> {
                    other.get(preferences()).then().statusCode(404);
                    choose(other, "\"0\"", "[\"reminder\"]").then().statusCode(404);
                });
        given().get(preferences()).then().statusCode(401);
    }

    private String messages() {
        return APPOINTMENTS + appointment + "/messages";
    }

    private String preferences() {
        return PATIENTS + patient + "/message-preferences";
    }

    private Response choose(RequestSpecification caller, String version, String switchedOff) {
        return caller.header("If-Match", version)
                .body("{\"switchedOff\":" + switchedOff + "}")
                .put(preferences());
    }

    private List<String> accessLog() {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT action || ' ' || purpose FROM access_log WHERE patient_id = :patient")
                .bind("patient", UUID.fromString(patient))
                .mapTo(String.class)
                .list());
    }
}
