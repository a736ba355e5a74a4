package network.physio.booking.patient.erasure;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Erases what guests and partners entered and nobody came for. Any number of copies may run at once. */
@ApplicationScoped
class ForgottenGuests {

    private static final String JOB = "job:forgotten-guests";

    private final ErasedRows rows;
    private final ErasePatient erasePatient;
    private final Clock clock;

    ForgottenGuests(ErasedRows rows, ErasePatient erasePatient, Clock clock) {
        this.rows = rows;
        this.erasePatient = erasePatient;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        QuarkusTransaction.requiringNew().run(() -> rows.keepThoseWhoCame(today));
        while (QuarkusTransaction.requiringNew().call(() -> eraseNext(today))) {
            // Each in a transaction of its own, so that one that fails leaves the others erased.
        }
    }

    private boolean eraseNext(LocalDate today) {
        Optional<UUID> due = rows.nextDue(today);
        if (due.isEmpty()) {
            return false;
        }
        if (erasePatient.eraseAs(JOB, due.get()) instanceof ErasePatient.Outcome.StillComing) {
            // Booked in this very moment; the next sweep sees for how long that keeps them.
            rows.postpone(due.get(), today.plusDays(1));
        }
        return true;
    }
}
