package network.physio.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Measures booking-service on the standard network and prints one table. */
public final class BookingBench {

    private static final long SEED = 20261121;
    private static final String[][] CARE = {
        {"massage", "60"}, {"massage", "30"}, {"physio", "45"}, {"physio", "30"}, {"traction", "30"}, {"consult", "30"}
    };

    private final int factor;
    private final Duration length;
    private final List<String> only;
    private final LocalDate day =
            LocalDate.now(ZoneId.of("Australia/Melbourne")).plusDays(1);
    private final List<String> rows = new ArrayList<>();
    private final BenchDatabase database;

    private BookingBench(int factor, Duration length, List<String> only, BenchDatabase database) {
        this.factor = factor;
        this.length = length;
        this.only = only;
        this.database = database;
    }

    /**
     * The first argument is how many times the standard network; the second how many seconds each row takes; further ones
     * name the rows to measure, all of them when there are none.
     */
    public static void main(String[] arguments) throws Exception {
        int factor = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
        Duration length = Duration.ofSeconds(arguments.length > 1 ? Long.parseLong(arguments[1]) : 60);
        List<String> only = List.of(arguments).subList(Math.min(2, arguments.length), arguments.length);
        boolean finished = false;
        try (BenchDatabase database = BenchDatabase.start()) {
            new BookingBench(factor, length, only, database).run();
            finished = true;
        } catch (Exception unexpected) {
            System.getLogger(BookingBench.class.getName())
                    .log(System.Logger.Level.ERROR, "the benchmark broke off", unexpected);
        }
        // The issuer of tokens and HTTP clients keep threads that would go on waiting for nobody.
        System.exit(finished ? 0 : 1);
    }

    private void run() throws Exception {
        say("machine: %s", machine());
        say("%s", database.settings());
        fill();
        String heap = factor > 1 ? "3g" : "768m";
        try (BookingProcess booking = BookingProcess.start("booking", database, heap)) {
            BookingClient client = new BookingClient(booking.address());
            BookingProcess.LaidOut laidOut = booking.laidOut();
            row(
                    "index rebuild at start",
                    "%.1f s".formatted(laidOut.milliseconds() / 1000.0),
                    factor == 1 ? "10 s" : "60 s",
                    factor == 1 ? "3 s" : "20 s");
            row(
                    "its bitmaps",
                    "%.0f MB".formatted(laidOut.kilobytes() / 1024.0),
                    factor == 1 ? "128 MB" : "1 GB",
                    factor == 1 ? "48 MB" : "400 MB");
            say("warming up");
            warmUp(client);
            row("heap in use after a collection (all of the service)", "%d MB".formatted(heapInUse(booking)), "", "");
            // Nothing is there: the token is checked, and a problem answered.
            Load.Result floor = Load.open(200, length, i -> Load.status(client.get("/booking/v1/nothing")));
            row("empty endpoint, 200/s: the floor", latency(floor, 404), "", "");
            measure("slots", () -> slots(client));
            measure("next", () -> next(client));
            measure("check", () -> check(client));
            if (factor == 1) {
                // Before the row at a given rate: what a compiler has still to learn of bookings, it learns here.
                measure("throughput", () -> throughput(client));
            }
            measure("bookings", () -> bookings(client, booking));
            if (factor == 1) {
                measure("racers", () -> racers(client));
                measure("visibility", () -> visibility(client, heap));
            }
        }
        table();
    }

    private interface Measurement {
        void run() throws Exception;
    }

    private void measure(String name, Measurement measurement) throws Exception {
        if (only.isEmpty() || only.contains(name)) {
            measurement.run();
        }
    }

    private void fill() throws Exception {
        if (database.isFilled(day)) {
            return;
        }
        say("filling %d clinics", 50 * factor);
        long began = System.nanoTime();
        BookingProcess.start("migrate", database, "256m").close();
        database.fill(factor, day);
        say(
                "filled in %d s: %s claims, %s of them to come",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                database.text("SELECT count(*) FROM booking.claim"),
                database.text("SELECT count(*) FROM booking.claim WHERE upper(during) > '%s'".formatted(day)));
    }

