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
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import network.physio.booking.TestNetwork;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @Inject
    SettableClock clock;

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

    @ParameterizedTest
    @ValueSource(strings = {"unclear", "failed"})
    void whatFailedOrIsUnclearStandsInTheClinicsDayUntilSomebodySettlesIt(String state) {
        String message = lost("confirmation", state);
        // of the day of the visit, and of the day on which it should have come
        for (String day : List.of("2027-02-03", "2027-02-01")) {
            day(receptionist("north"), day)
                    .body("messages.id", contains(message))
                    .body("messages[0].appointmentId", is(appointment))
                    .body("messages[0].state", is(state))
                    .body("messages[0].purpose", is("confirmation"))
                    .body("messages[0].reason", is("no-answer"))
                    .body("messages[0].startsAt", is("2027-02-03T10:00:00+11:00"));
        }
        day(receptionist("north"), "2027-02-02").body("messages", empty());
        day(as(Tokens.role("practitioner").practitioner("anna")), "2027-02-03").body("messages", empty());
        settle(receptionist("north"), message)
                .then()
                .statusCode(200)
                .body("id", is(message))
                .body("state", is(state))
                .body("settledHow", is("told-otherwise"))
                .body("settledAt", is("2027-02-01T08:00:00+11:00"));
        day(receptionist("north"), "2027-02-03").body("messages", empty());
        assertThat(accessLog()).contains("settle-message front-desk");
        settle(receptionist("north"), message)
                .then()
                .statusCode(409)
                .body("type", is("/problems/message-not-open"))
                .body("state", is(state));
    }

    @ParameterizedTest
    @CsvSource({"email = NULL, no-address", "email = 'full@example.org', too-many"})
    void whatHadNowhereToGoStandsInTheClinicsDayUntilSomebodyHasToldThePatient(String column, String reason) {
        database.useHandle(handle -> {
            handle.execute("UPDATE patient SET " + column + " WHERE id = ?::uuid", patient);
            handle.execute("""
                    INSERT INTO message (id, patient_id, appointment_id, appointment_version, purpose, template, urgent, due_at,
                                         good_until, state, claimed_at, sent_at, letter_id, created_at)
                    SELECT gen_random_uuid(), patient_id, id, 1, 'confirmation', 'news', false, created_at, created_at, 'sent',
                           created_at, created_at, gen_random_uuid(), created_at
                      FROM appointment, generate_series(1, 50) WHERE id = ?::uuid
                    """, appointment);
        });
        receptionist("north")
                .header("If-Match", "\"1\"")
                .body("{\"reason\":\"practitioner-unavailable\"}")
                .post(APPOINTMENTS + appointment + "/cancel")
                .then()
                .statusCode(200);
        rounds.plan();
        clock.advance(Duration.ofMinutes(1));
        rounds.send();
        cancellationStandsInTheDayUntilSettled(reason);
    }

    private void cancellationStandsInTheDayUntilSettled(String reason) {
        String message = day(receptionist("north"), "2027-02-03")
                .body("messages.purpose", contains("cancellation"))
                .body("messages[0].state", is("dropped"))
                .body("messages[0].reason", is(reason))
                .extract()
                .path("messages[0].id");
        sendAgain(receptionist("north"), message)
                .then()
                .statusCode(409)
                .body("type", is("/problems/message-would-be-dropped"))
                .body("reason", is(reason));
        settle(receptionist("north"), message).then().statusCode(200);
        day(receptionist("north"), "2027-02-03").body("messages", empty());
    }

    @Test
    void whatSomebodyWhoWantsNoContactHasToKnowStandsInTheClinicsDay() {
        marked("doNotContact");
        cancel();
        cancellationStandsInTheDayUntilSettled("do-not-contact");
    }

    @Test
    void ofSomebodyWhoHasDiedTheClinicsDayShowsThatAVisitStandsAndNotThatItIsOff() {
        marked("deceased");
        sendAll();
        String message = day(receptionist("north"), "2027-02-03")
                .body("messages.purpose", contains("confirmation"))
                .body("messages[0].reason", is("deceased"))
                .extract()
                .path("messages[0].id");
        settle(receptionist("north"), message).then().statusCode(200);
        cancel();
        receptionist("north")
                .get(messages())
                .then()
                .body("items.find { it.purpose == 'cancellation' }.reason", is("deceased"));
        day(receptionist("north"), "2027-02-03").body("messages", empty());
    }

    @Test
    void nobodyIsToCallSomebodyWhoWasErasedBeforeTheNewsWereRead() {
        receptionist("north")
                .header("If-Match", "\"1\"")
                .body("{\"reason\":\"practitioner-unavailable\"}")
                .post(APPOINTMENTS + appointment + "/cancel")
                .then()
                .statusCode(200);
        receptionist("north")
                .body("{\"reason\":\"asked-by-patient\"}")
                .post(PATIENTS + patient + "/erase")
                .then()
                .statusCode(204);
        sendAll();
        receptionist("north").get(messages()).then().statusCode(200).body("items", empty());
        day(receptionist("north"), "2027-02-03").body("messages", empty());
    }

    private void marked(String flag) {
        receptionist("north")
                .header("If-Match", "\"1\"")
                .body("{\"" + flag + "\":true}")
                .patch(PATIENTS + patient)
                .then()
                .statusCode(200);
    }

    private void cancel() {
        receptionist("north")
                .header("If-Match", "\"1\"")
                .body("{\"reason\":\"practitioner-unavailable\"}")
                .post(APPOINTMENTS + appointment + "/cancel")
                .then()
                .statusCode(200);
        sendAll();
    }

    private void sendAll() {
        rounds.plan();
        clock.advance(Duration.ofMinutes(1));
        rounds.send();
    }

    @Test
    void whatPatientsCanDoWithoutIsLeftOutOfTheClinicsDay() {
        database.useHandle(handle -> handle.execute("UPDATE patient SET email = NULL WHERE id = ?::uuid", patient));
        clock.setTo(Instant.parse("2027-02-02T00:00:00Z"));
        rounds.send();
        receptionist("north").get(messages()).then().body("items.state", contains("dropped", "dropped"));
        day(receptionist("north"), "2027-02-03").body("messages.purpose", contains("confirmation"));
    }

    @Test
    void nobodyAnswersForAMessageThatIsOnItsWay() {
        String planned = receptionist("north").get(messages()).path("items[0].id");
        for (String step : List.of("/settle", "/send-again")) {
            Response refused = step.equals("/settle")
                    ? settle(receptionist("north"), planned)
                    : sendAgain(receptionist("north"), planned);
            refused.then()
                    .statusCode(409)
                    .body("type", is("/problems/message-not-open"))
                    .body("state", is("planned"));
        }
    }

    @Test
    void aMessageSentAnewIsPlannedAtOnceAsAnother() {
        String lost = lost("confirmation", "unclear");
        String again = sendAgain(as(Tokens.role("practitioner").practitioner("anna")), lost)
                .then()
                .statusCode(200)
                .body("id", not(is(lost)))
                .body("state", is("planned"))
                .body("purpose", is("confirmation"))
                .body("dueAt", is("2027-02-01T08:00:00+11:00"))
                .extract()
                .path("id");
        receptionist("north")
                .get(messages())
                .then()
                .body("items.find { it.id == '%s' }.settledHow".formatted(lost), is("sent-again"))
                .body("items.find { it.id == '%s' }.state".formatted(again), is("planned"));
        sendAgain(receptionist("north"), lost).then().statusCode(409);
    }

    @ParameterizedTest
    @CsvSource({
        "patient, do_not_contact = true, do-not-contact",
        "patient, email = NULL, no-address",
        "appointment, rebooking_needed = true, superseded",
        "message, good_until = created_at, too-late",
    })
    void whatWouldBeDroppedIsNotSentAnew(String table, String since, String reason) {
        String lost = lost("reminder", "failed");
        String of = switch (table) {
            case "patient" -> "id = '%s'".formatted(patient);
            case "appointment" -> "id = '%s'".formatted(appointment);
            default -> "id = '%s'".formatted(lost);
        };
        database.useHandle(handle -> handle.execute("UPDATE %s SET %s WHERE %s".formatted(table, since, of)));
        sendAgain(receptionist("north"), lost)
                .then()
                .statusCode(409)
                .body("type", is("/problems/message-would-be-dropped"))
                .body("reason", is(reason));
        settle(receptionist("north"), lost).then().statusCode(200);
    }

    @Test
    void onlyStaffOfTheDiaryAnswersForAMessageOfItsAppointment() {
        String lost = lost("confirmation", "unclear");
        for (RequestSpecification other : List.of(
                receptionist("south"),
                as(Tokens.role("practitioner").practitioner("ben")),
                as(Tokens.role("patient")),
                as(Tokens.role("partner").partner("acme")).header("Idempotency-Key", "settle"),
                guest(key))) {
            settle(other, lost).then().statusCode(404);
            sendAgain(other, lost).then().statusCode(404);
        }
        settle(given().contentType("application/json"), lost).then().statusCode(401);
        settle(receptionist("north"), UUID.randomUUID().toString()).then().statusCode(404);
        String second = booked(guest(key)
                .body(network.visit("chat", 30, "north", "anna", "2027-02-03T14:00:00+11:00", somebody()))
                .post(APPOINTMENTS));
        receptionist("north")
                .post(APPOINTMENTS + second + "/messages/" + lost + "/send-again")
                .then()
                .statusCode(404);
        receptionist("north")
                .body("{\"how\":\"forgotten\"}")
                .post(messages() + "/" + lost + "/settle")
                .then()
                .statusCode(400);
        receptionist("north")
                .body("{}")
                .post(messages() + "/" + lost + "/settle")
                .then()
                .statusCode(422);
    }

    @Test
    void ofSeveralWhoSendAMessageAnewAtOnceOneDoes() throws Exception {
        String lost = lost("confirmation", "unclear");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> tries = IntStream.range(0, 6)
                    .<Callable<Integer>>mapToObj(
                            one -> () -> sendAgain(receptionist("north"), lost).statusCode())
                    .toList();
            assertThat(threads.invokeAll(tries).stream()
                            .map(answer -> answer.resultNow())
                            .toList())
                    .containsOnlyOnce(200)
                    .containsOnly(200, 409);
        }
        receptionist("north").get(messages()).then().body("items.purpose", hasSize(3));
    }

    @Test
    void aRepeatedRequestToSendAMessageAnewSendsItOnce() {
        String lost = lost("confirmation", "unclear");
        RequestSpecification once = receptionist("north").header("Idempotency-Key", "again");
        String first = sendAgain(once, lost).then().statusCode(200).extract().path("id");
        sendAgain(once, lost).then().statusCode(200).body("id", is(first));
        receptionist("north").get(messages()).then().body("items.purpose", hasSize(3));
    }

    private String lost(String purpose, String state) {
        return database.withHandle(handle -> handle.createQuery("""
                        UPDATE message SET state = :state, reason = 'no-answer', attempts = 1
                         WHERE appointment_id = :appointment::uuid AND purpose = :purpose
                        RETURNING id::text
                        """)
                .bind("state", state)
                .bind("appointment", appointment)
                .bind("purpose", purpose)
                .mapTo(String.class)
                .one());
    }

    private Response settle(RequestSpecification caller, String message) {
        return caller.body("{\"how\":\"told-otherwise\"}").post(messages() + "/" + message + "/settle");
    }

    private Response sendAgain(RequestSpecification caller, String message) {
        return caller.post(messages() + "/" + message + "/send-again");
    }

    private ValidatableResponse day(RequestSpecification caller, String date) {
        return caller.get("/booking/v1/clinics/%s/days/%s".formatted(network.clinic("north"), date))
                .then()
                .statusCode(200);
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
        for (int i = 0; i < 2; i++) {
            choose(guest(key).header("Idempotency-Key", "chosen"), "\"0\"", "[\"reminder\"]")
                    .then()
                    .statusCode(200)
                    .header("ETag", "\"1\"");
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
