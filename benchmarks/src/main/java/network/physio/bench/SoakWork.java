package network.physio.bench;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import network.physio.bench.SoakClient.Answer;
import org.jspecify.annotations.Nullable;

/** One front desk's random operations, and what the answers say must stand. Not for two threads. */
final class SoakWork {

    private static final ZoneId ZONE = ZoneId.of("Australia/Melbourne");

    /** So many at once are enough: with more, nothing would be free. */
    private static final int MOST_VISITS = 150;

    enum State {
        HELD,
        CONFIRMED,
        CANCELLED,
        LET_GO
    }

    /** What was answered last about one appointment. */
    record Standing(State state, String startsAt, String practitioner) {}

    private final SoakClient client;
    private final SoakNetwork network;
    private final Random random;
    private final Map<String, Standing> standing = new TreeMap<>();
    private final List<String> open = new ArrayList<>();
    private final Map<String, Long> answers;

    /** @param answers counts what was done and how it was answered, over all desks */
    SoakWork(SoakClient client, SoakNetwork network, long seed, Map<String, Long> answers) {
        this.client = client;
        this.network = network;
        this.random = new Random(seed);
        this.answers = answers;
    }

    Map<String, Standing> standing() {
        return standing;
    }

    void operation() {
        int what = random.nextInt(100);
        if (open.size() > MOST_VISITS) {
            end(anyOpen());
        } else if (what < 35 || open.isEmpty()) {
            take("/booking/v1/holds", State.HELD, "");
        } else if (what < 50) {
            take("/booking/v1/appointments", State.CONFIRMED, ",\"patientId\":\"" + anyPatient() + "\"");
        } else if (what < 70) {
            confirmOrMove(anyOpen());
        } else if (what < 75) {
            extend(anyOpen());
        } else if (what < 97) {
            end(anyOpen());
        } else {
            timeOff();
        }
    }

    private void take(String path, State state, String more) {
        SoakNetwork.Place place = anyPlace();
        String startsAt = anyStart();
        Answer answer = call(
                "POST",
                path,
                """
                {"treatmentId":"%s","minutes":%d,"clinicId":"%s","practitionerId":"%s","startsAt":"%s"%s}""".formatted(
                        network.treatment(), SoakNetwork.MINUTES, place.clinic(), place.practitioner(), startsAt, more),
                null,
                state == State.HELD ? "hold" : "book");
        if (answer.status() == 201) {
            String id = answer.json().path("id").asText();
            standing.put(id, new Standing(state, startsAt, place.practitioner()));
            open.add(id);
        }
    }

    private void confirmOrMove(String id) {
        Standing now = stands(id);
        if (now.state() == State.HELD) {
            Answer answer = call("POST", "/booking/v1/appointments", """
                    {"holdId":"%s","patientId":"%s"}""".formatted(id, anyPatient()), null, "confirm");
            if (answer.status() == 201) {
                standing.put(id, new Standing(State.CONFIRMED, now.startsAt(), now.practitioner()));
            } else if (answer.status() == 410) {
                letGo(id, State.LET_GO);
            }
            return;
        }
        String startsAt = anyStart();
        Answer answer = call(
                "POST",
                "/booking/v1/appointments/" + id + "/reschedule",
                "{\"startsAt\":\"" + startsAt + "\"}",
                etag(id),
                "move");
        if (answer.status() == 200) {
            standing.put(id, new Standing(State.CONFIRMED, startsAt, now.practitioner()));
        }
    }

    private void extend(String id) {
        if (stands(id).state() == State.HELD) {
            call(
                    "PATCH",
                    "/booking/v1/holds/" + id,
                    "{\"extend\":true,\"patientId\":\"" + anyPatient() + "\"}",
                    etag(id),
                    "extend");
        }
    }

    private void end(String id) {
        if (stands(id).state() == State.HELD) {
            if (call("DELETE", "/booking/v1/holds/" + id, null, null, "release").status() == 204) {
                letGo(id, State.LET_GO);
            }
            return;
        }
        Answer answer = call(
                "POST",
                "/booking/v1/appointments/" + id + "/cancel",
                "{\"reason\":\"changed-plans\"}",
                etag(id),
                "cancel");
        if (answer.status() == 200) {
            letGo(id, State.CANCELLED);
        }
    }

    /** Taken over whatever is there, and given back at once: appointments stay where they were moved aside to. */
    private void timeOff() {
        SoakNetwork.Place place = anyPlace();
        String path = "/booking/v1/practitioners/" + place.practitioner() + "/time-off";
        LocalDateTime from = anyLocal();
        Answer answer = call("POST", path, """
                {"from":"%s","until":"%s","reason":"meeting","strandAppointments":true}""".formatted(from, from.plusHours(1)), null, "time off");
        if (answer.status() == 201) {
            call("DELETE", path + "/" + answer.json().path("id").asText(), null, null, "give back");
        }
    }

    private void letGo(String id, State how) {
        Standing before = stands(id);
        standing.put(id, new Standing(how, before.startsAt(), before.practitioner()));
        open.remove(id);
    }

    private Standing stands(String id) {
        Standing now = standing.get(id);
        if (now == null) {
            throw new IllegalStateException(id + " is open and unknown");
        }
        return now;
    }

    private String etag(String id) {
        return client.untilAnswered("GET", "/booking/v1/appointments/" + id, null, null, null, 200)
                .etag();
    }

    private Answer call(String method, String path, @Nullable String body, @Nullable String ifMatch, String what) {
        Answer answer = client.untilAnswered(method, path, body == null ? null : "application/json", body, ifMatch);
        answers.merge(what + " " + answer.status(), 1L, Long::sum);
        return answer;
    }

    private String anyOpen() {
        return open.get(random.nextInt(open.size()));
    }

    private SoakNetwork.Place anyPlace() {
        return network.places().get(random.nextInt(network.places().size()));
    }

    private String anyPatient() {
        return network.patients().get(random.nextInt(network.patients().size()));
    }

    private String anyStart() {
        return anyLocal().atZone(ZONE).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    private LocalDateTime anyLocal() {
        return network.firstDay()
                .plusDays(random.nextInt(SoakNetwork.DAYS))
                .atTime(8, 0)
                .plusMinutes(15L * random.nextInt(38));
    }
}
