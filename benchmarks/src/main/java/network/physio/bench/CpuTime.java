package network.physio.bench;

import java.time.Duration;

/** The processor time that each part has taken so far, of the two cores that all of them share. */
record CpuTime(Duration service, Duration database, Duration load) {

    static CpuTime of(BookingProcess booking, BenchDatabase database) {
        return new CpuTime(
                of(ProcessHandle.of(booking.pid()).orElseThrow()),
                // Its server processes live as long as the connections of the service, which are kept.
                database.processes().map(CpuTime::of).reduce(Duration.ZERO, Duration::plus),
                of(ProcessHandle.current()));
    }

    private static Duration of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What one of so many has cost since. */
    String since(CpuTime before, long times) {
        return "service %.1f ms, PostgreSQL %.1f ms, load %.1f ms"
                .formatted(
                        each(service.minus(before.service), times),
                        each(database.minus(before.database), times),
                        each(load.minus(before.load), times));
    }

    private static double each(Duration whole, long times) {
        return whole.toNanos() / 1e6 / Math.max(1, times);
    }
}
