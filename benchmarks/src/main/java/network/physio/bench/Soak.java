package network.physio.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import network.physio.bench.SoakClient.Answer;
import network.physio.bench.SoakDesk.Standing;
import network.physio.bench.SoakDesk.State;
import network.physio.test.Tokens;

/**
 * Works on a durable database through two copies of booking-service, kills copies and PostgreSQL in between, and looks after
 * each phase whether what was answered stands. Prints what it found as one table, and ends with 1 if that is anything.
 */
final class Soak {

    private static final int DESKS = 12;
    private static final long OPERATIONS_A_PHASE = 50_000;
    private static final int ROUNDS = 1000;
    private static final int RACERS = 50;
    private static final int MOST_EXAMPLES = 50;
    private static final long SEED = 20261121;
    private static final String HEAP = "512m";

    private static final Duration BETWEEN_KILLS = Duration.ofMinutes(3);

    /** Mostly PostgreSQL is killed: a new copy of the service spends its first minutes on compiling itself. */
    private static final int KILLS_FOR_ONE_COPY = 6;

    private static final Duration INDEX_PATIENCE = Duration.ofSeconds(10);

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final BenchDatabase database;
    private final AtomicReferenceArray<BookingProcess> copies = new AtomicReferenceArray<>(2);
    private final Random random = new Random(SEED);
    private final Map<String, Long> answers = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> kills = new ConcurrentSkipListMap<>();

    /** How often each was looked for, and how many there were: none may be. */
    private final Map<String, Looked> looked = new TreeMap<>();

    private final List<String> examples = Collections.synchronizedList(new ArrayList<>());
    private int turn;

    private Soak(BenchDatabase database) {
        this.database = database;
    }

    /** @param arguments how many operations, and how many rounds of racers; without, a million and a thousand */
    public static void main(String[] arguments) throws Exception {
        long operations = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS;
        boolean sound = false;
        try (BenchDatabase database = BenchDatabase.start()) {
            sound = new Soak(database).run(operations, rounds);
        } catch (Exception unexpected) {
            System.getLogger(Soak.class.getName()).log(System.Logger.Level.ERROR, "the soak broke off", unexpected);
        }
        // HTTP clients of the JDK keep threads for a while.
        System.exit(sound ? 0 : 1);
    }

    private record Looked(long times, long found) {
        Looked and(Looked more) {
            return new Looked(times + more.times, found + more.found);
        }
    }

    private void look(String what, long found) {
        looked.merge(what, new Looked(1, found), Looked::and);
    }

    private boolean run(long operations, int rounds) throws Exception {
        long began = System.nanoTime();
        say("%s", database.settings());
        copies.set(0, BookingProcess.start("soak-1", database, HEAP));
        copies.set(1, BookingProcess.start("soak-2", database, HEAP));
        try {
            List<Supplier<URI>> addresses =
                    List.of(() -> copies.get(0).address(), () -> copies.get(1).address());
            SoakClient admin = new SoakClient(addresses, () -> Tokens.role("network-admin"));
            SoakClient desk = new SoakClient(
                    addresses,
                    () -> Tokens.role("receptionist")
                            .clinics(SoakNetwork.clinicCodes().toArray(String[]::new)));
            SoakNetwork network = SoakNetwork.load(admin, desk, LocalDate.now(ZoneId.of("Australia/Melbourne")));
            SoakFeed feed = new SoakFeed(desk);
            race(desk, network, rounds);
            work(desk, network, operations, feed);
        } finally {
            copies.get(0).close();
            copies.get(1).close();
        }
        return verdict(operations, rounds, Duration.ofNanos(System.nanoTime() - began));
    }

    private boolean verdict(long operations, int rounds, Duration took) {
        boolean sound = looked.values().stream().allMatch(one -> one.found() == 0);
        say("");
        say("answers: %s", answers);
        say("");
        say("| what was looked for | times | found |");
        say("|---|---:|---:|");
        looked.forEach((what, one) -> say("| %s | %d | %d |", what, one.times(), one.found()));
        say("");
        examples.stream().limit(MOST_EXAMPLES).forEach(example -> say("  %s", example));
        say(
                "%s: %d rounds of %d racers and %d operations in %d min, killed %s",
                sound ? "SOUND, nothing was found" : "NOT SOUND", rounds, RACERS, operations, took.toMinutes(), kills);
        return sound;
    }

