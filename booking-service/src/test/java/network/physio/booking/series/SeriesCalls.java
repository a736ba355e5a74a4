package network.physio.booking.series;

import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.somebody;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import network.physio.booking.TestNetwork;
import org.jdbi.v3.core.Jdbi;

/** Requests about series, as the tests of them make them. */
@Singleton
class SeriesCalls {

    static final String SERIES = "/booking/v1/series";
    static final String APPOINTMENTS = "/booking/v1/appointments";
    static final String MODE_EACH = ",\"mode\":\"each\"";

    /** Tuesdays at ten, all of them open days. */
    static final String[] TUESDAYS = {"2027-02-02T10:00", "2027-02-09T10:00", "2027-02-16T10:00", "2027-02-23T10:00"};

    private final TestNetwork network;
    private final Jdbi database;

    SeriesCalls(TestNetwork network, Jdbi database) {
        this.network = network;
        this.database = database;
    }

    static String starts(String... starts) {
        return ",\"starts\":" + Arrays.stream(starts).collect(Collectors.joining("\",\"", "[\"", "\"]"));
    }

    String with(String practitioner) {
        return ",\"practitionerId\":\"" + network.practitioner(practitioner) + "\"";
    }

    /** A request body; {@code more} begins with a comma. */
    String body(String treatment, int minutes, String more) {
        return "{\"treatmentId\":\"%s\",\"minutes\":%d,\"clinicId\":\"%s\"%s}"
                .formatted(network.treatment(treatment), minutes, network.clinic("north"), more);
    }

    /** Books half hours of advice for somebody. */
    Response book(RequestSpecification caller, String more) {
        return caller.body(body("chat", 30, more + somebody())).post(SERIES);
    }

    /** Books four Tuesdays with Anna. */
    String tuesdaysWithAnna(String key) {
        return TestNetwork.booked(book(guest(key), starts(TUESDAYS) + with("anna")));
    }

    /** Somebody else takes this time of this practitioner; the offset is that of summer in Melbourne. */
    void take(String practitioner, String local) {
        TestNetwork.booked(guest(TestNetwork.newKey())
                .body(network.visit("chat", 30, "north", practitioner, local + ":00+11:00", somebody()))
                .post(APPOINTMENTS));
    }

    Response change(RequestSpecification caller, String id, String operation, String body) {
        return caller.header("If-Match", "\"" + version(id) + "\"")
                .body(body)
                .post(SERIES + "/" + id + "/" + operation);
    }

    long version(String id) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT sum(version) FROM appointment WHERE series_id = :id::uuid")
                        .bind("id", id)
                        .mapTo(Long.class)
                        .one());
    }

    /** The visits' local starts with their practitioners, in the order of the series. */
    List<String> visits(String id) {
        return database.withHandle(handle ->
                handle.createQuery("""
                        SELECT to_char(a.local_start, 'YYYY-MM-DD"T"HH24:MI') || ' ' || p.code
                          FROM appointment a JOIN practitioner p ON p.id = a.practitioner_id
                         WHERE a.series_id = :id::uuid ORDER BY a.series_ordinal
                        """).bind("id", id).mapTo(String.class).list());
    }

    String visit(String id, int ordinal) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT id::text FROM appointment WHERE series_id = :id::uuid AND series_ordinal = :ordinal
                        """)
                .bind("id", id)
                .bind("ordinal", ordinal)
                .mapTo(String.class)
                .one());
    }

    List<String> eventsOf(String id) {
        return database.withHandle(handle ->
                handle.createQuery("""
                        SELECT type FROM event
                         WHERE details ->> 'seriesId' = :id
                            OR appointment_id IN (SELECT id FROM appointment WHERE series_id = :id::uuid)
                         ORDER BY seq
                        """).bind("id", id).mapTo(String.class).list());
    }
}
