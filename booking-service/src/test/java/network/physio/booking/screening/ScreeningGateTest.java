package network.physio.booking.screening;

import static network.physio.booking.TestNetwork.MONDAY_EIGHT;
import static network.physio.booking.TestNetwork.as;
import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.TestNetwork.somebody;
import static network.physio.booking.TestNetwork.somebodyAs;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import network.physio.booking.TestNetwork;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import network.physio.test.Tokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a screening pass opens and what it does not, from the outside. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class ScreeningGateTest {

    private static final String TEN = "2027-02-01T10:00:00+11:00";
    private static final String ELEVEN = "2027-02-01T11:00:00+11:00";

    @Inject
    TestNetwork network;

    @Inject
    Passes passes;

    @Inject
    SettableClock clock;

    private final String key = newKey();

    @BeforeEach
    void emptyDiaries() {
        network.fresh();
        passes.pulledAt(MONDAY_EIGHT);
    }

    private Response book(String treatment, int minutes, String startsAt, String more) {
        return guest(key)
                .body(network.visit(treatment, minutes, "north", "anna", startsAt, more))
                .post("/booking/v1/appointments");
    }

    private static String with(String pass) {
        return somebody() + ",\"screeningPass\":\"" + pass + "\"";
    }

    private static Passes.Builder pass() {
        return Passes.clear(MONDAY_EIGHT);
    }

    @Test
    void aTreatmentThatNeedsScreeningIsRefusedWithout() {
        book("massage", 60, TEN, somebody()).then().statusCode(422).body("type", is("/problems/screening-needed"));
        book("massage", 60, TEN, with(pass().sign())).then().statusCode(201).body("screening.state", is("cleared"));
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of("nonsense", "not-a-pass"),
                Arguments.of("a.b.c", "not-a-pass"),
                Arguments.of(pass().signedByAnotherKey().sign(), "not-a-pass"),
                Arguments.of(pass().with("iss", "somebody-else").sign(), "not-a-pass"),
                Arguments.of(pass().with("aud", "another-service").sign(), "not-a-pass"),
                Arguments.of(pass().ofType("JWT").sign(), "not-a-pass"),
                Arguments.of(pass().with("gate", "wide-open").sign(), "not-a-pass"),
                Arguments.of(tampered(pass().sign()), "not-a-pass"),
                Arguments.of(pass().expiresAt(MONDAY_EIGHT).sign(), "expired"));
    }

    private static String tampered(String pass) {
        int payload = pass.indexOf('.') + 20;
        char other = pass.charAt(payload) == 'A' ? 'B' : 'A';
        return pass.substring(0, payload) + other + pass.substring(payload + 1);
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void aPassThatIsNotOursOrHasRunOutIsRefused(String pass, String reason) {
        book("massage", 60, TEN, with(pass))
                .then()
                .statusCode(422)
                .body("type", is("/problems/screening-pass-invalid"))
                .body("reason", is(reason))
                .body("errors.pointer", contains("#/screeningPass"));
    }

    @Test
    void aRevokedPassIsRefused() {
        Passes.Builder pass = pass();
        passes.revoke(pass.id(), MONDAY_EIGHT.plus(Duration.ofDays(3)));
        book("massage", 60, TEN, with(pass.sign())).then().statusCode(422).body("reason", is("revoked"));
    }

    @Test
    void aPassBelongsToTheFirstPatientItIsUsedFor() {
        String pass = pass().sign();
        String first = booked(book("massage", 60, TEN, with(pass)));
        String patient = guest(key).get("/booking/v1/appointments/" + first).path("patientId");
        book("massage", 60, ELEVEN, with(pass)).then().statusCode(422).body("reason", is("other-patient"));
        guest(key)
                .body(network.visit(
                        "massage",
                        60,
                        "north",
                        "anna",
                        ELEVEN,
                        ",\"patientId\":\"" + patient + "\",\"screeningPass\":\"" + pass + "\""))
                .post("/booking/v1/appointments")
                .then()
                .statusCode(201);
    }

    @Test
    void aRefusedBookingDoesNotBindThePass() {
        String pass = pass().with("blocked", List.of("TE-01")).sign();
        book("massage", 60, TEN, with(pass)).then().statusCode(422);
        book("assessment", 30, TEN, with(pass)).then().statusCode(201);
    }

    @Test
    void aBlockedTechniqueRefusesWhatAlwaysUsesItAndFlagsWhatMayUseIt() {
        blocked("massage", pass().with("blocked", List.of("TE-01")), "technique-blocked");
        book("massage", 60, TEN, with(pass().with("blocked", List.of("TE-02")).sign()))
                .then()
                .statusCode(201)
                .body("screening.state", is("restricted"));
    }

    @Test
    void anAssessmentComesFirstWhenTheScreeningSaysSo() {
        blocked("massage", pass().with("gate", "assessment-only"), "assessment-first");
        blocked("massage", pass().with("gate", "clearance-needed"), "assessment-first");
        book("assessment", 30, TEN, with(pass().with("gate", "assessment-only").sign()))
                .then()
                .statusCode(201)
                .body("screening.state", is("cleared"));
    }

    @Test
    void handsOnTreatmentWaitsForTheTimeAndTheLengthThatTheScreeningAllows() {
        blocked(
                "massage",
                pass().with("notBefore", MONDAY_EIGHT.plus(Duration.ofHours(5)).toString()),
                "not-yet");
        blocked("massage", pass().with("lengths", List.of(30)), "length-not-allowed");
        blocked(
                "massage",
                pass().with(
                                "validForStartsBefore",
                                MONDAY_EIGHT.plus(Duration.ofHours(1)).toString()),
                "start-too-late");
    }

    private void blocked(String treatment, Passes.Builder pass, String reason) {
        book(treatment, 60, TEN, with(pass.sign()))
                .then()
                .statusCode(422)
                .body("type", is("/problems/screening-blocks-treatment"))
                .body("reasons.code", contains(reason));
    }

    @Test
    void whatWasFoundHoldsAgainWhenTheAppointmentMoves() {
        String pass = pass().with(
                        "notBefore", MONDAY_EIGHT.plus(Duration.ofHours(3)).toString())
                .sign();
        String id = booked(book("massage", 60, "2027-02-01T13:00:00+11:00", with(pass)));
        move(id, TEN)
                .statusCode(422)
                .body("type", is("/problems/screening-blocks-treatment"))
                .body("reasons.code", contains("not-yet"));
        move(id, "2027-02-01T14:00:00+11:00").statusCode(200);
    }

    private ValidatableResponse move(String id, String startsAt) {
        String tag = guest(key).get("/booking/v1/appointments/" + id).header("ETag");
        return guest(key)
                .header("If-Match", tag)
                .body("{\"startsAt\":\"" + startsAt + "\"}")
                .post("/booking/v1/appointments/" + id + "/reschedule")
                .then();
    }

    @Test
    void whenTriageHasBeenSilentTooLongOnlyAnAssessmentIsBookedAsPending() {
        clock.advance(Duration.ofMinutes(11));
        book("massage", 60, TEN, with(pass().sign()))
                .then()
                .statusCode(422)
                .body("reasons.code", contains("screening-pending"));
        book("assessment", 30, TEN, somebody()).then().statusCode(201).body("screening.state", is("pending"));
    }

    @Test
    void anEmergencyOutcomeStopsEveryBookingOfThatPerson() {
        Tokens mia = Tokens.role("patient").subject("11111111-2222-3333-4444-555555555555");
        passes.stopSubject("11111111-2222-3333-4444-555555555555", MONDAY_EIGHT.plus(Duration.ofDays(14)));
        as(mia).body(network.visit("chat", 30, "north", "anna", TEN, somebodyAs("self")))
                .post("/booking/v1/appointments")
                .then()
                .statusCode(422)
                .body("type", is("/problems/seek-emergency-care"))
                .body("emergencyNumber", is("000"));
    }

    @Test
    void aPassOfAMergedRecordIsTheSurvivorsToo() {
        String pass = pass().sign();
        String visit = booked(book("massage", 60, TEN, with(pass)));
        String merged =
                receptionist("north").get("/booking/v1/appointments/" + visit).path("patientId");
        String survivor = booked(receptionist("north")
                .body("""
                        {"clinicId":"%s","givenName":"Mia","familyName":"Nguyen","dateOfBirth":"1988-04-12","language":"en",
                         "interpreter":false,"zone":"Australia/Melbourne","email":"mia@example.org"}""".formatted(network.clinic("north")))
                .post("/booking/v1/patients"));
        receptionist("north")
                .header("If-Match", "\"1\"")
                .body("{\"into\":\"" + survivor + "\",\"identityChecked\":false}")
                .post("/booking/v1/patients/" + merged + "/merge")
                .then()
                .statusCode(200)
                .body("appointments", contains(visit));
        String more = ",\"patientId\":\"" + survivor + "\",\"screeningPass\":\"" + pass + "\"";
        receptionist("north")
                .body(network.visit("massage", 60, "north", "anna", "2027-02-01T14:00:00+11:00", more))
                .post("/booking/v1/appointments")
                .then()
                .statusCode(201);
    }

    @Test
    void theStopOfAParentDoesNotStopTheirChild() {
        Tokens parent = Tokens.role("patient").subject("77777777-2222-3333-4444-555555555555");
        passes.stopSubject("77777777-2222-3333-4444-555555555555", MONDAY_EIGHT.plus(Duration.ofDays(14)));
        as(parent)
                .body(network.visit("chat", 30, "north", "anna", TEN, somebodyAs("parent")))
                .post("/booking/v1/appointments")
                .then()
                .statusCode(201);
    }

    @Test
    void whoeverEntersThemselvesAsAGuestIsStoppedAllTheSame() {
        String subject = "66666666-2222-3333-4444-555555555555";
        passes.stopSubject(subject, MONDAY_EIGHT.plus(Duration.ofDays(14)));
        String key = TestNetwork.newKey();
        String patient = booked(TestNetwork.guest(key).body("""
                        {"givenName":"Mia","familyName":"Nguyen","dateOfBirth":"1988-04-12","language":"en",
                         "interpreter":false,"zone":"Australia/Melbourne","email":"mia@example.org"}""").post("/booking/v1/patients"));
        as(Tokens.role("patient").subject(subject))
                .header("Guest-Key", key)
                .body(network.visit("chat", 30, "north", "anna", TEN, ",\"patientId\":\"" + patient + "\""))
                .post("/booking/v1/appointments")
                .then()
                .statusCode(422)
                .body("type", is("/problems/seek-emergency-care"));
    }

    @Test
    void anEmergencyOutcomeStopsAMoveToo() {
        Tokens mia = Tokens.role("patient").subject("99999999-2222-3333-4444-555555555555");
        String id = booked(as(mia).body(network.visit("chat", 30, "north", "anna", ELEVEN, somebodyAs("self")))
                .post("/booking/v1/appointments"));
        passes.stopSubject("99999999-2222-3333-4444-555555555555", MONDAY_EIGHT.plus(Duration.ofDays(14)));
        as(mia).header("If-Match", "\"1\"")
                .body("{\"startsAt\":\"" + TEN + "\"}")
                .post("/booking/v1/appointments/" + id + "/reschedule")
                .then()
                .statusCode(422)
                .body("type", is("/problems/seek-emergency-care"));
    }

    @Test
    void aRevokedPassHoldsTheAppointmentWhereItIs() {
        Passes.Builder pass = pass();
        String id = booked(book("massage", 60, ELEVEN, with(pass.sign())));
        passes.revoke(pass.id(), MONDAY_EIGHT.plus(Duration.ofDays(3)));
        move(id, TEN).statusCode(422).body("reason", is("revoked"));
    }

    @Test
    void aPractitionerAsksTheQuestionsForTheirOwnDiaryOnly() {
        String asked = somebody() + ",\"quickScreened\":true";
        as(Tokens.role("practitioner").practitioner("ben"))
                .body(network.visit("massage", 60, "north", "anna", TEN, asked))
                .post("/booking/v1/appointments")
                .then()
                .statusCode(422)
                .body("type", is("/problems/screening-needed"));
        as(Tokens.role("practitioner").practitioner("ben"))
                .body(network.visit("massage", 60, "north", "ben", TEN, asked))
                .post("/booking/v1/appointments")
                .then()
                .statusCode(201);
    }

    @Test
    void staffMayAskTheQuestionsThemselvesAndGuestsMayNot() {
        String asked = somebody() + ",\"quickScreened\":true";
        book("massage", 60, TEN, asked).then().statusCode(422).body("type", is("/problems/screening-needed"));
        receptionist("north")
                .body(network.visit("massage", 60, "north", "anna", TEN, asked))
                .post("/booking/v1/appointments")
                .then()
                .statusCode(201)
                .body("screening.state", is("cleared"));
    }

    @Test
    void partnersLearnThatItIsBlockedAndNotWhy() {
        as(Tokens.role("partner").partner("test-partner"))
                .header("Idempotency-Key", newKey())
                .body(network.visit(
                        "massage",
                        60,
                        "north",
                        "anna",
                        TEN,
                        with(pass().with("blocked", List.of("TE-01")).sign())))
                .post("/booking/v1/appointments")
                .then()
                .statusCode(422)
                .body("reasons.code", contains("not-offered"))
                .body("errors", nullValue());
    }
}
