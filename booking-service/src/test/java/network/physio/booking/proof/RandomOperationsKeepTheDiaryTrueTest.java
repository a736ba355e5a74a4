package network.physio.booking.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import network.physio.booking.TestNetwork;
import network.physio.booking.availability.PictureCheck;
import network.physio.booking.event.EventLog;
import network.physio.booking.proof.DiaryModel.State;
import network.physio.booking.proof.DiaryModel.Visit;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import network.physio.test.Tokens;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After random operations no two claims overlap, each confirmation stands where it was confirmed, the events of each
 * appointment are complete and in order, and what is in memory is what the tables say. The seed is in the name.
 */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class RandomOperationsKeepTheDiaryTrueTest {

    private static final boolean SOAK = Boolean.getBoolean("soak");
    private static final int RUNS_ALONE = SOAK ? 100 : 5;
    private static final int RUNS_AT_ONCE = SOAK ? 100 : 11;
    private static final int OPERATIONS = 1250;
    private static final int AT_ONCE = 4;

    @Inject
    TestNetwork network;

    @Inject
    PictureCheck picture;

    @Inject
    EventLog events;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    static IntStream seeds() {
        return IntStream.rangeClosed(1, RUNS_ALONE);
    }

    static IntStream seedsOfMany() {
        return IntStream.rangeClosed(1, RUNS_AT_ONCE);
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void oneAfterTheOtherEachAnswerIsTheModels(int seed) throws IOException {
        RandomOperations.Setting setting = fresh();
        EventLog.Position before = events.now();
        RandomOperations operations = new RandomOperations(setting, seed, true, true);
        operations.run(OPERATIONS);
        holdsTrue(List.of(operations), before);
    }

    @ParameterizedTest
    @MethodSource("seedsOfMany")
    void manyAtOnceWhatWasAnsweredStands(int seed) throws Exception {
        RandomOperations.Setting setting = fresh();
        EventLog.Position before = events.now();
        List<RandomOperations> desks = new ArrayList<>();
        List<Callable<Void>> work = new ArrayList<>();
        for (int desk = 0; desk < AT_ONCE; desk++) {
            RandomOperations operations = new RandomOperations(setting, 1000L * seed + desk, false, desk == 0);
            desks.add(operations);
            work.add(() -> {
                operations.run(OPERATIONS / AT_ONCE);
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
        holdsTrue(desks, before);
    }

    private RandomOperations.Setting fresh() throws IOException {
        network.fresh();
        nobodyIsLeftOfOtherTests();
        BookingCalls desk = new BookingCalls(
                BookingCalls.serviceUnderTest(),
                Map.of(
                        "Authorization",
                        Tokens.role("receptionist").clinics("north").bearer()));
        List<String> patients = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            patients.add(desk.post("/patients", """
                            {"clinicId":"%s","givenName":"Mia","familyName":"Number %d","dateOfBirth":"1988-04-12",
                             "language":"en","interpreter":false,"zone":"Australia/Melbourne","email":"mia%d@example.org"}""".formatted(network.clinic("north"), number, number))
                    .text("id"));
        }
        return new RandomOperations.Setting(
                desk,
                clock,
                Map.of("chat", network.treatment("chat"), "traction", network.treatment("traction")),
                Map.of("anna", network.practitioner("anna"), "ben", network.practitioner("ben")),
                network.clinic("north"),
                patients);
    }

    /** Their claims are gone, and so nothing keeps them from being counted as stranded. */
    private void nobodyIsLeftOfOtherTests() {
        database.useHandle(handle -> handle.execute("""
                UPDATE appointment SET state = 'cancelled', cancelled_by = 'clinic', cancel_reason = 'other'
                 WHERE state IN ('confirmed', 'arrived', 'in-treatment')
                """));
    }

    private void holdsTrue(List<RandomOperations> desks, EventLog.Position before) {
        Map<String, Visit> visits = new TreeMap<>();
        desks.forEach(desk -> visits.putAll(desk.model().visits));
        assertThat(overlappingClaims()).isEmpty();
        assertThat(confirmedInTheDatabase()).isEqualTo(confirmed(desks));
        assertThat(claimsOfEnded()).isEmpty();
        endedAsAnswered(visits);
        eventsAreComplete(visits.keySet(), before);
        picture.equalsTheTables();
    }

    private List<String> overlappingClaims() {
        return database.withHandle(
                handle -> handle.createQuery("""
                        SELECT one.resource_id || ' ' || one.during || ' ' || other.during
                          FROM claim one JOIN claim other USING (resource_id, unit)
                         WHERE one.id < other.id AND one.during && other.during
                        """).mapTo(String.class).list());
    }

    /** When, with whom and where, and whether all that each needs is claimed for it. */
    private Set<String> confirmedInTheDatabase() {
        List<String> rows = database.withHandle(
                handle -> handle.createQuery("""
                        SELECT a.id || ' ' || to_char(a.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ' '
                               || p.code || ' ' || r.name || ' ' || a.patient_id || ' ' || count(c.id)
                          FROM appointment a
                          JOIN practitioner p ON p.id = a.practitioner_id
                          JOIN room r ON r.id = a.room_id
                          JOIN claim c ON c.appointment_id = a.id
                         WHERE a.state = 'confirmed'
                         GROUP BY a.id, p.code, r.name
                        """).mapTo(String.class).list());
        return new TreeSet<>(rows);
    }

    private static Set<String> confirmed(List<RandomOperations> desks) {
        Set<String> confirmed = new TreeSet<>();
        for (RandomOperations desk : desks) {
            for (Visit visit : desk.model().inState(State.CONFIRMED)) {
                confirmed.add("%s %s %s %s %s %d"
                        .formatted(
                                visit.id,
                                desk.model().instant(visit.start),
                                visit.practitioner,
                                visit.room,
                                visit.patient,
                                visit.treatment.table(visit.start).isPresent() ? 4 : 3));
            }
        }
        return confirmed;
    }

    private List<String> claimsOfEnded() {
        return database.withHandle(handle -> handle.createQuery(
                        "SELECT DISTINCT a.id FROM appointment a JOIN claim c ON c.appointment_id = a.id"
                                + " WHERE a.state IN ('cancelled', 'expired')")
                .mapTo(String.class)
                .list());
    }

    private void endedAsAnswered(Map<String, Visit> visits) {
        Map<String, String> states = new TreeMap<>();
        database.useHandle(handle -> handle.createQuery(
                        "SELECT id::text AS id, state FROM appointment WHERE id = ANY (:ids)")
                .bind("ids", visits.keySet().stream().map(UUID::fromString).toArray(UUID[]::new))
                .map((row, context) -> states.put(row.getString("id"), row.getString("state")))
                .list());
        visits.forEach((id, visit) -> assertThat(states.get(id))
                .as(id)
                .isIn(
                        switch (visit.state) {
                            case HELD -> List.of("held", "expired");
                            case CONFIRMED -> List.of("confirmed");
                            case EXPIRED -> List.of("expired", "held");
                            case CANCELLED -> List.of("cancelled");
                        }));
    }

    /** Each version of each appointment has told what made it, and who reads the feed has read all of that in order. */
    private void eventsAreComplete(Set<String> visits, EventLog.Position before) {
        Map<String, List<Integer>> read = new TreeMap<>();
        EventLog.Position position = before;
        while (true) {
            EventLog.Batch batch = events.after(position, 500);
            for (EventLog.Recorded event : batch.events()) {
                if (event.appointmentId() != null && event.version() != null) {
                    read.computeIfAbsent(event.appointmentId().toString(), nobody -> new ArrayList<>())
                            .add(event.version());
                }
            }
            if (batch.events().isEmpty()) {
                break;
            }
            position = batch.after();
        }
        Map<String, List<Integer>> complete = new TreeMap<>();
        database.useHandle(handle -> handle.createQuery(
                        "SELECT id::text AS id, version FROM appointment WHERE id = ANY (:ids)")
                .bind("ids", visits.stream().map(UUID::fromString).toArray(UUID[]::new))
                .map((row, context) -> complete.put(
                        row.getString("id"),
                        IntStream.rangeClosed(1, row.getInt("version")).boxed().toList()))
                .list());
        assertThat(complete.keySet()).isEqualTo(visits);
        assertThat(read).containsAllEntriesOf(complete);
    }
}
