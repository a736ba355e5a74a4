package network.physio.booking.change;

import static io.restassured.RestAssured.given;
import static network.physio.booking.TestNetwork.as;
import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.TestNetwork.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import network.physio.booking.TestNetwork;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.PostgresServer;
import network.physio.test.Tokens;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed of changes over HTTP: in order, without gaps, to each what concerns them. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class ChangeResourceTest {

    private static final String CHANGES = "/booking/v1/changes";
    private static final String APPOINTMENTS = "/booking/v1/appointments";
    private static final String TEN = "2027-02-01T10:00:00+11:00";

    @Inject
    TestNetwork network;

    @Inject
    Events events;

    @Inject
    Jdbi database;

    @Inject
    AgroalDataSource connections;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String databaseUrl;

    private final String key = newKey();
    private String start = "";

    @BeforeEach
    void beginHere() {
        network.fresh();
        start = guest(key).get(CHANGES + "?after=now").path("next");
    }

    private RequestSpecification me() {
        return guest(key);
    }

    private static RequestSpecification practitioner(String code) {
        return as(Tokens.role("practitioner").practitioner(code));
    }

    private static RequestSpecification partner(String code) {
        return as(Tokens.role("partner").partner(code).subject("partner-" + code))
                .header("Idempotency-Key", newKey());
    }

    private static RequestSpecification patient(String subject) {
        return as(Tokens.role("patient").subject(subject));
    }

    private String book(RequestSpecification caller, String practitioner, String startsAt) {
        return booked(caller.body(network.visit("chat", 30, "north", practitioner, startsAt, somebody()))
                .post(APPOINTMENTS));
    }

    private static Response page(RequestSpecification caller, String after, int limit) {
        Response page =
                caller.queryParam("after", after).queryParam("limit", limit).get(CHANGES);
        page.then().statusCode(200);
        return page;
    }

    /** Everything since, in pages. */
    private static List<Map<String, Object>> since(Supplier<RequestSpecification> caller, String after, int limit) {
        List<Map<String, Object>> items = new ArrayList<>();
        Response page = page(caller.get(), after, limit);
        items.addAll(page.path("items"));
        while (page.path("more")) {
            page = page(caller.get(), page.path("next"), limit);
            items.addAll(page.path("items"));
        }
        return items;
    }

    private static String text(Map<String, Object> item, String name) {
        return Objects.requireNonNull(item.get(name), name).toString();
    }

    private List<String> typesFor(Supplier<RequestSpecification> caller) {
        return since(caller, start, 100).stream()
                .map(item -> text(item, "type"))
                .toList();
    }

    @Test
    void aBookingIsToldToEveryoneWhomItConcernsAndToNobodyElse() {
        String id = book(me(), "anna", TEN);
        for (Supplier<RequestSpecification> caller : List.<Supplier<RequestSpecification>>of(
                this::me, () -> receptionist("north"), () -> practitioner("anna"))) {
            assertThat(since(caller, start, 100))
                    .singleElement()
                    .satisfies(item -> assertThat(item)
                            .containsEntry("type", "appointment-booked")
                            .containsEntry("appointmentId", id)
                            .containsEntry("version", 1)
                            .containsEntry("clinicId", network.clinic("north").toString())
                            .containsEntry(
                                    "practitionerId",
                                    network.practitioner("anna").toString())
                            .containsEntry("startsAt", TEN)
                            .containsEntry("minutes", 30)
                            .containsEntry("at", "2027-02-01T08:00:00+11:00")
                            .containsEntry("zone", "Australia/Melbourne")
                            .doesNotContainKey("actor"));
        }
        assertThat(since(this::me, start, 100))
                .singleElement()
                .satisfies(item -> assertThat(item).doesNotContainKey("details"));
        assertThat(since(() -> receptionist("north"), start, 100))
                .singleElement()
                .satisfies(item -> assertThat(item).containsEntry("details", Map.of("actedAs", "guest")));
        for (Supplier<RequestSpecification> caller : List.<Supplier<RequestSpecification>>of(
                () -> guest(newKey()),
                () -> receptionist("south"),
                () -> practitioner("ben"),
                () -> partner("test-partner"),
                () -> patient("somebody"),
                () -> as(Tokens.role("dispatcher")),
                () -> as(Tokens.role("network-admin")))) {
            assertThat(since(caller, start, 100)).isEmpty();
        }
    }

    @Test
    void aPartnerLearnsOfWhatItSoldAndNothingOfScreening() {
        String id = book(partner("test-partner"), "anna", TEN);
        write("screening-overridden", id, 2, Map.of("technique", "TE-01", "startsAt", "2027-01-31T23:00:00Z"));
        write("appointment-arrived", id, 3, Map.of());
        List<Map<String, Object>> sold = since(() -> partner("test-partner"), start, 100);
        assertThat(sold)
                .extracting(item -> item.get("type"))
                .containsExactly("appointment-booked", "appointment-changed", "appointment-arrived");
        assertThat(sold).noneSatisfy(item -> assertThat(item).containsKey("details"));
        assertThat(sold).extracting(item -> item.get("version")).containsExactly(1, 2, 3);
        assertThat(since(() -> partner("another"), start, 100)).isEmpty();
        assertThat(since(() -> receptionist("north"), start, 100))
                .anySatisfy(item -> assertThat(item)
                        .containsEntry("type", "screening-overridden")
                        .containsEntry("details", Map.of("technique", "TE-01")));
    }

    @Test
    void anAccountThatMayReadThePatientFollowsTheirAppointmentsWhileItMay() {
        String id = book(receptionist("north"), "anna", TEN);
        link(id, "daughter", "2028-01-01T00:00:00Z");
        link(id, "neighbour", "2027-01-01T00:00:00Z");
        assertThat(typesFor(() -> patient("daughter"))).containsExactly("appointment-booked");
        assertThat(typesFor(() -> patient("neighbour"))).isEmpty();
    }

    @Test
    void theDeskAndTheDiaryThatAnAppointmentLeavesAreToldSoButNotWhereItWent() {
        String id = book(receptionist("north"), "ben", TEN);
        receptionist("north", "south")
                .header("If-Match", "\"1\"")
                .body("""
                        {"startsAt":"2027-02-02T10:00:00+11:00","clinicId":"%s","practitionerId":"%s"}""".formatted(network.clinic("south"), network.practitioner("anna")))
                .post(APPOINTMENTS + "/" + id + "/reschedule")
                .then()
                .statusCode(200);
        assertThat(typesFor(() -> receptionist("south"))).containsExactly("appointment-moved");
        assertThat(typesFor(() -> practitioner("anna"))).containsExactly("appointment-moved");
        for (Supplier<RequestSpecification> left :
                List.<Supplier<RequestSpecification>>of(() -> receptionist("north"), () -> practitioner("ben"))) {
            List<Map<String, Object>> told = since(left, start, 100);
            assertThat(told)
                    .extracting(item -> item.get("type"))
                    .containsExactly("appointment-booked", "appointment-left");
            assertThat(told.getLast())
                    .containsEntry("appointmentId", id)
                    .doesNotContainKeys("clinicId", "practitionerId", "startsAt", "zone", "details");
        }
        write("appointment-cancelled", id, 3, Map.of(), "south", "anna");
        assertThat(typesFor(() -> receptionist("north"))).hasSize(2);
    }

    @Test
    void whatHappensTwiceInOneChangeIsLeftOnce() {
        String id = book(receptionist("north"), "ben", TEN);
        write("appointment-moved", id, 2, Map.of(), "south", "anna");
        write("appointment-overbooked", id, 2, Map.of(), "south", "anna");
        assertThat(typesFor(() -> receptionist("north"))).containsExactly("appointment-booked", "appointment-left");
        assertThat(typesFor(() -> practitioner("ben"))).containsExactly("appointment-booked", "appointment-left");
        assertThat(typesFor(() -> receptionist("south")))
                .containsExactly("appointment-moved", "appointment-overbooked");
    }

    @Test
    void whoWaitsAtSeveralClinicsConcernsTheirDesksAndWhoeverWaits() {
        String entry = me().body("""
                        {"treatmentId":"%s","minutes":30,"clinicIds":["%s","%s"],"latest":"2027-02-26"%s}""".formatted(
                        network.treatment("chat"), network.clinic("north"), network.clinic("south"), somebody()))
                .post("/booking/v1/waitlist")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        me().header("If-Match", "\"1\"")
                .delete("/booking/v1/waitlist/" + entry)
                .then()
                .statusCode(204);
        for (Supplier<RequestSpecification> caller : List.<Supplier<RequestSpecification>>of(
                this::me, () -> receptionist("north"), () -> receptionist("south"))) {
            List<Map<String, Object>> told = since(caller, start, 100);
            assertThat(told)
                    .extracting(item -> item.get("type"))
                    .containsExactly("waitlist-entry-added", "waitlist-entry-removed");
            assertThat(told.getFirst()).containsEntry("details", Map.of("entryId", entry));
        }
        for (Supplier<RequestSpecification> caller : List.<Supplier<RequestSpecification>>of(
                () -> guest(newKey()),
                () -> receptionist("west"),
                () -> practitioner("anna"),
                () -> partner("test-partner"),
                () -> patient("somebody"),
                () -> as(Tokens.role("network-admin")))) {
            assertThat(since(caller, start, 100)).isEmpty();
        }
    }

    @Test
    void whatHappensToAPatientConcernsTheDesksThatTreatThem() {
        String id = book(receptionist("north"), "ben", TEN);
        String patient = database.withHandle(
                handle -> handle.createQuery("SELECT patient_id::text FROM appointment WHERE id = :id::uuid")
                        .bind("id", id)
                        .mapTo(String.class)
                        .one());
        QuarkusTransaction.requiringNew().run(() -> {
            for (String type : List.of("consent-given", "patient-erased")) {
                events.write(new Event(type, null, null, null, null, Map.of("patientId", patient)), "test");
            }
            events.write(
                    new Event(
                            "patient-merged",
                            null,
                            null,
                            null,
                            null,
                            Map.of("patientId", UUID.randomUUID().toString(), "survivorId", patient)),
                    "test");
        });
        assertThat(typesFor(() -> receptionist("north")))
                .containsExactly("appointment-booked", "consent-given", "patient-erased", "patient-merged");
        assertThat(since(() -> receptionist("north"), start, 100).get(1))
                .containsEntry("details", Map.of("patientId", patient));
        for (Supplier<RequestSpecification> caller : List.<Supplier<RequestSpecification>>of(
                this::me, () -> receptionist("south"), () -> partner("test-partner"), () -> patient("somebody"))) {
            assertThat(since(caller, start, 100)).isEmpty();
        }
    }

    @Test
    void timeOffConcernsThePersonAndTheDesksWhereTheyWork() {
        as(Tokens.role("network-admin"))
                .body("{\"from\":\"2027-02-10T09:00\",\"until\":\"2027-02-10T12:00\",\"reason\":\"training\"}")
                .post("/booking/v1/practitioners/" + network.practitioner("ben") + "/time-off")
                .then()
                .statusCode(201);
        assertThat(typesFor(() -> receptionist("north"))).containsExactly("time-off-taken");
        assertThat(typesFor(() -> practitioner("ben"))).containsExactly("time-off-taken");
        assertThat(typesFor(() -> receptionist("south"))).isEmpty();
        assertThat(typesFor(() -> practitioner("anna"))).isEmpty();
        assertThat(typesFor(() -> as(Tokens.role("network-admin")))).containsExactly("time-off-taken");
        assertThat(typesFor(this::me)).isEmpty();
    }

    @Test
    void pagesOfOneShowEachOnceInOrder() {
        List<String> ids = IntStream.range(9, 14)
                .mapToObj(hour -> book(me(), "anna", "2027-02-01T%02d:00:00+11:00".formatted(hour)))
                .toList();
        book(guest(newKey()), "ben", TEN);
        assertThat(since(this::me, start, 1))
                .extracting(item -> text(item, "appointmentId"))
                .containsExactlyElementsOf(ids);
    }

    @Test
    void anEmptyAnswerHasACursorThatGoesOn() {
        Response nothing = page(me(), start, 10);
        nothing.then().body("items.size()", is(0)).body("more", is(false));
        String id = book(me(), "anna", TEN);
        assertThat(page(me(), nothing.path("next"), 10).<List<String>>path("items.appointmentId"))
                .containsExactly(id);
    }

    @Test
    void withoutACursorItBeginsWithTheOldestThatIsKept() {
        String id = book(me(), "anna", TEN);
        Response first = me().get(CHANGES);
        first.then().statusCode(200);
        List<String> found = new ArrayList<>(first.path("items.appointmentId"));
        since(this::me, first.path("next"), 500).forEach(item -> found.add(text(item, "appointmentId")));
        assertThat(found).containsExactly(id);
    }

    @Test
    void whatCommitsOutOfOrderIsReadOnceAndInTheOrderOfItsAppointment() throws SQLException {
        UUID one = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        List<String> seen = new ArrayList<>();
        String next;
        try (Connection waits = begun();
                Connection open = begun();
                Connection first = begun()) {
            takeTransactionId(waits);
            insert(open, other, 1);
            insert(first, one, 1);
            first.commit();
            insert(waits, one, 2);
            waits.commit();
            Response page = page(receptionist("north"), start, 1);
            seen.addAll(page.path("items.version.collect { 'one ' + it }"));
            next = page.path("next");
            open.commit();
        }
        since(() -> receptionist("north"), next, 1)
                .forEach(item -> seen.add((text(item, "appointmentId").equals(one.toString()) ? "one " : "other ")
                        + item.get("version")));
        assertThat(seen).containsExactly("one 1", "one 2", "other 1");
    }

    @Test
    void aReaderBesideManyWritersMissesNothingAndSeesNothingTwice() throws Exception {
        int writers = 4;
        int each = 25;
        List<UUID> appointments = IntStream.range(0, writers)
                .mapToObj(number -> UUID.randomUUID())
                .toList();
        List<String> seen = new ArrayList<>();
        String next = start;
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> running = appointments.stream()
                    .<Future<?>>map(appointment -> threads.submit(() -> {
                        for (int version = 1; version <= each; version++) {
                            try (Connection writer = begun()) {
                                insert(writer, appointment, version);
                                writer.commit();
                            }
                        }
                        return null;
                    }))
                    .toList();
            boolean written = false;
            boolean more = true;
            while (!written || more) {
                written = running.stream().allMatch(Future::isDone);
                Response page = page(receptionist("north"), next, 7);
                page.<List<Map<String, Object>>>path("items")
                        .forEach(item -> seen.add(item.get("appointmentId") + " " + item.get("version")));
                next = page.path("next");
                more = page.path("more");
            }
            for (Future<?> writer : running) {
                writer.get();
            }
        }
        for (UUID appointment : appointments) {
            assertThat(seen.stream().filter(line -> line.startsWith(appointment.toString())))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, each)
                            .mapToObj(version -> appointment + " " + version)
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "YWJj", "ZR8xOjE6HzE6MToffA", "ZR81OjQ6HzE6MTofMA"})
    void aCursorThatWasNotGivenOutIsRefused(String cursor) {
        me().queryParam("after", cursor)
                .get(CHANGES)
                .then()
                .statusCode(400)
                .body("type", is("/problems/invalid-parameter"))
                .body("errors[0].parameter", is("after"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967296:4294967296:", "5:4294967296:", "4294967290:4294967299:4294967296"})
    void noTransactionHasANumberWhoseLowerHalfIsNought(String snapshot) {
        String[] parts = parts(me().get(CHANGES + "?after=now").path("next"));
        me().queryParam("after", cursor(parts[0], snapshot, parts[2], parts[3]))
                .get(CHANGES)
                .then()
                .statusCode(400)
                .body("type", is("/problems/invalid-parameter"));
    }

    @Test
    void aCursorOfAnotherEpochOrFromAheadHasExpired() {
        String[] parts = parts(start);
        expired(cursor("another", parts[1], parts[2], parts[3]));
        expired(cursor(parts[0], parts[1], "900000000000:900000000000:", "0"));
    }

    @Test
    void aRestoredDatabaseBeginsAnEpochInWhichEverythingIsReadAnew() throws SQLException {
        String id = book(me(), "anna", TEN);
        String consumer = "restored-" + key;
        try (Connection owner = PostgresServer.superuser(databaseUrl)) {
            owner.createStatement().execute("SET search_path = booking, public");
            // as a dump from a server that is further on brings it
            owner.createStatement()
                    .execute("UPDATE event SET txid = '800000000000' WHERE appointment_id = '" + id + "'");
            owner.createStatement()
                    .execute("INSERT INTO event_consumer (name, seen, reading, last_seq) VALUES ('" + consumer
                            + "', '800000000000:800000000000:', '800000000001:800000000001:',"
                            + " (SELECT max(seq) FROM event))");
            assertThat(typesFor(this::me)).isEmpty();
            owner.createStatement().execute("SELECT begin_event_epoch()");
        }
        expired(start);
        assertThat(since(this::me, me().get(CHANGES + "?limit=1").path("next"), 100)
                                .size()
                        + me().get(CHANGES + "?limit=1")
                                .<List<Object>>path("items")
                                .size())
                .isEqualTo(1);
        boolean placeKept = database.withHandle(handle -> handle.createQuery("""
                        SELECT reading::text = '4:4:' AND last_seq = (SELECT max(seq) FROM event)
                          FROM event_consumer WHERE name = :name
                        """)
                .bind("name", consumer)
                .mapTo(Boolean.class)
                .one());
        assertThat(placeKept).isTrue();
    }

    private void expired(String cursor) {
        me().queryParam("after", cursor)
                .get(CHANGES)
                .then()
                .statusCode(410)
                .body("type", is("/problems/cursor-expired"));
    }

    @Test
    void nobodyInParticularFollowsNothing() {
        given().get(CHANGES).then().statusCode(401).body("type", is("/problems/guest-key-needed"));
        me().get(CHANGES + "?limit=501").then().statusCode(400);
        me().get(CHANGES + "?cursor=x").then().statusCode(400).body("type", is("/problems/unknown-parameter"));
        me().contentType(ContentType.JSON).get(CHANGES).then().statusCode(200);
    }

    private static String[] parts(String cursor) {
        return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\u001f", -1);
    }

    private static String cursor(String... parts) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join("\u001f", parts).getBytes(StandardCharsets.UTF_8));
    }

    private void write(String type, String appointment, int version, Map<String, Object> details) {
        write(type, appointment, version, details, "north", "anna");
    }

    private void write(
            String type,
            String appointment,
            int version,
            Map<String, Object> details,
            String clinic,
            String practitioner) {
        QuarkusTransaction.requiringNew()
                .run(() -> events.write(
                        new Event(
                                type,
                                UUID.fromString(appointment),
                                version,
                                network.clinic(clinic),
                                network.practitioner(practitioner),
                                details),
                        "test"));
    }

    private void link(String appointment, String subject, String until) {
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO patient_access (id, subject, patient_id, relation, scope, valid_from, valid_until,
                                                    verified_by)
                        SELECT gen_random_uuid(), :subject, patient_id, 'carer', 'read', '2026-01-01', :until::timestamptz,
                               'reception'
                          FROM appointment WHERE id = :id::uuid
                        """)
                .bind("subject", subject)
                .bind("until", until)
                .bind("id", appointment)
                .execute());
    }

    private Connection begun() throws SQLException {
        Connection connection = connections.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void takeTransactionId(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_current_xact_id()")) {
            statement.execute();
        }
    }

    private void insert(Connection connection, UUID appointment, int version) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO event (id, at, type, appointment_id, version, clinic_id, actor)
                VALUES (gen_random_uuid(), '2027-01-01T00:00:00Z', 'tested', ?, ?, ?, 'test')
                """)) {
            statement.setObject(1, appointment);
            statement.setInt(2, version);
            statement.setObject(3, network.clinic("north"));
            statement.execute();
        }
    }
}