    private void warmUp(BookingClient client) throws Exception {
        Duration some = Duration.ofSeconds(15);
        AtomicInteger number = new AtomicInteger();
        Load.closed(2, some, any -> oneClinic(client, number.incrementAndGet()));
        Load.closed(2, some, any -> anywhere(client, number.incrementAndGet()));
        Load.closed(2, some, any -> hundred(client, number.incrementAndGet()));
        // Bookings run through far more code than searches, all of which the compiler has to meet first.
        FreshSlots fresh = new FreshSlots(client, 50 * factor, day, SEED - 1);
        fresh.gather(12_000);
        Load.closed(4, some.multipliedBy(3), any -> book(client, fresh.next()));
    }

    private void slots(BookingClient client) throws InterruptedException {
        Load.Result result = Load.open(200, length, number -> oneClinic(client, number));
        say("slots: %s", result);
        row(
                "/slots, one clinic, 30 days, 200/s",
                latency(result, 200),
                factor == 1 ? "p99 50 ms" : "3 × the standard network's",
                factor == 1 ? "p99 10 ms" : "1.5 ×");
    }

    private void next(BookingClient client) throws InterruptedException {
        Load.Result result = Load.open(20, length, number -> anywhere(client, number));
        say("next: %s", result);
        row("/slots/next, network-wide, 365 days, 20/s", latency(result, 200), "p99 100 ms", "p99 20 ms");
    }

    private void check(BookingClient client) throws InterruptedException {
        Load.Result result = Load.open(20, length, number -> hundred(client, number));
        say("check: %s", result);
        row("/slots/check, 100 slots, 20/s", latency(result, 200), "p99 50 ms", "p99 20 ms");
    }

    /** The p99, and what else was answered than should have been. */
    private static String latency(Load.Result result, int expected) {
        TreeMap<Integer, Integer> others = new TreeMap<>(result.statuses());
        others.remove(expected);
        return "p99 %.1f ms%s".formatted(result.p(99), others.isEmpty() ? "" : ", but also " + others);
    }

    private int oneClinic(BookingClient client, int number) {
        Random random = new Random(SEED + number);
        String[] care = CARE[random.nextInt(CARE.length)];
        LocalDate from = day.plusDays(random.nextInt(60));
        return Load.status(
                client.get("/booking/v1/slots?treatment=%s&minutes=%s&limit=100&clinic=clinic-%d&from=%s&to=%s"
                        .formatted(care[0], care[1], 1 + random.nextInt(50 * factor), from, from.plusDays(30))));
    }

    /** A fifth is full for 300 days, a tenth is nowhere, a tenth asks for a language that nobody speaks. */
    private int anywhere(BookingClient client, int number) {
        String[] care = CARE[Math.floorMod(number * 7, CARE.length)];
        String query = switch (number % 10) {
            case 0, 1 -> "treatment=rare&minutes=30";
            case 2 -> "treatment=laser&minutes=30";
            case 3 -> "treatment=%s&minutes=%s&language=xx".formatted(care[0], care[1]);
            case 4 -> "treatment=%s&minutes=%s&language=vi&gender=female".formatted(care[0], care[1]);
            default -> "treatment=%s&minutes=%s".formatted(care[0], care[1]);
        };
        return Load.status(client.get("/booking/v1/slots/next?" + query));
    }

    private int hundred(BookingClient client, int number) {
        Random random = new Random(SEED + number);
        StringBuilder body = new StringBuilder("{\"slots\":[");
        for (int i = 0; i < 100; i++) {
            int clinic = 1 + random.nextInt(50 * factor);
            int practitioner = (clinic - 1) * 10 + 2 + random.nextInt(8);
            String who = random.nextBoolean() ? "" : ",\"practitionerId\":\"" + id("practitioner", practitioner) + "\"";
            body.append(i == 0 ? "" : ",")
                    .append(
                            "{\"treatmentId\":\"%s\",\"minutes\":30,\"clinicId\":\"%s\",\"startsAt\":\"%sT%02d:%02d:00+11:00\"%s}"
                                    .formatted(
                                            id("treatment", 1 + random.nextInt(4)),
                                            id("clinic", clinic),
                                            day.plusDays(random.nextInt(90)),
                                            8 + random.nextInt(9),
                                            15 * random.nextInt(4),
                                            who));
        }
        return Load.status(
                client.post("/booking/v1/slots/check", body.append("]}").toString()));
    }

