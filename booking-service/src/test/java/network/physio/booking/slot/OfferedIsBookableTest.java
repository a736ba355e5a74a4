package network.physio.booking.slot;

import static network.physio.booking.TestNetwork.MONDAY_EIGHT;
import static network.physio.booking.TestNetwork.guest;
import static network.physio.booking.TestNetwork.newKey;
import static network.physio.booking.TestNetwork.receptionist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import network.physio.booking.TestNetwork;
import network.physio.booking.screening.Passes;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over random diaries: whatever is offered books, and whatever is not offered is refused. The seed is in the name. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class OfferedIsBookableTest {

    private static final LocalDate DAY = LocalDate.of(2027, 2, 2);
    private static final int TRIED = 12;

    @Inject
    TestNetwork network;

    @Inject
    Passes passes;

    @Inject
    Jdbi database;

    @BeforeEach
    void emptyDiaries() {
        network.fresh();
        passes.pulledAt(MONDAY_EIGHT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void offeredExactlyWhenBookable(int seed) {
        Random random = new Random(seed);
        randomHours(random, "anna", "north");
        randomHours(random, "ben", "north");
        randomHours(random, "anna", "south");
        randomClosure(random);
        randomHolds(random);
        network.settled();
        boolean staff = random.nextBoolean();
        Supplier<RequestSpecification> caller = staff ? () -> receptionist("north", "south") : () -> guest(newKey());
        String treatment = random.nextBoolean() ? "traction" : "chat";
        int minutes = treatment.equals("chat") ? 30 : 60;

        Set<String> offered = offered(caller, treatment, minutes, "anna");
        List<String> every = everyStart();
        assertThat(every).containsAll(offered);
        assertThat(bookable(caller, treatment, minutes, "anna", every)).isEqualTo(offered);

        List<String> sample = new ArrayList<>(every);
        Collections.shuffle(sample, random);
        for (String start : sample.subList(0, TRIED)) {
            boolean isOffered = offered(caller, treatment, minutes, "anna").contains(start);
            int status = caller.get()
                    .body(network.visit(treatment, minutes, "north", "anna", start, ""))
                    .post("/booking/v1/holds")
                    .statusCode();
            assertThat(status == 201)
                    .as("%s, offered: %s, answered %d", start, isOffered, status)
                    .isEqualTo(isOffered);
        }
    }

    @Test
    void aLengthWithoutAPriceInTheTierIsNeitherOfferedNorBooked() {
        database.useHandle(handle -> handle.createUpdate("DELETE FROM treatment_price WHERE treatment_id = :treatment")
                .bind("treatment", network.treatment("chat"))
                .execute());
        network.settled();
        Supplier<RequestSpecification> caller = () -> guest(newKey());
        String start = DAY + "T10:00:00+11:00";
        assertThat(offered(caller, "chat", 30, "anna")).isEmpty();
        assertThat(bookable(caller, "chat", 30, "anna", List.of(start))).isEmpty();
        caller.get()
                .body(network.visit("chat", 30, "north", "anna", start, ""))
                .post("/booking/v1/holds")
                .then()
                .statusCode(422)
                .body("reasons.code", is(List.of("length-not-offered")));
    }

    @Test
    void eachTimeOfACheckHasItsOwnVerdict() {
        String start = DAY + "T10:00:00+11:00";
        String good = network.visit("chat", 30, "north", "anna", start, "");
        String nowhere = good.replace(
                network.clinic("north").toString(), UUID.randomUUID().toString());
        String nothing = nowhere.replace(
                network.treatment("chat").toString(), UUID.randomUUID().toString());
        String noRoom =
                network.visit("chat", 30, "north", "anna", start, ",\"roomId\":\"%s\"".formatted(UUID.randomUUID()));
        String atHome = network.visit("home-massage", 60, "north", "anna", start, "");
        guest(newKey())
                .body("{\"slots\":%s}".formatted(List.of(good, nowhere, nothing, noRoom, atHome)))
                .post("/booking/v1/slots/check")
                .then()
                .statusCode(200)
                .body("slots.bookable", is(List.of(true, false, false, false, false)))
                .body(
                        "slots.reasons.code",
                        is(List.of(
                                List.of(),
                                List.of("unknown-clinic"),
                                List.of("unknown-treatment", "unknown-clinic"),
                                List.of("unfitting-room"),
                                List.of("home-visit-needs-offer"))))
                .body("slots[1].reasons[0].detail", is("clinicId is no clinic of this network."));
        guest(newKey())
                .body("{\"slots\":[%s,{\"minutes\":30}]}".formatted(good))
                .post("/booking/v1/slots/check")
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItems("#/slots/1/clinicId", "#/slots/1/treatmentId", "#/slots/1/startsAt"));
    }

    private Set<String> offered(
            Supplier<RequestSpecification> caller, String treatment, int minutes, String practitioner) {
        List<String> starts = caller.get()
                .get("/booking/v1/slots?clinic=north&limit=500&treatment=%s&minutes=%d&practitioner=%s&from=%s&to=%s"
                        .formatted(treatment, minutes, practitioner, DAY, DAY))
                .path("items.startsAt");
        return new TreeSet<>(starts);
    }

    private Set<String> bookable(
            Supplier<RequestSpecification> caller,
            String treatment,
            int minutes,
            String practitioner,
            List<String> starts) {
        Set<String> bookable = new TreeSet<>();
        for (int from = 0; from < starts.size(); from += 100) {
            List<String> batch = starts.subList(from, Math.min(from + 100, starts.size()));
            String body = batch.stream()
                    .map(start -> network.visit(treatment, minutes, "north", practitioner, start, ""))
                    .toList()
                    .toString();
            List<Boolean> verdicts = caller.get()
                    .body("{\"slots\":" + body + "}")
                    .post("/booking/v1/slots/check")
                    .path("slots.bookable");
            for (int i = 0; i < batch.size(); i++) {
                if (verdicts.get(i)) {
                    bookable.add(batch.get(i));
                }
            }
        }
        return bookable;
    }

    private static List<String> everyStart() {
        List<String> starts = new ArrayList<>();
        OffsetDateTime midnight = OffsetDateTime.parse(DAY + "T00:00:00+11:00");
        for (int tick = 0; tick < 24 * 12; tick++) {
            starts.add(midnight.plusMinutes(5L * tick).format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX")));
        }
        return starts;
    }

    private void randomHours(Random random, String practitioner, String clinic) {
        LocalTime from = LocalTime.of(7, 0).plusMinutes(5L * random.nextInt(48));
        LocalTime until = from.plusMinutes(30 + 5L * random.nextInt(96));
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO roster_exception (practitioner_id, clinic_id, day, from_time, until_time)
                        VALUES (:practitioner, :clinic, :day, :from, :until)
                        ON CONFLICT (practitioner_id, clinic_id, day, ordinal) DO UPDATE
                           SET from_time = excluded.from_time, until_time = excluded.until_time
                        """)
                .bind("practitioner", network.practitioner(practitioner))
                .bind("clinic", network.clinic(clinic))
                .bind("day", DAY)
                .bind("from", from)
                .bind("until", until)
                .execute());
    }

    private void randomClosure(Random random) {
        OffsetDateTime from = OffsetDateTime.parse(DAY + "T08:00:00+11:00").plusMinutes(5L * random.nextInt(96));
        database.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO closure (id, clinic_id, starts_at, ends_at, reason, created_at)
                        VALUES (gen_random_uuid(), :clinic, :from, :until, 'test', :from)
                        """)
                .bind("clinic", network.clinic("north"))
                .bind("from", from)
                .bind("until", from.plusMinutes(5L * (1 + random.nextInt(18))))
                .execute());
    }

    /** Some succeed and some do not: either way the diaries differ. */
    private void randomHolds(Random random) {
        List<String> starts = everyStart();
        for (int i = 0; i < 6; i++) {
            String clinic = random.nextInt(3) == 0 ? "south" : "north";
            String practitioner = clinic.equals("south") || random.nextBoolean() ? "anna" : "ben";
            receptionist("north", "south")
                    .body(network.visit("chat", 30, clinic, practitioner, starts.get(90 + random.nextInt(110)), ""))
                    .post("/booking/v1/holds");
        }
    }
}
