package network.physio.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

    /** Of the last answer about each that is open: read anew only when somebody else has changed it since. */
    private final Map<String, String> etags = new HashMap<>();

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
        } else if (what < 96) {
            end(anyOpen());
        } else if (what < 98) {
            timeOff();
        } else if (what < 99) {
            closure();
        } else {
            roster();
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
            etags.put(id, answer.etag());
        }
    }

    private void confirmOrMove(String id) {
        Standing now = stands(id);
        if (now.state() == State.HELD) {
            Answer answer = call("POST", "/booking/v1/appointments", """
                    {"holdId":"%s","patientId":"%s"}""".formatted(id, anyPatient()), null, "confirm");
            if (answer.status() == 201) {
                standing.put(id, new Standing(State.CONFIRMED, now.startsAt(), now.practitioner()));
                etags.put(id, answer.etag());
            } else if (answer.status() == 410) {
                letGo(id, State.LET_GO);
            }
            return;
        }
        String startsAt = anyStart();
        Answer answer = change(
                "POST",
                "/booking/v1/appointments/" + id + "/reschedule",
                "{\"startsAt\":\"" + startsAt + "\"}",
                id,
                "move");
        if (answer.status() == 200) {
            standing.put(id, new Standing(State.CONFIRMED, startsAt, now.practitioner()));
        }
    }

    private void extend(String id) {
        if (stands(id).state() == State.HELD) {
            change(
                    "PATCH",
                    "/booking/v1/holds/" + id,
                    "{\"extend\":true,\"patientId\":\"" + anyPatient() + "\"}",
                    id,
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
        Answer answer = change(
                "POST", "/booking/v1/appointments/" + id + "/cancel", "{\"reason\":\"changed-plans\"}", id, "cancel");
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

    /** As with time off: the clinic closes over whatever is there, and opens again. */
    private void closure() {
        String path = "/booking/v1/clinics/" + anyPlace().clinic() + "/closures";
        LocalDateTime from = anyLocal();
        Answer answer = call("POST", path, """
                {"from":"%s","until":"%s","reason":"storm","strandAppointments":true}""".formatted(from, from.plusHours(1)), null, "close");
        if (answer.status() == 201) {
            call("DELETE", path + "/" + answer.json().path("id").asText(), null, null, "reopen");
        }
    }

    /** Other hours on one day; what somebody else has changed since they were read is not overwritten. */
    private void roster() {
        SoakNetwork.Place place = anyPlace();
        String path = "/booking/v1/practitioners/" + place.practitioner() + "/rosters";
        Answer read = client.untilAnswered("GET", path, null, null, null, 200);
        String day = anyLocal().toLocalDate().toString();
        ObjectNode rosters = JsonNodeFactory.instance.objectNode();
        rosters.set("rosters", read.json().path("rosters"));
        ArrayNode exceptions = rosters.putArray("exceptions");
        read.json().path("exceptions").forEach(exception -> {
            if (!exception.path("day").asText().equals(day)) {
                exceptions.add(exception);
            }
        });
        int from = 8 + random.nextInt(3);
        ObjectNode exception =
                exceptions.addObject().put("clinicId", place.clinic()).put("day", day);
        exception
                .putArray("hours")
                .addObject()
                .put("from", "%02d:00".formatted(from))
                .put("until", "%02d:00".formatted(from + 6 + random.nextInt(3)));
        rosters.put("strandAppointments", true);
        call("PUT", path, rosters.toString(), read.etag(), "roster");
    }

    private void letGo(String id, State how) {
        Standing before = stands(id);
        standing.put(id, new Standing(how, before.startsAt(), before.practitioner()));
        open.remove(id);
        etags.remove(id);
    }

    private Standing stands(String id) {
        Standing now = standing.get(id);
        if (now == null) {
            throw new IllegalStateException(id + " is open and unknown");
        }
        return now;
    }

    /** With the version last seen; when it is stale, the next operation on it reads it anew. */
    private Answer change(String method, String path, String body, String id, String what) {
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
