package network.physio.booking.patient.erasure;

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
import static network.physio.booking.patient.Callers.person;
import static network.physio.booking.patient.Callers.practitioner;
import static network.physio.booking.patient.Callers.receptionist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import network.physio.booking.patient.Network;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class RecordsResourceTest {

    private static final String ASKED = "{\"reason\":\"asked-by-patient\"}";

    @Inject
    Network network;

    @Inject
    ForgottenGuests forgottenGuests;

    @Inject
    ForgottenLetters forgottenLetters;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    private final String key = newKey();
    private Network.Clinic clinic;
    private UUID id;

    @BeforeEach
    void aGuestOfAClinic() {
        clinic = network.newClinic();
        id = UUID.fromString(made(guest(key).header("Idempotency-Key", "made"), marked()));
        network.treat(id, clinic);
    }

    @AfterEach
    void now() {
        clock.reset();
    }

    private static String marked() {
        return person("\"email\":\"qwilda@example.org\"")
                .replace("Mia", "Qwilda")
                .replace("Nguyen", "Zorbisch");
    }

    private RequestSpecification desk() {
        return receptionist(clinic.code());
    }

    private Response export(RequestSpecification caller) {
        return caller.post(PATIENTS + "/" + id + "/export");
    }

    private Response erase(RequestSpecification caller) {
        return caller.body(ASKED).post(PATIENTS + "/" + id + "/erase");
    }

    /** Everything in the schema but what other tests own, as text. */
    private List<String> everythingAbout(UUID patient) {
        return database.withHandle(handle ->
                handle.createQuery("""
                        SELECT t::text FROM patient t WHERE id = :id
                        UNION ALL SELECT t::text FROM patient_address t WHERE patient_id = :id
                        UNION ALL SELECT t::text FROM patient_access t WHERE patient_id = :id
                        UNION ALL SELECT t::text FROM patient_link_code t WHERE patient_id = :id
                        UNION ALL SELECT t::text FROM consent t WHERE patient_id = :id
                        UNION ALL SELECT t::text FROM appointment t WHERE patient_id = :id
                        UNION ALL SELECT t::text FROM message t WHERE patient_id = :id
                        UNION ALL SELECT t::text FROM message_preference t WHERE patient_id = :id
                        UNION ALL SELECT t::text FROM manage_link t
                                   WHERE appointment_id IN (SELECT a.id FROM appointment a WHERE a.patient_id = :id)
                        UNION ALL SELECT convert_from(body, 'UTF8') FROM answer
                                   WHERE position(convert_to(:id::text, 'UTF8') IN body) > 0
                        """).bind("id", patient).mapTo(String.class).list());
    }

    // Taking along

    @Test
    void theExportHoldsAllThatIsKept() {
        UUID visit = network.visit(clinic, id, clock.instant().minus(Duration.ofDays(3)));
        guest(key)
                .body("{\"kind\":\"privacy-notice\",\"textVersion\":\"v1\",\"relation\":\"self\"}")
                .post(PATIENTS + "/" + id + "/consents");
        guest(key).body("""
                        {"street":"12 Example Street","suburb":"Fitzroy","state":"VIC","postcode":"3065","country":"AU"}""").post(PATIENTS + "/" + id + "/addresses");
        network.link(id, "somebody", "carer", "read");
        network.correspondence(id, visit);
        export(guest(key))
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("records.familyName", contains("Zorbisch"))
                .body("records.email", contains("qwilda@example.org"))
                .body("addresses.street", contains("12 Example Street"))
                .body("consents.kind", contains("privacy-notice"))
                .body("accounts.subject", contains("somebody"))
                .body("clinics.code", contains(clinic.code()))
                .body("appointments.id", contains(visit.toString()))
                .body("messages.purpose", contains("reminder"))
                .body("messages[0].appointmentId", is(visit.toString()))
                .body("messages[0].state", is("sent"))
                .body("messagePreferences.switchedOff", contains("soreness-check"))
                .body("manageLinks.appointmentId", contains(visit.toString()))
                .body("waitlist", empty())
                .body("accessLog.action", hasItem("export"));
        export(desk()).then().statusCode(200).body("accessLog.purpose", hasItem("front-desk"));
        assertThat(network.logOf(id)).contains("export own-record", "export front-desk");
    }

    @Test
    void theExportHoldsWhatWasMergedToo() {
        String known = madeAt(clinic, "\"phone\":\"+61491570156\"");
        desk().header("If-Match", "\"1\"")
                .body("{\"into\":\"" + known + "\",\"identityChecked\":false}")
                .post(PATIENTS + "/" + id + "/merge")
                .then()
                .statusCode(200);
        desk().post(PATIENTS + "/" + known + "/export")
                .then()
                .statusCode(200)
                .body("records.givenName", contains("Qwilda", "Mia"));
        export(desk()).then().statusCode(409).body("type", is("/problems/patient-merged"));
    }

    @Test
    void aRequestWithoutABodyNeedsNoMediaType() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:%d%s/%s/export".formatted(RestAssured.port, PATIENTS, id)))
                .header("Guest-Key", key)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void onlyThePersonFullRepresentativesAndTheDeskTakeItAlong() {
        String full = newKey();
        String read = newKey();
        network.link(id, full, "guardian", "full");
        network.link(id, read, "carer", "book");
        export(patient(full)).then().statusCode(200);
        String code = network.practitionerWithAppointment(clinic, id, "completed");
        for (RequestSpecification caller : List.of(patient(read), practitioner(code))) {
            export(caller).then().statusCode(403);
        }
        for (RequestSpecification stranger : List.of(
                guest(newKey()),
                patient(newKey()),
                partner("acme"),
                admin(),
                receptionist(network.newClinic().code()))) {
            export(stranger).then().statusCode(404);
        }
        anonymous().post(PATIENTS + "/" + id + "/export").then().statusCode(401);
    }

    // Forgetting

    @Test
    void erasingLeavesVisitsWithoutANameAndNothingElse() {
        UUID visit = network.visit(clinic, id, clock.instant().minus(Duration.ofDays(3)));
        network.setState(visit, "completed");
        network.link(id, "account-of-somebody", "carer", "read");
        network.correspondence(id, visit);
        desk().body("{\"kind\":\"treatment\",\"textVersion\":\"v1\",\"relation\":\"parent\",\"givenBy\":\"Zorbisch\"}")
                .post(PATIENTS + "/" + id + "/consents")
                .then()
                .statusCode(201);
        assertThat(everythingAbout(id)).anyMatch(row -> row.contains("Qwilda"));
        erase(desk()).then().statusCode(204);
        assertThat(everythingAbout(id))
                .hasSize(3) // the patient's empty row, the consent, the visit
                .noneMatch(row -> row.contains("Qwilda")
                        || row.contains("Zorbisch")
                        || row.contains("qwilda")
                        || row.contains("1988-04-12")
                        || row.contains("account-of-somebody"));
        String retained = database.withHandle(handle -> handle.createQuery(
                        "SELECT state || ' ' || (retain_until > ends_at + interval '6 years') FROM appointment WHERE id = :id")
                .bind("id", visit)
                .mapTo(String.class)
                .one());
        assertThat(retained).isEqualTo("completed true");
        assertThat(network.eventsAbout(id)).contains("patient-erased");
        assertThat(network.logOf(id)).contains("erase front-desk");
        for (RequestSpecification caller : List.of(desk(), guest(key), admin())) {
            caller.get(PATIENTS + "/" + id).then().statusCode(404);
        }
        erase(desk()).then().statusCode(404);
        erase(admin()).then().statusCode(404);
    }

    @Test
    void whoFollowsTheFeedLearnsThatNobodyWaitsAnyMoreAndThatVisitsNameNobody() {
        UUID visit = network.visit(clinic, id, clock.instant().minus(Duration.ofDays(3)));
        UUID entry = network.waits(clinic, id, clock.instant().plus(Duration.ofDays(30)));
        String before = desk().get("/booking/v1/changes?after=now").path("next");
        erase(desk()).then().statusCode(204);
        desk().get("/booking/v1/changes?after=" + before)
                .then()
                .statusCode(200)
                .body("items.type", contains("patient-erased", "appointment-patient-erased", "waitlist-entry-removed"))
                .body("items[1].appointmentId", is(visit.toString()))
                .body("items[1].version", is(2))
                .body("items[2].clinicId", is(clinic.id().toString()))
                .body("items[2].details.entryId", is(entry.toString()))
                .body("items[2].details.because", is("erased"));
        desk().get("/booking/v1/waitlist/" + entry).then().statusCode(200).body("state", is("removed"));
    }

    @Test
    void aCopyOfAVisitThatSomebodyKeptIsOutOfDateAfterTheErasure() {
        UUID visit = network.visit(clinic, id, clock.instant().minus(Duration.ofDays(3)));
        database.useHandle(handle -> handle.execute(
                "UPDATE appointment SET screening = 'restricted', screening_blocked = '{dry-needling}' WHERE id = ?",
                visit));
        String address = "/booking/v1/appointments/" + visit;
        String tag = desk().get(address)
                .then()
                .statusCode(200)
                .body("screening.blockedTechniques", contains("dry-needling"))
                .extract()
                .header("ETag");
        desk().header("If-None-Match", tag).get(address).then().statusCode(304);
        erase(desk()).then().statusCode(204);
        desk().header("If-None-Match", tag)
                .get(address)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("screening.blockedTechniques", empty());
    }

    @Test
    void whoAgreedForThemselvesIsForgottenAndWhichDeskWroteConsentsDownIsNot() {
        String carer = newKey();
        network.link(id, carer, "carer", "full");
        String yes = "{\"kind\":\"treatment\",\"textVersion\":\"v1\",\"relation\":\"%s\"}";
        String consents = PATIENTS + "/" + id + "/consents";
        guest(key).body(yes.formatted("self")).post(consents).then().statusCode(201);
        patient(carer).body(yes.formatted("carer")).post(consents).then().statusCode(201);
        desk().body(yes.formatted("self")).post(consents).then().statusCode(201);
        List<String> before = recordedBy();
        assertThat(before).hasSize(3).contains("user:" + carer).doesNotContain("erased");
        erase(desk()).then().statusCode(204);
        assertThat(recordedBy()).containsExactly("erased", "erased", before.getLast());
    }

    /** In the order in which they were given. */
    private List<String> recordedBy() {
        return database.withHandle(
                handle -> handle.createQuery("SELECT recorded_by FROM consent WHERE patient_id = :id ORDER BY id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void visitsToComeAreCalledOffFirst() {
        UUID visit = network.visit(clinic, id, clock.instant().plus(Duration.ofDays(3)));
        erase(desk())
                .then()
                .statusCode(409)
                .body("type", is("/problems/patient-has-appointments"))
                .body("appointments.appointmentId", contains(visit.toString()))
                .body("appointments.state", contains("confirmed"));
        desk().get(PATIENTS + "/" + id).then().statusCode(200).body("givenName", is("Qwilda"));
        network.setState(visit, "cancelled");
        erase(desk()).then().statusCode(204);
    }

    @Test
    void whatWasMergedIsErasedToo() {
        UUID known = UUID.fromString(madeAt(clinic, "\"phone\":\"+61491570156\""));
        desk().header("If-Match", "\"1\"")
                .body("{\"into\":\"" + known + "\",\"identityChecked\":false}")
                .post(PATIENTS + "/" + id + "/merge")
                .then()
                .statusCode(200);
        erase(desk()).then().statusCode(409).body("type", is("/problems/patient-merged"));
        desk().body(ASKED).post(PATIENTS + "/" + known + "/erase").then().statusCode(204);
        assertThat(everythingAbout(id)).noneMatch(row -> row.contains("Qwilda"));
        desk().header("If-Match", "\"2\"")
                .post(PATIENTS + "/" + id + "/unmerge")
                .then()
                .statusCode(404);
    }

    @Test
    void whoMayErase() {
        String full = newKey();
        network.link(id, full, "guardian", "full");
        for (RequestSpecification caller : List.of(guest(key), patient(full))) {
            erase(caller).then().statusCode(403);
        }
        for (RequestSpecification stranger : List.of(
                guest(newKey()),
                patient(newKey()),
                partner("acme"),
                receptionist(network.newClinic().code()))) {
            erase(stranger).then().statusCode(404);
        }
        anonymous().body(ASKED).post(PATIENTS + "/" + id + "/erase").then().statusCode(401);
        Network.Clinic second = network.newClinic();
        network.treat(id, second);
        erase(desk()).then().statusCode(403).body("type", is("/problems/forbidden"));
        erase(admin()).then().statusCode(204);
        assertThat(network.logOf(id)).contains("erase retention");
        admin().body(ASKED)
                .post(PATIENTS + "/" + UUID.randomUUID() + "/erase")
                .then()
                .statusCode(404);
    }

    @Test
    void aReasonIsNeededAndARepeatedRequestIsAnsweredLikeTheFirst() {
        desk().body("{}").post(PATIENTS + "/" + id + "/erase").then().statusCode(422);
        desk().body("{\"reason\":\"because\"}")
                .post(PATIENTS + "/" + id + "/erase")
                .then()
                .statusCode(400);
        RequestSpecification once = desk().header("Idempotency-Key", "erase-" + id);
        erase(once).then().statusCode(204);
        erase(once).then().statusCode(204);
    }

    @Test
    void ofErasuresAtTheSameTimeOneStands() {
        List<Integer> answers = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> erase(desk()).statusCode())
                .sorted()
                .toList();
        assertThat(answers).containsExactly(204, 404, 404, 404);
        assertThat(network.eventsAbout(id)).containsOnlyOnce("patient-erased");
    }

    // Time

    @Test
    void whatWasSaidAboutAVisitAndItsLinksAreForgottenSomeTimeAfterIt() {
        clock.setTo(clock.instant());
        UUID visit = network.visit(clinic, id, clock.instant().plus(Duration.ofDays(1)));
        network.setState(visit, "completed");
        network.correspondence(id, visit);
        clock.advance(Duration.ofDays(31));
        forgottenLetters.sweep();
        assertThat(keptOf(visit)).isEqualTo("1 message, 1 link");
        clock.advance(Duration.ofDays(1));
        forgottenLetters.sweep();
        assertThat(keptOf(visit)).isEqualTo("1 message, 0 link");
        clock.advance(Duration.ofDays(60));
        database.useHandle(
                handle -> handle.execute("UPDATE message SET state = 'planned' WHERE appointment_id = ?", visit));
        forgottenLetters.sweep();
        assertThat(keptOf(visit)).isEqualTo("1 message, 0 link");
        database.useHandle(
                handle -> handle.execute("UPDATE message SET state = 'sent' WHERE appointment_id = ?", visit));
        forgottenLetters.sweep();
        assertThat(keptOf(visit)).isEqualTo("0 message, 0 link");
    }

    private String keptOf(UUID appointment) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT (SELECT count(*) FROM message WHERE appointment_id = :id) || ' message, '
                               || (SELECT count(*) FROM manage_link WHERE appointment_id = :id) || ' link'
                        """)
                .bind("id", appointment)
                .mapTo(String.class)
                .one());
    }

    private void aMonthLater() {
        clock.setTo(clock.instant());
        clock.advance(Duration.ofDays(31));
    }

    private boolean isErased() {
        return network.column(id, "erased_at") != null;
    }

    @Test
    void aGuestWhoNeverCameGoesAfterAMonth() {
        clock.setTo(clock.instant());
        clock.advance(Duration.ofDays(29));
        forgottenGuests.sweep();
        assertThat(isErased()).isFalse();
        clock.advance(Duration.ofDays(2));
        forgottenGuests.sweep();
        assertThat(isErased()).isTrue();
        assertThat(network.eventsAbout(id)).contains("patient-erased");
        assertThat(network.logOf(id)).contains("erase retention");
    }

    @Test
    void whoeverWillComeOrCameStays() {
        Instant start = clock.instant().plus(Duration.ofDays(25));
        UUID visit = network.visit(clinic, id, start);
        aMonthLater();
        forgottenGuests.sweep();
        assertThat(isErased()).isFalse();
        network.setState(visit, "completed");
        clock.advance(Duration.ofDays(100));
        forgottenGuests.sweep();
        assertThat(isErased()).isFalse();
        assertThat(network.column(id, "retain_until")).isGreaterThan("2032");
    }

    @Test
    void whoeverStillWaitsStays() {
        UUID entry = network.waits(clinic, id, clock.instant().plus(Duration.ofDays(60)));
        aMonthLater();
        forgottenGuests.sweep();
        assertThat(isErased()).isFalse();
        network.waitsNoMore(entry);
        clock.advance(Duration.ofDays(90));
        forgottenGuests.sweep();
        assertThat(isErased()).isTrue();
    }

    @Test
    void whoeverCalledOffGoes() {
        network.setState(network.visit(clinic, id, clock.instant().plus(Duration.ofDays(25))), "cancelled");
        aMonthLater();
        forgottenGuests.sweep();
        assertThat(isErased()).isTrue();
    }

    @Test
    void confirmedPatientsAndThoseWithAnAccountAreNotForgotten() {
        UUID own = UUID.fromString(made(patient(newKey()), mia("self")));
        desk().header("If-Match", "\"1\"")
                .post(PATIENTS + "/" + id + "/confirm")
                .then()
                .statusCode(200);
        aMonthLater();
        forgottenGuests.sweep();
        assertThat(isErased()).isFalse();
        assertThat(network.column(own, "erased_at")).isNull();
    }

    @Test
    void severalSweepsAtOnceEraseEachOnce() {
        aMonthLater();
        List.of(1, 2, 3).parallelStream().forEach(copy -> forgottenGuests.sweep());
        assertThat(isErased()).isTrue();
        assertThat(network.eventsAbout(id)).containsOnlyOnce("patient-erased");
    }
}
