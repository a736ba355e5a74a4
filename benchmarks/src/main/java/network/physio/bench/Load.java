package network.physio.bench;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * An open-loop load: each request has its time, whether or not the one before was answered, and its latency counts from that
 * time. So a server that stalls is not spared by a load that waits for it.
 */
final class Load {

    private static final int MOST_AT_ONCE = 2000;

    private Load() {}

    /** What came of it: latencies in microseconds and how often each status was answered. */
    record Result(Histogram latency, TreeMap<Integer, Integer> statuses, Duration took) {

        double p(double percentile) {
            return latency.getValueAtPercentile(percentile) / 1000.0;
        }

        long count(int status) {
            return statuses.getOrDefault(status, 0);
        }

        @Override
        public String toString() {
            return "p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms, %s"
                    .formatted(p(50), p(99), p(99.9), latency.getMaxValue() / 1000.0, statuses);
        }
    }

    /** Sends so many a second for so long; {@code request} is given its number and answers with a status. */
    static Result open(double perSecond, Duration duration, IntFunction<Integer> request) throws InterruptedException {
        Histogram latency = new ConcurrentHistogram(3);
        ConcurrentHashMap<Integer, Integer> statuses = new ConcurrentHashMap<>();
        Semaphore atOnce = new Semaphore(MOST_AT_ONCE);
        int total = (int) (perSecond * duration.toMillis() / 1000);
        long began = System.nanoTime();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < total; i++) {
                int number = i;
                long due = began + (long) (i * 1e9 / perSecond);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                atOnce.acquire();
                workers.execute(() -> {
                    int status = status(request, number);
                    latency.recordValue(Math.max(0, (System.nanoTime() - due) / 1000));
                    statuses.merge(status, 1, Integer::sum);
                    atOnce.release();
                });
            }
        }
        return new Result(latency, new TreeMap<>(statuses), Duration.ofNanos(System.nanoTime() - began));
    }

    /** Keeps so many requests on their way for so long. */
    static Result closed(int clients, Duration duration, IntFunction<Integer> request) throws InterruptedException {
        Histogram latency = new ConcurrentHistogram(3);
        ConcurrentHashMap<Integer, Integer> statuses = new ConcurrentHashMap<>();
        long began = System.nanoTime();
        long until = began + duration.toNanos();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < clients; client++) {
                int number = client;
                workers.execute(() -> {
                    while (System.nanoTime() < until) {
                        long sent = System.nanoTime();
                        int status = status(request, number);
                        latency.recordValue((System.nanoTime() - sent) / 1000);
                        statuses.merge(status, 1, Integer::sum);
                    }
                });
            }
        }
        return new Result(latency, new TreeMap<>(statuses), Duration.ofNanos(System.nanoTime() - began));
    }

    private static int status(IntFunction<Integer> request, int number) {
        try {
            return request.apply(number);
        } catch (RuntimeException failed) {
            return 0;
        }
    }

    static int status(HttpResponse<?> response) {
        return response.statusCode();
    }
}