    /** Fifty at once want one start, half of them of each copy: one gets it. */
    private void race(SoakClient desk, SoakNetwork network, int rounds) throws Exception {
        int clean = 0;
        try (ExecutorService racers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < rounds; round++) {
                SoakNetwork.Place place =
                        network.places().get(random.nextInt(network.places().size()));
                LocalDate day = network.firstDay().plusDays(random.nextInt(SoakNetwork.DAYS));
                String body = """
                        {"treatmentId":"%s","minutes":%d,"clinicId":"%s","practitionerId":"%s","startsAt":"%s"}""".formatted(
                                network.treatment(),
                                SoakNetwork.MINUTES,
                                place.clinic(),
                                place.practitioner(),
                                day.atTime(8 + random.nextInt(9), 0)
                                        .atZone(ZoneId.of("Australia/Melbourne"))
                                        .toOffsetDateTime());
                Callable<Answer> racer =
                        () -> desk.untilAnswered("POST", "/booking/v1/holds", "application/json", body, null);
                List<Answer> won = new ArrayList<>();
                int lost = 0;
                for (Future<Answer> ran : racers.invokeAll(Collections.nCopies(RACERS, racer))) {
                    Answer answer = ran.get();
                    if (answer.status() == 201) {
                        won.add(answer);
                    } else if (answer.status() == 409) {
                        lost++;
                    }
                }
                boolean oneWinner = won.size() == 1 && lost == RACERS - 1;
                look("rounds of racers without exactly one winner", oneWinner ? 0 : 1);
                if (oneWinner) {
                    clean++;
                } else {
                    examples.add("round %d of the races: %d won, %d were refused".formatted(round, won.size(), lost));
                }
                for (Answer answer : won) {
                    desk.untilAnswered(
                            "DELETE",
                            "/booking/v1/holds/" + answer.json().path("id").asText(),
                            null,
                            null,
                            null,
                            204);
                }
            }
        }
        say("%d rounds of %d racers over two copies: one winner in %d", rounds, RACERS, clean);
    }

    private void work(SoakClient client, SoakNetwork network, long operations, SoakFeed feed) throws Exception {
        List<SoakDesk> desks = new ArrayList<>();
        for (int number = 0; number < DESKS; number++) {
            desks.add(new SoakDesk(client, network, SEED + number, answers));
        }
        List<SoakWork> work = desks.stream().map(SoakWork::new).toList();
        SoakChecks checks = new SoakChecks(database);
        AtomicLong left = new AtomicLong();
        long phases = Math.max(1, operations / OPERATIONS_A_PHASE);
        for (int phase = 1; phase <= phases; phase++) {
            long began = System.nanoTime();
            left.set(operations / phases);
            phase(work, left, feed);
            List<Map<String, Standing>> standing =
                    desks.stream().map(SoakDesk::standing).toList();
            long worked =
                    Math.max(1, Duration.ofNanos(System.nanoTime() - began).toSeconds());
            int before = examples.size();
            checks.found(standing, examples).forEach(this::look);
            feed.follow(examples);
            look("changes that the feed told out of order", feed.outOfOrder());
            look("appointments of which the feed has not told everything", feed.untold(database, examples));
            lookWhetherCopiesDisagree(client, network);
            long found = looked.values().stream().mapToLong(Looked::found).sum();
            say(
                    "phase %d of %d: %d operations at %d/s, looked at in %d s, %d confirmed, %d cancelled, %d requests"
                            + " repeated, killed %s: %s",
                    phase,
                    phases,
                    operations / phases,
                    operations / phases / worked,
                    Duration.ofNanos(System.nanoTime() - began).toSeconds() - worked,
                    SoakChecks.count(standing, State.CONFIRMED),
                    SoakChecks.count(standing, State.CANCELLED),
                    client.repeated(),
                    kills,
                    found == 0
                            ? "nothing found"
                            : found + " FOUND so far, new: " + examples.subList(before, examples.size()));
        }
    }

    private void phase(List<SoakWork> desks, AtomicLong left, SoakFeed feed) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(DESKS + 2)) {
            Future<Void> killer = threads.submit(() -> {
                killUntil(over);
                return null;
            });
            Future<Void> follower = threads.submit(() -> {
                while (!over.get()) {
                    feed.follow(examples);
                    TimeUnit.MILLISECONDS.sleep(200);
                }
                return null;
            });
            List<Callable<Void>> work = new ArrayList<>();
            for (SoakWork desk : desks) {
                work.add(() -> {
                    while (left.getAndDecrement() > 0) {
                        desk.operation();
                    }
                    return null;
                });
            }
            try {
                for (Future<Void> done : threads.invokeAll(work)) {
                    done.get();
                }
            } finally {
                over.set(true);
            }
            killer.get();
            follower.get();
        }
    }

    private void killUntil(AtomicBoolean over) throws IOException, SQLException, InterruptedException {
        do {
            turn++;
            if (turn % KILLS_FOR_ONE_COPY == 0) {
                killCopy(turn / KILLS_FOR_ONE_COPY % copies.length());
            } else {
                Crash.postgres(database);
                kills.merge("PostgreSQL", 1, Integer::sum);
            }
            long until = System.nanoTime() + BETWEEN_KILLS.toNanos();
            while (!over.get() && System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } while (!over.get());
    }

    private void killCopy(int copy) throws IOException, InterruptedException {
        Crash.kill(copies.get(copy).pid());
        copies.set(copy, BookingProcess.start("soak-" + (copy + 1), database, HEAP));
        kills.merge("copy " + (copy + 1), 1, Integer::sum);
    }

    /** One of them was started later than the other: what each keeps in memory must be the same all the same. */
    private void lookWhetherCopiesDisagree(SoakClient client, SoakNetwork network) throws InterruptedException {
        for (String clinic : SoakNetwork.clinicCodes()) {
            for (int day = 0; day < SoakNetwork.DAYS; day += 4) {
                String path = "/booking/v1/slots?treatment=visit&minutes=%d&clinic=%s&limit=500&from=%s&to=%s"
                        .formatted(
                                SoakNetwork.MINUTES,
                                clinic,
                                network.firstDay().plusDays(day),
                                network.firstDay().plusDays(day));
                boolean agree = agree(client, path);
                look("days of which the two copies offer different slots", agree ? 0 : 1);
                if (!agree) {
                    examples.add("the copies offer different slots at " + path);
                }
            }
        }
    }

    private static boolean agree(SoakClient client, String path) throws InterruptedException {
        long until = System.nanoTime() + INDEX_PATIENCE.toNanos();
        do {
            if (slots(client.get(0, path)).equals(slots(client.get(1, path)))) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        } while (System.nanoTime() < until);
        return false;
    }

    private static Set<String> slots(JsonNode page) {
        Set<String> slots = new TreeSet<>();
        page.path("items")
                .forEach(slot -> slots.add(slot.path("practitionerId").asText() + " "
                        + slot.path("startsAt").asText()));
        return slots;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
    private void say(String line, Object... values) {
        out.println(values.length == 0 ? line : line.formatted(values));
    }
}
