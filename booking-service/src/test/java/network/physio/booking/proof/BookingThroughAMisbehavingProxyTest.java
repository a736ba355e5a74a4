package network.physio.booking.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.physio.booking.SmallNetwork;
import network.physio.booking.TestNetwork;
import network.physio.booking.proof.BookingCalls.Answer;
import network.physio.booking.proof.MisbehavingProxy.Mischief;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import network.physio.test.SettableClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that ask again with the same key get what they intended exactly once, whatever the network does to requests. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class BookingThroughAMisbehavingProxyTest {

    private static final int BOOKINGS = Boolean.getBoolean("soak") ? 10_000 : 600;
    private static final int AT_ONCE = 8;
    private static final int TRIES = 1000;

    /** As long as both diaries have room: then they are emptied for the next. */
    private static final int BATCH = 600;

    @Inject
    TestNetwork network;

    @Inject
    SettableClock clock;

    @Inject
    Jdbi database;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private record Intended(String practitioner, String startsAt, String key, String guest) {}

    private record Booked(String id, String startsAt, String state) {}

    @Test
    void whatWasIntendedIsBookedExactlyOnceAndEachAnswerIsTrue() throws Exception {
        for (int round = 0; round < Math.ceilDiv(BOOKINGS, BATCH); round++) {
            network.fresh();
            book(round);
        }
    }

    private void book(int round) throws Exception {
        List<Intended> intended = intended();
        int before = appointments();
        Map<String, Booked> answered = new TreeMap<>();
        try (MisbehavingProxy proxy = MisbehavingProxy.before(BookingCalls.serviceUnderTest(), round);
                ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Booked>> work = new ArrayList<>();
            intended.forEach(one -> work.add(() -> untilAnswered(proxy, one)));
            List<Future<Booked>> booked = clients.invokeAll(work);
            for (int i = 0; i < booked.size(); i++) {
                Intended one = intended.get(i);
                answered.put(
                        one.practitioner() + " " + one.startsAt(), booked.get(i).get());
            }
            for (Mischief mischief : Mischief.values()) {
                assertThat(proxy.times(mischief)).as(mischief.name()).isPositive();
            }
        }
        assertThat(answered).hasSameSizeAs(intended);
        assertThat(inTheDatabase()).isEqualTo(answered);
        assertThat(appointments() - before).isEqualTo(intended.size());
    }

    private Booked untilAnswered(MisbehavingProxy proxy, Intended one) {
        BookingCalls guest = new BookingCalls(proxy.address(), Map.of("Guest-Key", one.guest()));
        String body = network.visit("chat", 30, "north", one.practitioner(), one.startsAt(), TestNetwork.somebody());
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                Answer answer = guest.post("/appointments", body, Map.of("Idempotency-Key", one.key()));
                if (answer.status() == 201) {
                    return new Booked(answer.text("id"), answer.text("startsAt"), answer.text("state"));
                }
                assertThat(answer.status()).as(answer.body()).isIn(409, 503);
                assertThat(answer.text("type")).isIn("/problems/request-in-progress", "/problems/busy");
            } catch (IOException cutOff) {
                // nobody knows whether it was booked: the same key finds out
            }
        }
        throw new IllegalStateException("no answer to " + one);
    }

    /** Everything both practitioners of the clinic have free in the next weeks. */
    private List<Intended> intended() {
        List<Intended> intended = new ArrayList<>();
        for (LocalDate day = LocalDate.of(2027, 2, 2); intended.size() < BATCH; day = day.plusDays(1)) {
            if (day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY) {
                continue;
            }
            for (int half = 0; half < 16 && intended.size() < BATCH; half++) {
                String startsAt = ZonedDateTime.of(
                                day, LocalTime.of(9, 0).plusMinutes(30L * half), SmallNetwork.MELBOURNE)
                        .format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX"));
                for (String practitioner : List.of("anna", "ben")) {
                    intended.add(new Intended(practitioner, startsAt, TestNetwork.newKey(), TestNetwork.newKey()));
                }
            }
        }
        return intended;
    }

    private int appointments() {
        return database.withHandle(handle -> handle.createQuery("SELECT count(*) FROM appointment")
                .mapTo(int.class)
                .one());
    }

    private Map<String, Booked> inTheDatabase() {
        Map<String, Booked> booked = new TreeMap<>();
        database.useHandle(handle -> handle.createQuery("""
                        SELECT a.id::text AS id, p.code,
                               to_char(a.starts_at AT TIME ZONE a.zone, 'YYYY-MM-DD"T"HH24:MI:SS') || '+11:00' AS starts_at,
                               a.state
                          FROM appointment a
                          JOIN practitioner p ON p.id = a.practitioner_id
                          JOIN claim c ON c.appointment_id = a.id AND c.resource_id = p.id
                        """)
                .map((row, context) -> booked.put(
                        row.getString("code") + " " + row.getString("starts_at"),
                        new Booked(row.getString("id"), row.getString("starts_at"), row.getString("state"))))
                .list());
        return booked;
    }
}
