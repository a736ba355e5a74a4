package network.physio.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A guest's way through the product: screened, offered times, held, booked, moved, called off, booked as a course, advised;
 * and a partner's, who sells times and follows what becomes of them.
 */
final class Demo {

    private static final String TREATMENT = "swedish-massage";
    private static final String CLINIC = "fitzroy";
    private static final int MINUTES = 45;

    private final Conversation conversation;

    private final String partnerToken;

    /** A guest proves with it that what it made is its own; nobody else ever sees it. */
    private final Map<String, String> guest = Map.of("Guest-Key", newGuestKey());

    /** @param partnerToken an access token of the demo partner */
    Demo(Conversation conversation, String partnerToken) {
        this.conversation = conversation;
        this.partnerToken = partnerToken;
    }

    void walk() {
        JsonNode questions = questions();
        stopAnEmergency(questions);
        String pass = screen(questions);
        String treatment = chooseTreatment();
        JsonNode slots = findSlots();
        JsonNode held = hold(wish(treatment, slots.path(0)));
        refuseSomebodyElse(wish(treatment, slots.path(0)));
        Conversation.Answer booked = book(held, pass);
        Conversation.Answer moved = move(booked, slots.path(slots.size() - 1));
        showCalendarFile(moved);
        cancel(moved);
        cancel(bookCourse(booked, slots.path(0), pass));
        sellAsPartner(wish(treatment, slots.path(0)));
        advise();
    }

    private JsonNode questions() {
        conversation.step("What will be asked, most urgent first");
        return conversation.get("/triage/v1/questions").body().path("items");
    }

    private void stopAnEmergency(JsonNode questions) {
        conversation.step("Somebody with numbness in the saddle area: no booking, but where to go now");
        conversation.post("/triage/v1/assessments", answers(questions, "saddle-numbness"), Map.of(), 201);
    }

    private String screen(JsonNode questions) {
        conversation.step("Somebody with a tense back and no warning signs gets a screening pass");
        return conversation
                .post("/triage/v1/assessments", answers(questions, ""), guest, 201)
                .body()
                .path("screeningPass")
                .asText();
    }

    private String chooseTreatment() {
        conversation.step("What can be booked");
        for (JsonNode treatment :
                conversation.get("/booking/v1/treatments?limit=200").body().path("items")) {
            if (treatment.path("code").asText().equals(TREATMENT)) {
                return treatment.path("id").asText();
            }
        }
        throw new StackFailure("The demo needs the treatment %s of the demo network: make reset loads it afresh."
                .formatted(TREATMENT));
    }

    private JsonNode findSlots() {
        conversation.step("Times that are really free");
        JsonNode slots = conversation
                .get("/booking/v1/slots?treatment=%s&minutes=%d&clinic=%s&limit=5"
                        .formatted(TREATMENT, MINUTES, CLINIC))
                .body()
                .path("items");
        if (slots.size() < 2) {
            throw new StackFailure(
                    "The demo needs two free times for %s at %s: make reset loads the demo network afresh."
                            .formatted(TREATMENT, CLINIC));
        }
        return slots;
    }

    private JsonNode hold(Map<String, Object> wish) {
        conversation.step("Keep the first of them for ten minutes");
        return conversation.post("/booking/v1/holds", wish, guest, 201).body();
    }

    private void refuseSomebodyElse(Map<String, Object> wish) {
        conversation.step("Another guest wants the same time: refused, with the nearest alternatives");
        conversation.post("/booking/v1/holds", wish, Map.of("Guest-Key", newGuestKey()), 409);
    }

    private Conversation.Answer book(JsonNode held, String pass) {
        conversation.step("Book it, with the pass");
        var patient = Map.of(
                "givenName", "Demo",
                "familyName", "Guest",
                "dateOfBirth", "1990-05-17",
                "email", "demo.guest@example.org",
                "language", "en",
                "interpreter", false,
                "zone", "Australia/Melbourne");
        return conversation.post(
                "/booking/v1/appointments",
                Map.of("holdId", held.path("id").asText(), "patient", patient, "screeningPass", pass),
                guest,
                201);
    }

    private Conversation.Answer move(Conversation.Answer booked, JsonNode slot) {
        conversation.step("Move it to the last of the times: one swap, the same appointment");
        return conversation.post(
                appointment(booked, "reschedule"),
                Map.of("startsAt", slot.path("startsAt").asText(), "practitionerId", practitioner(slot)),
                withVersion(booked),
                200);
    }

