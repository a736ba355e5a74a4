package network.physio.booking.appointment;

import static network.physio.booking.TestNetwork.as;
import static network.physio.booking.TestNetwork.booked;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static network.physio.booking.TestNetwork.somebody;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import network.physio.booking.TestNetwork;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;

/** Appointments of the small network, as tests of what becomes of them need them. */
@Singleton
class Visits {

    static final String APPOINTMENTS = "/booking/v1/appointments";
    static final String TEN = "2027-02-01T10:00:00+11:00";

    private final TestNetwork network;
    private final Jdbi database;

    Visits(TestNetwork network, Jdbi database) {
        this.network = network;
        this.database = database;
    }

    static RequestSpecification practitioner(String code) {
        return as(Tokens.role("practitioner").practitioner(code).subject("is-" + code));
    }

    static RequestSpecification partner() {
        return as(Tokens.role("partner").partner("test-partner")).header("Idempotency-Key", newKey());
    }

    Response chat(RequestSpecification caller, String practitioner, String startsAt, String more) {
        return caller.body(network.visit("chat", 30, "north", practitioner, startsAt, somebody() + more))
                .post(APPOINTMENTS);
    }

    /** Anna's at ten, booked by this guest. */
    String ofGuest(String key) {
        return ofGuest(key, TEN);
    }

    String ofGuest(String key, String startsAt) {
        return booked(chat(guest(key), "anna", startsAt, ""));
    }

    /** A change of the version that is stored now. */
    Response change(RequestSpecification caller, String id, String what, String body) {
        RequestSpecification request = caller.header("If-Match", "\"" + column(id, "version") + "\"");
        return request.body(body.isEmpty() ? "{}" : body).post(APPOINTMENTS + "/" + id + "/" + what);
    }

    Response desk(String id, String what) {
        return change(receptionist("north"), id, what, "");
    }

    Response move(RequestSpecification caller, String id, String startsAt, String more) {
        return change(caller, id, "reschedule", "{\"startsAt\":\"" + startsAt + "\"" + more + "}");
    }

    String column(String id, String column) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT " + column + "::text FROM appointment WHERE id = :id::uuid")
                        .bind("id", id)
                        .mapTo(String.class)
                        .one());
    }

    void set(String id, String assignment) {
        database.useHandle(
                handle -> handle.createUpdate("UPDATE appointment SET " + assignment + " WHERE id = :id::uuid")
                        .bind("id", id)
                        .execute());
    }

    List<String> eventsOf(String id) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT type FROM event WHERE appointment_id = :id::uuid ORDER BY seq")
                        .bind("id", id)
                        .mapTo(String.class)
                        .list());
    }

    /** What the appointment claims of whom: unit and local times. */
    List<String> claims(String id, String resourceTable, String code) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT c.unit || ' ' || to_char(lower(c.during) AT TIME ZONE 'Australia/Melbourne', 'HH24:MI') || '-'
                                     || to_char(upper(c.during) AT TIME ZONE 'Australia/Melbourne', 'HH24:MI')
                          FROM claim c JOIN %s r ON r.id = c.resource_id
                         WHERE c.appointment_id = :id::uuid AND r.code = :code AND c.kind = 'appointment'
                         ORDER BY lower(c.during)
                        """.formatted(resourceTable))
                .bind("id", id)
                .bind("code", code)
                .mapTo(String.class)
                .list());
    }

    UUID room(String code) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT r.id FROM room r JOIN clinic c ON c.id = r.clinic_id"
                                + " WHERE c.code = 'north' AND r.code = :code")
                        .bind("code", code)
                        .mapTo(UUID.class)
                        .one());
    }
}
