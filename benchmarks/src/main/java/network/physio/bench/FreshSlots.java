package network.physio.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Slots that were free a moment ago, each handed out once, no two of them of one practitioner and hour. */
final class FreshSlots {

    private final BookingClient client;
    private final int clinics;
    private final LocalDate day;
    private final Random random;
    private final ConcurrentLinkedQueue<JsonNode> slots = new ConcurrentLinkedQueue<>();
    private final Set<String> used = new HashSet<>();

    FreshSlots(BookingClient client, int clinics, LocalDate day, long seed) {
        this.client = client;
        this.clinics = clinics;
        this.day = day;
        this.random = new Random(seed);
    }

    /** Looks for as many, over all clinics and the days from 20 to 300 ahead. */
    void gather(int wanted) {
        List<JsonNode> found = new ArrayList<>();
        while (found.size() < wanted) {
            int clinic = 1 + random.nextInt(clinics);
            LocalDate from = day.plusDays(20 + random.nextInt(270));
            JsonNode page = BookingClient.json(
                    client.get("/booking/v1/slots?treatment=consult&minutes=30&limit=500&clinic=clinic-%d&from=%s&to=%s"
                            .formatted(clinic, from, from.plusDays(4))));
            page.path("items").forEach(slot -> {
                String start = slot.path("startsAt").asText();
                boolean onTheHour = start.startsWith(":00", 13);
                if (onTheHour && used.add(slot.path("practitionerId").asText() + start)) {
                    found.add(slot);
                }
            });
        }
        Collections.shuffle(found, random);
        slots.addAll(found);
    }

    JsonNode next() {
        JsonNode slot = slots.poll();
        if (slot == null) {
            throw new IllegalStateException("no slots are left: gather more");
        }
        return slot;
    }

    int left() {
        return slots.size();
    }
}
