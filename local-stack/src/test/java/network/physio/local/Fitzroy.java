package network.physio.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The demo network's clinic at Fitzroy with the diaries of the journeys, as its visitors and its front desk reach it. */
final class Fitzroy {

    /** Booking and index are a breath apart, letters some seconds; only a machine in trouble needs more. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final Api gateway;
    private final LocalStack stack;
    private final Map<String, String> ids = new LinkedHashMap<>();

    Fitzroy(LocalStack stack) {
        this.stack = stack;
        this.gateway = new Api(stack.gateway());
        load("/journeys.yaml");
    }

    /** Loads a network file of the tests. */
    void load(String resource) {
        try (InputStream file = Fitzroy.class.getResourceAsStream(resource)) {
            gateway.load(Objects.requireNonNull(file, resource).readAllBytes(), stack.token("network-admin"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Map<String, String> as(String user) {
        return Api.bearer(stack.token(user));
    }

    Map<String, String> desk() {
        return as("receptionist");
    }

    String id() {
        return clinic("fitzroy");
    }

    String clinic(String code) {
        return id("clinics", code);
    }

    String treatment(String code) {
        return id("treatments", code);
    }

    String practitioner(String code) {
        return id("practitioners", code);
    }

    String id(String list, String code) {
        return ids.computeIfAbsent(list + " " + code, key -> {
            for (JsonNode item : gateway.get("/booking/v1/%s?limit=200".formatted(list), Map.of())
                    .body()
                    .path("items")) {
                if (item.path("code").asText().equals(code)) {
                    return item.path("id").asText();
                }
            }
            throw new AssertionError("%s have no %s".formatted(list, code));
        });
    }

    /** The clinic's room or device with this code. */
    String thing(String kind, String code) {
        for (JsonNode thing :
                gateway.get("/booking/v1/clinics/" + id(), Map.of()).body().path(kind)) {
            if (thing.path("code").asText().equals(code)) {
                return thing.path("id").asText();
            }
        }
        throw new AssertionError("Fitzroy has no %s %s".formatted(kind, code));
    }

    /** Free times at Fitzroy, soonest first. */
    List<JsonNode> slots(String treatment, int minutes, String filters) {
        return items(ok(
                200,
                gateway.get(
                        "/booking/v1/slots?clinic=fitzroy&treatment=%s&minutes=%d&limit=500%s"
                                .formatted(treatment, minutes, filters),
                        Map.of())));
    }

    /** The free times of a day that is not soon and of which nothing is taken. */
    List<JsonNode> freeDay(String treatment, int minutes, String practitioner) {
        return freeDay(days(treatment, minutes, practitioner));
    }

    /** As the other, of a day on which this room is free whenever the practitioner is. */
    List<JsonNode> freeDay(String treatment, int minutes, String practitioner, String room) {
        return freeDay(days(treatment, minutes, practitioner + "&room=" + room));
    }

    private static List<JsonNode> freeDay(Map<String, List<JsonNode>> days) {
        return days.values().stream()
                .filter(day -> day.size() == most(days))
                .findFirst()
                .orElseThrow();
    }

    /** The first one's free times of a day of which neither has anything taken. */
    List<JsonNode> freeDayOfBoth(String treatment, int minutes, String first, String second) {
        Map<String, List<JsonNode>> days = days(treatment, minutes, first);
        Map<String, List<JsonNode>> others = days(treatment, minutes, second);
        return days.entrySet().stream()
                .filter(day -> day.getValue().size() == most(days))
                .filter(day -> others.getOrDefault(day.getKey(), List.of()).size() == most(others))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private Map<String, List<JsonNode>> days(String treatment, int minutes, String practitioner) {
        Map<String, List<JsonNode>> days = new TreeMap<>();
        LocalDate from = now().toLocalDate().plusDays(3);
        slots(treatment, minutes, "&practitioner=%s&from=%s".formatted(practitioner, from))
                .forEach(slot -> days.computeIfAbsent(day(slot), day -> new ArrayList<>())
                        .add(slot));
        return days;
    }

    private static int most(Map<String, List<JsonNode>> days) {
        return days.values().stream().mapToInt(List::size).max().orElseThrow();
    }

    /** What a hold or a booking asks for. */
    Map<String, Object> wish(String treatment, JsonNode slot) {
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("treatmentId", treatment(treatment));
        wish.put("minutes", slot.path("minutes").asInt());
        for (String name : List.of("clinicId", "practitionerId", "startsAt")) {
            wish.put(name, slot.path(name).asText());
        }
        return wish;
    }

    Api.Reply hold(Map<String, String> caller, Map<String, Object> wish) {
        return gateway.post("/booking/v1/holds", caller, wish);
    }

    Api.Reply book(Map<String, String> caller, Map<String, Object> wish, Map<String, Object> patient) {
        return book(caller, AccessPeople.with(wish, "patient", patient));
    }

    Api.Reply book(Map<String, String> caller, Map<String, Object> booking) {
        return gateway.post("/booking/v1/appointments", caller, booking);
    }

    /** Something done to an appointment as it was last seen. */
    Api.Reply change(Map<String, String> caller, Api.Reply seen, String step, Map<String, Object> body) {
        return gateway.post(
                "/booking/v1/appointments/%s/%s".formatted(seen.id(), step),
                Api.and(caller, "If-Match", seen.etag()),
                body);
    }

    Api.Reply read(Map<String, String> caller, String appointment) {
        return ok(200, gateway.get("/booking/v1/appointments/" + appointment, caller));
    }

    /** A patient of the clinic whose identity the desk knows. */
    Api.Reply patient(Map<String, Object> details) {
        return ok(201, gateway.post("/booking/v1/patients", desk(), AccessPeople.with(details, "clinicId", id())));
    }

    /** A pass for somebody with a tense back and no warning signs. */
    String screeningPass() {
        List<Map<String, String>> answers = new ArrayList<>();
        answers.add(Map.of("question", "reason", "value", "stress-tension"));
        for (JsonNode question :
                gateway.get("/triage/v1/questions", Map.of()).body().path("items")) {
            if (question.path("type").asText().equals("flag")) {
                answers.add(Map.of("question", question.path("code").asText(), "value", "no"));
            }
        }
        return ok(
                        201,
                        gateway.post(
                                "/triage/v1/assessments",
                                Api.newGuest(),
                                Map.of(
                                        "answers",
                                        answers,
                                        "context",
                                        Map.of("bodyRegion", "lower-back", "ageBand", "18-49"))))
                .body()
                .path("screeningPass")
                .asText();
    }

    void setBack(String appointment, String column, String interval) throws SQLException {
        setBack(
                "UPDATE appointment SET %1$s = %1$s - interval '%2$s' WHERE id = ?".formatted(column, interval),
                appointment);
    }

    /** The stack has the real clock, so what is to be due or over is set back: one row, whose id the update asks for. */
    void setBack(String update, String id) throws SQLException {
        try (var connection = DriverManager.getConnection(stack.databaseUrl("booking"));
                var statement = connection.prepareStatement(update)) {
            statement.setObject(1, UUID.fromString(id));
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    /** A wish for this half hour and no other: rosters that have just been loaded free whole days. */
    static Map<String, Object> exactly(JsonNode slot) {
        OffsetDateTime start = start(slot);
        return Map.of(
                "days",
                List.of(start.getDayOfWeek().name().substring(0, 3).toLowerCase(Locale.ROOT)),
                "from",
                start.toLocalTime().toString(),
                "until",
                start.plusMinutes(30).toLocalTime().toString());
    }

    /** What somebody who waits is offered, once they are. */
    JsonNode offered(Map<String, String> caller, String entry) {
        return eventually(
                        () -> entry(caller, entry),
                        body -> body.path("state").asText().equals("offered"))
                .path("offer");
    }

    /** How an entry of the waiting list stands. */
    String entryState(Map<String, String> caller, String entry) {
        return entry(caller, entry).path("state").asText();
    }

    private JsonNode entry(Map<String, String> caller, String id) {
        return ok(200, gateway.get("/booking/v1/waitlist/" + id, caller)).body();
    }

    /** The first letter to this address that says this, once it is there. */
    MailCatcher.Caught letter(String address, String words) {
        return eventually(
                        () -> stack.mail().stream()
                                .filter(mail -> mail.to().equals(address))
                                .filter(mail -> (mail.subject() + "\n" + mail.text()).contains(words))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    long letters(String address) {
        return stack.mail().stream().filter(mail -> mail.to().equals(address)).count();
    }

    /** Asks until the answer is the expected one. */
    static <T> T eventually(Supplier<T> question, Predicate<T> expected) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        T answer = question.get();
        while (!expected.test(answer)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after %d s it is still %s".formatted(PATIENCE.toSeconds(), answer));
            }
            Readiness.pause();
            answer = question.get();
        }
        return answer;
    }

    static Api.Reply ok(int status, Api.Reply reply) {
        assertThat(reply.status()).as("%s", reply.text()).isEqualTo(status);
        return reply;
    }

    /** Refused, and for this reason. */
    static Api.Reply refused(String problem, Api.Reply reply) {
        assertThat(reply.type()).as("%d %s", reply.status(), reply.text()).isEqualTo("/problems/" + problem);
        assertThat(reply.status()).isGreaterThanOrEqualTo(400);
        return reply;
    }

    static List<JsonNode> items(Api.Reply reply) {
        return list(reply.body().path("items"));
    }

    static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    /** What each of them has under this name. */
    static List<String> each(Iterable<JsonNode> items, String name) {
        List<String> values = new ArrayList<>();
        items.forEach(item -> values.add(item.path(name).asText()));
        return values;
    }

    /** By the clinic's clock. */
    static OffsetDateTime now() {
        return OffsetDateTime.now(ZoneId.of("Australia/Melbourne"));
    }

    static OffsetDateTime start(JsonNode something) {
        return OffsetDateTime.parse(something.path("startsAt").asText());
    }

    /** The local time at the clinic, as series and sessions are asked for. */
    static String local(JsonNode something) {
        return something.path("startsAt").asText().substring(0, "2027-02-01T10:00".length());
    }

    static String day(JsonNode something) {
        return something.path("startsAt").asText().substring(0, "2027-02-01".length());
    }

    /** Somebody whom no other story knows. */
    static Map<String, Object> somebody(String givenName) {
        return AccessPeople.with(AccessPeople.somebody(), "givenName", givenName);
    }

    static String email(Map<String, Object> person) {
        return AccessThings.written(person, "email");
    }
}
