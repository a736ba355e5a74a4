package network.physio.booking.patient.merge;

import static network.physio.booking.patient.Callers.PATIENTS;
import static network.physio.booking.patient.Callers.admin;
import static network.physio.booking.patient.Callers.anonymous;
import static network.physio.booking.patient.Callers.guest;
import static network.physio.booking.patient.Callers.made;
import static network.physio.booking.patient.Callers.madeAt;
import static network.physio.booking.patient.Callers.mia;
import static network.physio.booking.patient.Callers.newKey;
import static network.physio.booking.patient.Callers.partner;
import static network.physio.booking.patient.Callers.patient;
import static network.physio.booking.patient.Callers.practitioner;
import static network.physio.booking.patient.Callers.receptionist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
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
import network.physio.booking.patient.Network;
import network.physio.booking.screening.Passes;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class MergeResourceTest {

    private static final String PHONE = "\"phone\":\"+61491570156\"";

    @Inject
    Network network;

    @Inject
    TestNetwork treatments;

    @Inject
    Passes passes;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    private final String key = newKey();
    private Network.Clinic clinic;
    private UUID entered;
    private UUID known;
    private Instant soon;

    @BeforeEach
    void aGuestWhoIsKnown() {
        clinic = network.newClinic();
        entered = UUID.fromString(made(guest(key), mia()));
        network.treat(entered, clinic);
        known = UUID.fromString(madeAt(clinic, PHONE));
        soon = clock.instant().plus(Duration.ofDays(2));
    }

    private RequestSpecification desk() {
        return receptionist(clinic.code());
    }

    private static String into(UUID survivor) {
        return "{\"into\":\"" + survivor + "\",\"identityChecked\":true}";
    }

    private Response merge(UUID from, UUID survivor, String version) {
        return desk().header("If-Match", version).body(into(survivor)).post(PATIENTS + "/" + from + "/merge");
    }

    private Response unmerge(UUID id, String version) {
        return desk().header("If-Match", version).post(PATIENTS + "/" + id + "/unmerge");
    }

    private UUID patientOf(UUID appointment) {
        return database.withHandle(handle -> handle.createQuery("SELECT patient_id FROM appointment WHERE id = :id")
                .bind("id", appointment)
                .mapTo(UUID.class)
                .one());
    }

    private List<UUID> claimsOf(UUID patient) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT appointment_id FROM claim WHERE resource_id = :id ORDER BY during")
                        .bind("id", patient)
                        .mapTo(UUID.class)
                        .list());
    }

    @Test
    void everythingGoesToTheRecordThatStaysAndComesBack() {
        UUID visit = network.visit(clinic, entered, soon);
        UUID theirs = network.visit(clinic, known, soon.plus(Duration.ofHours(3)));
        guest(key)
                .body("{\"kind\":\"treatment\",\"textVersion\":\"v1\",\"relation\":\"self\"}")
                .post(PATIENTS + "/" + entered + "/consents")
                .then()
                .statusCode(201);
        merge(entered, known, "\"1\"")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("merged", is(true))
                .body("survivorId", is(known.toString()))
                .body("appointments", contains(visit.toString()));
        assertThat(patientOf(visit)).isEqualTo(known);
        assertThat(claimsOf(known)).containsExactly(visit, theirs);
        assertThat(claimsOf(entered)).isEmpty();
        desk().get(PATIENTS + "/" + known + "/consents").then().body("items.size()", is(1));
        assertThat(network.eventsAbout(entered)).contains("patient-merged", "appointment-patient-changed");

        unmerge(entered, "\"2\"")
                .then()
                .statusCode(200)
                .header("ETag", "\"3\"")
                .body("merged", is(false))
                .body("appointments", contains(visit.toString()));
        assertThat(patientOf(visit)).isEqualTo(entered);
        assertThat(claimsOf(entered)).containsExactly(visit);
        assertThat(claimsOf(known)).containsExactly(theirs);
        desk().get(PATIENTS + "/" + known + "/consents").then().body("items", empty());
        desk().get(PATIENTS + "/" + entered).then().statusCode(200);
        assertThat(network.logOf(entered)).contains("merge front-desk", "unmerge front-desk");
        assertThat(network.logOf(known)).contains("merge front-desk", "unmerge front-desk");
    }

    @Test
    void whatCameToTheSurvivorSinceStaysThere() {
        merge(entered, known, "\"1\"").then().statusCode(200);
        UUID later = network.visit(clinic, known, soon);
        unmerge(entered, "\"2\"").then().statusCode(200).body("appointments", empty());
        assertThat(patientOf(later)).isEqualTo(known);
        assertThat(claimsOf(known)).containsExactly(later);
    }

    @Test
    void aMergedIdAnswersWithTheSurvivorsAddressToThoseWhoMayReadThat() {
        merge(entered, known, "\"1\"").then().statusCode(200);
        desk().redirects()
                .follow(false)
                .get(PATIENTS + "/" + entered)
                .then()
                .statusCode(303)
                .header("ETag", "\"2\"")
                .header("Location", endsWith(PATIENTS + "/" + known));
        guest(key)
                .redirects()
                .follow(false)
                .get(PATIENTS + "/" + entered)
                .then()
                .statusCode(404);
        desk().header("If-Match", "\"2\"")
                .body("{\"phone\":\"+61491570157\"}")
                .patch(PATIENTS + "/" + entered)
                .then()
                .statusCode(409)
                .body("type", is("/problems/patient-merged"))
                .body("mergedInto", is(known.toString()));
        desk().get(PATIENTS + "?name=mia").then().body("items.id", contains(known.toString()));
    }

    @Test
    void aMergedIdCannotBeBooked() {
        treatments.fresh();
        passes.pulledAt(TestNetwork.MONDAY_EIGHT);
        merge(entered, known, "\"1\"").then().statusCode(200);
        receptionist("north", clinic.code())
                .body(treatments.visit(
                        "chat", 30, "north", "anna", "2027-02-01T10:00:00+11:00", ",\"patientId\":\"" + entered + "\""))
                .post("/booking/v1/appointments")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", is("#/patientId"));
    }

    @Test
    void ofABookingAndAMergeAtOnceNothingIsBookedForTheMergedRecord() throws Exception {
        treatments.fresh();
        passes.pulledAt(TestNetwork.MONDAY_EIGHT);
        for (int round = 0; round < 5; round++) {
            String visit = treatments.visit(
                    "chat",
                    30,
                    "north",
                    "anna",
                    "2027-02-01T1%d:00:00+11:00".formatted(round),
                    ",\"patientId\":\"" + entered + "\"");
            List<Callable<Integer>> both = List.of(
                    () -> merge(entered, known, "\"1\"").statusCode(),
                    () -> receptionist("north", clinic.code())
                            .body(visit)
                            .post("/booking/v1/appointments")
                            .statusCode());
            try (var threads = Executors.newFixedThreadPool(2)) {
                for (var answer : threads.invokeAll(both)) {
                    assertThat(answer.get()).isIn(200, 201, 422, 412);
                }
            }
            assertThat(claimsOf(entered)).isEmpty();
            assertThat(network.column(entered, "merged_into")).isEqualTo(known.toString());
            aGuestWhoIsKnown();
        }
    }

    @Test
    void overlappingVisitsToComeAreRefusedWithAList() {
        UUID visit = network.visit(clinic, entered, soon);
        UUID other = network.visit(clinic, known, soon.plus(Duration.ofMinutes(15)));
        merge(entered, known, "\"1\"")
                .then()
                .statusCode(409)
                .body("type", is("/problems/appointments-overlap"))
                .body("overlaps.visit.appointmentId", contains(visit.toString()))
                .body("overlaps.other.appointmentId", contains(other.toString()));
        assertThat(patientOf(visit)).isEqualTo(entered);
        desk().get(PATIENTS + "/" + entered).then().statusCode(200).header("ETag", "\"1\"");
    }

    @Test
    void overlappingVisitsOfThePastAreNoReason() {
        Instant past = clock.instant().minus(Duration.ofDays(3));
        UUID visit = network.visit(clinic, entered, past);
        network.visit(clinic, known, past);
        merge(entered, known, "\"1\"").then().statusCode(200);
        assertThat(patientOf(visit)).isEqualTo(known);
        unmerge(entered, "\"2\"").then().statusCode(200);
        assertThat(patientOf(visit)).isEqualTo(entered);
        assertThat(claimsOf(entered)).containsExactly(visit);
    }

    @Test
    void accountsThatNobodyCheckedComeAlongOnlyWhenReceptionHas() {
        String self = newKey();
        UUID own = UUID.fromString(made(patient(self), mia("self")));
        network.treat(own, clinic);
        String carer = newKey();
        network.link(own, carer, "carer", "book");
        desk().header("If-Match", "\"1\"")
                .body(into(known).replace("true", "false"))
                .post(PATIENTS + "/" + own + "/merge")
                .then()
                .statusCode(200);
        patient(self).get(PATIENTS + "/" + known).then().statusCode(404);
        patient(carer).get(PATIENTS + "/" + known).then().statusCode(200);
        unmerge(own, "\"2\"").then().statusCode(200);
        patient(self).get(PATIENTS + "/" + own).then().statusCode(200);
        patient(carer).get(PATIENTS + "/" + known).then().statusCode(404);

        merge(own, known, "\"3\"").then().statusCode(200);
        patient(self).get(PATIENTS + "/" + known).then().statusCode(200);
        patient(self).redirects().follow(false).get(PATIENTS + "/" + own).then().statusCode(303);
    }

    @Test
    void onlyAConfirmedPatientOfTheDeskStays() {
        UUID provisional = UUID.fromString(made(guest(newKey()), mia()));
        network.treat(provisional, clinic);
        merge(entered, provisional, "\"1\"")
                .then()
                .statusCode(409)
                .body("type", is("/problems/patient-state-conflict"));
        UUID foreign = UUID.fromString(madeAt(network.newClinic(), PHONE));
        for (UUID wrong : List.of(foreign, entered, UUID.randomUUID())) {
            merge(entered, wrong, "\"1\"").then().statusCode(422).body("errors[0].pointer", is("#/into"));
        }
    }

    @Test
    void versionsAreChecked() {
        merge(entered, known, "\"9\"").then().statusCode(412);
        desk().body(into(known))
                .post(PATIENTS + "/" + entered + "/merge")
                .then()
                .statusCode(428);
        merge(entered, known, "\"1\"").then().statusCode(200);
        unmerge(entered, "\"1\"").then().statusCode(412);
        merge(entered, known, "\"2\"").then().statusCode(409).body("type", is("/problems/patient-merged"));
        unmerge(known, "\"1\"").then().statusCode(409).body("type", is("/problems/patient-state-conflict"));
    }

    @Test
    void ofMergesIntoOneAnotherTheLastIsTakenBackFirst() {
        UUID third = UUID.fromString(madeAt(clinic, PHONE));
        merge(entered, known, "\"1\"").then().statusCode(200);
        merge(known, third, "\"1\"").then().statusCode(200);
        desk().redirects()
                .follow(false)
                .get(PATIENTS + "/" + entered)
                .then()
                .header("Location", endsWith(PATIENTS + "/" + third));
        unmerge(entered, "\"2\"").then().statusCode(409).body("mergedInto", is(third.toString()));
        unmerge(known, "\"2\"").then().statusCode(200);
        unmerge(entered, "\"2\"").then().statusCode(200);
    }

    @Test
    void ofTwoMergesAcrossAtOnceOneStands() {
        UUID other = UUID.fromString(madeAt(clinic, PHONE));
        List<Integer> answers = IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> i % 2 == 0 ? merge(known, other, "\"1\"") : merge(other, known, "\"1\""))
                .map(Response::statusCode)
                .sorted()
                .toList();
        assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
        assertThat(answers).allMatch(status -> List.of(200, 409, 412, 422).contains(status));
    }

    @Test
    void aRepeatedRequestIsAnsweredLikeTheFirst() {
        RequestSpecification once = desk().header("If-Match", "\"1\"").header("Idempotency-Key", "merge-" + entered);
        Response first = once.body(into(known)).post(PATIENTS + "/" + entered + "/merge");
        Response second = once.body(into(known)).post(PATIENTS + "/" + entered + "/merge");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.asString()).isEqualTo(first.asString());
    }

    @Test
    void onlyAFrontDeskThatTreatsThePersonMayMerge() {
        String code = network.practitionerWithAppointment(clinic, entered, "completed");
        for (RequestSpecification caller : List.of(guest(key), practitioner(code))) {
            caller.header("If-Match", "\"1\"")
                    .body(into(known))
                    .post(PATIENTS + "/" + entered + "/merge")
                    .then()
                    .statusCode(403);
        }
        for (RequestSpecification caller : List.of(
                guest(newKey()),
                patient(newKey()),
                partner("acme"),
                admin(),
                receptionist(network.newClinic().code()))) {
            caller.header("If-Match", "\"1\"")
                    .body(into(known))
                    .post(PATIENTS + "/" + entered + "/merge")
                    .then()
                    .statusCode(404);
        }
        anonymous()
                .body(into(known))
                .post(PATIENTS + "/" + entered + "/merge")
                .then()
                .statusCode(401);
    }
}
