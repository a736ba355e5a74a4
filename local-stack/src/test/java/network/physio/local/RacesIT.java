package network.physio.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many at once, against two copies of the packaged booking service on one real PostgreSQL: by turns straight at each copy and
 * through the gateway, whose limits would stop a race of all.
 */
@ExtendWith(StackExtension.class)
class RacesIT {

    private static final String TALK = "race-talk";

    private final LocalStack stack;
    private final Api gateway;
    private final List<Api> doors;
    private final String talk;

    RacesIT(LocalStack stack) {
        this.stack = stack;
        this.gateway = new Api(stack.gateway());
        this.doors = Stream.concat(stack.bookingInstances().stream(), Stream.of(stack.gateway()))
                .map(Api::new)
                .toList();
        addRunner();
        this.talk = treatment(TALK);
    }

    @Test
    void ofTwoHundredWhoBookOneTimeExactlyOneGetsIt() throws Exception {
        Map<String, Object> wish = wish(slots("fitzroy").getFirst());
        List<Api.Reply> replies = atOnce(200, i -> book(i, wish));

        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        List<Api.Reply> losers =
                replies.stream().filter(reply -> reply.status() != 201).toList();
        assertThat(losers).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.type()).isEqualTo("/problems/slot-taken");
        });
        assertAlternativesAreFree(losers.getLast());
        assertNoDeadlock();
    }

    private void assertAlternativesAreFree(Api.Reply loser) {
        JsonNode alternatives = loser.body().path("alternatives");
        assertThat(alternatives.size()).isEqualTo(5);
        for (JsonNode alternative : alternatives) {
            Map<String, String> guest = Api.newGuest();
            Api.Reply held = gateway.post("/booking/v1/holds", guest, wish(alternative));
            assertThat(held.status()).as("%s", held.body()).isEqualTo(201);
            gateway.send(
                    "DELETE",
                    "/booking/v1/holds/" + held.body().path("id").asText(),
                    guest,
                    HttpRequest.BodyPublishers.noBody());
        }
    }

    @Test
    void aLeaveRequestAmongFiftyBookingsStrandsNothingUnnoticed() throws Exception {
        List<JsonNode> slots = slots("fitzroy");
        String lastDay = slots.getLast().path("startsAt").asText().substring(0, 10);
        List<JsonNode> day = slots.stream()
                .filter(slot -> slot.path("startsAt").asText().startsWith(lastDay))
                .toList();
        String practitioner = day.getFirst().path("practitionerId").asText();
        String token = stack.token("receptionist");
        List<Api.Reply> replies = atOnce(
                51,
                i -> i == 25
                        ? gateway.post(
                                "/booking/v1/practitioners/%s/time-off".formatted(practitioner),
                                Api.bearer(token),
                                Map.of("from", lastDay + "T00:00", "until", lastDay + "T23:55", "reason", "leave"))
                        : book(i, wish(day.get(i % day.size()))));

        Api.Reply leave = replies.get(25);
        List<Api.Reply> bookings = IntStream.range(0, 51)
                .filter(i -> i != 25)
                .mapToObj(replies::get)
                .toList();
        assertThat(bookings).allSatisfy(reply -> assertThat(reply.status()).isIn(201, 409));
        if (leave.status() == 201) {
            assertThat(bookings)
                    .as("the leave stands, so nothing is booked into it")
                    .allSatisfy(reply -> assertThat(reply.status()).isEqualTo(409));
        } else {
            assertThat(leave.type()).isEqualTo("/problems/would-strand-appointments");
            assertThat(bookings)
                    .as("the leave is refused because of what was booked")
                    .anySatisfy(reply -> assertThat(reply.status()).isEqualTo(201));
        }
        assertNoDeadlock();
    }

    @Test
    void onePractitionerIsNotBookedAtTwoClinicsWithoutTimeToTravel() throws Exception {
        List<JsonNode> here = slots("fitzroy");
        List<JsonNode> there = slots("brunswick");
        int pairs = 0;
        for (int i = 40; i < here.size() && pairs < 10; i += 12) {
            OffsetDateTime start =
                    OffsetDateTime.parse(here.get(i).path("startsAt").asText());
            JsonNode one = here.get(i);
            JsonNode tooSoonAfter = there.stream()
                    .filter(slot ->
                            OffsetDateTime.parse(slot.path("startsAt").asText()).isEqual(start.plusMinutes(45)))
                    .findFirst()
                    .orElse(null);
            if (tooSoonAfter == null) {
                continue;
            }
            pairs++;
            List<Api.Reply> replies = atOnce(2, n -> book(n, wish(n == 0 ? one : tooSoonAfter)));
            assertThat(replies.stream().map(Api.Reply::status)).containsExactlyInAnyOrder(201, 409);
            Api.Reply refused = replies.stream()
                    .filter(reply -> reply.status() == 409)
                    .findFirst()
                    .orElseThrow();
            assertThat(refused.body().path("reasons").path(0).path("code").asText())
                    .isEqualTo("no-time-to-travel");
        }
        assertThat(pairs).isEqualTo(10);
        assertNoDeadlock();
    }

    private Api.Reply book(int number, Map<String, Object> wish) {
        Map<String, Object> booking = new HashMap<>(wish);
        booking.put("patient", SOMEBODY);
        return doors.get(number % doors.size()).post("/booking/v1/appointments", Api.newGuest(), booking);
    }

    private <T> List<T> atOnce(int count, IntFunction<T> work) throws InterruptedException, ExecutionException {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    start.await();
                    return work.apply(number);
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> result : running) {
                results.add(result.get());
            }
            return results;
        }
    }

    private void assertNoDeadlock() throws IOException {
        assertThat(Files.readString(stack.log("postgres"))).doesNotContain("deadlock detected");
    }

    /** Adds the runner to the demo network. */
    private void addRunner() {
        try (InputStream runner = RacesIT.class.getResourceAsStream("/races.yaml")) {
            gateway.load(Objects.requireNonNull(runner).readAllBytes(), stack.token("network-admin"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String treatment(String code) {
        for (JsonNode item :
                gateway.get("/booking/v1/treatments?limit=200", Map.of()).body().path("items")) {
            if (item.path("code").asText().equals(code)) {
                return item.path("id").asText();
            }
        }
        throw new AssertionError("the network has no treatment " + code);
    }

    private List<JsonNode> slots(String clinic) {
        List<JsonNode> slots = new ArrayList<>();
        gateway.get("/booking/v1/slots?treatment=%s&minutes=30&clinic=%s&limit=500".formatted(TALK, clinic), Map.of())
                .body()
                .path("items")
                .forEach(slots::add);
        assertThat(slots).hasSizeGreaterThan(100);
        return slots;
    }

    private Map<String, Object> wish(JsonNode slot) {
        return Map.of(
                "treatmentId", talk,
                "minutes", 30,
                "clinicId", slot.path("clinicId").asText(),
                "practitionerId", slot.path("practitionerId").asText(),
                "startsAt", slot.path("startsAt").asText());
    }

    private static final Map<String, Object> SOMEBODY = Map.of(
            "givenName", "Mia",
            "familyName", "Nguyen",
            "dateOfBirth", "1988-04-12",
            "email", "mia@example.org",
            "language", "en",
            "interpreter", false,
            "zone", "Australia/Melbourne");
}