    private static UUID id(String what, long number) {
        String hash = hex(what + ":" + number);
        return UUID.fromString("%s-%s-%s-%s-%s"
                .formatted(
                        hash.substring(0, 8),
                        hash.substring(8, 12),
                        hash.substring(12, 16),
                        hash.substring(16, 20),
                        hash.substring(20)));
    }

    private static String hex(String text) {
        try {
            byte[] digest =
                    java.security.MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return java.util.HexFormat.of().formatHex(digest);
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Hold and confirm; the status of whichever came last. */
    private static int book(BookingClient client, JsonNode slot) {
        HttpResponse<String> held = client.post("/booking/v1/holds", visit(slot));
        if (held.statusCode() != 201) {
            return held.statusCode();
        }
        return confirm(client, BookingClient.json(held).path("id").asText());
    }

    private static int confirm(BookingClient client, String hold) {
        return client.post("/booking/v1/appointments", """
                        {"holdId":"%s","patient":{"givenName":"Bench","familyName":"Patient","dateOfBirth":"1980-01-01",
                         "language":"en","interpreter":false,"zone":"Australia/Melbourne","email":"bench@example.org"}}""".formatted(hold)).statusCode();
    }

    private static String visit(JsonNode slot) {
        return "{\"treatmentId\":\"%s\",\"minutes\":30,\"clinicId\":\"%s\",\"practitionerId\":\"%s\",\"startsAt\":\"%s\"}"
                .formatted(
                        id("treatment", 4),
                        slot.path("clinicId").asText(),
                        slot.path("practitionerId").asText(),
                        slot.path("startsAt").asText());
    }

    private void bookings(BookingClient client, BookingProcess booking) throws InterruptedException {
        Duration duration = length.multipliedBy(5);
        FreshSlots fresh = new FreshSlots(client, 50 * factor, day, SEED);
        fresh.gather((int) (100 * duration.toSeconds()) + 100);
        CpuTime before = CpuTime.of(booking, database);
        Load.Result result = Load.open(100, duration, number -> book(client, fresh.next()));
        say("hold + confirm: %s", result);
        row(
                "processor time of one booking, of the 20 ms that two cores have at 100/s",
                CpuTime.of(booking, database).since(before, result.count(201)),
                "",
                "");
        long errors = result.statuses().entrySet().stream()
                .filter(of -> of.getKey() != 201 && of.getKey() != 409)
                .mapToLong(java.util.Map.Entry::getValue)
                .sum();
        row(
                "hold + confirm (both), 100/s for %d s".formatted(duration.toSeconds()),
                "p99 %.1f ms, %d errors, %d taken".formatted(result.p(99), errors, result.count(409)),
                "p99 100 ms, 0 errors",
                "p99 30 ms");
    }

    private void throughput(BookingClient client) throws Exception {
        FreshSlots fresh = new FreshSlots(client, 50, day, SEED + 1);
        PgBench sql = new PgBench(database, factor, day);
        double best = 0;
        Optional<Double> bestOfSql = Optional.empty();
        for (int clients : new int[] {8, 12, 16}) {
            fresh.gather((int) (600 * length.toSeconds() / 2) - fresh.left());
            Load.Result result = Load.closed(clients, length.dividedBy(2), number -> book(client, fresh.next()));
            double perSecond = result.count(201) / (result.took().toMillis() / 1000.0);
            Optional<Double> ofSql = sql.perSecond(clients, length.dividedBy(2));
            say("%d clients: %.0f bookings/s, %s; the SQL alone: %s", clients, perSecond, result, ofSql);
            best = Math.max(best, perSecond);
            bestOfSql = Stream.of(bestOfSql, ofSql).flatMap(Optional::stream).max(Double::compare);
        }
        row("highest sustained bookings/s over HTTP", "%.0f".formatted(best), "", "");
        double overHttp = best;
        row(
                "that over the same SQL through pgbench",
                bestOfSql
                        .map(alone -> "%.2f (of %.0f/s)".formatted(overHttp / alone, alone))
                        .orElse("not measured: pgbench is not on the PATH"),
                "0.35",
                "0.6");
    }

    private void racers(BookingClient client) throws Exception {
        FreshSlots fresh = new FreshSlots(client, 50, day, SEED + 2);
        fresh.gather(100);
        Histogram last = new Histogram(3);
        for (int round = 0; round < 40; round++) {
            JsonNode slot = fresh.next();
            CountDownLatch ready = new CountDownLatch(1);
            List<Future<Integer>> racers = new ArrayList<>();
            try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int racer = 0; racer < 50; racer++) {
                    racers.add(workers.submit(() -> {
                        ready.await();
                        return client.post("/booking/v1/holds", visit(slot)).statusCode();
                    }));
                }
                long began = System.nanoTime();
                ready.countDown();
                int winners = 0;
                for (Future<Integer> racer : racers) {
                    winners += racer.get() == 201 ? 1 : 0;
                }
                last.recordValue((System.nanoTime() - began) / 1000);
                if (winners != 1) {
                    throw new IllegalStateException(winners + " winners of one slot");
                }
            }
        }
        row(
                "50 racers on one start, median time to the last answer",
                "%.0f ms, %d deadlocks".formatted(last.getValueAtPercentile(50) / 1000.0, database.deadlocks()),
                "500 ms, no deadlock",
                "100 ms");
    }

