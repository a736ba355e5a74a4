package network.physio.booking.appointment;

import static network.physio.booking.SmallNetwork.admin;
import static network.physio.booking.SmallNetwork.frontDesk;
import static network.physio.booking.TestNetwork.MONDAY_EIGHT;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import network.physio.booking.SmallNetwork;
import network.physio.booking.TestNetwork;
import network.physio.booking.screening.Passes;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rooms and devices a visit takes: those asked for, and as many as it needs at once. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class PlacesTest {

    private static final String HOLDS = "/booking/v1/holds";
    private static final String APPOINTMENTS = "/booking/v1/appointments";
    private static final String DAY = "2027-02-02";
    private static final String TEN = DAY + "T10:00:00+11:00";
    private static final String ELEVEN = DAY + "T11:00:00+11:00";

    @Inject
    SmallNetwork networks;

    @Inject
    TestNetwork time;

    @Inject
    SettableClock clock;

    @Inject
    Passes passes;

    @Inject
    Jdbi database;

    private final String tag = SmallNetwork.newTag();

    @BeforeEach
    void twoPractitionersTwoDevicesAndAGymOfThree() {
        clock.setTo(MONDAY_EIGHT);
        passes.pulledAt(MONDAY_EIGHT);
        SmallNetwork.put(admin(), file()).then().statusCode(200);
        time.settled();
    }

    private String file() {
        String more = SmallNetwork.file(tag)
                .replace("""
                              - { code: stones-1, name: Stones, kind: stones }
                        """, """
                              - { code: stones-1, name: Stones, kind: stones }
                              - { code: tens-1, name: TENS 1, kind: tens }
                              - { code: tens-2, name: TENS 2, kind: tens }
                        """)
                .replace(
                        """
                        practitioners:
                          - code: kim-TAG
                        """.replace("TAG", tag),
                        treatment("tens", "{ room: gym }", "{ equipment: tens }")
                                + treatment("both", "{ room: gym }", "{ equipment: tens }", "{ equipment: tens }")
                                + treatment(
                                        "cross",
                                        "{ room: gym }",
                                        "{ equipment: tens, minutes: 20 }",
                                        "{ equipment: tens, offset: 10, minutes: 20 }")
                                + treatment("pair", "{ room: gym }", "{ room: gym }")
                                + treatment("talk", "{ room: gym }")
                                + """
                        practitioners:
                        """ + practitioner("max") + """
                          - code: kim-TAG
                        """.replace("TAG", tag));
        return more.replace(
                "      - { clinic: here-TAG, treatments: [massage-TAG] }\n      - { clinic: there-TAG, treatments: [massage-TAG], lengths: [30] }"
                        .replace("TAG", tag),
                offerings());
    }

    private String offerings() {
        return "      - { clinic: here-TAG, treatments: [massage-TAG, tens-TAG, both-TAG, cross-TAG, pair-TAG, talk-TAG], lengths: [30] }"
                .replace("TAG", tag);
    }

    private String treatment(String code, String... needs) {
        return """
                  - code: CODE-TAG
                    name: CODE
                    description: For tests.
                    place: clinic
                    lengths: [30]
                    needsScreening: false
                    handsOn: false
                    techniques: { always: [], may: [] }
                    needs:
                      - { practitioner: massage }
                      - NEEDS
                    currency: AUD
                    taxCode: gst-10
                    prices:
                      - { minutes: 30, amount: 7000 }
                """.replace("CODE", code).replace("TAG", tag).replace("NEEDS", String.join("\n      - ", needs));
    }

    private String practitioner(String code) {
        return """
                  - code: CODE-TAG
                    givenName: Max
                    familyName: Test
                    gender: male
                    profession: massage-therapist
                    languages: [en]
                    skills: [massage]
                    offerings:
                OFFERINGS
                    rosters:
                      - clinic: here-TAG
                        from: 2026-11-02
                        segments:
                          - { days: [mon, tue, wed, thu, fri], from: 09:00, until: 17:00 }
                """.replace("OFFERINGS", offerings()).replace("CODE", code).replace("TAG", tag);
    }

    private String visit(String treatment, String practitioner, String startsAt, String more) {
        return """
                {"treatmentId":"%s","minutes":30,"clinicId":"%s","practitionerId":"%s","startsAt":"%s"%s}""".formatted(networks.id("treatment", treatment + "-" + tag), here(), of(practitioner), startsAt, more);
    }

    private UUID here() {
        return networks.id("clinic", "here-" + tag);
    }

    private UUID of(String practitioner) {
        return networks.id("practitioner", practitioner + "-" + tag);
    }

    private UUID device(String code) {
        return place("equipment", code);
    }

    private UUID place(String table, String code) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT id FROM " + table + " WHERE clinic_id = :clinic AND code = :code")
                        .bind("clinic", here())
                        .bind("code", code)
                        .mapTo(UUID.class)
                        .one());
    }

    private static String asking(UUID device) {
        return ",\"equipmentId\":\"" + device + "\"";
    }

    private Response hold(String treatment, String practitioner, String startsAt, String more) {
        return guest(newKey())
                .body(visit(treatment, practitioner, startsAt, more))
                .post(HOLDS);
    }

    private Response book(String treatment, String practitioner, String startsAt, String more) {
        return desk().body(visit(treatment, practitioner, startsAt, more + somebody()))
                .post(APPOINTMENTS);
    }

    private RequestSpecification desk() {
        return frontDesk("here-" + tag);
    }

    private List<String> offered(String treatment, String practitioner, String more) {
        time.settled();
        return guest(newKey())
                .get(
                        "/booking/v1/slots?limit=500&minutes=30&treatment=%s-%s&clinic=here-%s&practitioner=%s-%s&from=%s&to=%s%s"
                                .formatted(treatment, tag, tag, practitioner, tag, DAY, DAY, more))
                .then()
                .statusCode(200)
                .extract()
                .path("items.startsAt");
    }

    @Test
    void aVisitTakesTheDeviceThatIsAskedFor() {
        for (String code : List.of("tens-2", "tens-1")) {
            String practitioner = code.equals("tens-2") ? "kim" : "max";
            hold("tens", practitioner, TEN, asking(device(code)))
                    .then()
                    .statusCode(201)
                    .body("place.equipment.id", contains(device(code).toString()))
                    .body("place.equipment.name", contains(code.equals("tens-2") ? "TENS 2" : "TENS 1"));
        }
    }

    @Test
    void aVisitThatAsksForNoDeviceSaysWhichOneItHas() {
        hold("tens", "kim", TEN, asking(device("tens-1"))).then().statusCode(201);
        hold("tens", "max", TEN, "")
                .then()
                .statusCode(201)
                .body("place.equipment.id", contains(device("tens-2").toString()));
        hold("talk", "kim", ELEVEN, "").then().statusCode(201).body("place.equipment", empty());
    }

    @Test
    void aDeviceThatIsTakenIsRefusedThoughAnotherIsFree() {
        hold("tens", "kim", TEN, asking(device("tens-1"))).then().statusCode(201);
        Response refused = hold("tens", "max", TEN, asking(device("tens-1")));
        refused.then()
                .statusCode(409)
                .body("type", is("/problems/slot-taken"))
                .body("reasons.code", contains("no-equipment-free"))
                .body("alternatives", not(empty()))
                .body("alternatives.startsAt", everyItem(not(is(TEN))));
        String instead = refused.path("alternatives[0].startsAt");
        hold("tens", "max", instead, asking(device("tens-1")))
                .then()
                .statusCode(201)
                .body("place.equipment.id", contains(device("tens-1").toString()));
    }

    @Test
    void aRoomThatIsTakenIsRefused() {
        String room = ",\"roomId\":\"" + place("room", "room-1") + "\"";
        String staffBook = ",\"quickScreened\":true,\"responsibleAdult\":true";
        book("massage", "kim", TEN, room + staffBook)
                .then()
                .statusCode(201)
                .body("place.roomId", is(place("room", "room-1").toString()));
        book("massage", "max", TEN, room + staffBook)
                .then()
                .statusCode(409)
                .body("reasons.code", contains("no-room-free"));
    }

    @ParameterizedTest
    @CsvSource({
        "tens, stones-1, another kind",
        "talk, tens-1, needs no device",
        "tens, nothing, no device of this clinic"
    })
    void whatCannotBeAskedForIsNamed(String treatment, String code, String reason) {
        UUID asked = code.equals("nothing") ? UUID.randomUUID() : device(code);
        hold(treatment, "kim", TEN, asking(asked))
                .then()
                .statusCode(422)
                .body("type", is("/problems/invalid-request"))
                .body("errors.pointer", contains("#/equipmentId"))
                .body("errors.detail", hasItem(org.hamcrest.Matchers.containsString(reason)));
        book(treatment, "kim", TEN, asking(asked))
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/equipmentId"));
    }

    @Test
    void aHoldSaysItAlreadySoABookingFromItDoesNot() {
        String key = newKey();
        String hold = guest(key).body(visit("tens", "kim", TEN, "")).post(HOLDS).path("id");
        guest(key)
                .body("{\"holdId\":\"" + hold + "\"" + asking(device("tens-1")) + somebody() + "}")
                .post(APPOINTMENTS)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/equipmentId"));
        guest(key)
                .body("{\"holdId\":\"" + hold + "\"" + somebody() + "}")
                .post(APPOINTMENTS)
                .then()
                .statusCode(201)
                .body("place.equipment.size()", is(1));
    }

    @Test
    void aVisitChangesItsDeviceAndKeepsItsTime() {
        String id = book("tens", "kim", TEN, asking(device("tens-1"))).path("id");
        move(id, "{\"startsAt\":\"" + TEN + "\"" + asking(device("tens-2")) + "}")
                .then()
                .statusCode(200)
                .body("place.equipment.id", contains(device("tens-2").toString()));
        desk().get(APPOINTMENTS + "/" + id + "/history")
                .then()
                .statusCode(200)
                .body("items.details.changed.flatten()", hasItem("equipment"))
                .body(
                        "items.details.equipmentIds.flatten()",
                        hasItem(device("tens-2").toString()));
        move(id, "{\"startsAt\":\"" + TEN + "\"" + asking(device("stones-1")) + "}")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("#/equipmentId"));
    }

    @Test
    void aVisitThatChangesHandsKeepsItsDevice() {
        for (String code : List.of("tens-1", "tens-2")) {
            String at = code.equals("tens-1") ? TEN : ELEVEN;
            String id = book("tens", "kim", at, asking(device(code))).path("id");
            move(id, "{\"startsAt\":\"%s\",\"practitionerId\":\"%s\"}".formatted(at, of("max")))
                    .then()
                    .statusCode(200)
                    .body("place.equipment.id", contains(device(code).toString()));
        }
    }

    @Test
    void aVisitMovesToATimeAtWhichItsDeviceIsFree() {
        book("tens", "kim", ELEVEN, asking(device("tens-1"))).then().statusCode(201);
        String id = book("tens", "max", TEN, asking(device("tens-1"))).path("id");
        move(id, "{\"startsAt\":\"" + ELEVEN + "\"" + asking(device("tens-1")) + "}")
                .then()
                .statusCode(409)
                .body("reasons.code", contains("no-equipment-free"));
        move(id, "{\"startsAt\":\"" + ELEVEN + "\"}")
                .then()
                .statusCode(200)
                .body("place.equipment.id", contains(device("tens-2").toString()));
    }

    private Response move(String id, String body) {
        return desk().header("If-Match", desk().get(APPOINTMENTS + "/" + id).header("ETag"))
                .body(body)
                .post(APPOINTMENTS + "/" + id + "/reschedule");
    }

    @Test
    void aCancellationIsTakenBackWithTheSameDevice() {
        String id = book("tens", "kim", TEN, asking(device("tens-2"))).path("id");
        step(id, "cancel", "{\"reason\":\"other\"}").then().statusCode(200);
        step(id, "undo", "")
                .then()
                .statusCode(200)
                .body("place.equipment.id", contains(device("tens-2").toString()));
        step(id, "cancel", "{\"reason\":\"other\"}").then().statusCode(200);
        hold("tens", "max", TEN, asking(device("tens-2"))).then().statusCode(201);
        step(id, "undo", "").then().statusCode(409).body("reasons.code", contains("no-equipment-free"));
    }

    private Response step(String id, String step, String body) {
        RequestSpecification caller =
                desk().header("If-Match", desk().get(APPOINTMENTS + "/" + id).header("ETag"));
        return (body.isEmpty() ? caller : caller.body(body)).post(APPOINTMENTS + "/" + id + "/" + step);
    }

    @Test
    void slotsAreThoseAtWhichTheDeviceAskedForIsFree() {
        hold("tens", "kim", TEN, asking(device("tens-1"))).then().statusCode(201);
        assertThat(offered("tens", "max", "")).contains(TEN);
        assertThat(offered("tens", "max", "&equipment=" + device("tens-1")))
                .contains(ELEVEN)
                .doesNotContain(TEN);
        assertThat(offered("tens", "max", "&equipment=" + device("tens-2") + "&room=" + place("room", "gym")))
                .contains(TEN);
        desk().body("{\"slots\":[" + visit("tens", "max", TEN, asking(device("tens-1"))) + ","
                        + visit("tens", "max", TEN, asking(device("tens-2"))) + "]}")
                .post("/booking/v1/slots/check")
                .then()
                .statusCode(200)
                .body("slots.bookable", contains(false, true))
                .body("slots[0].reasons.code", contains("no-equipment-free"));
    }

    @ParameterizedTest
    @CsvSource({"equipment, stones-1", "equipment, nothing", "room, room-1"})
    void slotsInAPlaceThatTheTreatmentCannotTakeAreNoQuestion(String parameter, String code) {
        Object asked = code.equals("nothing") ? "nothing" : place(parameter, code);
        guest(newKey())
                .get("/booking/v1/slots?minutes=30&treatment=tens-%s&clinic=here-%s&%s=%s"
                        .formatted(tag, tag, parameter, asked))
                .then()
                .statusCode(400)
                .body("type", is("/problems/invalid-parameter"));
    }

    @Test
    void aTreatmentThatNeedsTwoDevicesIsOfferedExactlyWhenTwoAreFree() {
        assertThat(offered("both", "max", "")).contains(TEN);
        String one =
                hold("tens", "kim", TEN, "").then().statusCode(201).extract().path("place.equipment[0].id");
        assertThat(offered("both", "max", "")).contains(ELEVEN).doesNotContain(TEN);
        hold("both", "max", TEN, "").then().statusCode(409).body("reasons.code", contains("no-equipment-free"));
        hold("both", "max", ELEVEN, asking(UUID.fromString(one)))
                .then()
                .statusCode(201)
                .body(
                        "place.equipment.id",
                        containsInAnyOrder(
                                device("tens-1").toString(), device("tens-2").toString()));
    }

    @Test
    void needsThatOverlapWithoutBeingAlikeTakeTwoDevices() {
        hold("cross", "kim", TEN, "").then().statusCode(201).body("place.equipment.size()", is(2));
        // The second device is free again at 10:30, the first one from 10:20 on.
        assertThat(offered("cross", "max", ""))
                .contains(DAY + "T10:30:00+11:00")
                .doesNotContain(TEN);
        hold("cross", "max", DAY + "T10:15:00+11:00", "")
                .then()
                .statusCode(409)
                .body("reasons.code", contains("no-equipment-free"));
        hold("cross", "max", DAY + "T10:30:00+11:00", "").then().statusCode(201);
    }

    @Test
    void twoPlacesInTheGymAreTwoPlaces() {
        hold("pair", "kim", TEN, "").then().statusCode(201);
        assertThat(offered("pair", "max", "")).doesNotContain(TEN);
        hold("pair", "max", TEN, "").then().statusCode(409).body("reasons.code", contains("no-room-free"));
        hold("talk", "max", TEN, "").then().statusCode(201);
    }

    @Test
    void everyVisitOfASeriesTakesTheDeviceAskedFor() {
        String body =
                """
                {"treatmentId":"%s","minutes":30,"clinicId":"%s","practitionerId":"%s","mode":"each","equipmentId":"%s",
                 "starts":["2027-02-02T10:00","2027-02-03T10:00","2027-02-04T10:00"]%s}""".formatted(networks.id("treatment", "tens-" + tag), here(), of("max"), device("tens-2"), somebody());
        hold("tens", "kim", "2027-02-03T10:00:00+11:00", asking(device("tens-2")))
                .then()
                .statusCode(201);
        String key = newKey();
        String series = guest(key)
                .body(body)
                .post("/booking/v1/series")
                .then()
                .statusCode(201)
                .body("occurrences.outcome", contains("booked", "refused", "booked"))
                .extract()
                .path("id");
        guest(key)
                .get("/booking/v1/series/" + series)
                .then()
                .body(
                        "visits.appointment.place.equipment.id.flatten()",
                        everyItem(is(device("tens-2").toString())));
    }

    @Test
    void aClinicSaysWhatStandsInIt() {
        Response read = guest(newKey()).get("/booking/v1/clinics/" + here());
        read.then()
                .statusCode(200)
                .body("rooms.code", contains("gym", "room-1"))
                .body("rooms[0].places", is(3))
                .body("equipment.id", hasItem(device("tens-1").toString()))
                .body("equipment.kind", contains("stones", "tens", "tens"));
        SmallNetwork.put(admin(), file().replace("name: TENS 1", "name: TENS one"))
                .then()
                .statusCode(200);
        guest(newKey())
                .header("If-None-Match", read.header("ETag"))
                .get("/booking/v1/clinics/" + here())
                .then()
                .statusCode(200);
    }
}
