package network.physio.bench;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import network.physio.bench.SoakClient.Answer;
import org.jspecify.annotations.Nullable;

/** One front desk of the soak: what it was answered must stand, and what it can choose from. Not for two threads. */
final class SoakDesk {

    private static final ZoneId ZONE = ZoneId.of("Australia/Melbourne");

    enum State {
        HELD,
        CONFIRMED,
        CANCELLED,
        LET_GO
    }

    /** What was answered last about one appointment. */
    record Standing(State state, String startsAt, String practitioner) {}

    final SoakClient client;
    final SoakNetwork network;
    final Random random;
    private final Map<String, Standing> standing = new TreeMap<>();
    private final List<String> open = new ArrayList<>();

    /** Of the last answer about each that is open: read anew only when somebody else has changed it since. */
    private final Map<String, String> etags = new HashMap<>();

    private final Map<String, Long> answers;

    /** @param answers counts what was done and how it was answered, over all desks */
    SoakDesk(SoakClient client, SoakNetwork network, long seed, Map<String, Long> answers) {
        this.client = client;
        this.network = network;
        this.random = new Random(seed);
        this.answers = answers;
    }

    Map<String, Standing> standing() {
        return standing;
    }

    int open() {
        return open.size();
    }

    /** From now on it is held or confirmed, as was answered. */
    void stands(String id, Standing now, @Nullable String etag) {
        if (standing.put(id, now) == null) {
            open.add(id);
        }
        if (etag == null) {
            etags.remove(id);
        } else {
            etags.put(id, etag);
        }
    }

    void letGo(String id, State how) {
        Standing before = standing(id);
        standing.put(id, new Standing(how, before.startsAt(), before.practitioner()));
        open.remove(id);
        etags.remove(id);
    }

    Standing standing(String id) {
        Standing now = standing.get(id);
        if (now == null) {
            throw new IllegalStateException(id + " is open and unknown");
        }
        return now;
    }

    /** With the version last seen; when it is stale, the next operation on it reads it anew. */
    Answer change(String method, String path, String body, String id, String what) {
        String etag = etags.computeIfAbsent(id, this::read);
        Answer answer = call(method, path, body, etag, what);
        if (answer.status() == 200) {
            etags.put(id, answer.etag());
        } else if (answer.status() == 412) {
            etags.remove(id);
        }
        return answer;
    }

    private String read(String id) {
        return client.untilAnswered("GET", "/booking/v1/appointments/" + id, null, null, null, 200)
                .etag();
    }

    Answer call(String method, String path, @Nullable String body, @Nullable String ifMatch, String what) {
        Answer answer = client.untilAnswered(method, path, body == null ? null : "application/json", body, ifMatch);
        answers.merge(what + " " + answer.status(), 1L, Long::sum);
        return answer;
    }

    String anyOpen() {
        return open.get(random.nextInt(open.size()));
    }

    SoakNetwork.Place anyPlace() {
        return network.places().get(random.nextInt(network.places().size()));
    }

    String anyPatient() {
        return network.patients().get(random.nextInt(network.patients().size()));
    }

    String anyStart() {
        return anyLocal().atZone(ZONE).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    LocalDateTime anyLocal() {
        return network.firstDay()
                .plusDays(random.nextInt(SoakNetwork.DAYS))
                .atTime(8, 0)
                .plusMinutes(15L * random.nextInt(38));
    }
}
