package network.physio.booking;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import network.physio.booking.availability.LiveAvailability;
import network.physio.test.SettableClock;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;

/**
 * The network of small-network.yaml, loaded as a network admin would, on a Monday of summer: north with Anna and Ben, two
 * treatment rooms and one table; south with Anna and one room; thirty minutes of travel between them.
 */
@Singleton
public class TestNetwork {

    /** Monday 1 February 2027, 08:00 in Melbourne. */
    public static final Instant MONDAY_EIGHT = Instant.parse("2027-01-31T21:00:00Z");

    private final Jdbi database;
    private final SettableClock clock;
    private final LiveAvailability live;

    TestNetwork(Jdbi database, SettableClock clock, LiveAvailability live) {
        this.database = database;
        this.clock = clock;
        this.live = live;
    }

    /** Loads the network, empties the diaries and sets the clock. */
    public void fresh() {
        clock.setTo(MONDAY_EIGHT);
        database.useHandle(handle -> {
            handle.execute("DELETE FROM claim");
            handle.execute(
                    "UPDATE session SET state = 'cancelled', cancelled_at = '2027-01-01' WHERE state = 'scheduled'");
            handle.execute("DELETE FROM time_off");
            handle.execute("DELETE FROM roster_exception");
            handle.execute("DELETE FROM closure");
            handle.execute("UPDATE appointment SET state = 'expired', expires_at = '2027-01-01' WHERE state = 'held'");
            handle.execute("DELETE FROM stopped_pass");
            handle.execute("DELETE FROM stopped_subject");
            handle.execute("DELETE FROM triage_stops");
        });
        given().header("Authorization", Tokens.role("network-admin").bearer())
                .contentType("application/yaml")
                .body(file().getBytes(StandardCharsets.UTF_8))
                .put("/booking/v1/network")
                .then()
                .statusCode(200);
        settled();
    }

    /** Waits until what was written past the API can be seen in slots. */
    public void settled() {
        live.awaitCurrent();
    }

    public UUID clinic(String code) {
        return id("clinic", code);
    }

    public UUID treatment(String code) {
        return id("treatment", code);
    }

    public UUID practitioner(String code) {
        return id("practitioner", code);
    }

    private UUID id(String table, String code) {
        return database.withHandle(handle -> handle.createQuery("SELECT id FROM " + table + " WHERE code = :code")
                .bind("code", code)
                .mapTo(UUID.class)
                .one());
    }

    /** A hold's or a booking's fields; {@code more} begins with a comma. */
    public String visit(
            String treatment, int minutes, String clinic, String practitioner, String startsAt, String more) {
        return """
                {"treatmentId":"%s","minutes":%d,"clinicId":"%s","practitionerId":"%s","startsAt":"%s"%s}""".formatted(treatment(treatment), minutes, clinic(clinic), practitioner(practitioner), startsAt, more);
    }

    public static String newKey() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    public static RequestSpecification guest(String key) {
        return given().contentType(ContentType.JSON).header("Guest-Key", key);
    }

    public static RequestSpecification as(Tokens token) {
        return given().contentType(ContentType.JSON).header("Authorization", token.bearer());
    }

    public static RequestSpecification receptionist(String... clinics) {
        return as(Tokens.role("receptionist").clinics(clinics));
    }

    /** Details of somebody not known yet, as a member of a booking. */
    public static String somebody() {
        return """
                ,"patient":{"givenName":"Mia","familyName":"Nguyen","dateOfBirth":"1988-04-12","language":"en",
                 "interpreter":false,"zone":"Australia/Melbourne","email":"mia@example.org"}""";
    }

    /** The same, entered by a signed-in patient who is this to them. */
    public static String somebodyAs(String relation) {
        return somebody().replace("\"givenName\"", "\"relation\":\"" + relation + "\",\"givenName\"");
    }

    /** The booked appointment's id. */
    public static String booked(Response response) {
        return response.then().statusCode(201).extract().path("id");
    }

    private static String file() {
        try (InputStream file = TestNetwork.class.getResourceAsStream("/small-network.yaml")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
