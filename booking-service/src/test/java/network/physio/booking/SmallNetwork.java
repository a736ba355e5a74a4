package network.physio.booking;

import static io.restassured.RestAssured.given;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import network.physio.http.Ids;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;

/** A small network of its own for a test, loaded as a file: two clinics, a practitioner at both and one at the second. */
@Singleton
public class SmallNetwork {

    public static final ZoneId MELBOURNE = ZoneId.of("Australia/Melbourne");

    private final Jdbi database;
    private final Clock clock;

    SmallNetwork(Jdbi database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param tag ends all codes of this network */
    public record Loaded(String tag, UUID here, UUID there, UUID kim, UUID lee, UUID treatment, UUID room) {
        public String hereCode() {
            return "here-" + tag;
        }

        public String thereCode() {
            return "there-" + tag;
        }

        public String kimCode() {
            return "kim-" + tag;
        }
    }

    public static String newTag() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    public static RequestSpecification admin() {
        return given().header("Authorization", Tokens.role("network-admin").bearer());
    }

    public static RequestSpecification adminJson() {
        return admin().contentType(ContentType.JSON);
    }

    public static RequestSpecification frontDesk(String... clinics) {
        return given().contentType(ContentType.JSON)
                .header(
                        "Authorization",
                        Tokens.role("receptionist").clinics(clinics).bearer());
    }

    public static RequestSpecification practitioner(String code) {
        return given().contentType(ContentType.JSON)
                .header(
                        "Authorization",
                        Tokens.role("practitioner").practitioner(code).bearer());
    }

    /** The text of a network whose codes end in the tag. */
    public static String file(String tag) {
        return """
                format: 1
                organisations:
                  - { code: org-TAG, name: Org }
                policies:
                  - { code: terms-TAG, name: Terms, noticeMinutes: 60, horizonDays: 180, gridMinutes: 15,
                      freeCancellationHours: 24, lateCancellationPercent: 50, noShowPercent: 100 }
                holidayCalendars:
                  - code: days-TAG
                    name: Days
                    days:
                      - { day: 2026-12-25, name: Christmas Day }
                clinics:
                  - code: here-TAG
                    name: Here
                    organisation: org-TAG
                    policy: terms-TAG
                    zone: Australia/Melbourne
                    address: { street: 1 Test Street, suburb: Fitzroy, state: VIC, postcode: "3065", country: AU }
                    location: { latitude: -37.7984, longitude: 144.9784 }
                    holidayCalendars: [days-TAG]
                    hours:
                      - { days: [mon, tue, wed, thu, fri], opens: 07:00, closes: 20:00 }
                    rooms:
                      - { code: room-1, name: Room 1, kind: treatment-room }
                      - { code: gym, name: Gym, kind: gym, places: 3 }
                    equipment:
                      - { code: stones-1, name: Stones, kind: stones }
                  - code: there-TAG
                    name: There
                    organisation: org-TAG
                    policy: terms-TAG
                    zone: Australia/Melbourne
                    address: { street: 2 Test Street, suburb: Box Hill, state: VIC, postcode: "3128", country: AU }
                    location: { latitude: -37.819, longitude: 145.122 }
                    hours:
                      - { days: [mon], opens: 07:00, closes: 20:00 }
                    rooms:
                      - { code: room-1, name: Room 1, kind: treatment-room }
                travel:
                  - { between: [here-TAG, there-TAG], minutes: 35 }
                treatments:
                  - code: massage-TAG
                    name: Massage
                    description: A massage.
                    place: clinic
                    lengths: [30, 60]
                    techniques: { always: [TE-01], may: [TE-02] }
                    needs:
                      - { practitioner: massage }
                      - { room: treatment-room, bufferAfter: 10 }
                    currency: AUD
                    taxCode: gst-10
                    prices:
                      - { minutes: 30, amount: 7000 }
                      - { minutes: 60, amount: 12000 }
                practitioners:
                  - code: kim-TAG
                    givenName: Kim
                    familyName: Test
                    gender: non-binary
                    profession: massage-therapist
                    languages: [en, vi]
                    skills: [massage]
                    credentials:
                      - { kind: association-membership, number: TEST-1, from: 2026-01-01, until: 2027-12-31 }
                    offerings:
                      - { clinic: here-TAG, treatments: [massage-TAG] }
                      - { clinic: there-TAG, treatments: [massage-TAG], lengths: [30] }
                    rosters:
                      - clinic: here-TAG
                        from: 2026-11-02
                        segments:
                          - { days: [mon, tue, wed, thu, fri], from: 09:00, until: 17:00 }
                  - code: lee-TAG
                    givenName: Lee
                    familyName: Test
                    gender: male
                    profession: massage-therapist
                    languages: [en]
                    skills: [massage]
                    offerings:
                      - { clinic: there-TAG, treatments: [massage-TAG] }
                partners:
                  - code: partner-TAG
                    name: Partner
                    agreements:
                      - { clinics: [here-TAG], treatments: [massage-TAG] }
                """.replace("TAG", tag);
    }

    /** As bytes, since REST-assured encodes no YAML. */
    public static Response put(RequestSpecification caller, String file) {
        return caller.contentType("application/yaml")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .put("/booking/v1/network");
    }

    public Loaded load() {
        String tag = newTag();
        put(admin(), file(tag)).then().statusCode(200);
        UUID here = id("clinic", "here-" + tag);
        return new Loaded(
                tag,
                here,
                id("clinic", "there-" + tag),
                id("practitioner", "kim-" + tag),
                id("practitioner", "lee-" + tag),
                id("treatment", "massage-" + tag),
                room(here));
    }

    /** An appointment of 30 minutes with its claim on the practitioner. */
    public UUID appointment(Loaded network, Instant start, String state) {
        UUID id = Ids.at(clock.instant());
        UUID patient = Ids.at(clock.instant());
        OffsetDateTime from = start.atOffset(ZoneOffset.UTC);
        OffsetDateTime until = from.plusMinutes(30);
        QuarkusTransaction.joiningExisting()
                .run(() -> database.useHandle(handle -> {
                    handle.execute("INSERT INTO resource (id, kind) VALUES (?, 'patient')", patient);
                    handle.createUpdate("""
                            INSERT INTO patient (id, provisional, given_name, family_name, date_of_birth, language, zone, created_at)
                            VALUES (:id, true, 'Test', 'Test', '1990-01-01', 'en', 'Australia/Melbourne', :now)
                            """)
                            .bind("id", patient)
                            .bind("now", from)
                            .execute();
                    handle.createUpdate("""
                            INSERT INTO appointment (id, state, clinic_id, treatment_id, practitioner_id, patient_id, minutes,
                                   starts_at, ends_at, local_start, zone, place, room_id, visit_kind, booked_by, owner, screening,
                                   price_amount, price_currency, price_tax_code, policy, expires_at, created_at, updated_at)
                            VALUES (:id, :state, :clinic, :treatment, :practitioner, :patient, 30, :from, :until,
                                   :from::timestamptz AT TIME ZONE 'Australia/Melbourne', 'Australia/Melbourne', 'room', :room,
                                   'initial', 'staff', 'user:x', 'not-required', 7000, 'AUD', 'gst-10', '{}', :expires,
                                   :from, :from)
                            """)
                            .bind("id", id)
                            .bind("state", state)
                            .bind("clinic", network.here())
                            .bind("treatment", network.treatment())
                            .bind("practitioner", network.kim())
                            .bind("patient", patient)
                            .bind("room", network.room())
                            .bind("from", from)
                            .bind("until", until)
                            .bind(
                                    "expires",
                                    clock.instant().plus(Duration.ofMinutes(10)).atOffset(ZoneOffset.UTC))
                            .execute();
                    int claimed = handle.createUpdate("""
                            INSERT INTO claim (resource_id, unit, during, kind, appointment_id)
                            VALUES (:practitioner, 0, tstzrange(:from, :until), 'appointment', :id)
                            ON CONFLICT DO NOTHING
                            """)
                            .bind("practitioner", network.kim())
                            .bind("from", from)
                            .bind("until", until)
                            .bind("id", id)
                            .execute();
                    if (claimed == 0) {
                        throw new Taken();
                    }
                }));
        return id;
    }

    /** Something else occupies the practitioner. */
    public static final class Taken extends RuntimeException {}

    public UUID id(String table, String code) {
        return database.withHandle(handle -> handle.createQuery("SELECT id FROM " + table + " WHERE code = :code")
                .bind("code", code)
                .mapTo(UUID.class)
                .one());
    }

    private UUID room(UUID clinic) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT id FROM room WHERE clinic_id = :clinic AND code = 'room-1'")
                        .bind("clinic", clinic)
                        .mapTo(UUID.class)
                        .one());
    }
}
