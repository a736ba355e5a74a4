package network.physio.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static network.physio.local.Fitzroy.each;
import static network.physio.local.Fitzroy.items;
import static network.physio.local.Fitzroy.list;
import static network.physio.local.Fitzroy.ok;
import static network.physio.local.Fitzroy.start;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A clinic that only journeys know: open around the clock on all days but one, with terms, rooms and devices of its own. Each
 * story has its own days there; nothing is booked around the holiday.
 */
final class Annex {

    final LocalDate holiday = day(10);

    private final Fitzroy fitzroy;
    private final Api gateway;

    Annex(Fitzroy fitzroy, LocalStack stack) {
        this.fitzroy = fitzroy;
        this.gateway = fitzroy.gateway;
        try (InputStream file = Annex.class.getResourceAsStream("/annex.yaml")) {
            String network = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
            gateway.load(network.replace("HOLIDAY", holiday.toString()).getBytes(UTF_8), stack.token("network-admin"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** So many days from today, by the clinic's clock. */
    static LocalDate day(int ahead) {
        return Fitzroy.now().toLocalDate().plusDays(ahead);
    }

    JsonNode read() {
        return ok(200, gateway.get("/booking/v1/clinics/" + fitzroy.id("clinics", "journey-annex"), Map.of()))
                .body();
    }

    /** Its room or device with this code. */
    JsonNode thing(String kind, String code) {
        return list(read().path(kind)).stream()
                .filter(thing -> thing.path("code").asText().equals(code))
                .findFirst()
                .orElseThrow();
    }

    /** A search for half an hour there. */
    static String search(String treatment, String filters) {
        return "/booking/v1/slots?clinic=journey-annex&minutes=30&treatment=" + treatment + filters;
    }

    /** Free times, soonest first. */
    List<JsonNode> slots(String treatment, String filters) {
        return items(ok(200, gateway.get(search(treatment, filters + "&limit=500"), Map.of())));
    }

    /** The free times of somebody's day. */
    List<JsonNode> slots(String treatment, String practitioner, LocalDate day) {
        return slots(treatment, "&practitioner=%1$s&from=%2$s&to=%2$s".formatted(practitioner, day));
    }

    boolean offers(String treatment, JsonNode slot) {
        return slots(
                        treatment,
                        slot.path("practitionerCode").asText(),
                        start(slot).toLocalDate())
                .stream()
                .anyMatch(free -> start(free).isEqual(start(slot)));
    }

    /** What a check says against a time. */
    List<String> reasons(Map<String, Object> wish) {
        Api.Reply checked = ok(200, gateway.post("/booking/v1/slots/check", Map.of(), Map.of("slots", List.of(wish))));
        return each(checked.body().path("slots").path(0).path("reasons"), "code");
    }
}
