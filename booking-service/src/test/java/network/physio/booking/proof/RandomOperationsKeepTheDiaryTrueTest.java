package network.physio.booking.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import network.physio.booking.TestNetwork;
import network.physio.booking.availability.PictureCheck;
import network.physio.booking.event.EventLog;
import network.physio.booking.proof.DiaryModel.Clinic;
import network.physio.booking.proof.DiaryModel.State;
import network.physio.booking.proof.DiaryModel.Treatment;
import network.physio.booking.proof.DiaryModel.Visit;
import network.physio.booking.waitlist.WaitlistNetwork;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import network.physio.test.Tokens;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
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

    private static final Logger LOG = Logger.getLogger(RandomOperationsKeepTheDiaryTrueTest.class);
    private static final String[] EVERYTHING = {
        "hold",
        "book",
        "overbook",
        "confirm",
        "extend",
        "release",
        "move",
        "cancel",
        "series",
        "shift",
        "calloff",
        "arrive",
        "start",
        "complete",
        "no-show",
        "undo",
        "uncancel",
        "time-off",
        "give-back",
        "preview",
        "sick-day",
        "handed-over",
        "close",
        "reopen",
        "roster",
        "join",
        "offer",
        "decline",
        "leave"
    };

    /** They say more about a change that another event, with the same version, has told. */
    private static final Set<String> SECOND_OF_ONE_CHANGE = Set.of("appointment-overbooked", "waitlist-offered");

    private static final boolean SOAK = Boolean.getBoolean("soak");
    private static final int RUNS_ALONE = SOAK ? 40 : 5;
    private static final int RUNS_AT_ONCE = SOAK ? 40 : 11;
    private static final int OPERATIONS = 1250;
    private static final int AT_ONCE = 4;

    /** What has been done in all runs: a proof about what never happens would be none. */
    private static final Map<String, Integer> DONE = new ConcurrentSkipListMap<>();

    @Inject
    TestNetwork network;

    @Inject
    WaitlistNetwork waitlist;

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

    @AfterAll
    static void everythingWasDone() {
        LOG.infof("done: %s", DONE);
        assertThat(DONE).containsKeys(EVERYTHING);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void oneAfterTheOtherEachAnswerIsTheModels(int seed) throws IOException {
        FrontDesk.Setting setting = fresh();
        EventLog.Position before = events.now();
        RandomOperations operations = new RandomOperations(setting, seed, true, true);
        operations.run(OPERATIONS);
        holdsTrue(List.of(operations), before);
    }

    @ParameterizedTest
    @MethodSource("seedsOfMany")
    void manyAtOnceWhatWasAnsweredStands(int seed) throws Exception {
        FrontDesk.Setting setting = fresh();
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
        DiaryOperations.callInSickForADay(
                desks.stream().map(RandomOperations::diaries).toList());
        holdsTrue(desks, before);
    }

    private FrontDesk.Setting fresh() throws IOException {
        waitlist.fresh();
        nobodyIsLeftOfOtherTests();
        BookingCalls desk = new BookingCalls(
                BookingCalls.serviceUnderTest(),
                Map.of(
                        "Authorization",
                        Tokens.role("receptionist").clinics("north", "south").bearer()));
        List<String> patients = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            patients.add(desk.post("/patients", """
                            {"clinicId":"%s","givenName":"Mia","familyName":"Number %d","dateOfBirth":"1988-04-12",
                             "language":"en","interpreter":false,"zone":"Australia/Melbourne","email":"mia%d@example.org"}""".formatted(network.clinic("north"), number, number))
                    .text("id"));
        }
        return new FrontDesk.Setting(
                desk,
                clock,
                Map.of(Treatment.CHAT, network.treatment("chat"), Treatment.TRACTION, network.treatment("traction")),
                Map.of("anna", network.practitioner("anna"), "ben", network.practitioner("ben")),
                Map.of(Clinic.NORTH, network.clinic("north"), Clinic.SOUTH, network.clinic("south")),
                patients,
                waitlist::round,
                DONE);
    }

    /** Their claims are gone, and so nothing keeps them from being counted as stranded. */
    private void nobodyIsLeftOfOtherTests() {
        database.useHandle(handle -> handle.execute("""
                UPDATE appointment SET state = 'cancelled', cancelled_by = 'clinic', cancel_reason = 'other'
                 WHERE state NOT IN ('held', 'expired', 'cancelled')
                """));
    }

    private void holdsTrue(List<RandomOperations> desks, EventLog.Position before) {
        Map<String, Visit> visits = new TreeMap<>();
        desks.forEach(desk -> visits.putAll(desk.model().visits));
        assertThat(overlappingClaims()).isEmpty();
        assertThat(tooFastOnTheWay()).isEmpty();
        assertThat(standingInTheDatabase()).isEqualTo(standing(desks));
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

    /** Between two clinics lies half an hour, whatever was done. */
    private List<String> tooFastOnTheWay() {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT one.id || ' ' || other.id
                          FROM appointment one JOIN appointment other USING (practitioner_id)
                         WHERE one.clinic_id <> other.clinic_id AND one.starts_at <= other.starts_at
                           AND other.starts_at < one.ends_at + interval '30 minutes'
                           AND one.state NOT IN ('held', 'expired', 'cancelled')
                           AND other.state NOT IN ('held', 'expired', 'cancelled')
                           AND one.starts_at >= :from
                        """)
                .bind("from", FrontDesk.dayOf(0).atOffset(ZoneOffset.UTC))
                .mapTo(String.class)
                .list());
    }

    /**
     * In which state, when, with whom and where, on how many resources, and for how many minutes of the practitioner, who may
     * stand on several units.
     */
    private Set<String> standingInTheDatabase() {
        List<String> rows = database.withHandle(
                handle -> handle.createQuery("""
                        SELECT a.id || ' ' || a.state || ' '
                               || to_char(a.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ' '
                               || p.code || ' ' || k.code || ' ' || r.name || ' ' || a.patient_id || ' '
                               || count(DISTINCT c.resource_id) || ' '
                               || sum(extract(epoch FROM upper(c.during) - lower(c.during)))
                                      FILTER (WHERE c.resource_id = p.id)::integer / 60
                          FROM appointment a
                          JOIN clinic k ON k.id = a.clinic_id
                          JOIN practitioner p ON p.id = a.practitioner_id
                          JOIN room r ON r.id = a.room_id
                          JOIN claim c ON c.appointment_id = a.id AND c.kind = 'appointment'
                         WHERE a.state NOT IN ('held', 'expired', 'cancelled')
                         GROUP BY a.id, p.id, k.code, r.name
                        """).mapTo(String.class).list());
        return new TreeSet<>(rows);
    }

    private static Set<String> standing(List<RandomOperations> desks) {
        Set<String> standing = new TreeSet<>();
        for (RandomOperations desk : desks) {
            for (Visit visit : desk.model().visits.values()) {
                if (visit.state.stands()) {
                    standing.add("%s %s %s %s %s %s %s %d %d"
                            .formatted(
                                    visit.id,
                                    visit.state.code(),
                                    desk.model().instant(visit.start),
                                    visit.practitioner,
                                    visit.clinic.code,
                                    visit.room,
                                    visit.patient,
                                    visit.treatment.table(visit.start).isPresent() ? 4 : 3,
                                    visit.treatment.minutes));
                }
            }
        }
        return standing;
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
                        visit.state == State.HELD || visit.state == State.EXPIRED
                                ? List.of("held", "expired")
                                : List.of(visit.state.code())));
    }

    /** Each version of each appointment has told what made it, and who reads the feed has read all of that in order. */
    private void eventsAreComplete(Set<String> visits, EventLog.Position before) {
        Map<String, List<Integer>> read = new TreeMap<>();
        EventLog.Position position = before;
        while (true) {
            EventLog.Batch batch = events.after(position, 500);
            for (EventLog.Recorded event : batch.events()) {
                if (event.appointmentId() != null
                        && event.version() != null
                        && !SECOND_OF_ONE_CHANGE.contains(event.type())) {
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
