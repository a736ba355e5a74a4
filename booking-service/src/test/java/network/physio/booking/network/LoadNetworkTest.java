package network.physio.booking.network;

import static io.restassured.RestAssured.given;
import static network.physio.booking.SmallNetwork.admin;
import static network.physio.booking.SmallNetwork.frontDesk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.physio.booking.SmallNetwork;
import network.physio.booking.TestNetwork;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class LoadNetworkTest {

    private static final String NETWORK = "/booking/v1/network";

    @Inject
    SmallNetwork network;

    @Inject
    TestNetwork testNetwork;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    @BeforeEach
    void setClock() {
        clock.setTo(Instant.parse("2026-12-01T00:00:00Z"));
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void theDemoNetworkLoadsAndASecondTimeChangesNothing() throws IOException {
        String demo = Files.readString(Path.of("demo", "network.yaml"));
        load(demo).statusCode(200);
        Map<String, Map<String, Integer>> again =
                load(demo).statusCode(200).extract().path("sections");
        assertThat(again.keySet())
                .contains(
                        "clinics",
                        "rooms",
                        "equipment",
                        "treatments",
                        "practitioners",
                        "rosters",
                        "timeOff",
                        "partners");
        assertThat(again.values()).allSatisfy(counts -> {
            assertThat(counts).containsEntry("created", 0).containsEntry("updated", 0);
            assertThat(counts.get("unchanged")).isPositive();
        });
        assertThat(again.get("clinics")).containsEntry("unchanged", 6);
        assertThat(again.get("practitioners")).containsEntry("unchanged", 28);
    }

    @Test
    void whatIsNewIsMadeAndWhatDiffersIsChangedUnderItsOldId() {
        String tag = SmallNetwork.newTag();
        load(SmallNetwork.file(tag))
                .statusCode(200)
                .body("sections.clinics.created", is(2))
                .body("sections.rooms.created", is(3))
                .body("sections.practitioners.created", is(2))
                .body("sections.rosters.created", is(1));
        UUID id = network.id("clinic", "here-" + tag);
        String changed = SmallNetwork.file(tag)
                .replace("name: Here", "name: Here now")
                .replace("places: 3", "places: 5")
                .replace("[en, vi]", "[en, vi, fr]")
                .replace("lengths: [30] }", "lengths: [30, 60] }");
        load(changed)
                .statusCode(200)
                .body("sections.clinics.updated", is(1))
                .body("sections.clinics.unchanged", is(1))
                .body("sections.rooms.updated", is(1))
                .body("sections.practitioners.updated", is(1))
                .body("sections.treatments.unchanged", is(1));
        assertThat(network.id("clinic", "here-" + tag)).isEqualTo(id);
        assertThat(units("here-" + tag, "gym")).isEqualTo(5);
        load(SmallNetwork.file(tag)).statusCode(200).body("sections.rooms.updated", is(1));
        assertThat(units("here-" + tag, "gym")).isEqualTo(3);
    }

    @Test
    void aFileDeletesNothingAndMayReferToWhatIsStored() {
        SmallNetwork.Loaded loaded = network.load();
        load("""
                format: 1
                practitioners:
                  - code: ash-TAG
                    givenName: Ash
                    familyName: Test
                    gender: female
                    profession: massage-therapist
                    languages: [en]
                    skills: [massage]
                    offerings:
                      - { clinic: here-TAG, treatments: [massage-TAG] }
                """.replace("TAG", loaded.tag()))
                .statusCode(200)
                .body("sections.keySet()", hasSize(1))
                .body("sections.practitioners.created", is(1));
        assertThat(network.id("practitioner", loaded.kimCode())).isEqualTo(loaded.kim());
    }

    @Test
    void withOneFaultNothingIsLoaded() {
        String tag = SmallNetwork.newTag();
        String faulty = SmallNetwork.file(tag).replace("gender: male", "gender: m");
        load(faulty)
                .statusCode(422)
                .body("type", is("/problems/network-file-invalid"))
                .body("errors", hasSize(1))
                .body("errors[0].pointer", is("#/practitioners/1/gender"))
                .body("errors[0].line", notNullValue())
                .body("errors[0].column", notNullValue());
        assertThat(count("organisation", "org-" + tag)).isZero();
        assertThat(count("clinic", "here-" + tag)).isZero();
    }

    /** Found only when the rooms are written: what was written before it goes too. */
    @Test
    void aFaultThatIsFoundLateLeavesNothingEither() {
        SmallNetwork.Loaded loaded = network.load();
        database.useHandle(handle -> handle.execute("""
                INSERT INTO time_off (id, practitioner_id, starts_at, ends_at, reason, created_at)
                VALUES (?, ?, '2030-01-01Z', '2030-01-02Z', 'other', '2026-12-01Z')
                """, loaded.here(), loaded.lee()));
        database.useHandle(handle -> handle.execute("""
                INSERT INTO claim (resource_id, unit, during, kind, time_off_id)
                SELECT id, 2, '[2030-01-01Z,2030-01-02Z)', 'block', ? FROM room WHERE clinic_id = ? AND code = 'gym'
                """, loaded.here(), loaded.here()));
        load(SmallNetwork.file(loaded.tag()).replace("places: 3", "places: 2").replace("name: Here", "name: Changed"))
                .statusCode(422)
                .body("errors.pointer", hasItem("#/clinics/0/rooms/1/places"));
        String name = database.withHandle(handle -> handle.createQuery("SELECT name FROM clinic WHERE id = :id")
                .bind("id", loaded.here())
                .mapTo(String.class)
                .one());
        assertThat(name).isEqualTo("Here");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from: 09:00, until: 17:00 }  | from: 10:00, until: 17:00 }      | #/practitioners/0/rosters/0 | which have been worked
            zone: Australia/Melbourne    | zone: Australia/Sydney           | #/clinics/0/zone            | cannot change
            """)
    void whatIsStoredLimitsWhatAFileMayChange(String written, String instead, String pointer, String detail) {
        SmallNetwork.Loaded loaded = network.load();
        load(SmallNetwork.file(loaded.tag()).replaceFirst(Pattern.quote(written), instead))
                .statusCode(422)
                .body("errors.pointer", hasItem(pointer))
                .body("errors.detail", hasItem(containsString(detail)));
    }

    @Test
    void anHourInTheDaylightSavingGapIsRefusedByNameAndDate() {
        String tag = SmallNetwork.newTag();
        load(SmallNetwork.file(tag).replace("days: [mon, tue, wed, thu, fri], from: 09:00", "days: [sun], from: 02:30"))
                .statusCode(422)
                .body("errors.pointer", hasItem("#/practitioners/0/rosters/0/segments/0/from"))
                .body("errors.detail", hasItem(containsString("02:30 does not exist on 2027-10-03")));
    }

    @Test
    void timeOffOverAppointmentsIsRefusedUnlessTheFileSaysThatItMay() {
        SmallNetwork.Loaded loaded = network.load();
        UUID appointment = network.appointment(loaded, Instant.parse("2027-01-03T23:00:00Z"), "confirmed");
        String absence = "    timeOff:\n"
                + "      - { from: 2027-01-04T00:00, until: 2027-01-05T00:00, reason: leave%s }\n"
                + "  - code: lee-";
        String file = SmallNetwork.file(loaded.tag());
        load(file.replace("  - code: lee-", absence.formatted("")))
                .statusCode(409)
                .body("type", is("/problems/would-strand-appointments"))
                .body("appointments.id", is(List.of(appointment.toString())))
                .body("appointments.startsAt", is(List.of("2027-01-04T10:00:00+11:00")));
        load(file.replace("  - code: lee-", absence.formatted(", strandAppointments: true")))
                .statusCode(200)
                .body("sections.timeOff.created", is(1))
                .body("rebookingNeeded.id", is(List.of(appointment.toString())));
        load(file.replace("  - code: lee-", absence.formatted(", strandAppointments: true")))
                .statusCode(200)
                .body("sections.timeOff.unchanged", is(1))
                .body("rebookingNeeded", hasSize(0));
    }

    @Test
    void aSickDayOverTimeOffOfTheFileLeavesTheFileAsItIs() {
        SmallNetwork.Loaded loaded = network.load();
        String absences = "    timeOff:\n"
                + "      - { from: 2027-01-06T09:00, until: 2027-01-06T10:00, reason: training }\n"
                + "      - { from: 2027-01-06T12:30, until: 2027-01-06T13:00, reason: meeting }\n"
                + "  - code: lee-";
        String file = SmallNetwork.file(loaded.tag()).replace("  - code: lee-", absences);
        load(file).statusCode(200).body("sections.timeOff.created", is(2));
        String path = "/booking/v1/practitioners/" + loaded.kim() + "/";
        String day = "{\"from\":\"2027-01-06T09:00\",\"until\":\"2027-01-06T18:00\",\"apply\":";
        String shown = frontDesk(loaded.hereCode())
                .body(day + "false}")
                .post(path + "sick-days")
                .path("preview");
        frontDesk(loaded.hereCode())
                .body(day + "true,\"preview\":\"" + shown + "\"}")
                .post(path + "sick-days")
                .then()
                .statusCode(201);
        load(file).statusCode(200).body("sections.timeOff.unchanged", is(2));
        frontDesk(loaded.hereCode())
                .get(path + "time-off")
                .then()
                .body("items.reason", is(List.of("training", "sick", "meeting")));
    }

    /** Part of the file, what the file says there instead, and where it says that it may strand. */
    static Stream<Arguments> whatStrands() {
        String hours = "      - { days: [mon, tue, wed, thu, fri], opens: 07:00, closes: 20:00 }";
        return Stream.of(
                arguments(
                        "opening hours",
                        hours,
                        hours.replace("mon, ", ""),
                        "    name: Here\n",
                        "    name: Here\n    strandAppointments: true\n"),
                arguments(
                        "a public holiday",
                        "      - { day: 2026-12-25, name: Christmas Day }",
                        "      - { day: 2027-01-04, name: Day off }",
                        "    name: Days\n",
                        "    name: Days\n    strandAppointments: true\n"),
                arguments(
                        "an offering",
                        "      - { clinic: here-TAG, treatments: [massage-TAG] }\n      - { clinic: there-TAG, treatments: [massage-TAG], lengths: [30] }",
                        "      - { clinic: here-TAG, treatments: [massage-TAG], lengths: [60] }",
                        "    givenName: Kim\n",
                        "    givenName: Kim\n    strandAppointments: true\n"),
                arguments(
                        "what a treatment asks for",
                        "      - { practitioner: massage }",
                        "      - { practitioner: massage }\n      - { practitioner: cupping }",
                        "    name: Massage\n",
                        "    name: Massage\n    strandAppointments: true\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatStrands")
    void whatTheFileWouldStrandIsListedAndMarkedOnlyWhenItSaysThatItMay(
            String what, String part, String instead, String place, String placeWithLeave) {
        SmallNetwork.Loaded loaded = network.load();
        UUID inTheWay = network.appointment(loaded, Instant.parse("2027-01-03T23:00:00Z"), "confirmed");
        UUID past = network.appointment(loaded, Instant.parse("2026-11-29T23:00:00Z"), "completed");
        String file = SmallNetwork.file(loaded.tag());
        String tag = loaded.tag();
        String changed = file.replace(part.replace("TAG", tag), instead.replace("TAG", tag));
        if (what.startsWith("what a treatment")) {
            // Lee has learned it, Kim gives something else.
            changed = changed.replace(
                    "skills: [massage]\n    offerings:\n      - { clinic: there",
                    "skills: [massage, cupping]\n    offerings:\n      - { clinic: there");
            changed = changed.replaceAll(
                    "    offerings:\n      - \\{ clinic: here[^\n]*\n      - [^\n]*\n", "    offerings: []\n");
        }
        assertThat(changed).isNotEqualTo(file);
        load(changed)
                .statusCode(409)
                .body("type", is("/problems/would-strand-appointments"))
                .body("appointments.id", is(List.of(inTheWay.toString())));
        assertThat(needsRebooking(inTheWay)).isFalse();
        load(file).statusCode(200).body("rebookingNeeded", hasSize(0));

        String allowed = changed.replace(place, placeWithLeave);
        load(allowed).statusCode(200).body("rebookingNeeded.id", is(List.of(inTheWay.toString())));
        assertThat(needsRebooking(inTheWay)).isTrue();
        assertThat(needsRebooking(past)).isFalse();
        load(allowed).statusCode(200).body("rebookingNeeded", hasSize(0));
    }

    @Test
    void aSkillThatGoesStrandsWhatNeedsIt() {
        SmallNetwork.Loaded loaded = network.load();
        UUID appointment = network.appointment(loaded, Instant.parse("2027-01-03T23:00:00Z"), "confirmed");
        String kimsTill = "    skills: [massage]\n    credentials:";
        String without = SmallNetwork.file(loaded.tag())
                .replace(kimsTill, "    skills: [pilates]\n    credentials:")
                // What the file does not speak of stays: Kim still offers it.
                .replaceAll("    offerings:\n      - \\{ clinic: here[^\n]*\n      - [^\n]*\n", "");
        load(without).statusCode(409).body("appointments.id", is(List.of(appointment.toString())));
    }

    @Test
    void longerHoursAndWhatNobodyBookedStrandNobody() {
        SmallNetwork.Loaded loaded = network.load();
        network.appointment(loaded, Instant.parse("2027-01-03T23:00:00Z"), "confirmed");
        load(SmallNetwork.file(loaded.tag())
                        .replace(
                                "opens: 07:00, closes: 20:00 }\n    rooms:\n      - { code: room-1, name: Room 1, kind: treatment-room }\n      - { code: gym",
                                "opens: 08:00, closes: 21:00 }\n    rooms:\n      - { code: room-1, name: Room 1, kind: treatment-room }\n      - { code: gym")
                        .replace("{ day: 2026-12-25", "{ day: 2027-01-05"))
                .statusCode(200)
                .body("sections.clinics.updated", is(1))
                .body("rebookingNeeded", hasSize(0));
    }

    /** The treatments of the file alone, as somebody keeps them who knows nothing of who offers what. */
    private static String treatmentOnly(String tag, String lengths, String prices) {
        String file = SmallNetwork.file(tag);
        String treatments = file.substring(file.indexOf("treatments:"), file.indexOf("practitioners:"));
        String before = treatments.substring(0, treatments.indexOf("    prices:"));
        return "format: 1\n" + before.replace("lengths: [30, 60]", "lengths: " + lengths) + "    prices:\n" + prices;
    }

    @Test
    void aPriceInWhichSomebodyOffersTheTreatmentStays() {
        SmallNetwork.Loaded loaded = network.load();
        String standard = "      - { minutes: 30, amount: 7000 }\n      - { minutes: 60, amount: 12000 }\n";
        String senior = standard.replace("amount", "tier: senior, amount");
        load(treatmentOnly(loaded.tag(), "[30, 60]", standard + senior)).statusCode(200);
        load(SmallNetwork.file(loaded.tag())
                        .replace(
                                "      - { minutes: 30, amount: 7000 }\n",
                                standard.lines().findFirst().orElseThrow() + "\n" + senior)
                        .replace(
                                "[massage-%s], lengths: [30] }".formatted(loaded.tag()),
                                "[massage-%s], lengths: [30], tier: senior }".formatted(loaded.tag())))
                .statusCode(200);
        load(treatmentOnly(loaded.tag(), "[30, 60]", standard))
                .statusCode(422)
                .body("errors.pointer", is(List.of("#/treatments/0/prices")))
                .body(
                        "errors[0].detail",
                        is("has no price for 30 minutes in the tier senior, in which %s at %s offers it"
                                .formatted(loaded.kimCode(), loaded.thereCode())));
    }

    @Test
    void aLengthThatGoesStrandsTheVisitsOfThatLengthAndIsBookedNoMore() {
        SmallNetwork.Loaded loaded = network.load();
        UUID visit = network.appointment(loaded, Instant.parse("2027-01-03T23:00:00Z"), "confirmed");
        String hourly = "      - { minutes: 60, amount: 12000 }\n";
        load(treatmentOnly(loaded.tag(), "[60]", hourly))
                .statusCode(422)
                .body("errors.pointer", is(List.of("#/treatments/0/lengths")))
                .body(
                        "errors[0].detail",
                        is("leaves what %s at %s offers without a length"
                                .formatted(loaded.kimCode(), loaded.thereCode())));
        load(SmallNetwork.file(loaded.tag()).replace("lengths: [30] }", "lengths: [30, 60] }"))
                .statusCode(200);
        load(treatmentOnly(loaded.tag(), "[60]", hourly))
                .statusCode(409)
                .body("appointments.id", is(List.of(visit.toString())));
        load(treatmentOnly(loaded.tag(), "[60]", hourly)
                        .replace("    name: Massage\n", "    name: Massage\n    strandAppointments: true\n"))
                .statusCode(200)
                .body("rebookingNeeded.id", is(List.of(visit.toString())));
        testNetwork.settled();
        given().contentType(ContentType.JSON)
                .body("""
                        {"slots":[{"treatmentId":"%s","minutes":30,"clinicId":"%s","practitionerId":"%s",
                         "startsAt":"2027-01-05T10:00:00+11:00"}]}""".formatted(loaded.treatment(), loaded.here(), loaded.kim()))
                .post("/booking/v1/slots/check")
                .then()
                .statusCode(200)
                .body("slots[0].reasons.code", is(List.of("length-not-offered")));
    }

    /** Part of the file that speaks of the room of the visit, and where the file says that it may strand. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: Room 1, kind: treatment-room  | name: Room 1, kind: sauna           | name: Here
            room: treatment-room, bufferAfter   | room: gym, bufferAfter              | name: Massage
            """)
    void aRoomOfAnotherKindStrandsTheVisitsInIt(String written, String instead, String place) {
        SmallNetwork.Loaded loaded = network.load();
        UUID visit = network.appointment(loaded, Instant.parse("2027-01-03T23:00:00Z"), "confirmed");
        database.useHandle(handle -> handle.execute("""
                INSERT INTO claim (resource_id, unit, during, kind, appointment_id)
                SELECT room_id, 0, tstzrange(starts_at, ends_at), 'appointment', id FROM appointment WHERE id = ?
                """, visit));
        String room = "      - { code: room-1, name: Room 1, kind: treatment-room }\n";
        String others = room.replace("oom-1", "oom-2") + "      - { code: studio, name: Studio, kind: gym }\n";
        String file = SmallNetwork.file(loaded.tag()).replace(room, room + others);
        load(file).statusCode(200);
        String changed = file.replaceFirst(Pattern.quote(written), instead);
        assertThat(changed).isNotEqualTo(file);
        load(changed).statusCode(409).body("appointments.id", is(List.of(visit.toString())));
        load(changed.replace(place + "\n", place + "\n    strandAppointments: true\n"))
                .statusCode(200)
                .body("rebookingNeeded.id", is(List.of(visit.toString())));
    }

    @Test
    void aLongerWayStrandsTheVisitThatIsReachedTooLate() {
        SmallNetwork.Loaded loaded = network.load();
        SmallNetwork.Loaded there = new SmallNetwork.Loaded(
                loaded.tag(),
                loaded.there(),
                loaded.here(),
                loaded.kim(),
                loaded.lee(),
                loaded.treatment(),
                loaded.room());
        network.appointment(loaded, Instant.parse("2027-01-03T23:00:00Z"), "confirmed");
        UUID next = network.appointment(there, Instant.parse("2027-01-04T00:10:00Z"), "confirmed");
        network.appointment(loaded, Instant.parse("2027-01-04T02:00:00Z"), "confirmed");
        testNetwork.settled();
        String file = SmallNetwork.file(loaded.tag());
        load(file.replace("minutes: 35 }", "minutes: 40 }")).statusCode(200);
        testNetwork.settled();
        load(file.replace("minutes: 35 }", "minutes: 45 }"))
                .statusCode(409)
                .body("appointments.id", is(List.of(next.toString())));
        load(file.replace("minutes: 35 }", "minutes: 45, strandAppointments: true }"))
                .statusCode(200)
                .body("rebookingNeeded.id", is(List.of(next.toString())));
    }

    @Test
    void whoStopsTravellingHasNoWaysLeftThatWouldBeInTheWay() {
        SmallNetwork.Loaded loaded = network.load();
        UUID first = network.appointment(loaded, Instant.parse("2027-01-03T23:00:00Z"), "confirmed");
        UUID next = network.appointment(loaded, Instant.parse("2027-01-04T01:00:00Z"), "confirmed");
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO claim (resource_id, unit, during, kind, appointment_id, from_appointment_id, travel_minutes,
                                           travel_source)
                        VALUES (:kim, 0, '[2027-01-03T23:30Z, 2027-01-04T00:05Z)', 'travel', :next, :first, 35, 'file')
                        """)
                .bind("kim", loaded.kim())
                .bind("first", first)
                .bind("next", next)
                .execute());
        String file = SmallNetwork.file(loaded.tag());
        load(file).statusCode(200);
        assertThat(ways(loaded.kim())).isOne();
        String thereToo = "      - { clinic: %s, treatments: [massage-%s], lengths: [30] }\n"
                .formatted(loaded.thereCode(), loaded.tag());
        assertThat(file).contains(thereToo);
        load(file.replace(thereToo, "")).statusCode(200);
        assertThat(ways(loaded.kim())).isZero();
    }

    private int ways(UUID practitioner) {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT count(*) FROM claim WHERE resource_id = :practitioner AND kind = 'travel'")
                .bind("practitioner", practitioner)
                .mapTo(Integer.class)
                .one());
    }

    private boolean needsRebooking(UUID appointment) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT rebooking_needed FROM appointment WHERE id = :id")
                        .bind("id", appointment)
                        .mapTo(Boolean.class)
                        .one());
    }

    @Test
    void filesLoadOneAfterTheOther() throws Exception {
        String tag = SmallNetwork.newTag();
        String file = SmallNetwork.file(tag);
        List<Future<Response>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                answers.add(threads.submit(() -> SmallNetwork.put(admin(), file)));
            }
        }
        int created = 0;
        for (Future<Response> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
            created += answer.get().<Integer>path("sections.clinics.created");
        }
        assertThat(created).isEqualTo(2);
        assertThat(count("clinic", "here-" + tag)).isOne();
    }

    @Test
    void onlyTheNetworksAdministratorsLoad() {
        SmallNetwork.put(given(), "format: 1").then().statusCode(401).body("type", is("/problems/unauthenticated"));
        SmallNetwork.put(SmallNetwork.frontDesk("fitzroy"), "format: 1")
                .then()
                .statusCode(403)
                .body("type", is("/problems/forbidden"));
    }

    @Test
    void whatIsNoUtf8TextOrOtherMediaIsRefused() {
        admin().contentType("application/yaml")
                .body("name: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1))
                .put(NETWORK)
                .then()
                .statusCode(400)
                .body("type", is("/problems/malformed-request"));
        admin().contentType("application/json").body("{}").put(NETWORK).then().statusCode(415);
        admin().contentType("application/yaml").put(NETWORK).then().statusCode(422);
        SmallNetwork.put(admin().queryParam("dry", "true"), "format: 1").then().statusCode(400);
    }

    @Test
    void anIdempotencyKeyStandsForOneFile() {
        String key = SmallNetwork.newTag();
        SmallNetwork.put(admin().header("Idempotency-Key", key), "format: 1")
                .then()
                .statusCode(200);
        SmallNetwork.put(admin().header("Idempotency-Key", key), "format: 1\nclinics: []")
                .then()
                .statusCode(422)
                .body("type", is("/problems/idempotency-key-reused"));
    }

    private static ValidatableResponse load(String file) {
        return SmallNetwork.put(admin(), file).then();
    }

    private int units(String clinic, String room) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM resource_unit u JOIN room r ON r.id = u.resource_id JOIN clinic c ON c.id = r.clinic_id
                         WHERE c.code = :clinic AND r.code = :room
                        """)
                .bind("clinic", clinic)
                .bind("room", room)
                .mapTo(int.class)
                .one());
    }

    private int count(String table, String code) {
        return database.withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table + " WHERE code = :code")
                .bind("code", code)
                .mapTo(int.class)
                .one());
    }
}