    private void visibility(BookingClient client, String heap) throws Exception {
        try (BookingProcess other = BookingProcess.start("booking-b", database, heap)) {
            other.laidOut();
            BookingClient there = new BookingClient(other.address());
            FreshSlots fresh = new FreshSlots(client, 50, day, SEED + 3);
            fresh.gather(400);
            Histogram seen = new Histogram(3);
            for (int i = 0; i < 300; i++) {
                JsonNode slot = fresh.next();
                if (client.post("/booking/v1/holds", visit(slot)).statusCode() == 201) {
                    seen.recordValue(untilHidden(there, slot));
                }
            }
            row(
                    "a booking on A hidden from slots on B",
                    "p99 %.0f ms".formatted(seen.getValueAtPercentile(99) / 1000.0),
                    "p99 1 s",
                    "p99 150 ms");
        }
    }

    private static long untilHidden(BookingClient there, JsonNode slot) {
        long began = System.nanoTime();
        String body = "{\"slots\":[" + visit(slot) + "]}";
        while (BookingClient.json(there.post("/booking/v1/slots/check", body))
                .path("slots")
                .path(0)
                .path("bookable")
                .asBoolean()) {
            if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(10)) {
                throw new IllegalStateException("still offered after ten seconds");
            }
        }
        return (System.nanoTime() - began) / 1000;
    }

    private static long heapInUse(BookingProcess booking) throws IOException, InterruptedException {
        jcmd(booking, "GC.run");
        String info = jcmd(booking, "GC.heap_info");
        Matcher used = Pattern.compile("total \\d+K, used (\\d+)K").matcher(info);
        long kilobytes = 0;
        while (used.find()) {
            kilobytes += Long.parseLong(used.group(1));
        }
        return kilobytes / 1024;
    }

    private static String jcmd(BookingProcess booking, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(booking.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static String machine() throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse("unknown processor");
        return "%s, %d cores, Java %s, %s"
                .formatted(
                        processor,
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version(),
                        Instant.now().toString().substring(0, 10));
    }

    private void row(String what, String measured, String must, String aim) {
        rows.add("| %s | %s | %s | %s |".formatted(what, measured, must, aim));
        say("%s: %s", what, measured);
    }

    private void table() {
        System.out.println();
        System.out.println("| what | measured | must | aim |");
        System.out.println("|---|---|---|---|");
        rows.forEach(System.out::println);
    }

    private static void say(String form, Object... values) {
        System.out.printf(Locale.ROOT, form + "%n", values);
    }
}
