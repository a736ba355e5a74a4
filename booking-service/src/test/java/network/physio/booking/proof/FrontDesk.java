package network.physio.booking.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import network.physio.booking.proof.BookingCalls.Answer;
import network.physio.booking.proof.DiaryModel.Clinic;
import network.physio.booking.proof.DiaryModel.Range;
import network.physio.booking.proof.DiaryModel.State;
import network.physio.booking.proof.DiaryModel.Treatment;
import network.physio.booking.proof.DiaryModel.Visit;
import network.physio.test.SettableClock;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at the front desk of both clinics: what they know, what they choose at random but repeatably, and what they make
 * of an answer. Alone, each answer must be the one that the model says; among others who work at the same time, each must be
 * one that can be, and what was answered must stand.
 */
final class FrontDesk {

    /** The model's days: Monday, which the clock walks through, to Thursday. */
    static final LocalDate FIRST_DAY = LocalDate.of(2027, 2, 1);

    private static final int DAYS = 4;
    private static final int DAY = 24 * 60;
    private static final Instant MIDNIGHT =
            OffsetDateTime.parse(FIRST_DAY + "T00:00:00+11:00").toInstant();

    /**
     * What everybody in this network shares.
     *
     * @param waitlistRound offers to those who wait what has become free
     * @param done counts what was done
     */
    record Setting(
            BookingCalls calls,
            SettableClock clock,
            Map<Treatment, UUID> treatments,
            Map<String, UUID> practitioners,
            Map<Clinic, UUID> clinics,
            List<String> patients,
            Runnable waitlistRound,
            Map<String, Integer> done) {}

    final Setting setting;
    final BookingCalls calls;
    final boolean alone;
    final Random random;
    final DiaryModel model = new DiaryModel(MIDNIGHT);
    String doing = "";

    /** @param alone nobody else changes the network meanwhile */
    FrontDesk(Setting setting, long seed, boolean alone) {
        this.setting = setting;
        this.calls = setting.calls();
        this.alone = alone;
        this.random = new Random(seed);
    }

    /** A visit wished for; without a practitioner the clinic chooses. */
    record Wish(
            Treatment treatment, Clinic clinic, @Nullable String practitioner, int start) {

        DiaryModel.Wish with(String someone) {
            return new DiaryModel.Wish(treatment, clinic, someone, start);
        }

        Range range() {
            return treatment.visit(start);
        }
    }

    Wish anyWish() {
        Clinic clinic = anyClinic();
        return new Wish(anyTreatment(clinic), clinic, random.nextInt(4) == 0 ? null : anyPractitioner(), anyStart());
    }

    boolean canTake(Wish wish, @Nullable String patient, @Nullable Visit except, Instant now) {
        return (wish.practitioner() == null ? DiaryModel.PRACTITIONERS : List.of(wish.practitioner()))
                        .stream().anyMatch(someone -> model.isFree(wish.with(someone), except, now))
                && model.isPatientFree(patient, wish.range(), except, now);
    }

    /** As the appointment in the answer says. */
    Visit remember(JsonNode appointment, Treatment treatment, State state, long version) {
        Visit visit = new Visit(
                appointment.path("id").asText(),
                treatment,
                clinicOf(appointment.path("clinic").path("id").asText()),
                minute(appointment.path("startsAt").asText()),
                appointment.path("practitioner").path("code").asText(),
                room(appointment),
                appointment.hasNonNull("patientId")
                        ? appointment.path("patientId").asText()
                        : null);
        visit.state = state;
        visit.version = version;
        if (appointment.hasNonNull("expiresAt")) {
            visit.expiresAt =
                    OffsetDateTime.parse(appointment.path("expiresAt").asText()).toInstant();
        }
        model.visits.put(visit.id, visit);
        return visit;
    }

    /** Where it stands now, as the appointment in the answer says. */
    void moved(Visit visit, JsonNode appointment, long version) {
        visit.movedTo(
                appointment.path("practitioner").path("code").asText(),
                room(appointment),
                minute(appointment.path("startsAt").asText()));
        visit.clinic = clinicOf(appointment.path("clinic").path("id").asText());
        visit.version = version;
    }

    private static String room(JsonNode appointment) {
        return appointment.path("place").path("name").asText();
    }

    Clinic clinicOf(String id) {
        return keyOf(setting.clinics(), UUID.fromString(id));
    }

    String practitionerOf(String id) {
        return keyOf(setting.practitioners(), UUID.fromString(id));
    }

