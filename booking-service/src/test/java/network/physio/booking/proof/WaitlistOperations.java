package network.physio.booking.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import network.physio.booking.proof.BookingCalls.Answer;
import network.physio.booking.proof.DiaryModel.Clinic;
import network.physio.booking.proof.DiaryModel.State;
import network.physio.booking.proof.DiaryModel.Treatment;
import network.physio.booking.proof.DiaryModel.Visit;
import network.physio.booking.proof.FrontDesk.Wish;

/** Waiting for a time, and what is made of an offer: it is a hold, and taken or left like any other. */
final class WaitlistOperations {

    private static final int MOST_WAITING = 4;
    private static final Duration NOTICE = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofMinutes(15);
    private static final int GRID = 15;

    /** Somebody who waits for advice at one of these clinics. */
    private record Entry(String id, Set<Clinic> clinics, String patient) {}

    private record Offer(Entry entry, Visit hold) {}

    private final FrontDesk desk;
    private final List<Entry> waiting = new ArrayList<>();
    private final List<Offer> offers = new ArrayList<>();

    WaitlistOperations(FrontDesk desk) {
        this.desk = desk;
    }

    void join() throws IOException {
        if (waiting.size() >= MOST_WAITING) {
            return;
        }
        Set<Clinic> clinics = desk.oneOf(List.of(Set.of(Clinic.NORTH), Set.of(Clinic.SOUTH), Set.of(Clinic.values())));
        String patient = desk.anyPatient();
        Answer answer = desk.calls.post(
                "/waitlist",
                "{\"treatmentId\":\"%s\",\"minutes\":30,\"clinicIds\":%s,\"latest\":\"%s\",\"patientId\":\"%s\"}"
                        .formatted(
                                desk.setting.treatments().get(Treatment.CHAT),
                                clinics.stream()
                                        .map(clinic ->
                                                "\"" + desk.setting.clinics().get(clinic) + "\"")
                                        .toList(),
                                FrontDesk.FIRST_DAY.plusDays(3),
                                patient));
        if (desk.check("join " + clinics, answer, 201, true)) {
            waiting.add(new Entry(answer.text("id"), clinics, patient));
        }
    }

    /** Lets what has become free be offered, and looks who was offered something. */
    void look() throws IOException {
        desk.setting.waitlistRound().run();
        for (Entry entry : List.copyOf(waiting)) {
            JsonNode read = desk.calls.get("/waitlist/" + entry.id()).json();
            String offer = read.path("offer").path("id").asText();
            if (!offer.isEmpty() && !desk.model.visits.containsKey(offer)) {
                offered(entry, read.path("offer"));
            } else if (!List.of("waiting", "offered")
                    .contains(read.path("state").asText())) {
                waiting.remove(entry);
            }
        }
    }

    private void offered(Entry entry, JsonNode offer) throws IOException {
        Instant now = desk.now();
        Wish wish = new Wish(
                Treatment.CHAT,
                desk.clinicOf(offer.path("clinicId").asText()),
                desk.practitionerOf(offer.path("practitionerId").asText()),
                FrontDesk.minute(offer.path("startsAt").asText()));
        String described = "%s%s is offered %s at %s".formatted(desk.doing, entry, offer, now);
        assertThat(entry.clinics()).as(described).contains(wish.clinic());
        assertThat(wish.start() % GRID).as(described).isZero();
        if (desk.alone) {
            assertThat(desk.canTake(wish, entry.patient(), null, now))
                    .as(described)
                    .isTrue();
            assertThat(desk.instant(wish.start())).as(described).isAfterOrEqualTo(now.plus(NOTICE));
            assertThat(OffsetDateTime.parse(offer.path("expiresAt").asText()).toInstant())
                    .as(described)
                    .isEqualTo(now.plus(KEPT));
        }
        Answer hold = desk.calls.get("/appointments/" + offer.path("id").asText());
        if (hold.text("state").equals("held")) {
            Visit visit = desk.remember(hold.json(), wish.treatment(), State.HELD, hold.version());
            offers.add(new Offer(entry, visit));
            desk.setting.done().merge("offer", 1, Integer::sum);
        }
    }

    void decline() throws IOException {
        offers.removeIf(offer -> !offer.hold().canBeConfirmed(desk.now()));
        if (offers.isEmpty()) {
            return;
        }
        Offer no = desk.oneOf(offers);
        Answer answer = desk.calls.post(
                "/waitlist/%s/offers/%s/decline".formatted(no.entry().id(), no.hold().id), null);
        if (desk.check("decline " + no, answer, 200, true)) {
            no.hold().state = State.EXPIRED;
        }
    }

    /** What is held for somebody who leaves is free at once. */
    void leave() throws IOException {
        if (waiting.isEmpty()) {
            return;
        }
        Entry gone = desk.oneOf(waiting);
        Answer answer = desk.calls.delete("/waitlist/" + gone.id());
        if (desk.check("leave " + gone, answer, 204, true)) {
            waiting.remove(gone);
            offers.stream()
                    .filter(offer -> offer.entry().equals(gone))
                    .map(Offer::hold)
                    .filter(hold -> hold.state == State.HELD)
                    .forEach(hold -> hold.state = State.EXPIRED);
        }
    }
}
