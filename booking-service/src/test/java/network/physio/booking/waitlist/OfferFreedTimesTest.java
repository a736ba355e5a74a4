package network.physio.booking.waitlist;

import static network.physio.booking.TestNetwork.MONDAY_EIGHT;
import static network.physio.booking.TestNetwork.as;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.TestNetwork.somebody;
import static network.physio.booking.TestNetwork.somebodyAs;
import static network.physio.booking.waitlist.WaitlistNetwork.APPOINTMENTS;
import static network.physio.booking.waitlist.WaitlistNetwork.HOLDS;
import static network.physio.booking.waitlist.WaitlistNetwork.PATIENTS;
import static network.physio.booking.waitlist.WaitlistNetwork.TEN;
import static network.physio.booking.waitlist.WaitlistNetwork.WAITLIST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import network.physio.test.PostgresServer;
import network.physio.test.SettableClock;
import network.physio.test.Tokens;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is offered which freed time, and what comes of the offer. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class OfferFreedTimesTest {

    private static final String WATCHED = ",\"watched\":true";

    @Inject
    TestNetwork network;

    @Inject
    WaitlistNetwork waitlist;

    @Inject
    WaitlistRound round;

    @Inject
    FreedTimes freedTimes;

    @Inject
    Passes passes;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String databaseUrl;

    @BeforeEach
    void nobodyWaits() {
        waitlist.fresh();
    }

    @Test
    void aCancelledTimeIsHeldForWhoeverHasWaitedLongest() {
        Waiting first = waitlist.join();
        Waiting second = waitlist.join();
        String offer = offeredTen(first);
        first.read()
                .then()
                .body("state", is("offered"))
                .body("offer.startsAt", is(TEN))
                .body("offer.endsAt", is("2027-02-02T10:30:00+11:00"))
                .body("offer.zone", is("Australia/Melbourne"))
                .body("offer.practitionerId", is(network.practitioner("anna").toString()))
                .body("offer.expiresAt", is("2027-02-01T08:15:00+11:00"));
        second.read().then().body("state", is("waiting")).body("offer", nullValue());
        first.asGuest()
                .get(APPOINTMENTS + "/" + offer)
                .then()
                .statusCode(200)
                .body("state", is("held"))
                .body("bookedBy", is("guest"));
        assertThat(waitlist.eventsOf("appointment", offer)).containsExactly("time-held", "waitlist-offered");
        assertThat(waitlist.eventsOf("entry", first.id())).containsExactly("waitlist-entry-added", "waitlist-offered");
    }

    @Test
    void whatIsOfferedIsNotCountedAsHeldByItsOwner() {
        String key = newKey();
        for (String at : List.of(TEN, "2027-02-02T11:00:00+11:00", "2027-02-02T12:00:00+11:00")) {
            Waiting waiting = new Waiting(key, waitlist.joined(guest(key), waitlist.wish("")));
            waitlist.free("anna", at);
            waitlist.settle();
            assertThat(waiting.state()).isEqualTo("offered");
        }
        guest(key)
                .body(network.visit("chat", 30, "north", "anna", "2027-02-02T15:00:00+11:00", ""))
                .post(HOLDS)
                .then()
                .statusCode(201);
    }

    @Test
    void aDiaryThatSomebodyIsChangingIsLookedAtAgainLater() throws Exception {
        Waiting waiting = waitlist.join();
        try (Connection changing = PostgresServer.superuser(databaseUrl)) {
            waitlist.free("anna", TEN);
            changing.setAutoCommit(false);
            changing.createStatement()
                    .execute("SELECT FROM booking.resource WHERE id = '" + network.practitioner("anna")
                            + "' FOR UPDATE");
            waitlist.settle();
            assertThat(waiting.state()).isEqualTo("waiting");
            changing.rollback();
        }
        List<Integer> failures =
                database.withHandle(handle -> handle.createQuery("SELECT failures FROM waitlist_freed_time")
                        .mapTo(Integer.class)
                        .list());
        assertThat(failures).containsExactly(0);
        clock.advance(Duration.ofSeconds(5));
        waitlist.settle();
        assertThat(waiting.state()).isEqualTo("offered");
    }

    @Test
    void aTimeThatIsFreedAgainWhileItIsLookedAtStays() {
        waitlist.join();
        waitlist.book("anna", TEN).cancel().then().statusCode(200);
        Instant now = clock.instant();
        FreedTime seen = QuarkusTransaction.requiringNew().call(() -> {
            freedTimes.ofDiaries(network.practitioner("anna"), null, now, now.plus(Duration.ofHours(1)), now);
            return freedTimes.first(now, true).orElseThrow();
        });
        QuarkusTransaction.requiringNew()
                .run(() -> freedTimes.ofDiaries(
                        seen.practitionerId(), null, seen.startsAt(), seen.endsAt(), now.plusMillis(1)));
        QuarkusTransaction.requiringNew().run(() -> freedTimes.remove(seen));
        Optional<FreedTime> left =
                QuarkusTransaction.requiringNew().call(() -> freedTimes.first(now.plusMillis(1), true));
        assertThat(left).map(FreedTime::startsAt).contains(seen.startsAt());
    }

    @Test
    void takingAnOfferIsBookingItsHold() {
        Waiting waiting = waitlist.join();
        String offer = offeredTen(waiting);
        waitlist.take(waiting.asGuest(), offer)
                .then()
                .statusCode(201)
                .body("id", is(offer))
                .body("state", is("confirmed"))
                .body("startsAt", is(TEN));
        waitlist.settle();
        waiting.read().then().body("state", is("fulfilled")).body("offer", nullValue());
        assertThat(waitlist.eventsOf("entry", waiting.id())).last().isEqualTo("waitlist-fulfilled");
    }

    @Test
    void nobodyElseGetsAnOfferedTime() {
        Waiting waiting = waitlist.join();
        freeTen();
        guest(newKey())
                .body(network.visit("chat", 30, "north", "anna", TEN, somebody()))
                .post(APPOINTMENTS)
                .then()
                .statusCode(409)
                .body("type", is("/problems/slot-taken"));
        waitlist.take(guest(newKey()), waiting.offer()).then().statusCode(404);
    }

    @Test
    void aDeclinedTimeGoesToTheNextAndNotBackToTheSame() {
        Waiting first = waitlist.join();
        Waiting second = waitlist.join();
        freeTen();
        first.decline(first.offer()).then().statusCode(200).body("state", is("waiting"));
        waitlist.settle();
        assertThat(first.state()).isEqualTo("waiting");
        second.read().then().body("state", is("offered")).body("offer.startsAt", is(TEN));
        second.decline(second.offer()).then().statusCode(200);
        waitlist.settle();
        assertThat(waitlist.offers()).isEqualTo(2);
        assertThat(waitlist.eventsOf("entry", first.id()))
                .containsExactly("waitlist-entry-added", "waitlist-offered", "waitlist-declined");
    }

    @Test
    void anExpiredOfferGoesToTheNext() {
        Waiting first = waitlist.join();
        Waiting second = waitlist.join();
        freeTen();
        clock.advance(Duration.ofMinutes(15).plusSeconds(4));
        waitlist.settle();
        assertThat(second.state()).isEqualTo("waiting");
        clock.advance(Duration.ofSeconds(1));
        waitlist.settle();
        assertThat(first.state()).isEqualTo("waiting");
        second.read().then().body("state", is("offered")).body("offer.startsAt", is(TEN));
        assertThat(waitlist.eventsOf("entry", first.id())).last().isEqualTo("waitlist-offer-expired");
    }

    @Test
    void releasingTheHoldDeclinesTheOffer() {
        Waiting first = waitlist.join();
        Waiting second = waitlist.join();
        freeTen();
        first.asGuest().delete(HOLDS + "/" + first.offer()).then().statusCode(204);
        waitlist.settle();
        assertThat(first.state()).isEqualTo("waiting");
        assertThat(second.state()).isEqualTo("offered");
        assertThat(waitlist.eventsOf("entry", first.id())).last().isEqualTo("waitlist-declined");
    }

    @Test
    void whoeverIsBusyThenIsSkipped() {
        Booked busy = waitlist.book("ben", TEN);
        String body = waitlist.wish("chat", "north", ",\"patientId\":\"" + busy.patient() + "\"");
        Waiting first = new Waiting(busy.key(), waitlist.joined(guest(busy.key()), body));
        Waiting second = waitlist.join();
        freeTen();
        assertThat(first.state()).isEqualTo("waiting");
        assertThat(second.state()).isEqualTo("offered");
    }

    @Test
    void withinTheClinicsNoticeNobodyIsOffered() {
        Waiting waiting = waitlist.join();
        Booked booked = waitlist.book("anna", "2027-02-01T10:00:00+11:00");
        clock.advance(Duration.ofMinutes(91));
        booked.cancel().then().statusCode(200);
        waitlist.settle();
        assertThat(waiting.state()).isEqualTo("waiting");
        assertThat(waitlist.offers()).isZero();
    }

    @Test
    void twoCancellationsAreOfferedToTwoPeople() {
        Waiting first = waitlist.join();
        Waiting second = waitlist.join();
        waitlist.free("anna", TEN);
        waitlist.free("anna", "2027-02-03T11:00:00+11:00");
        waitlist.settle();
        first.read().then().body("offer.startsAt", is(TEN));
        second.read().then().body("offer.startsAt", is("2027-02-03T11:00:00+11:00"));
    }

    @Test
    void aStormOfWaitersGetsOneOfferForOneCancellation() {
        List<Waiting> crowd =
                IntStream.range(0, 50).mapToObj(one -> waitlist.join()).toList();
        freeTen();
        assertThat(waitlist.offers()).isEqualTo(1);
        assertThat(crowd.getFirst().state()).isEqualTo("offered");
    }

    @Test
    void twoCopiesOfTheServiceOfferOnce() throws Exception {
        waitlist.join();
        waitlist.join();
        waitlist.free("anna", TEN);
        try (var copies = Executors.newFixedThreadPool(4)) {
            List<Callable<Void>> rounds = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                rounds.add(() -> {
                    round.run();
                    return null;
                });
            }
            for (var done : copies.invokeAll(rounds)) {
                done.get();
            }
        }
        waitlist.settle();
        assertThat(waitlist.offers()).isEqualTo(1);
    }

    @Test
    void leavingGivesTheOfferedTimeToTheNext() {
        Waiting first = waitlist.join();
        Waiting second = waitlist.join();
        String offer = offeredTen(first);
        first.asGuest().delete(WAITLIST + "/" + first.id()).then().statusCode(204);
        waitlist.take(first.asGuest(), offer).then().statusCode(410);
        waitlist.settle();
        assertThat(first.state()).isEqualTo("removed");
        assertThat(second.state()).isEqualTo("offered");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"earliest\":\"2027-02-03\"",
                ",\"times\":[{\"from\":\"10:30\",\"until\":\"18:00\"}]",
                ",\"times\":[{\"from\":\"08:00\",\"until\":\"10:00\"}]",
                ",\"times\":[{\"days\":[\"mon\",\"wed\",\"thu\",\"fri\"],\"from\":\"08:00\",\"until\":\"18:00\"}]",
            })
    void whatIsNotWishedForIsNotOffered(String wish) {
        Waiting picky = waitlist.join(wish);
        Waiting easy = waitlist.join(",\"times\":[{\"days\":[\"tue\"],\"from\":\"10:00\",\"until\":\"10:30\"}]");
        freeTen();
        assertThat(picky.state()).isEqualTo("waiting");
        assertThat(easy.state()).isEqualTo("offered");
    }

    @Test
    void anotherPractitionersTimeIsNotOffered() {
        Waiting forBen = waitlist.join(",\"practitionerIds\":[\"" + network.practitioner("ben") + "\"]");
        freeTen();
        assertThat(forBen.state()).isEqualTo("waiting");
        waitlist.free("ben", TEN);
        waitlist.settle();
        assertThat(forBen.state()).isEqualTo("offered");
    }

    @Test
    void anotherClinicsTimeIsNotOffered() {
        String key = newKey();
        Waiting south = new Waiting(key, waitlist.joined(guest(key), waitlist.wish("chat", "south", somebody())));
        freeTen();
        assertThat(south.state()).isEqualTo("waiting");
    }

    /** Traction takes the only table from a quarter past until ten to. */
    private Booked traction(String practitioner, String startsAt) {
        String key = newKey();
        Response booked = guest(key)
                .body(network.visit("traction", 60, "north", practitioner, startsAt, somebody()))
                .post(APPOINTMENTS);
        booked.then().statusCode(201);
        return new Booked(key, booked.path("id"), booked.path("patientId"));
    }

    private Waiting forTractionWith(String practitioner) {
        String key = newKey();
        String wish = """
                {"treatmentId":"%s","minutes":60,"clinicIds":["%s"],"latest":"2027-02-26","practitionerIds":["%s"]%s}""".formatted(
                network.treatment("traction"), network.clinic("north"), network.practitioner(practitioner), somebody());
        return new Waiting(key, waitlist.joined(guest(key), wish));
    }

    @Test
    void aDeviceThatBecomesFreeIsOfferedWithAnotherPractitionerWhoHadTime() {
        Booked annas = traction("anna", TEN);
        Waiting forBen = forTractionWith("ben");
        annas.cancel().then().statusCode(200);
        waitlist.settle();
        forBen.read()
                .then()
                .body("state", is("offered"))
                .body("offer.startsAt", is(TEN))
                .body("offer.practitionerId", is(network.practitioner("ben").toString()));
        waitlist.take(forBen.asGuest(), forBen.offer()).then().statusCode(201);
    }

    @Test
    void aDeviceThatAnAppointmentMovesAwayFromIsOfferedToo() {
        Booked annas = traction("anna", TEN);
        Waiting forBen = forTractionWith("ben");
        guest(annas.key())
                .header("If-Match", "\"1\"")
                .body("{\"startsAt\":\"2027-02-02T14:00:00+11:00\"}")
                .post(APPOINTMENTS + "/" + annas.id() + "/reschedule")
                .then()
                .statusCode(200);
        waitlist.settle();
        forBen.read().then().body("offer.startsAt", is(TEN));
    }

    @Test
    void aVisitThatOnlyChangesHandsGivesBackNoDevice() {
        Booked annas = traction("anna", TEN);
        Waiting forAnna = forTractionWith("anna");
        receptionist("north")
                .header("If-Match", "\"1\"")
                .body("{\"startsAt\":\"%s\",\"practitionerId\":\"%s\"}".formatted(TEN, network.practitioner("ben")))
                .post(APPOINTMENTS + "/" + annas.id() + "/reschedule")
                .then()
                .statusCode(200);
        waitlist.settle();
        // Anna's own time is offered beside the table, which Ben has now.
        assertThat(forAnna.state()).isEqualTo("offered");
        assertThat(waitlist.offersMade()).containsExactly("anna 02 09:15");
    }

    @Test
    void aDeviceThatIsGivenBackGoesToOneOfAllWhoWaitedForIt() {
        Booked annas = traction("anna", TEN);
        Waiting forAnna = forTractionWith("anna");
        Waiting forBen = forTractionWith("ben");
        Waiting forBenToo = forTractionWith("ben");
        annas.cancel().then().statusCode(200);
        waitlist.settle();
        assertThat(waitlist.offersMade()).containsExactly("anna 02 10:00");
        assertThat(forAnna.state()).isEqualTo("offered");
        assertThat(forBen.state()).isEqualTo("waiting");
        forAnna.decline(forAnna.offer()).then().statusCode(200);
        waitlist.settle();
        assertThat(forBen.state()).isEqualTo("offered");
        assertThat(forBenToo.state()).isEqualTo("waiting");
    }

    @Test
    void whatAnotherPractitionerCouldHaveDoneAllAlongIsNotOffered() {
        Waiting forBen = forTractionWith("ben");
        waitlist.free("anna", TEN);
        waitlist.settle();
        assertThat(forBen.state()).isEqualTo("waiting");
        Booked annas = traction("anna", TEN);
        annas.cancel().then().statusCode(200);
        waitlist.settle();
        // Not one of the many starts of his that the table was free for: only those it stood in the way of.
        forBen.read().then().body("offer.startsAt", is(TEN));
        forBen.decline(forBen.offer()).then().statusCode(200);
        waitlist.settle();
        assertThat(waitlist.offers()).isEqualTo(1);
    }

    @Test
    void aTimeThatAnAppointmentMovesAwayFromIsOffered() {
        Waiting waiting = waitlist.join();
        Booked booked = waitlist.book("anna", TEN);
        guest(booked.key())
                .header("If-Match", "\"1\"")
                .body("{\"startsAt\":\"2027-02-02T14:00:00+11:00\"}")
                .post(APPOINTMENTS + "/" + booked.id() + "/reschedule")
                .then()
                .statusCode(200);
        waitlist.settle();
        waiting.read().then().body("offer.startsAt", is(TEN));
    }

    @Test
    void whatAShortenedVisitGivesUpIsOffered() {
        Waiting waiting = waitlist.join();
        String key = newKey();
        String screened = somebody() + ",\"screeningPass\":\""
                + Passes.clear(MONDAY_EIGHT).sign() + "\"";
        String id = TestNetwork.booked(guest(key)
                .body(network.visit("massage", 60, "north", "anna", TEN, screened))
                .post(APPOINTMENTS));
        guest(key)
                .header("If-Match", "\"1\"")
                .body("{\"startsAt\":\"%s\",\"minutes\":30}".formatted(TEN))
                .post(APPOINTMENTS + "/" + id + "/reschedule")
                .then()
                .statusCode(200);
        waitlist.settle();
        waiting.read()
                .then()
                .body("offer.startsAt", is("2027-02-02T10:30:00+11:00"))
                .body("offer.practitionerId", is(network.practitioner("anna").toString()));
    }

    @Test
    void allOfTheTimeThatAnAppointmentLeftWhenItBecameShorterIsOffered() {
        Waiting first = waitlist.join();
        Waiting second = waitlist.join();
        String key = newKey();
        String screened = somebody() + ",\"screeningPass\":\""
                + Passes.clear(MONDAY_EIGHT).sign() + "\"";
        String id = TestNetwork.booked(guest(key)
                .body(network.visit("massage", 60, "north", "anna", TEN, screened))
                .post(APPOINTMENTS));
        guest(key)
                .header("If-Match", "\"1\"")
                .body("{\"startsAt\":\"2027-02-02T14:00:00+11:00\",\"minutes\":30}")
                .post(APPOINTMENTS + "/" + id + "/reschedule")
                .then()
                .statusCode(200);
        waitlist.settle();
        first.read().then().body("offer.startsAt", is(TEN));
        second.read().then().body("offer.startsAt", is("2027-02-02T10:30:00+11:00"));
    }

    @Test
    void aReleasedHoldIsOffered() {
        Waiting waiting = waitlist.join();
        String key = newKey();
        String hold = guest(key)
                .body(network.visit("chat", 30, "north", "anna", TEN, ""))
                .post(HOLDS)
                .path("id");
        guest(key).delete(HOLDS + "/" + hold).then().statusCode(204);
        waitlist.settle();
        waiting.read().then().body("offer.startsAt", is(TEN));
    }

    @Test
    void timeOffThatIsGivenBackIsOfferedToAsManyAsFitIn() {
        Tokens admin = Tokens.role("network-admin");
        String timesOff = "/booking/v1/practitioners/" + network.practitioner("anna") + "/time-off";
        String off = as(admin)
                .body("""
                        {"from":"2027-02-02T09:00","until":"2027-02-02T10:00","reason":"training"}""")
                .post(timesOff)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Waiting first = waitlist.join();
        Waiting second = waitlist.join();
        Waiting third = waitlist.join();
        as(admin).delete(timesOff + "/" + off).then().statusCode(200);
        waitlist.settle();
        first.read().then().body("offer.startsAt", is("2027-02-02T09:00:00+11:00"));
        second.read().then().body("offer.startsAt", is("2027-02-02T09:30:00+11:00"));
        assertThat(third.state()).isEqualTo("waiting");
    }

    @Test
    void hoursThatAreAddedToARosterAreOffered() {
        Waiting waiting =
                waitlist.join(",\"practitionerIds\":[\"%s\"],\"times\":[{\"from\":\"17:00\",\"until\":\"18:00\"}]"
                        .formatted(network.practitioner("ben")));
        String rosters = "/booking/v1/practitioners/" + network.practitioner("ben") + "/rosters";
        Response now = receptionist("north").get(rosters);
        Map<String, Object> longer = Map.of(
                "clinicId",
                network.clinic("north"),
                "day",
                "2027-02-04",
                "hours",
                List.of(Map.of("from", "09:00", "until", "18:00")));
        receptionist("north")
                .header("If-Match", now.header("ETag"))
                .body(Map.of("rosters", now.path("rosters"), "exceptions", List.of(longer)))
                .put(rosters)
                .then()
                .statusCode(200);
        waitlist.settle();
        waiting.read().then().body("offer.startsAt", is("2027-02-04T17:00:00+11:00"));
    }

    @Test
    void aSignedInPatientIsOfferedUnlessTheyMustSeekEmergencyCare() {
        Tokens patient = Tokens.role("patient").subject("patient-who-waits");
        String id = waitlist.joined(as(patient), waitlist.wish("chat", "north", somebodyAs("self")));
        passes.stopSubject("patient-who-waits", MONDAY_EIGHT.plus(Duration.ofHours(1)));
        freeTen();
        as(patient).get(WAITLIST + "/" + id).then().body("state", is("waiting"));
        clock.advance(Duration.ofHours(1));
        waitlist.free("anna", "2027-02-02T11:00:00+11:00");
        waitlist.settle();
        waitlist.take(as(patient), as(patient).get(WAITLIST + "/" + id).path("offer.id"))
                .then()
                .statusCode(201)
                .body("bookedBy", is("patient"));
    }

    @Test
    void aGuestWaitsOnAndTakesTheTimeWhenReceptionHasConfirmedWhoTheyAre() {
        Waiting waiting = waitlist.join();
        String patient = waiting.read().path("patientId");
        receptionist("north")
                .header("If-Match", "\"1\"")
                .post(PATIENTS + "/" + patient + "/confirm")
                .then()
                .statusCode(200);
        String offer = offeredTen(waiting);
        waitlist.take(waiting.asGuest(), offer)
                .then()
                .statusCode(201)
                .body("state", is("confirmed"))
                .body("patientId", is(patient));
        waiting.asGuest().get(PATIENTS + "/" + patient).then().statusCode(404);
    }

    @Test
    void aGuestWaitsOnAndTakesTheTimeWhenReceptionHasFoundThatItKnowsThem() {
        Waiting waiting = waitlist.join();
        String known = waitlist.known();
        waitlist.merge(waiting.read().path("patientId"), known).then().statusCode(200);
        String offer = offeredTen(waiting);
        waitlist.take(waiting.asGuest(), offer).then().statusCode(201).body("patientId", is(known));
        waitlist.settle();
        assertThat(waiting.state()).isEqualTo("fulfilled");
    }

    @Test
    void aMergeWhileAnOfferIsOpenTakesNothingFromTheGuest() {
        Waiting waiting = waitlist.join();
        String offer = offeredTen(waiting);
        waitlist.merge(waiting.read().path("patientId"), waitlist.known())
                .then()
                .statusCode(200);
        waitlist.take(waiting.asGuest(), offer).then().statusCode(201);
    }

    @Test
    void theEntryOfAnAccountThatActsForThePatientNoLongerEndsAndSaysSo() {
        Tokens carer = Tokens.role("patient").subject("carer-who-waits");
        String id = waitlist.joined(as(carer), waitlist.wish("chat", "north", somebodyAs("carer")));
        Waiting next = waitlist.join();
        database.useHandle(handle -> handle.execute("""
                        UPDATE patient_access SET valid_until = greatest(valid_from, ?) WHERE subject = 'carer-who-waits'
                        """, clock.instant().atOffset(ZoneOffset.UTC)));
        database.useHandle(handle -> handle.execute(
                "UPDATE patient SET provisional = false, owner = NULL WHERE owner = 'user:carer-who-waits'"));
        freeTen();
        as(carer).get(WAITLIST + "/" + id).then().statusCode(200).body("state", is("removed"));
        assertThat(waitlist.eventsOf("entry", id)).last().isEqualTo("waitlist-entry-removed");
        assertThat(next.state()).isEqualTo("offered");
    }

    @Test
    void atNightATimeWaitsUntilItsOfferCanBeToldOf() {
        clock.setTo(Instant.parse("2027-02-01T09:00:01Z"));
        Waiting waiting = waitlist.join();
        freeTen();
        assertThat(waiting.state()).isEqualTo("waiting");
        clock.setTo(Instant.parse("2027-02-01T20:59:59Z"));
        waitlist.settle();
        assertThat(waitlist.offers()).isZero();
        clock.setTo(Instant.parse("2027-02-01T21:00:00Z"));
        waitlist.settle();
        waiting.read().then().body("state", is("offered")).body("offer.startsAt", is(TEN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO message_preference (patient_id, channel, switched_off)"
                        + " VALUES (:patient, 'email', '{waitlist-offer}')",
                "UPDATE patient SET email = NULL WHERE id = :patient",
            })
    void whomNoLetterTellsOfAnOfferIsPassedOverUntilOneDoes(String change) {
        Waiting unheard = waitlist.join();
        Waiting next = waitlist.join();
        String patient = unheard.read().path("patientId");
        database.useHandle(handle -> handle.createUpdate(change)
                .bind("patient", UUID.fromString(patient))
                .execute());
        freeTen();
        assertThat(unheard.state()).isEqualTo("waiting");
        assertThat(next.state()).isEqualTo("offered");
        database.useHandle(handle -> {
            handle.execute("DELETE FROM message_preference WHERE patient_id = ?::uuid", patient);
            handle.execute("UPDATE patient SET email = 'mia@example.org' WHERE id = ?::uuid", patient);
        });
        next.decline(next.offer()).then().statusCode(200);
        waitlist.free("anna", "2027-02-02T11:00:00+11:00");
        waitlist.settle();
        assertThat(unheard.state()).isEqualTo("offered");
    }

    @Test
    void aClientThatLooksByItselfNeedsNoLetter() {
        String key = newKey();
        Waiting watched =
                new Waiting(key, waitlist.joined(guest(key), waitlist.wish("chat", "north", phoneOnly() + WATCHED)));
        freeTen();
        watched.read().then().body("state", is("offered")).body("watched", is(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deceased", "doNotContact"})
    void whoHasDiedOrWantsNoContactIsPassedOverUntilTheFrontDeskTakesItBack(String flag) {
        Waiting first = waitlist.join(WATCHED);
        Waiting next = waitlist.join();
        mark(first, "\"1\"", flag, true);
        freeTen();
        assertThat(first.state()).isEqualTo("waiting");
        assertThat(next.state()).isEqualTo("offered");
        mark(first, "\"2\"", flag, false);
        waitlist.free("anna", "2027-02-02T11:00:00+11:00");
        waitlist.settle();
        assertThat(first.state()).isEqualTo("offered");
    }

    private static void mark(Waiting waiting, String version, String flag, boolean value) {
        receptionist("north")
                .header("If-Match", version)
                .body("{\"%s\":%s}".formatted(flag, value))
                .patch(PATIENTS + "/" + waiting.read().path("patientId"))
                .then()
                .statusCode(200);
    }

    @Test
    void theFrontDeskTellsThoseWhomItWroteDown() {
        String id = waitlist.joined(receptionist("north"), waitlist.wish("chat", "north", phoneOnly()));
        freeTen();
        receptionist("north").get(WAITLIST + "/" + id).then().body("state", is("offered"));
    }

    @ParameterizedTest
    @CsvSource({
        "2027-02-01T18:30:00+11:00, 2027-02-02T08:00:00+11:00, 2027-02-03T14:00:00+11:00",
        "2027-02-07T10:00:00+11:00, 2027-02-08T08:00:00+11:00, 2027-02-09T14:00:00+11:00",
        "2027-03-08T10:00:00+11:00, 2027-03-09T08:00:00+11:00, 2027-03-10T14:00:00+11:00",
    })
    void whoIsCalledByTheFrontDeskIsOfferedNothingBeforeItOpens(String closed, String opening, String freed) {
        Waiting called = writtenDown(phoneOnly());
        clock.setTo(OffsetDateTime.parse(closed).toInstant());
        waitlist.free("anna", freed);
        waitlist.settle();
        assertThat(stateAtTheDesk(called)).isEqualTo("waiting");
        assertThat(waitlist.offers()).isZero();
        clock.setTo(OffsetDateTime.parse(opening).toInstant().minusSeconds(1));
        waitlist.settle();
        assertThat(waitlist.offers()).isZero();
        clock.setTo(OffsetDateTime.parse(opening).toInstant());
        waitlist.settle();
        assertThat(stateAtTheDesk(called)).isEqualTo("offered");
    }

    @Test
    void whileTheClinicIsClosedATimeGoesToTheNextWhoHearsAndThenBackToWhoWaitedLonger() {
        Waiting called = writtenDown(phoneOnly());
        Waiting written = waitlist.join();
        clock.setTo(OffsetDateTime.parse("2027-02-07T10:00:00+11:00").toInstant());
        waitlist.free("anna", "2027-02-09T10:00:00+11:00");
        waitlist.settle();
        assertThat(stateAtTheDesk(called)).isEqualTo("waiting");
        assertThat(written.state()).isEqualTo("offered");
        written.decline(written.offer()).then().statusCode(200);
        waitlist.settle();
        assertThat(waitlist.offers()).isEqualTo(1);
        clock.setTo(OffsetDateTime.parse("2027-02-08T08:00:00+11:00").toInstant());
        waitlist.settle();
        assertThat(stateAtTheDesk(called)).isEqualTo("offered");
    }

    @Test
    void aLetterHelpsWhoCanTakeTheTimeWithAnAccountWhileNobodyIsAtTheDesk() {
        Waiting called = writtenDown(somebody());
        Waiting withAccount = writtenDown(somebody());
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO patient_access (id, patient_id, subject, relation, scope, verified_by, valid_from)
                        VALUES (gen_random_uuid(), :patient, 'has-an-account', 'self', 'full', 'reception', '2027-01-01')
                        """)
                .bind(
                        "patient",
                        UUID.fromString(receptionist("north")
                                .get(WAITLIST + "/" + withAccount.id())
                                .path("patientId")))
                .execute());
        clock.setTo(OffsetDateTime.parse("2027-02-07T10:00:00+11:00").toInstant());
        waitlist.free("anna", "2027-02-09T10:00:00+11:00");
        waitlist.settle();
        assertThat(stateAtTheDesk(called)).isEqualTo("waiting");
        assertThat(stateAtTheDesk(withAccount)).isEqualTo("offered");
    }

    @Test
    void whileTheMailServerIsAwayNobodyIsOfferedATimeWhoWouldHearByLetterOnly() {
        Waiting byLetter = waitlist.join();
        String key = newKey();
        Waiting watched = new Waiting(key, waitlist.joined(guest(key), waitlist.wish(WATCHED)));
        Waiting called = writtenDown(somebody());
        String waitingLetter = mailServerIsAway();
        waitlist.free("anna", TEN);
        waitlist.settle();
        assertThat(byLetter.state()).isEqualTo("waiting");
        assertThat(watched.state()).isEqualTo("offered");
        watched.decline(watched.offer()).then().statusCode(200);
        waitlist.settle();
        assertThat(stateAtTheDesk(called)).isEqualTo("offered");
        String offer = receptionist("north").get(WAITLIST + "/" + called.id()).path("offer.id");
        receptionist("north").delete(HOLDS + "/" + offer).then().statusCode(204);
        clock.advance(Duration.ofHours(1));
        waitlist.settle();
        assertThat(waitlist.offers()).isEqualTo(2);
        database.useHandle(handle -> handle.execute(
                "UPDATE message SET state = 'sent', sent_at = created_at, away_since = NULL WHERE id = ?",
                UUID.fromString(waitingLetter)));
        clock.advance(Duration.ofMinutes(5));
        waitlist.settle();
        byLetter.read().then().body("state", is("offered")).body("offer.startsAt", is(TEN));
    }

    @Test
    void whatAnOfferLeavesOfATimeIsAskedOfThoseWhoDidNotHearOfItBefore() {
        Waiting called = writtenDown(phoneOnly());
        Waiting written = waitlist.join();
        clock.setTo(OffsetDateTime.parse("2027-02-07T10:00:00+11:00").toInstant());
        QuarkusTransaction.requiringNew()
                .run(() -> freedTimes.ofDiaries(
                        network.practitioner("anna"),
                        network.clinic("north"),
                        OffsetDateTime.parse("2027-02-09T10:00:00+11:00").toInstant(),
                        OffsetDateTime.parse("2027-02-09T11:00:00+11:00").toInstant(),
                        clock.instant()));
        waitlist.settle();
        written.read().then().body("offer.startsAt", is("2027-02-09T10:00:00+11:00"));
        waitlist.take(written.asGuest(), written.offer()).then().statusCode(201);
        clock.setTo(OffsetDateTime.parse("2027-02-08T08:00:00+11:00").toInstant());
        waitlist.settle();
        assertThat(waitlist.offersMade()).contains("anna 09 10:30");
        assertThat(stateAtTheDesk(called)).isEqualTo("offered");
    }

    /** An entry of north's front desk. */
    private Waiting writtenDown(String patient) {
        String wish = waitlist.wish("chat", "north", patient).replace("2027-02-26", "2027-03-26");
        return new Waiting("", waitlist.joined(receptionist("north"), wish));
    }

    private static String stateAtTheDesk(Waiting entry) {
        return receptionist("north").get(WAITLIST + "/" + entry.id()).path("state");
    }

    /** As a letter leaves it that could not be handed over: its message waits. */
    private String mailServerIsAway() {
        Booked booked = waitlist.book("ben", "2027-02-19T10:00:00+11:00");
        return database.withHandle(handle ->
                handle.createQuery("""
                        INSERT INTO message (id, patient_id, appointment_id, appointment_version, purpose, template, urgent, due_at,
                                             good_until, state, reason, away_since, created_at)
                        SELECT gen_random_uuid(), patient_id, id, 1, 'confirmation', 'news', false, created_at, starts_at,
                               'planned', 'server-unreachable', created_at, created_at
                          FROM appointment WHERE id = ?::uuid
                        RETURNING id
                        """).bind(0, booked.id()).mapTo(String.class).one());
    }

    private static String phoneOnly() {
        return somebody().replace("\"email\":\"mia@example.org\"", "\"phone\":\"+61491570156\"");
    }

    @Test
    void aMinorIsNotOfferedAHandsOnVisitThatNeedsAnAdult() {
        String key = newKey();
        String ofAgeOnTheTenth = somebody().replace("1988-04-12", "2009-02-10") + ",\"screeningPass\":\""
                + Passes.clear(MONDAY_EIGHT).sign() + "\"";
        Waiting minor =
                new Waiting(key, waitlist.joined(guest(key), waitlist.wish("massage", "north", ofAgeOnTheTenth)));
        Waiting next = waitlist.join();
        freeTen();
        assertThat(minor.state()).isEqualTo("waiting");
        assertThat(next.state()).isEqualTo("offered");
        waitlist.free("anna", "2027-02-10T10:00:00+11:00");
        waitlist.settle();
        minor.read().then().body("offer.startsAt", is("2027-02-10T10:00:00+11:00"));
    }

    @Test
    void aFreedTimeRestsUntilEveryCopyKnowsOfIt() {
        waitlist.join();
        Instant found = clock.instant();
        QuarkusTransaction.requiringNew()
                .run(() -> freedTimes.ofDiaries(
                        network.practitioner("anna"),
                        network.clinic("north"),
                        found,
                        found.plus(Duration.ofHours(1)),
                        found));
        assertThat(freedTimes.first(found.minusMillis(1), true)).isEmpty();
        assertThat(freedTimes.first(found, true)).isPresent();
    }

    /** More than a round gets through: what a large clinic leaves to be offered when it reopens. */
    private void reopened(int diaries) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO waitlist_freed_time (practitioner_id, clinic_id, starts_at, ends_at, found_at)
                        SELECT :ben, :north, from_, from_ + interval '1 day', :now
                          FROM generate_series(1, :diaries) AS n,
                               LATERAL (SELECT '2027-02-03 00:00+11'::timestamptz + n * interval '1 minute' AS from_) AS time
                        """)
                .bind("ben", network.practitioner("ben"))
                .bind("north", network.clinic("north"))
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .bind("diaries", diaries)
                .execute());
    }

    private int freedTimesLeft() {
        return database.withHandle(handle -> handle.createQuery("SELECT count(*) FROM waitlist_freed_time")
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void aCancellationIsOfferedBeforeAllThatAReopenedClinicLeft() {
        waitlist.join();
        reopened(250);
        waitlist.free("anna", TEN);
        waitlist.round();
        assertThat(waitlist.offersMade()).containsExactly("anna 02 10:00");
    }

    @Test
    void aRoundEndsBeforeEverythingIsOffered() {
        waitlist.join();
        reopened(250);
        waitlist.round();
        assertThat(freedTimesLeft()).isPositive();
        waitlist.free("anna", TEN);
        Waiting second = waitlist.join();
        waitlist.round();
        assertThat(second.state()).isEqualTo("offered");
        assertThat(waitlist.offersMade()).last().isEqualTo("anna 02 10:00");
        assertThat(freedTimesLeft()).isPositive();
    }

    @Test
    void wholeDiariesHaveTheirTurnToo() {
        waitlist.join();
        reopened(1);
        Instant found = clock.instant();
        QuarkusTransaction.requiringNew()
                .run(() -> freedTimes.ofDiaries(
                        network.practitioner("anna"),
                        network.clinic("north"),
                        found,
                        found.plus(Duration.ofHours(1)),
                        found));
        assertThat(freedTimes.first(found, true).orElseThrow().practitionerId())
                .isEqualTo(network.practitioner("anna"));
        assertThat(freedTimes.first(found, false).orElseThrow().practitionerId())
                .isEqualTo(network.practitioner("ben"));
    }

    @Test
    void onePersonIsOfferedThreeTimesADay() {
        Waiting waiting = waitlist.join();
        for (int hour = 10; hour < 13; hour++) {
            waitlist.free("anna", "2027-02-02T%d:00:00+11:00".formatted(hour));
            waitlist.settle();
            waiting.decline(waiting.offer()).then().statusCode(200);
        }
        waitlist.free("anna", "2027-02-02T13:00:00+11:00");
        waitlist.settle();
        assertThat(waiting.state()).isEqualTo("waiting");
        clock.advance(Duration.ofHours(24).plusSeconds(1));
        waitlist.free("anna", "2027-02-02T14:00:00+11:00");
        waitlist.settle();
        assertThat(waiting.state()).isEqualTo("offered");
    }

    @Test
    void anEarlierTimeMovesTheAppointmentWhichKeepsItsId() {
        Booked friday = waitlist.book("ben", "2027-02-05T15:00:00+11:00");
        Waiting waiting = waitingForEarlierThan(friday);
        String offer = offeredTen(waiting);
        waitlist.take(waiting.asGuest(), offer)
                .then()
                .statusCode(201)
                .body("id", is(friday.id()))
                .body("state", is("confirmed"))
                .body("startsAt", is(TEN))
                .body("practitioner.code", is("anna"))
                .body("patientId", is(friday.patient()));
        waitlist.take(waiting.asGuest(), offer).then().statusCode(410);
        waitlist.settle();
        assertThat(waiting.state()).isEqualTo("fulfilled");
        assertThat(waitlist.eventsOf("appointment", friday.id()))
                .containsExactly("appointment-booked", "appointment-moved");
        assertThat(waitlist.eventsOf("appointment", offer))
                .containsExactly("time-held", "waitlist-offered", "hold-exchanged");
        String next = newKey();
        guest(next)
                .body(network.visit("chat", 30, "north", "ben", "2027-02-05T15:00:00+11:00", ""))
                .post(HOLDS)
                .then()
                .statusCode(201);
        guest(next)
                .body(network.visit("chat", 30, "north", "anna", TEN, ""))
                .post(HOLDS)
                .then()
                .statusCode(409);
    }

    @Test
    void anEarlierTimeWhosePractitionerCallsInSickIsNotTaken() {
        Booked friday = waitlist.book("ben", "2027-02-05T15:00:00+11:00");
        Waiting waiting = waitingForEarlierThan(friday);
        String offer = offeredTen(waiting);
        receptionist("north", "south")
                .body("""
                        {"from":"2027-02-02T08:00","until":"2027-02-02T18:00","reason":"sick","strandAppointments":true}""")
                .post("/booking/v1/practitioners/" + network.practitioner("anna") + "/time-off")
                .then()
                .statusCode(201);
        waitlist.take(waiting.asGuest(), offer).then().statusCode(409).body("type", is("/problems/slot-taken"));
        guest(friday.key())
                .get(APPOINTMENTS + "/" + friday.id())
                .then()
                .body("startsAt", is("2027-02-05T15:00:00+11:00"));
    }

    @Test
    void anEarlierTimeIsTakenOnceEvenWhenAskedTwiceAtOnce() throws Exception {
        Booked friday = waitlist.book("anna", "2027-02-05T15:00:00+11:00");
        Waiting waiting = waitingForEarlierThan(friday);
        String offer = offeredTen(waiting);
        try (var threads = Executors.newFixedThreadPool(2)) {
            Callable<Integer> take =
                    () -> waitlist.take(waiting.asGuest(), offer).statusCode();
            List<Integer> answers = new ArrayList<>();
            for (var answer : threads.invokeAll(List.of(take, take))) {
                answers.add(answer.get());
            }
            assertThat(answers).containsExactlyInAnyOrder(201, 410);
        }
        guest(friday.key())
                .get(APPOINTMENTS + "/" + friday.id())
                .then()
                .body("startsAt", is(TEN))
                .body("state", is("confirmed"));
    }

    @Test
    void theOldTimeOfAnAppointmentThatMovedEarlierIsOfferedToTheNext() {
        Booked friday = waitlist.book("anna", "2027-02-05T15:00:00+11:00");
        Waiting first = waitingForEarlierThan(friday);
        Waiting second = waitlist.join();
        freeTen();
        waitlist.take(first.asGuest(), first.offer()).then().statusCode(201);
        waitlist.settle();
        second.read().then().body("offer.startsAt", is("2027-02-05T15:00:00+11:00"));
    }

    @Test
    void aLaterTimeIsNoEarlierTime() {
        Booked monday = waitlist.book("ben", "2027-02-01T15:00:00+11:00");
        Waiting waiting = waitingForEarlierThan(monday);
        freeTen();
        assertThat(waiting.state()).isEqualTo("waiting");
    }

    @Test
    void anOfferedTimeThatIsNoEarlierAnyMoreMovesNothing() {
        Booked friday = waitlist.book("ben", "2027-02-05T15:00:00+11:00");
        Waiting waiting = waitingForEarlierThan(friday);
        String offer = offeredTen(waiting);
        guest(friday.key())
                .header("If-Match", "\"1\"")
                .body("{\"startsAt\":\"2027-02-01T15:00:00+11:00\"}")
                .post(APPOINTMENTS + "/" + friday.id() + "/reschedule")
                .then()
                .statusCode(200);
        waitlist.take(waiting.asGuest(), offer)
                .then()
                .statusCode(409)
                .body("type", is("/problems/appointment-state-conflict"));
        guest(friday.key())
                .get(APPOINTMENTS + "/" + friday.id())
                .then()
                .body("startsAt", is("2027-02-01T15:00:00+11:00"));
    }

    @Test
    void aMinorIsNotOfferedAnEarlierHandsOnVisitThatNeedsAnAdult() {
        String key = newKey();
        String ofAgeOnTheTenth = somebody().replace("1988-04-12", "2009-02-10") + ",\"screeningPass\":\""
                + Passes.clear(MONDAY_EIGHT).sign() + "\"";
        Response booked = guest(key)
                .body(network.visit("massage", 30, "north", "ben", "2027-02-11T15:00:00+11:00", ofAgeOnTheTenth))
                .post(APPOINTMENTS);
        booked.then().statusCode(201);
        Waiting minor = waitingForEarlierThan(new Booked(key, booked.path("id"), booked.path("patientId")));
        freeTen();
        assertThat(minor.state()).isEqualTo("waiting");
        waitlist.free("anna", "2027-02-10T10:00:00+11:00");
        waitlist.settle();
        minor.read().then().body("offer.startsAt", is("2027-02-10T10:00:00+11:00"));
    }

    @Test
    void whoeverCallsTheAppointmentOffWaitsForNoEarlierTime() {
        Booked friday = waitlist.book("ben", "2027-02-05T15:00:00+11:00");
        Waiting waiting = waitingForEarlierThan(friday);
        String offer = offeredTen(waiting);
        friday.cancel().then().statusCode(200);
        waitlist.take(waiting.asGuest(), offer)
                .then()
                .statusCode(409)
                .body("type", is("/problems/appointment-state-conflict"));
        waitlist.settle();
        assertThat(waiting.state()).isEqualTo("removed");
        guest(waiting.key()).get(APPOINTMENTS + "/" + offer).then().body("state", is("expired"));
    }

    /** Whoever has this appointment waits for an earlier time. */
    private Waiting waitingForEarlierThan(Booked booked) {
        return new Waiting(booked.key(), waitlist.joined(guest(booked.key()), earlier(booked)));
    }

    /** Anna's ten o'clock becomes free, and the waitlist has looked at it. */
    private void freeTen() {
        waitlist.free("anna", TEN);
        waitlist.settle();
    }

    private String offeredTen(Waiting waiting) {
        freeTen();
        return waiting.offer();
    }

    private String earlier(Booked booked) {
        return """
                {"replacesAppointmentId":"%s","clinicIds":["%s"],"latest":"2027-02-26"}""".formatted(booked.id(), network.clinic("north"));
    }

    @Test
    void whoeverNeedsANewScreeningIsOfferedNothingBeforeIt() {
        String key = newKey();
        String pass = Passes.clear(MONDAY_EIGHT)
                .expiresAt(MONDAY_EIGHT.plus(Duration.ofHours(1)))
                .sign();
        Waiting waiting = new Waiting(
                key,
                waitlist.joined(
                        guest(key),
                        waitlist.wish("massage", "north", somebody() + ",\"screeningPass\":\"" + pass + "\"")));
        waiting.read().then().body("screenedUntil", is("2027-02-01T09:00:00+11:00"));
        clock.advance(Duration.ofHours(1));
        passes.pulledAt(clock.instant());
        freeTen();
        assertThat(waiting.state()).isEqualTo("needs-screening");
        assertThat(waitlist.eventsOf("entry", waiting.id()))
                .containsExactly("waitlist-entry-added", "waitlist-screening-needed");

        String renewed = Passes.clear(clock.instant()).sign();
        waiting.asGuest()
                .header("If-Match", waiting.read().header("ETag"))
                .body("{\"screeningPass\":\"" + renewed + "\"}")
                .patch(WAITLIST + "/" + waiting.id())
                .then()
                .statusCode(200)
                .body("state", is("waiting"));
        waitlist.free("anna", "2027-02-03T10:00:00+11:00");
        waitlist.settle();
        waiting.read().then().body("state", is("offered"));
        waiting.asGuest()
                .body("{\"holdId\":\"" + waiting.offer() + "\",\"screeningPass\":\"" + renewed + "\"}")
                .post(APPOINTMENTS)
                .then()
                .statusCode(201)
                .body("screening.state", is("cleared"));
    }

    @Test
    void aRevokedPassIsFoundWhenATimeWouldBeOffered() {
        String key = newKey();
        Passes.Builder pass = Passes.clear(MONDAY_EIGHT);
        Waiting waiting = new Waiting(
                key,
                waitlist.joined(
                        guest(key),
                        waitlist.wish("massage", "north", somebody() + ",\"screeningPass\":\"" + pass.sign() + "\"")));
        passes.revoke(pass.id(), MONDAY_EIGHT.plus(Duration.ofDays(1)));
        freeTen();
        assertThat(waiting.state()).isEqualTo("needs-screening");
        assertThat(waitlist.offers()).isZero();
    }

    @Test
    void whatTheFrontDeskWroteDownIsTakenByTheFrontDesk() {
        String id = waitlist.joined(receptionist("north"), waitlist.wish(""));
        freeTen();
        String offer = receptionist("north").get(WAITLIST + "/" + id).path("offer.id");
        waitlist.take(receptionist("south"), offer).then().statusCode(404);
        waitlist.take(receptionist("north"), offer).then().statusCode(201).body("bookedBy", is("staff"));
        waitlist.settle();
        receptionist("north").get(WAITLIST + "/" + id).then().body("state", is("fulfilled"));
    }

    @Test
    void whatTheFrontDeskWroteDownIsTakenByThePatientsAccountToo() {
        String patient = waitlist.known();
        Tokens account = Tokens.role("patient").subject("reads-the-letter");
        Tokens reader = Tokens.role("patient").subject("may-only-read");
        for (String[] linked : new String[][] {{"reads-the-letter", "book"}, {"may-only-read", "read"}}) {
            receptionist("north")
                    .body("{\"subject\":\"%s\",\"relation\":\"carer\",\"scope\":\"%s\"}"
                            .formatted(linked[0], linked[1]))
                    .post(PATIENTS + "/" + patient + "/access")
                    .then()
                    .statusCode(201);
        }
        String id = waitlist.joined(
                receptionist("north"), waitlist.wish("chat", "north", ",\"patientId\":\"" + patient + "\""));
        freeTen();
        String offer = as(account).get(WAITLIST + "/" + id).path("offer.id");
        as(account).get(HOLDS + "/" + offer).then().statusCode(200);
        waitlist.take(as(reader), offer).then().statusCode(404);
        waitlist.take(as(account), offer).then().statusCode(201).body("patientId", is(patient));
    }

    @Test
    void afterTheLastDayTheEntryIsOver() {
        Waiting waiting = waitlist.join(",\"earliest\":\"2027-02-01\"");
        clock.setTo(MONDAY_EIGHT.plus(Duration.ofDays(26)));
        waitlist.settle();
        assertThat(waiting.state()).isEqualTo("expired");
        assertThat(waitlist.eventsOf("entry", waiting.id())).last().isEqualTo("waitlist-entry-removed");
    }
}
