package network.physio.booking.session;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.physio.booking.SmallNetwork;
import network.physio.booking.TestNetwork;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;

/**
 * A studio with one group room, an annex with two, and two physiotherapists at both who give classes of three; half an hour
 * between the houses.
 */
@Singleton
public class GroupNetwork {

    private final Jdbi database;

    GroupNetwork(Jdbi database) {
        this.database = database;
    }

    /** @param tag ends all codes of this network */
    public record Loaded(
            String tag, UUID studio, UUID annex, UUID pia, UUID paul, UUID lesson, UUID chat, UUID studioRoom) {

        public RequestSpecification desk() {
            return TestNetwork.receptionist("studio-" + tag);
        }

        public RequestSpecification annexDesk() {
            return TestNetwork.receptionist("annex-" + tag);
        }

        public RequestSpecification bothDesks() {
            return TestNetwork.receptionist("studio-" + tag, "annex-" + tag);
        }

        public RequestSpecification partner() {
            return TestNetwork.as(Tokens.role("partner").partner("seller-" + tag));
        }

        public String sessions() {
            return "/booking/v1/clinics/" + studio + "/sessions";
        }

        /** Schedules classes at the studio at these local times. */
        public Response schedule(UUID practitioner, String... starts) {
            return desk().body(classes(practitioner, "", starts)).post(sessions());
        }

        /** {@code more} begins with a comma. */
        public String classes(UUID practitioner, String more, String... starts) {
            String quoted = Stream.of(starts).map(start -> '"' + start + '"').collect(Collectors.joining(","));
            return """
                    {"treatmentId":"%s","minutes":45,"practitionerId":"%s","starts":[%s]%s}""".formatted(lesson, practitioner, quoted, more);
        }

        public String oneClass(UUID practitioner, String start) {
            return schedule(practitioner, start)
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("sessions[0].id");
        }

        /** A hold's or a booking's fields for a seat with whoever; {@code more} begins with a comma. */
        public String seat(String startsAt, String more) {
            return """
                    {"treatmentId":"%s","minutes":45,"clinicId":"%s","startsAt":"%s"%s}""".formatted(lesson, studio, startsAt, more);
        }

        /** A time of one's own with this practitioner. */
        public String own(UUID clinic, UUID practitioner, String startsAt, String more) {
            return """
                    {"treatmentId":"%s","minutes":30,"clinicId":"%s","practitionerId":"%s","startsAt":"%s"%s}""".formatted(chat, clinic, practitioner, startsAt, more);
        }

        public Response book(RequestSpecification caller, String startsAt) {
            return caller.body(seat(startsAt, TestNetwork.somebody())).post("/booking/v1/appointments");
        }

        public Response bookAsSomebodyNew(String startsAt) {
            return book(TestNetwork.guest(TestNetwork.newKey()), startsAt);
        }

        /** Seats offered on Monday 1 February and the days after it. */
        public Response slots() {
            return given().queryParam("treatment", "class-" + tag)
                    .queryParam("minutes", 45)
                    .queryParam("clinic", "studio-" + tag)
                    .get("/booking/v1/slots");
        }

        public Response read(String session) {
            return desk().get(sessions() + "/" + session);
        }

        public RequestSpecification atVersionOf(String session) {
            return desk().header("If-Match", read(session).header("ETag"));
        }

        public Response change(String session, String body) {
            return atVersionOf(session).body(body).patch(sessions() + "/" + session);
        }

        public Response cancel(String session) {
            return atVersionOf(session)
                    .body("{\"reason\":\"too-few-bookings\"}")
                    .post(sessions() + "/" + session + "/cancel");
        }
    }

    public Loaded load() {
        String tag = SmallNetwork.newTag();
        SmallNetwork.put(SmallNetwork.admin(), file(tag)).then().statusCode(200);
        UUID studio = id("clinic", "studio-" + tag);
        return new Loaded(
                tag,
                studio,
                id("clinic", "annex-" + tag),
                id("practitioner", "pia-" + tag),
                id("practitioner", "paul-" + tag),
                id("treatment", "class-" + tag),
                id("treatment", "talk-" + tag),
                room(studio, "hall"));
    }

