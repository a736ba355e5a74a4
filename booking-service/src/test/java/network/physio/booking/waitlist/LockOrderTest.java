package network.physio.booking.waitlist;

import static network.physio.booking.waitlist.WaitlistNetwork.HOLDS;
import static network.physio.booking.waitlist.WaitlistNetwork.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.physio.booking.TestNetwork;
import network.physio.booking.waitlist.WaitlistNetwork.Waiting;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Patients are locked before entries, entries before diaries and offers: whoever waits for one holds no later one. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
@Timeout(60)
class LockOrderTest {

    @Inject
    TestNetwork network;

    @Inject
    WaitlistNetwork waitlist;

    @Inject
    WaitlistRound round;

    @Inject
    Jdbi database;

    @BeforeEach
    void nobodyWaits() {
        waitlist.fresh();
    }

    /** A row of a table. */
    private record Row(String table, UUID id) {

        void lock(Handle handle, String how) {
            assertThat(handle.createQuery("SELECT id FROM %s WHERE id = :id FOR UPDATE %s".formatted(table, how))
                            .bind("id", id)
                            .mapTo(UUID.class)
                            .list())
                    .hasSize(1);
        }
    }

    @Test
    void offeringHoldsNoEntryWhileItWaitsForAPatient() throws Exception {
        Waiting waiting = waitlist.join();
        waitlist.free("anna", TEN);
        network.settled();
        waitsAndLeaves(patientOf(waiting), round::run, entryOf(waiting));
        assertThat(waiting.state()).isEqualTo("offered");
    }

    @Test
    void aMergeHoldsNoDiaryWhileItWaitsForAnEntry() throws Exception {
        Waiting waiting = waitlist.join();
        UUID patient = patientOf(waiting).id();
        String known = waitlist.known();
        Runnable merge = () -> waitlist.merge(patient.toString(), known).then().statusCode(200);
        waitsAndLeaves(entryOf(waiting), merge, new Row("resource", patient));
    }

    @Test
    void followingWhatHappenedHoldsNoOfferWhileItWaitsForAnEntry() throws Exception {
        Waiting waiting = waitlist.join();
        waitlist.free("anna", TEN);
        waitlist.settle();
        String offer = waiting.offer();
        waiting.asGuest().delete(HOLDS + "/" + offer).then().statusCode(204);
        waitsAndLeaves(entryOf(waiting), round::run, new Row("waitlist_offer", UUID.fromString(offer)));
        assertThat(waiting.state()).isEqualTo("waiting");
    }

    private Row patientOf(Waiting waiting) {
        return new Row("patient", UUID.fromString(waiting.read().path("patientId")));
    }

    private static Row entryOf(Waiting waiting) {
        return new Row("waitlist_entry", UUID.fromString(waiting.id()));
    }

    /** The work waits as long as the first row is locked, and whoever holds that one can still have the later one. */
    private void waitsAndLeaves(Row first, Runnable work, Row later) throws Exception {
        try (var worker = Executors.newSingleThreadExecutor()) {
            Future<?> working = QuarkusTransaction.requiringNew()
                    .call(() -> database.withHandle(handle -> {
                        first.lock(handle, "");
                        Future<?> begun = worker.submit(work);
                        while (!somebodyWaits(handle)) {
                            assertThat(begun).as("work that does not wait").isNotDone();
                        }
                        later.lock(handle, "NOWAIT");
                        return begun;
                    }));
            working.get();
        }
    }

    private static boolean somebodyWaits(Handle handle) {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT FROM pg_locks
                                        WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
                        """).mapTo(Boolean.class).one();
    }
}