    private void showCalendarFile(Conversation.Answer moved) {
        conversation.step("It as a file for the guest's calendar; after each move a newer one replaces it");
        conversation.get(appointment(moved, "calendar.ics"), guest);
    }

    private void cancel(Conversation.Answer changeable) {
        conversation.step("Call it off; the answer says what that costs");
        conversation.post(
                appointment(changeable, "cancel"), Map.of("reason", "changed-plans"), withVersion(changeable), 200);
    }

    /** What is not free then comes with alternatives, and the rest is booked all the same. */
    private Conversation.Answer bookCourse(Conversation.Answer booked, JsonNode first, String pass) {
        conversation.step("Three visits at once, as far apart as the pass's plan says");
        return conversation.post(
                "/booking/v1/series",
                Map.of(
                        "treatmentId",
                                booked.body().path("treatment").path("id").asText(),
                        "minutes", MINUTES,
                        "clinicId", first.path("clinicId").asText(),
                        "practitionerId", practitioner(first),
                        "plan", Map.of("startsAt", localStart(first), "visits", 3, "pace", "wider"),
                        "mode", "each",
                        "patientId", booked.body().path("patientId").asText(),
                        "screeningPass", pass),
                guest,
                201);
    }

    private void sellAsPartner(Map<String, Object> wish) {
        conversation.step("A booking platform keeps a time for its customer, with the key that every write of it has");
        String from = conversation
                .get("/booking/v1/changes?after=now", asPartner())
                .body()
                .path("next")
                .asText();
        Conversation.Answer held = conversation.post("/booking/v1/holds", wish, asPartnerWithKey(), 201);
        conversation.step("The customer leaves: given back");
        conversation.delete("/booking/v1/holds/" + held.body().path("id").asText(), asPartnerWithKey());
        conversation.step("What became of the platform's times since, from where it last read");
        conversation.get("/booking/v1/changes?after=" + from, asPartner());
    }

    private void advise() {
        conversation.step("Advice, with how sure we are of it");
        JsonNode found = conversation
                .get("/content/v1/search?q=sore%20after%20massage&lang=en&limit=3")
                .body()
                .path("items");
        String slug = found.path(0).path("slug").asText();
        if (slug.isEmpty()) {
            throw new StackFailure("The demo found no article about being sore after a massage.");
        }
        conversation.get("/content/v1/articles/%s?lang=en".formatted(slug));
    }

    /** "No" to every question that has yes and no, but for one. */
    private static Map<String, Object> answers(JsonNode questions, String yes) {
        var answers = new ArrayList<Map<String, String>>();
        answers.add(Map.of("question", "reason", "value", "stress-tension"));
        for (JsonNode question : questions) {
            if (question.path("type").asText().equals("flag")) {
                String code = question.path("code").asText();
                answers.add(Map.of("question", code, "value", code.equals(yes) ? "yes" : "no"));
            }
        }
        return Map.of(
                "answers", List.copyOf(answers), "context", Map.of("bodyRegion", "lower-back", "ageBand", "18-49"));
    }

    private static Map<String, Object> wish(String treatment, JsonNode slot) {
        return Map.of(
                "treatmentId", treatment,
                "minutes", MINUTES,
                "clinicId", slot.path("clinicId").asText(),
                "practitionerId", practitioner(slot),
                "startsAt", slot.path("startsAt").asText());
    }

    private static String practitioner(JsonNode slot) {
        return slot.path("practitionerId").asText();
    }

    private Map<String, String> withVersion(Conversation.Answer answer) {
        return Map.of("Guest-Key", guest.getOrDefault("Guest-Key", ""), "If-Match", answer.etag());
    }

    private Map<String, String> asPartner() {
        return Map.of("Authorization", "Bearer " + partnerToken);
    }

    private Map<String, String> asPartnerWithKey() {
        return Map.of(
                "Authorization",
                "Bearer " + partnerToken,
                "Idempotency-Key",
                UUID.randomUUID().toString());
    }

    /** As the clinic's clock says it. */
    private static String localStart(JsonNode slot) {
        return OffsetDateTime.parse(slot.path("startsAt").asText())
                .toLocalDateTime()
                .toString();
    }

    private static String appointment(Conversation.Answer answer, String action) {
        return "/booking/v1/%s/%s/%s"
                .formatted(
                        answer.body().has("visits") ? "series" : "appointments",
                        answer.body().path("id").asText(),
                        action);
    }

    private static String newGuestKey() {
        return (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
    }
}
