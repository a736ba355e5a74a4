package network.physio.booking.waitlist;

import static io.restassured.RestAssured.given;
import static network.physio.booking.TestNetwork.MONDAY_EIGHT;
import static network.physio.booking.TestNetwork.as;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.TestNetwork.somebody;
import static network.physio.booking.TestNetwork.somebodyAs;
import static network.physio.booking.waitlist.WaitlistNetwork.APPOINTMENTS;
import static network.physio.booking.waitlist.WaitlistNetwork.TEN;
import static network.physio.booking.waitlist.WaitlistNetwork.WAITLIST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import network.physio.booking.TestNetwork;
import network.physio.booking.screening.Passes;
import network.physio.booking.waitlist.WaitlistNetwork.Booked;
import network.physio.booking.waitlist.WaitlistNetwork.Waiting;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Joining, reading, leaving and declining over HTTP, and who may not. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class WaitlistResourceTest {

    @Inject
    TestNetwork network;

    @Inject
    WaitlistNetwork waitlist;

    @Inject
    Passes passes;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    private final String key = newKey();

    @BeforeEach
    void nobodyWaits() {
        waitlist.fresh();
    }

    private Response join(RequestSpecification caller, String more) {
        return caller.body(waitlist.wish(more)).post(WAITLIST);
    }

    private static Tokens patient() {
        return Tokens.role("patient").subject("waiting-patient");
    }

    @Test
    void aGuestWaitsAndReadsTheEntryWithTheGuestKey() {
        Response joined = join(
                guest(key),
                ",\"earliest\":\"2027-02-03\",\"visitKind\":\"follow-up\","
                        + "\"times\":[{\"days\":[\"mon\",\"wed\"],\"from\":\"09:00\",\"until\":\"12:30\"}]");
        String id = joined.then().statusCode(201).extract().path("id");
        joined.then()
                .header("Location", endsWith(WAITLIST + "/" + id))
                .header("ETag", "\"1\"")
                .body("state", is("waiting"))
                .body("patientId", notNullValue())
                .body("minutes", is(30))
                .body("visitKind", is("follow-up"))
                .body("clinicIds", contains(network.clinic("north").toString()))
                .body("practitionerIds", empty())
                .body("times[0].days", contains("mon", "wed"))
                .body("times[0].until", is("12:30:00"))
                .body("earliest", is("2027-02-03"))
                .body("latest", is("2027-02-26"))
                .body("waitingSince", is("2027-02-01T08:00:00+11:00"));
        guest(key)
                .get(WAITLIST + "/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("id", is(id));
        guest(key)
                .header("If-None-Match", "\"1\"")
                .get(WAITLIST + "/" + id)
                .then()
                .statusCode(304);
        guest(key).get(WAITLIST).then().statusCode(200).body("items.id", contains(id));
    }

    @Test
    void somebodyElsesEntryIsNotFound() {
        Waiting waiting = waitlist.join();
        waitlist.free("anna", TEN);
        waitlist.settle();
        String offer = waiting.offer();
        List<RequestSpecification> others = List.of(
                guest(newKey()),
                receptionist("south"),
                as(patient()),
                as(Tokens.role("partner").partner("test-partner")).header("Idempotency-Key", newKey()),
                as(Tokens.role("practitioner").practitioner("anna")),
                as(Tokens.role("network-admin")));
        String entry = WAITLIST + "/" + waiting.id();
        for (RequestSpecification other : others) {
            given(other).get(entry).then().statusCode(404);
            given(other).delete(entry).then().statusCode(404);
            given(other).post(entry + "/offers/" + offer + "/decline").then().statusCode(404);
            given(other)
                    .header("If-Match", "\"1\"")
                    .body("{\"screeningPass\":\"x\"}")
                    .patch(entry)
                    .then()
                    .statusCode(404);
            given(other).get(WAITLIST).then().statusCode(200).body("items", empty());
        }
        given().get(entry).then().statusCode(401).body("type", is("/problems/guest-key-needed"));
        assertThat(waiting.state()).isEqualTo("offered");
    }

    @Test
    void onlyPatientsAndTheirFrontDesksWait() {
        join(given().contentType(ContentType.JSON), "")
                .then()
                .statusCode(401)
                .body("type", is("/problems/guest-key-needed"));
        for (String role : List.of("practitioner", "partner", "dispatcher", "network-admin", "editor")) {
            join(
                            as(Tokens.role(role).practitioner("anna").partner("test-partner"))
                                    .header("Idempotency-Key", newKey()),
                            "")
                    .then()
                    .statusCode(403)
                    .body("type", is("/problems/forbidden"));
        }
        as(patient())
                .body(waitlist.wish("chat", "north", somebodyAs("parent")))
                .post(WAITLIST)
                .then()
                .statusCode(201);
        join(receptionist("north"), "").then().statusCode(201);
        join(receptionist("south"), "").then().statusCode(422).body("errors.pointer", contains("#/clinicIds/0"));
    }

    @Test
    void theFrontDeskSeesWhoWaitsInTheirOrderAndItIsLogged() {
        Waiting first = waitlist.join();
        Waiting second = waitlist.join();
        String south = waitlist.joined(guest(newKey()), waitlist.wish("chat", "south", somebody()));
        receptionist("north").get(WAITLIST).then().body("items.id", contains(first.id(), second.id()));
        receptionist("south").get(WAITLIST).then().body("items.id", contains(south));
        receptionist("north", "south")
                .get(WAITLIST + "?clinic=" + network.clinic("south"))
                .then()
                .body("items.id", contains(south));
        String patient = first.read().path("patientId");
        assertThat(logged(patient)).contains("list");
        receptionist("north").get("/booking/v1/patients/" + patient).then().statusCode(200);
        receptionist("south").get("/booking/v1/patients/" + patient).then().statusCode(404);
    }

    private List<String> logged(String patient) {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT action FROM access_log WHERE patient_id = :patient::uuid AND purpose = 'front-desk'")
                .bind("patient", patient)
                .mapTo(String.class)
                .list());
    }

    @Test
    void aLinkedAccountReadsAndOnlyOneThatMayBookChanges() {
        Waiting waiting = waitlist.join();
        String entry = WAITLIST + "/" + waiting.id();
        as(patient()).get(entry).then().statusCode(404);
        link(waiting, "read");
        as(patient()).get(entry).then().statusCode(200);
        as(patient()).delete(entry).then().statusCode(404);
        link(waiting, "book");
        as(patient()).delete(entry).then().statusCode(204);
        assertThat(waiting.state()).isEqualTo("removed");
    }

    private void link(Waiting waiting, String scope) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO patient_access (id, subject, patient_id, relation, scope, valid_from, verified_by)
                        VALUES (:id, 'waiting-patient', :patient, 'carer', :scope, '2026-01-01', 'test')
                        ON CONFLICT (patient_id, subject) WHERE valid_until IS NULL DO UPDATE SET scope = excluded.scope
                        """)
                .bind("id", UUID.randomUUID())
                .bind("patient", UUID.fromString(waiting.read().path("patientId")))
                .bind("scope", scope)
                .execute());
    }

    @Test
    void pagesFollowEachOther() {
        List<String> ids =
                IntStream.range(0, 3).mapToObj(one -> waitlist.join().id()).toList();
        Response page = receptionist("north").get(WAITLIST + "?limit=2");
        page.then().body("items.id", contains(ids.get(0), ids.get(1)));
        receptionist("north")
                .get(WAITLIST + "?limit=2&cursor=" + page.path("next"))
                .then()
                .body("items.id", contains(ids.get(2)));
        receptionist("north").get(WAITLIST + "?cursor=x").then().statusCode(400);
    }

    @Test
    void whatAFrontDeskWroteDownIsTheClinicsAndNotTheirs() {
        Tokens leaver = Tokens.role("receptionist").subject("waitlist-leaver");
        String id = waitlist.joined(as(leaver.clinics("north")), waitlist.wish(""));
        as(leaver.clinics("south")).get(WAITLIST + "/" + id).then().statusCode(404);
        receptionist("north").delete(WAITLIST + "/" + id).then().statusCode(204);
        receptionist("north").get(WAITLIST + "/" + id).then().body("state", is("removed"));
        receptionist("north").delete(WAITLIST + "/" + id).then().statusCode(204);
        receptionist("north").get(WAITLIST).then().body("items", empty());
    }

    @Test
    void aRepeatedRequestJoinsOnce() {
        String body = waitlist.wish("");
        String once = newKey();
        Response first = guest(key).header("Idempotency-Key", once).body(body).post(WAITLIST);
        Response again = guest(key).header("Idempotency-Key", once).body(body).post(WAITLIST);
        assertThat(again.asString()).isEqualTo(first.asString());
        again.then().statusCode(201).header("ETag", "\"1\"");
        guest(key).get(WAITLIST).then().body("items.id", contains(first.<String>path("id")));
        guest(key)
                .header("Idempotency-Key", once)
                .body(waitlist.wish(",\"earliest\":\"2027-02-05\""))
                .post(WAITLIST)
                .then()
                .statusCode(422)
                .body("type", is("/problems/idempotency-key-reused"));
    }

    @Test
    void aGuestWaitsOnlySoOftenEvenAllAtOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Integer>> racers = IntStream.range(0, 8)
                    .<Callable<Integer>>mapToObj(
                            one -> () -> join(guest(key), "").statusCode())
                    .toList();
            List<Integer> answers = threads.invokeAll(racers).stream()
                    .map(answer -> {
                        try {
                            return answer.get();
                        } catch (Exception failed) {
                            throw new AssertionError(failed);
                        }
                    })
                    .toList();
            assertThat(answers).filteredOn(status -> status == 201).hasSize(5);
            assertThat(answers).filteredOn(status -> status == 429).hasSize(3);
        }
        join(guest(key), "")
                .then()
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("type", is("/problems/too-many-waitlist-entries"));
        String one = guest(key).get(WAITLIST).path("items[0].id");
        guest(key).delete(WAITLIST + "/" + one).then().statusCode(204);
        join(guest(key), "").then().statusCode(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",\"earliest\":\"2027-03-01\" | #/latest",
                ",\"times\":[{\"from\":\"12:00\",\"until\":\"12:00\"}] | #/times/0/until",
                ",\"practitionerIds\":[\"01934f5e-0000-7000-8000-000000000000\"] | #/practitionerIds/0",
                ",\"patientId\":\"01934f5e-0000-7000-8000-000000000000\" | #/patient",
                ",\"replacesAppointmentId\":\"01934f5e-0000-7000-8000-000000000000\" | #/treatmentId",
            })
    void whatCouldNeverBeFulfilledIsNamed(String more, String pointer) {
        join(guest(key), more)
                .then()
                .statusCode(422)
                .body("type", is("/problems/invalid-request"))
                .body("errors.pointer", hasItem(pointer));
    }

    @Test
    void whatTheNetworkDoesNotKnowIsNamedAllAtOnce() {
        guest(key)
                .body("""
                        {"treatmentId":"%1$s","minutes":30,"clinicIds":["%1$s"],"latest":"2027-01-01"%2$s}""".formatted(UUID.randomUUID(), somebody()))
                .post(WAITLIST)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/treatmentId", "#/clinicIds/0", "#/latest"));
        guest(key)
                .body(waitlist.wish("traction", "south", somebody()))
                .post(WAITLIST)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/treatmentId"));
        guest(key)
                .body(waitlist.wish("chat", "north", ""))
                .post(WAITLIST)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/patientId"));
        join(guest(key), "").then().statusCode(201);
        guest(key)
                .body(waitlist.wish("home-massage", "north", somebody()))
                .post(WAITLIST)
                .then()
                .statusCode(422)
                .body("type", is("/problems/home-visit-needs-offer"));
    }

    @Test
    void somebodyElsesPatientAndAppointmentCannotBeWaitedFor() {
        Booked theirs = waitlist.book("anna", TEN);
        guest(key)
                .body(waitlist.wish("chat", "north", ",\"patientId\":\"" + theirs.patient() + "\""))
                .post(WAITLIST)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/patientId"));
        guest(key)
                .body("""
                        {"replacesAppointmentId":"%s","clinicIds":["%s"],"latest":"2027-02-26"}""".formatted(theirs.id(), network.clinic("north")))
                .post(WAITLIST)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/replacesAppointmentId"));
    }

    @Test
    void whoeverIsNotScreenedDoesNotWait() {
        guest(key)
                .body(waitlist.wish("massage", "north", somebody()))
                .post(WAITLIST)
                .then()
                .statusCode(422)
                .body("type", is("/problems/screening-needed"));
        String blocked =
                Passes.clear(MONDAY_EIGHT).with("blocked", List.of("TE-01")).sign();
        guest(key)
                .body(waitlist.wish("massage", "north", somebody() + ",\"screeningPass\":\"" + blocked + "\""))
                .post(WAITLIST)
                .then()
                .statusCode(422)
                .body("type", is("/problems/screening-blocks-treatment"))
                .body("reasons.code", contains("technique-blocked"));
        receptionist("north")
                .body(waitlist.wish("massage", "north", somebody()))
                .post(WAITLIST)
                .then()
                .statusCode(201);
    }

    /** The last day wished for is 26 February. */
    @ParameterizedTest
    @CsvSource({"2015-01-01, 422", "2009-02-27, 422", "2009-02-26, 201", "1988-04-12, 201"})
    void aMinorWaitsForAHandsOnTreatmentOnlyUntilSomebodyIsOfAge(String born, int status) {
        String minor = somebody().replace("1988-04-12", born) + ",\"screeningPass\":\""
                + Passes.clear(MONDAY_EIGHT).sign() + "\"";
        Response joined =
                guest(key).body(waitlist.wish("massage", "north", minor)).post(WAITLIST);
        joined.then().statusCode(status);
        if (status == 422) {
            joined.then().body("type", is("/problems/responsible-adult-needed"));
        }
    }

    @Test
    void aMinorWaitsForAdviceAndOnTheFrontDesksListForAnything() {
        String minor = somebody().replace("1988-04-12", "2015-01-01");
        guest(key)
                .body(waitlist.wish("chat", "north", minor))
                .post(WAITLIST)
                .then()
                .statusCode(201);
        receptionist("north")
                .body(waitlist.wish("massage", "north", minor))
                .post(WAITLIST)
                .then()
                .statusCode(201);
    }

    @Test
    void aParentWaitsForTheirChild() {
        String child = somebodyAs("parent").replace("1988-04-12", "2015-01-01") + ",\"screeningPass\":\""
                + Passes.clear(MONDAY_EIGHT).sign() + "\"";
        as(Tokens.role("patient").subject("parent-who-waits"))
                .body(waitlist.wish("massage", "north", child))
                .post(WAITLIST)
                .then()
                .statusCode(201);
    }

    @Test
    void whomNoLetterReachesWaitsOnlyWithAClientThatLooksByItself() {
        String phoneOnly = somebody().replace("\"email\":\"mia@example.org\"", "\"phone\":\"+61491570156\"");
        guest(key)
                .body(waitlist.wish("chat", "north", phoneOnly))
                .post(WAITLIST)
                .then()
                .statusCode(422)
                .body("type", is("/problems/invalid-request"))
                .body("errors.pointer", contains("#/watched"));
        guest(key)
                .body(waitlist.wish("chat", "north", phoneOnly + ",\"watched\":true"))
                .post(WAITLIST)
                .then()
                .statusCode(201)
                .body("watched", is(true));
        receptionist("north")
                .body(waitlist.wish("chat", "north", phoneOnly))
                .post(WAITLIST)
                .then()
                .statusCode(201)
                .body("watched", is(false));
    }

    @Test
    void aPassThatHoldsForSomeOfTheWishedDaysIsTaken() {
        String pass = Passes.clear(MONDAY_EIGHT)
                .with("notBefore", MONDAY_EIGHT.plus(Duration.ofDays(3)).toString())
                .sign();
        guest(key)
                .body(waitlist.wish("massage", "north", somebody() + ",\"screeningPass\":\"" + pass + "\""))
                .post(WAITLIST)
                .then()
                .statusCode(201);
        String tooShort = Passes.clear(MONDAY_EIGHT)
                .with(
                        "validForStartsBefore",
                        MONDAY_EIGHT.plus(Duration.ofDays(3)).toString())
                .sign();
        guest(newKey())
                .body(waitlist.wish(
                        "massage",
                        "north",
                        somebody() + ",\"earliest\":\"2027-02-08\",\"screeningPass\":\"" + tooShort + "\""))
                .post(WAITLIST)
                .then()
                .statusCode(422)
                .body("reasons.code", contains("start-too-late"));
    }

    @Test
    void whoeverMustSeekEmergencyCareDoesNotWait() {
        passes.stopSubject("waits-in-an-emergency", MONDAY_EIGHT.plus(Duration.ofDays(1)));
        as(Tokens.role("patient").subject("waits-in-an-emergency"))
                .body(waitlist.wish("chat", "north", somebodyAs("self")))
                .post(WAITLIST)
                .then()
                .statusCode(422)
                .body("type", is("/problems/seek-emergency-care"));
    }

    @Test
    void aNewPassNeedsTheVersionReadAndAnOpenEntry() {
        Waiting waiting = waitlist.join();
        renew(waiting, null).then().statusCode(428);
        renew(waiting, "\"7\"").then().statusCode(412);
        renew(waiting, "\"1\"").then().statusCode(200).header("ETag", "\"2\"");
        waiting.asGuest().delete(WAITLIST + "/" + waiting.id()).then().statusCode(204);
        renew(waiting, "\"3\"")
                .then()
                .statusCode(409)
                .body("type", is("/problems/waitlist-entry-closed"))
                .body("state", is("removed"));
    }

    private static Response renew(Waiting waiting, @Nullable String version) {
        RequestSpecification caller = waiting.asGuest();
        if (version != null) {
            caller.header("If-Match", version);
        }
        return caller.body("{\"screeningPass\":\"" + Passes.clear(MONDAY_EIGHT).sign() + "\"}")
                .patch(WAITLIST + "/" + waiting.id());
    }

    @Test
    void aNewPassIsTakenBeforeTheOldOneRunsOut() {
        String pass = Passes.clear(MONDAY_EIGHT)
                .expiresAt(MONDAY_EIGHT.plus(Duration.ofHours(1)))
                .sign();
        String id = waitlist.joined(
                guest(key), waitlist.wish("massage", "north", somebody() + ",\"screeningPass\":\"" + pass + "\""));
        guest(key).get(WAITLIST + "/" + id).then().body("screenedUntil", is("2027-02-01T09:00:00+11:00"));
        String longer = Passes.clear(MONDAY_EIGHT)
                .expiresAt(MONDAY_EIGHT.plus(Duration.ofHours(5)))
                .sign();
        guest(key)
                .header("If-Match", "\"1\"")
                .body("{\"screeningPass\":\"" + longer + "\"}")
                .patch(WAITLIST + "/" + id)
                .then()
                .statusCode(200)
                .body("state", is("waiting"))
                .body("screenedUntil", is("2027-02-01T13:00:00+11:00"));
    }

    @Test
    void aNewPassThatCannotBeUsedIsRefused() {
        String pass = Passes.clear(MONDAY_EIGHT).sign();
        String id = waitlist.joined(
                guest(key), waitlist.wish("massage", "north", somebody() + ",\"screeningPass\":\"" + pass + "\""));
        guest(key)
                .header("If-Match", "\"1\"")
                .body("{\"screeningPass\":\""
                        + Passes.clear(MONDAY_EIGHT).signedByAnotherKey().sign() + "\"}")
                .patch(WAITLIST + "/" + id)
                .then()
                .statusCode(422)
                .body("type", is("/problems/screening-pass-invalid"));
        guest(key).get(WAITLIST + "/" + id).then().header("ETag", "\"1\"");
    }

    @Test
    void anOfferIsDeclinedOnceAndOnlyWhileItIsOpen() {
        Waiting waiting = waitlist.join();
        waiting.decline(UUID.randomUUID().toString()).then().statusCode(404);
        waitlist.free("anna", TEN);
        waitlist.settle();
        String declined = waiting.offer();
        waiting.decline(declined).then().statusCode(200).body("state", is("waiting"));
        waiting.decline(declined).then().statusCode(200);
        assertThat(waitlist.eventsOf("entry", waiting.id()))
                .filteredOn("waitlist-declined"::equals)
                .hasSize(1);

        waitlist.free("anna", "2027-02-02T11:00:00+11:00");
        waitlist.settle();
        String late = waiting.offer();
        clock.advance(Duration.ofMinutes(15));
        waiting.decline(late).then().statusCode(410).body("type", is("/problems/hold-expired"));
        clock.advance(Duration.ofSeconds(5));
        waitlist.settle();
        waiting.decline(late).then().statusCode(410);

        waitlist.free("anna", "2027-02-02T12:00:00+11:00");
        waitlist.settle();
        String booked = waiting.offer();
        waitlist.take(waiting.asGuest(), booked).then().statusCode(201);
        waiting.decline(booked).then().statusCode(409).body("type", is("/problems/appointment-state-conflict"));
        waitlist.settle();
        waiting.decline(booked).then().statusCode(409);
        guest(waiting.key()).get(APPOINTMENTS + "/" + booked).then().body("state", is("confirmed"));
    }

    @Test
    void theHistoryOfAnOfferNamesWhoDeclinedIt() {
        Waiting waiting = waitlist.join();
        link(waiting, "book");
        waitlist.free("anna", TEN);
        waitlist.settle();
        String offer = waiting.offer();
        as(patient())
                .post(WAITLIST + "/" + waiting.id() + "/offers/" + offer + "/decline")
                .then()
                .statusCode(200);
        receptionist("north")
                .get(APPOINTMENTS + "/" + offer + "/history")
                .then()
                .body("items.type", contains("time-held", "waitlist-offered", "hold-released"))
                .body("items.by", contains("system", "system", "patient"));
    }

    @Test
    void takingAndDecliningAtOnceEndsOneWay() throws Exception {
        Waiting waiting = waitlist.join();
        waitlist.free("anna", TEN);
        waitlist.settle();
        String offer = waiting.offer();
        try (var threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Integer>> both = List.of(
                    () -> waitlist.take(waiting.asGuest(), offer).statusCode(),
                    () -> waiting.decline(offer).statusCode());
            var answers = threads.invokeAll(both);
            int taken = answers.get(0).get();
            int declined = answers.get(1).get();
            assertThat(List.of(taken, declined)).isIn(List.of(201, 409), List.of(410, 200));
        }
        waitlist.settle();
        assertThat(waiting.state()).isIn("fulfilled", "waiting");
    }

    @Test
    void eventsOfTheWaitlistNameNobody() {
        Waiting waiting = waitlist.join();
        waitlist.free("anna", TEN);
        waitlist.settle();
        List<String> details = database.withHandle(handle -> handle.createQuery(
                        "SELECT details::text || actor FROM event WHERE details->>'entryId' = :entry")
                .bind("entry", waiting.id())
                .mapTo(String.class)
                .list());
        assertThat(details).hasSize(2).noneMatch(text -> text.contains("Nguyen") || text.contains("mia@"));
    }
}