    private static <K> K keyOf(Map<K, UUID> map, UUID id) {
        return map.entrySet().stream()
                .filter(entry -> entry.getValue().equals(id))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** The members of a request for the visit, without the brace at its end. */
    String visit(Wish wish, @Nullable String patient) {
        return """
                {"treatmentId":"%s","minutes":%d,"clinicId":"%s","startsAt":"%s"%s%s""".formatted(
                setting.treatments().get(wish.treatment()),
                wish.treatment().minutes,
                setting.clinics().get(wish.clinic()),
                time(wish.start()),
                wish.practitioner() == null
                        ? ""
                        : ",\"practitionerId\":\"" + setting.practitioners().get(wish.practitioner()) + "\"",
                patient == null ? "" : ",\"patientId\":\"" + patient + "\"");
    }

    /** Others may have made the version newer; alone, the model knows it. */
    long versionOf(Visit visit) throws IOException {
        return alone ? visit.version : calls.get("/appointments/" + visit.id).version();
    }

    /** {@code possible} are the refusals that can be; among others also those that a race explains. */
    boolean check(String what, Answer answer, int done, boolean expected, int... possible) {
        String described = "%s%s answered %d %s, at %s".formatted(doing, what, answer.status(), answer.body(), now());
        boolean isDone = answer.status() == done;
        if (alone) {
            assertThat(isDone).as(described).isEqualTo(expected);
        }
        List<Integer> allowed = new ArrayList<>(List.of(done));
        for (int status : possible) {
            allowed.add(status);
        }
        if (!alone) {
            allowed.addAll(List.of(409, 410, 412, 422, 503));
        }
        assertThat(answer.status()).as(described).isIn(allowed);
        if (isDone) {
            setting.done().merge(what.split(" ", 2)[0], 1, Integer::sum);
        }
        return isDone;
    }

    /** Where the model leaves it open: somebody stands aside, and only the tables say on which unit. */
    boolean checkUnlessAside(String what, Answer answer, int done, boolean expected, String practitioner, Range range) {
        boolean mayLackUnits = expected && answer.status() != done && model.standsAside(practitioner, range);
        return check(what, answer, done, expected && !mayLackUnits, 409, 422);
    }

    void checkSame(String what, Set<String> told, Set<String> expected) {
        if (alone) {
            assertThat(told).as(doing + what).isEqualTo(expected);
        }
    }

    Instant now() {
        return setting.clock().instant();
    }

    @Nullable
    Visit any(State... states) {
        List<Visit> visits = model.inState(states);
        return visits.isEmpty() ? null : oneOf(visits);
    }

    <T> T oneOf(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    String anyPatient() {
        return oneOf(setting.patients());
    }

    String anyPractitioner() {
        return oneOf(DiaryModel.PRACTITIONERS);
    }

    Clinic anyClinic() {
        return random.nextInt(4) == 0 ? Clinic.SOUTH : Clinic.NORTH;
    }

    Treatment anyTreatment(Clinic clinic) {
        return clinic == Clinic.NORTH && random.nextInt(3) == 0 ? Treatment.TRACTION : Treatment.CHAT;
    }

    int anyStart() {
        int start = random.nextInt(DAYS) * DAY + 8 * 60 + 30 + 15 * random.nextInt(36);
        return random.nextInt(5) == 0 ? start + 5 : start;
    }

    /** Not today: what has passed cannot be taken away. */
    int anyDayToCome() {
        return 1 + random.nextInt(DAYS - 1);
    }

    Range anyRange() {
        int from = anyDayToCome() * DAY + 9 * 60 + 15 * random.nextInt(28);
        return new Range(from, from + 30 + 15 * random.nextInt(8));
    }

    Instant instant(int minute) {
        return model.instant(minute);
    }

    static Instant dayOf(int minute) {
        return MIDNIGHT.plus(Duration.ofMinutes(Math.floorDiv(minute, DAY) * (long) DAY));
    }

    static int minute(String startsAt) {
        return Math.toIntExact(
                Duration.between(MIDNIGHT, OffsetDateTime.parse(startsAt)).toMinutes());
    }

    static String time(int minute) {
        return local(minute) + ":00+11:00";
    }

    static String local(int minute) {
        return FIRST_DAY.plusDays(Math.floorDiv(minute, DAY)) + "T" + clock(Math.floorMod(minute, DAY));
    }

    static String clock(int minuteOfDay) {
        return "%02d:%02d".formatted(minuteOfDay / 60, minuteOfDay % 60);
    }

    /** Ids of the items of a list in an answer. */
    static Set<String> ids(JsonNode list) {
        return list.valueStream().map(one -> one.path("id").asText()).collect(Collectors.toSet());
    }
}
