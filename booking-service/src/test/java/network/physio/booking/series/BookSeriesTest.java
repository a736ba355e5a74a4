package network.physio.booking.series;

import static io.restassured.RestAssured.given;
import static network.physio.booking.TestNetwork.MONDAY_EIGHT;
import static network.physio.booking.TestNetwork.as;
import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.TestNetwork.somebody;
import static network.physio.booking.series.SeriesCalls.APPOINTMENTS;
import static network.physio.booking.series.SeriesCalls.MODE_EACH;
import static network.physio.booking.series.SeriesCalls.SERIES;
import static network.physio.booking.series.SeriesCalls.TUESDAYS;
import static network.physio.booking.series.SeriesCalls.starts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import network.physio.booking.TestNetwork;
import network.physio.booking.screening.Passes;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Booking a course of visits in one request, as each kind of caller does it over HTTP. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class BookSeriesTest {

    @Inject
    TestNetwork network;

    @Inject
    SeriesCalls series;

    @Inject
    Passes passes;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    private final String key = newKey();

    @BeforeEach
    void emptyDiaries() {
        network.fresh();
        passes.pulledAt(MONDAY_EIGHT);
    }

    @Test
    void everyVisitIsBookedForOnePatientWithOnePractitioner() {
        Response answer = series.book(guest(key), starts(TUESDAYS));
        String id = booked(answer);
        answer.then()
                .header("Location", endsWith(SERIES + "/" + id))
                .header("ETag", is("\"4\""))
                .body("asked", is(4))
                .body("visits.ordinal", contains(1, 2, 3, 4))
                .body("visits.appointment.state", everyItem(is("confirmed")))
                .body("visits.appointment.seriesId", everyItem(is(id)))
                .body("visits.appointment.visitKind", contains("initial", "follow-up", "follow-up", "follow-up"))
                .body("visits[3].appointment.startsAt", is("2027-02-23T10:00:00+11:00"))
                .body("occurrences.outcome", everyItem(is("booked")))
                .body("occurrences.pointer", contains("#/starts/0", "#/starts/1", "#/starts/2", "#/starts/3"));
        List<String> patients = answer.path("visits.appointment.patientId");
        List<String> practitioners = answer.path("visits.appointment.practitioner.code");
        assertThat(patients).doesNotContainNull().containsOnly(patients.getFirst());
        assertThat(practitioners).containsOnly(practitioners.getFirst());
        assertThat(series.eventsOf(id))
                .containsExactly(
                        "appointment-booked",
                        "appointment-booked",
                        "appointment-booked",
                        "appointment-booked",
                        "series-booked");
        guest(key)
                .get(SERIES + "/" + id)
                .then()
                .statusCode(200)
                .header("ETag", is("\"4\""))
                .body("visits", hasSize(4))
                .body("occurrences", nullValue());
        guest(key)
                .header("If-None-Match", "\"4\"")
                .get(SERIES + "/" + id)
                .then()
                .statusCode(304);
    }

    @Test
    void visitsKeepTheirLocalTimeWhenTheClockGoesBack() {
        series.book(
                        receptionist("north"),
                        ",\"pattern\":{\"startsAt\":\"2027-03-30T10:00\",\"steps\":[{\"daysBetween\":[7],\"visits\":2}]}")
                .then()
                .statusCode(201)
                .body(
                        "visits.appointment.startsAt",
                        contains("2027-03-30T10:00:00+11:00", "2027-04-06T10:00:00+10:00"));
    }

    @Test
    void aLocalTimeThatTheClockSkipsIsRefusedByName() {
        series.book(receptionist("north"), starts("2027-10-01T02:30", "2027-10-03T02:30"))
                .then()
                .statusCode(422)
                .body("type", is("/problems/invalid-request"))
                .body("errors.pointer", contains("#/starts/1"))
                .body("errors[0].detail", containsString("02:30 does not exist on 2027-10-03"));
        series.book(
                        receptionist("north"),
                        ",\"pattern\":{\"startsAt\":\"2027-09-26T02:30\",\"steps\":[{\"daysBetween\":[7],\"visits\":3}]}")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/pattern"))
                .body("errors[0].detail", containsString("2027-10-03"));
    }

    @Test
    void allOrNothingBooksNothingAndSaysWhatBecameOfEach() {
        series.take("anna", TUESDAYS[2]);
        Response refused = series.book(guest(key), starts(TUESDAYS) + series.with("anna"));
        refused.then()
                .statusCode(409)
                .body("type", is("/problems/series-not-bookable"))
                .body("occurrences.outcome", contains("possible", "possible", "refused", "possible"))
                .body("occurrences[2].refusal.type", is("/problems/slot-taken"))
                .body("occurrences[2].refusal.reasons.code", contains("practitioner-taken"))
                .body("occurrences[2].refusal.reasons.pointer", contains("#/starts/2"))
                .body("occurrences[2].refusal.alternatives", not(empty()))
                .body("occurrences[0].refusal", nullValue())
                .body("occurrences.appointmentId", everyItem(nullValue()));
        guest(key).get(APPOINTMENTS).then().body("items", hasSize(0));
        String alternative = refused.path("occurrences[2].refusal.alternatives[0].startsAt");
        String practitioner = refused.path("occurrences[2].refusal.alternatives[0].practitionerCode");
        booked(guest(key)
                .body(network.visit("chat", 30, "north", practitioner, alternative, somebody()))
                .post(APPOINTMENTS));
    }

    @Test
    void theLastOfManyIsCheckedLikeTheFirst() {
        series.take("anna", "2027-03-23T10:00");
        series.book(guest(key), """
                        ,"pattern":{"startsAt":"2027-02-02T10:00","steps":[{"daysBetween":[7],"visits":8}]}""" + series.with("anna"))
                .then()
                .statusCode(409)
                .body("occurrences", hasSize(8))
                .body("occurrences[7].outcome", is("refused"))
                .body("occurrences[7].pointer", is("#/pattern"))
                .body("occurrences[7].startsAt", is("2027-03-23T10:00:00+11:00"));
    }

    @Test
    void eachBooksWhatCanBeBookedAndListsTheRest() {
        series.take("anna", TUESDAYS[0]);
        Response answer = series.book(guest(key), starts(TUESDAYS) + series.with("anna") + MODE_EACH);
        answer.then()
                .statusCode(201)
                .body("asked", is(4))
                .body("visits.ordinal", contains(2, 3, 4))
                .body("visits[0].appointment.visitKind", is("initial"))
                .body("occurrences.outcome", contains("refused", "booked", "booked", "booked"))
                .body("occurrences[0].refusal.alternatives", not(empty()))
                .body("occurrences[1].appointmentId", notNullValue());
        guest(key).get(APPOINTMENTS).then().body("items", hasSize(3));
    }

    @Test
    void aVisitOnAHolidayIsOfferedTheNearestOpenTimes() {
        Response answer = series.book(
                guest(key), starts("2027-03-01T10:00", "2027-03-08T10:00") + series.with("anna") + MODE_EACH);
        answer.then()
                .statusCode(201)
                .body("occurrences[1].refusal.type", is("/problems/not-bookable"))
                .body("occurrences[1].refusal.reasons.code", contains("clinic-closed"))
                .body("occurrences[1].refusal.alternatives.startsAt", hasItem("2027-03-09T10:00:00+11:00"));
        assertTaken(answer.path("occurrences[1].refusal.alternatives[0]"), somebody());
    }

    @Test
    void aVisitForWhichAnotherTimeWouldNotDoIsOfferedNone() {
        guest(key)
                .body(series.body("chat", 45, starts(TUESDAYS) + somebody()))
                .post(SERIES)
                .then()
                .statusCode(409)
                .body("occurrences.refusal.reasons.code", everyItem(contains("length-not-offered")))
                .body("occurrences.refusal.alternatives", everyItem(empty()));
    }

    @Test
    void whereThePatientHasSomethingElseTimesAreOfferedAtWhichTheyHaveNot() {
        String patient = booked(receptionist("north")
                .body(somebody().replace(",\"patient\":{", "{\"clinicId\":\"" + network.clinic("north") + "\","))
                .post("/booking/v1/patients"));
        String who = ",\"patientId\":\"" + patient + "\"";
        for (String busy : List.of("2027-02-09T10:00:00+11:00", "2027-02-09T10:30:00+11:00")) {
            booked(receptionist("north")
                    .body(network.visit("chat", 30, "north", "ben", busy, who))
                    .post(APPOINTMENTS));
        }
        network.settled();
        Response answer = receptionist("north")
                .body(series.body("chat", 30, starts(TUESDAYS) + series.with("anna") + MODE_EACH + who))
                .post(SERIES);
        answer.then()
                .statusCode(201)
                .body("occurrences.outcome", contains("booked", "refused", "booked", "booked"))
                .body("occurrences[1].refusal.type", is("/problems/patient-busy"))
                .body("occurrences[1].refusal.alternatives.startsAt", hasItem("2027-02-09T09:30:00+11:00"))
                .body("occurrences[1].refusal.alternatives.startsAt", not(hasItem("2027-02-09T09:45:00+11:00")))
                .body("occurrences[1].refusal.alternatives.startsAt", not(hasItem("2027-02-09T10:45:00+11:00")));
        assertTaken(answer.path("occurrences[1].refusal.alternatives[4]"), who);
    }

    @Test
    void noTwoVisitsAreOfferedOneTimeNorOneTheTimeOfAnother() {
        Response answer = series.book(
                guest(key), starts("2027-03-08T16:00", "2027-03-08T16:30", "2027-03-09T09:00") + series.with("anna"));
        answer.then()
                .statusCode(409)
                .body("occurrences.outcome", contains("refused", "refused", "possible"))
                .body("occurrences[0].refusal.alternatives", hasSize(5))
                .body("occurrences[1].refusal.alternatives", hasSize(5));
        List<String> first = answer.path("occurrences[0].refusal.alternatives.startsAt");
        List<String> second = answer.path("occurrences[1].refusal.alternatives.startsAt");
        assertThat(first).doesNotContainAnyElementsOf(second);
        assertThat(List.of(first, second))
                .allSatisfy(offered ->
                        assertThat(offered).doesNotContain("2027-03-09T09:00:00+11:00", "2027-03-09T09:15:00+11:00"));
    }

    private void assertTaken(Map<String, Object> slot, String who) {
        receptionist("north")
                .body("""
                        {"treatmentId":"%s","minutes":30,"clinicId":"%s","practitionerId":"%s","startsAt":"%s"%s}""".formatted(
                                network.treatment("chat"),
                                slot.get("clinicId"),
                                slot.get("practitionerId"),
                                slot.get("startsAt"),
                                who))
                .post(APPOINTMENTS)
                .then()
                .statusCode(201);
    }

    @Test
    void eachIsRefusedWhenNoneCanBeBooked() {
        series.book(guest(key), starts("2027-02-06T10:00", "2027-02-07T10:00") + MODE_EACH)
                .then()
                .statusCode(409)
                .body("type", is("/problems/series-not-bookable"))
                .body("occurrences.refusal.type", everyItem(is("/problems/not-bookable")));
    }

    @Test
    void theRulesOfASingleAppointmentHoldForEach() {
        series.book(guest(key), starts("2027-03-01T10:00", "2027-03-08T10:00", "2027-03-09T10:05", "2027-06-01T10:00"))
                .then()
                .statusCode(409)
                .body("occurrences.outcome", contains("possible", "refused", "refused", "refused"))
                .body("occurrences[1].refusal.reasons.code", hasItem("clinic-closed"))
                .body("occurrences[2].refusal.reasons.code", hasItem("off-grid"))
                .body("occurrences[3].refusal.reasons.code", hasItem("too-far-ahead"));
        series.book(receptionist("north"), starts("2027-03-09T10:05", "2027-06-01T10:00"))
                .then()
                .statusCode(201);
    }

    @Test
    void whoCanTakeMostTreatsThroughout() {
        series.take("anna", TUESDAYS[1]);
        String id = booked(series.book(guest(key), starts(TUESDAYS)));
        assertThat(series.visits(id)).allMatch(visit -> visit.endsWith(" ben"));
    }

    @Test
    void anotherPractitionerStandsInOnlyWhenTheCallerSaysSo() {
        series.take("anna", TUESDAYS[1]);
        series.take("ben", TUESDAYS[2]);
        series.book(guest(key), starts(TUESDAYS)).then().statusCode(409);
        String id =
                booked(series.book(guest(key), starts(TUESDAYS) + series.with("anna") + ",\"anyPractitioner\":true"));
        assertThat(series.visits(id))
                .containsExactly(
                        TUESDAYS[0] + " anna", TUESDAYS[1] + " ben", TUESDAYS[2] + " anna", TUESDAYS[3] + " anna");
    }

    private Response massages(RequestSpecification caller, String more) {
        return caller.body(series.body("massage", 60, starts(TUESDAYS) + series.with("anna") + more))
                .post(SERIES);
    }

    private static String pass(Passes.Builder pass) {
        return ",\"screeningPass\":\"" + pass.sign() + "\"";
    }

    @Test
    void thePassClearsTheFirstVisitAndTheLaterOnesWaitForTheirOwnScreening() {
        massages(guest(key), somebody()).then().statusCode(422).body("type", is("/problems/screening-needed"));
        Passes.Builder pass = Passes.clear(MONDAY_EIGHT).with("blocked", List.of("TE-02"));
        String id = booked(massages(guest(key), somebody() + pass(pass)));
        receptionist("north")
                .get(SERIES + "/" + id)
                .then()
                .body("visits.appointment.screening.state", contains("restricted", "pending", "pending", "pending"))
                .body("visits[3].appointment.screening.blockedTechniques", contains("TE-02"));
        // What was found is asked again when a pending visit moves; how long the pass lasts is not.
        String last = series.visit(id, 4);
        guest(key)
                .header("If-Match", "\"1\"")
                .body("{\"startsAt\":\"2027-02-24T11:00:00+11:00\"}")
                .post(APPOINTMENTS + "/" + last + "/reschedule")
                .then()
                .statusCode(200);
        passes.revoke(pass.id(), MONDAY_EIGHT.plus(Duration.ofDays(60)));
        guest(key)
                .header("If-Match", "\"2\"")
                .body("{\"startsAt\":\"2027-02-25T11:00:00+11:00\"}")
                .post(APPOINTMENTS + "/" + last + "/reschedule")
                .then()
                .statusCode(422)
                .body("type", is("/problems/screening-pass-invalid"));
    }

    @Test
    void whenTheFirstVisitCannotBeTheSecondIsStillTheSecond() {
        // Anna takes no new patients: that stands against the first visit, and against none of the follow-ups.
        database.useHandle(handle -> handle.execute(
                "UPDATE offering SET accepts_new_patients = false WHERE practitioner_id = ?",
                network.practitioner("anna")));
        network.settled();
        series.book(guest(key), starts(TUESDAYS) + series.with("anna"))
                .then()
                .statusCode(409)
                .body("occurrences.outcome", contains("refused", "possible", "possible", "possible"))
                .body("occurrences[0].refusal.reasons.code", contains("no-new-patients"));
        guest(key).get(APPOINTMENTS).then().body("items", hasSize(0));
    }

    @Test
    void whenTheFirstVisitsAreTakenTheLaterOnesAreHeldToThePassLikeLaterOnes() {
        for (String taken : List.of(TUESDAYS[0], TUESDAYS[1], TUESDAYS[2])) {
            series.take("anna", taken);
        }
        // The pass ends before the last Tuesday, which waits for a screening of its own.
        massages(guest(key), somebody() + pass(Passes.clear(MONDAY_EIGHT)))
                .then()
                .statusCode(409)
                .body("occurrences.outcome", contains("refused", "refused", "refused", "possible"))
                .body("occurrences[0].refusal.type", is("/problems/slot-taken"));
        massages(guest(key), somebody()).then().statusCode(422).body("type", is("/problems/screening-needed"));
    }

    @Test
    void eachVisitThatFailsIsNamedWhereverItIs() {
        series.take("anna", TUESDAYS[1]);
        series.take("anna", TUESDAYS[3]);
        series.book(guest(key), starts(TUESDAYS) + series.with("anna"))
                .then()
                .statusCode(409)
                .body("occurrences.ordinal", contains(1, 2, 3, 4))
                .body("occurrences.outcome", contains("possible", "refused", "possible", "refused"))
                .body("occurrences[3].refusal.reasons.code", contains("practitioner-taken"))
                .body("occurrences[3].refusal.alternatives", not(empty()));
    }

    @Test
    void whatTheScreeningRulesOutIsRefusedForEachVisit() {
        massages(guest(key), somebody() + pass(Passes.clear(MONDAY_EIGHT).with("blocked", List.of("TE-01"))))
                .then()
                .statusCode(409)
                .body("occurrences.refusal.type", everyItem(is("/problems/screening-blocks-treatment")))
                .body("occurrences[0].refusal.reasons.code", contains("technique-blocked"));
        massages(
                        guest(key),
                        somebody()
                                + MODE_EACH
                                + pass(Passes.clear(MONDAY_EIGHT).with("notBefore", "2027-02-05T00:00:00Z")))
                .then()
                .statusCode(201)
                .body("occurrences.outcome", contains("refused", "booked", "booked", "booked"))
                .body("occurrences[0].refusal.reasons.code", contains("not-yet"))
                .body("visits[0].appointment.screening.state", is("cleared"));
    }

    @Test
    void aPassOfAnotherPatientOpensNoSeries() {
        String pass = pass(Passes.clear(MONDAY_EIGHT));
        booked(guest(key)
                .body(network.visit("massage", 60, "north", "ben", "2027-02-02T10:00:00+11:00", somebody() + pass))
                .post(APPOINTMENTS));
        massages(guest(key), somebody() + pass)
                .then()
                .statusCode(422)
                .body("type", is("/problems/screening-pass-invalid"))
                .body("reason", is("other-patient"));
        guest(key).get(APPOINTMENTS).then().body("items", hasSize(1));
    }

    @Test
    void staffScreenTheFirstVisitThemselves() {
        massages(receptionist("north"), somebody() + ",\"quickScreened\":true")
                .then()
                .statusCode(201)
                .body("visits.appointment.screening.state", contains("cleared", "pending", "pending", "pending"));
    }

    private Response fromPlan(String plan) {
        Passes.Builder pass = Passes.clear(MONDAY_EIGHT);
        return guest(key)
                .body(series.body(
                        "massage",
                        60,
                        ",\"plan\":{\"startsAt\":\"2027-02-02T10:00\",\"visits\":5,\"pace\":\"closer\"}"
                                + somebody()
                                + pass(plan.isEmpty() ? pass : pass.with("plan", plan))))
                .post(SERIES);
    }

    @Test
    void aSeriesFollowsThePlanOfThePass() {
        Response answer = fromPlan("FR-02");
        answer.then().statusCode(201).body("plan", is("FR-02"));
        assertThat(series.visits(booked(answer)).stream().map(visit -> visit.substring(0, 16)))
                .containsExactly(
                        "2027-02-02T10:00",
                        "2027-02-09T10:00",
                        "2027-02-16T10:00",
                        "2027-02-23T10:00",
                        "2027-03-09T10:00");
    }

    @ParameterizedTest
    @CsvSource({"FR-13", "''"})
    void aPassWithoutACourseGivesNoSeries(String plan) {
        fromPlan(plan).then().statusCode(422).body("errors.pointer", contains("#/plan"));
    }

    @Test
    void aPlanIsReadFromAGoodPassOnly() {
        String body = ",\"plan\":{\"startsAt\":\"2027-02-02T10:00\",\"visits\":5,\"pace\":\"closer\"}" + somebody();
        guest(key)
                .body(series.body("massage", 60, body + ",\"screeningPass\":\"nonsense\""))
                .post(SERIES)
                .then()
                .statusCode(422)
                .body("type", is("/problems/screening-pass-invalid"));
        guest(key)
                .body(series.body("massage", 60, body))
                .post(SERIES)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/screeningPass"));
    }

    static List<List<String>> faults() {
        String patternOf31 =
                ",\"pattern\":{\"startsAt\":\"2027-02-02T10:00\",\"steps\":[{\"daysBetween\":[1],\"visits\":30},{\"daysBetween\":[1],\"visits\":1}]}";
        return List.of(
                List.of("", "#/starts"),
                List.of(starts(TUESDAYS) + patternOf31, "#/starts"),
                List.of(starts(TUESDAYS[0]), "#/starts"),
                List.of(starts(TUESDAYS[1], TUESDAYS[0]), "#/starts/1"),
                List.of(starts(TUESDAYS[0], TUESDAYS[0]), "#/starts/1"),
                List.of(starts("2027-02-30T10:00", "2027-03-02T10:00"), "#/starts/0"),
                List.of(starts("2027-02-02T10:00:00+11:00", "2027-03-02T10:00"), "#/starts/0"),
                List.of(patternOf31, "#/pattern"),
                List.of(
                        ",\"pattern\":{\"startsAt\":\"2027-02-02T10:00\",\"steps\":[{\"daysBetween\":[0],\"visits\":3}]}",
                        "#/pattern/steps/0/daysBetween/0"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aRequestThatMakesNoSenseIsRefusedWithThePlace(List<String> fault) {
        series.book(guest(key), fault.getFirst())
                .then()
                .statusCode(422)
                .body("type", is("/problems/invalid-request"))
                .body("errors.pointer", hasItem(fault.getLast()));
    }

    @Test
    void somebodyMustComeAndSomebodyMustAsk() {
        guest(key)
                .body(series.body("chat", 30, starts(TUESDAYS)))
                .post(SERIES)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/patientId"));
        series.book(given().contentType("application/json"), starts(TUESDAYS))
                .then()
                .statusCode(401)
                .body("type", is("/problems/guest-key-needed"));
        series.book(as(Tokens.role("dispatcher")), starts(TUESDAYS)).then().statusCode(403);
        guest(key)
                .body(series.body("home-massage", 60, starts(TUESDAYS) + somebody()))
                .post(SERIES)
                .then()
                .statusCode(422)
                .body("type", is("/problems/home-visit-needs-offer"));
    }

    @Test
    void thePatientIsNotInTwoPlacesAtOnce() {
        String id = series.tuesdaysWithAnna(key);
        String patient = guest(key).get(SERIES + "/" + id).path("visits[0].appointment.patientId");
        guest(key)
                .body(series.body(
                        "chat",
                        30,
                        starts(TUESDAYS[0], "2027-02-03T10:00")
                                + series.with("ben")
                                + ",\"patientId\":\"" + patient + "\""))
                .post(SERIES)
                .then()
                .statusCode(409)
                .body("occurrences[0].refusal.type", is("/problems/patient-busy"))
                .body("occurrences[1].outcome", is("possible"));
    }

    @Test
    void aKeyBooksASeriesOnceHoweverOftenItIsSent() {
        String body = series.body("chat", 30, starts(TUESDAYS) + somebody());
        String first =
                booked(guest(key).header("Idempotency-Key", "s1").body(body).post(SERIES));
        String again =
                booked(guest(key).header("Idempotency-Key", "s1").body(body).post(SERIES));
        assertThat(again).isEqualTo(first);
        guest(key).get(APPOINTMENTS).then().body("items", hasSize(4));
    }

    @Test
    void aSeriesIsFoundByThoseWhomItConcerns() {
        String id = series.tuesdaysWithAnna(key);
        String path = SERIES + "/" + id;
        receptionist("north").get(path).then().statusCode(200).body("visits", hasSize(4));
        as(Tokens.role("practitioner").practitioner("anna")).get(path).then().statusCode(200);
        guest(newKey()).get(path).then().statusCode(404);
        receptionist("south").get(path).then().statusCode(404);
        as(Tokens.role("practitioner").practitioner("ben")).get(path).then().statusCode(404);
        given().get(path).then().statusCode(401);
        guest(key).get(SERIES + "/" + network.clinic("north")).then().statusCode(404);
    }

    @Test
    void aPartnerSellsASeriesOfWhatIsAgreedAndLearnsNothingOfScreening() {
        Tokens partner = Tokens.role("partner").partner("test-partner");
        Response answer = series.book(as(partner).header("Idempotency-Key", newKey()), starts(TUESDAYS));
        answer.then()
                .statusCode(201)
                .body("visits.appointment.bookedBy", everyItem(is("partner")))
                .body("visits.appointment.screening", everyItem(nullValue()));
        as(Tokens.role("partner").partner("another").subject("another"))
                .get(SERIES + "/" + booked(answer))
                .then()
                .statusCode(404);
    }

    @Test
    void ofManyAtOnceOneGetsTheWholeSeriesAndTheOthersNothing() throws Exception {
        List<Integer> statuses = atOnce(IntStream.range(0, 8)
                .<Callable<Integer>>mapToObj(
                        i -> () -> series.book(guest(newKey()), starts(TUESDAYS) + series.with("anna"))
                                .statusCode())
                .toList());
        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        // 503: so many wait for one practitioner that some are told to come back.
        assertThat(statuses)
                .filteredOn(status -> status == 409 || status == 503)
                .hasSize(7);
    }

    @Test
    void seriesAndSingleVisitsThatMeetInTheSameRoomsNeverBlockEachOther() throws Exception {
        // The only traction table is the bone of contention; each has a practitioner of their own.
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            for (String practitioner : List.of("anna", "ben")) {
                calls.add(() -> guest(newKey())
                        .body(series.body("traction", 60, starts(TUESDAYS) + series.with(practitioner) + somebody()))
                        .post(SERIES)
                        .statusCode());
                calls.add(() -> guest(newKey())
                        .body(network.visit(
                                "traction", 60, "north", practitioner, TUESDAYS[3] + ":00+11:00", somebody()))
                        .post(APPOINTMENTS)
                        .statusCode());
            }
        }
        // 503: so many wait for one clinic that some are told to come back.
        assertThat(atOnce(calls)).contains(201).isSubsetOf(201, 409, 503);
    }

    private static List<Integer> atOnce(List<Callable<Integer>> calls) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(calls.size())) {
            for (var call : threads.invokeAll(calls)) {
                statuses.add(call.get());
            }
        }
        return statuses;
    }
}