    UUID room(UUID clinic, String code) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT id FROM room WHERE clinic_id = :clinic AND code = :code")
                        .bind("clinic", clinic)
                        .bind("code", code)
                        .mapTo(UUID.class)
                        .one());
    }

    private UUID id(String table, String code) {
        return database.withHandle(handle -> handle.createQuery("SELECT id FROM " + table + " WHERE code = :code")
                .bind("code", code)
                .mapTo(UUID.class)
                .one());
    }

    private static String file(String tag) {
        return """
                format: 1
                organisations:
                  - { code: group-TAG, name: Group }
                policies:
                  - { code: group-terms-TAG, name: Terms, noticeMinutes: 60, horizonDays: 90, gridMinutes: 15,
                      freeCancellationHours: 24, lateCancellationPercent: 50, noShowPercent: 100 }
                clinics:
                  - code: studio-TAG
                    name: Studio
                    organisation: group-TAG
                    policy: group-terms-TAG
                    zone: Australia/Melbourne
                    address: { street: 1 Test Street, suburb: Fitzroy, state: VIC, postcode: "3065", country: AU }
                    location: { latitude: -37.7984, longitude: 144.9784 }
                    hours:
                      - { days: [mon, tue, wed, thu, fri], opens: 08:00, closes: 20:00 }
                    rooms:
                      - { code: hall, name: Hall, kind: group-room }
                      - { code: corner, name: Corner, kind: talk-room, places: 2 }
                  - code: annex-TAG
                    name: Annex
                    organisation: group-TAG
                    policy: group-terms-TAG
                    zone: Australia/Melbourne
                    address: { street: 2 Test Street, suburb: Box Hill, state: VIC, postcode: "3128", country: AU }
                    location: { latitude: -37.819, longitude: 145.122 }
                    hours:
                      - { days: [mon, tue, wed, thu, fri], opens: 08:00, closes: 20:00 }
                    rooms:
                      - { code: loft-1, name: Loft 1, kind: group-room }
                      - { code: loft-2, name: Loft 2, kind: group-room }
                      - { code: corner, name: Corner, kind: talk-room, places: 2 }
                travel:
                  - { between: [studio-TAG, annex-TAG], minutes: 30 }
                treatments:
                  - code: class-TAG
                    name: Class
                    description: Three at a time.
                    place: clinic
                    lengths: [45]
                    needsScreening: false
                    handsOn: false
                    capacity: 3
                    techniques: { always: [], may: [] }
                    needs:
                      - { practitioner: physiotherapy }
                      - { room: group-room, bufferAfter: 15 }
                    currency: AUD
                    taxCode: gst-free
                    prices:
                      - { minutes: 45, amount: 3000 }
                  - code: talk-TAG
                    name: Talk
                    description: One at a time.
                    place: clinic
                    lengths: [30]
                    needsScreening: false
                    handsOn: false
                    techniques: { always: [], may: [] }
                    needs:
                      - { practitioner: physiotherapy }
                      - { room: talk-room }
                    currency: AUD
                    taxCode: gst-free
                    prices:
                      - { minutes: 30, amount: 5000 }
                practitioners:
                  - code: pia-TAG
                    givenName: Pia
                    familyName: Test
                    gender: female
                    profession: physiotherapist
                    languages: [en]
                    skills: [physiotherapy]
                    offerings:
                      - { clinic: studio-TAG, treatments: [class-TAG, talk-TAG] }
                      - { clinic: annex-TAG, treatments: [class-TAG, talk-TAG] }
                    rosters:
                      - clinic: studio-TAG
                        from: 2026-12-07
                        segments:
                          - { days: [mon, tue, wed, thu, fri], from: 08:00, until: 20:00 }
                      - clinic: annex-TAG
                        from: 2026-12-07
                        segments:
                          - { days: [mon, tue, wed, thu, fri], from: 08:00, until: 20:00 }
                  - code: paul-TAG
                    givenName: Paul
                    familyName: Test
                    gender: male
                    profession: physiotherapist
                    languages: [en]
                    skills: [physiotherapy]
                    offerings:
                      - { clinic: studio-TAG, treatments: [class-TAG, talk-TAG] }
                      - { clinic: annex-TAG, treatments: [class-TAG, talk-TAG] }
                    rosters:
                      - clinic: studio-TAG
                        from: 2026-12-07
                        segments:
                          - { days: [mon, tue, wed, thu, fri], from: 08:00, until: 20:00 }
                      - clinic: annex-TAG
                        from: 2026-12-07
                        segments:
                          - { days: [mon, tue, wed, thu, fri], from: 08:00, until: 20:00 }
                partners:
                  - code: seller-TAG
                    name: Seller
                    agreements:
                      - { clinics: [studio-TAG], treatments: [class-TAG] }
                """.replace("TAG", tag);
    }
}
