package network.physio.booking.proof;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import network.physio.booking.proof.BookingCalls.Answer;
import network.physio.booking.proof.DiaryModel.Closure;
import network.physio.booking.proof.DiaryModel.Range;
import network.physio.booking.proof.DiaryModel.State;
import network.physio.booking.proof.DiaryModel.TimeOff;
import network.physio.booking.proof.DiaryModel.Treatment;
import network.physio.booking.proof.DiaryModel.Visit;
import network.physio.test.SettableClock;
import org.jspecify.annotations.Nullable;

/**
 * What a front desk does, at random but repeatable by its seed. Alone, each answer must be the one that the model says; among
 * others who do the same at the same time, each answer must be one that can be, and what was answered must stand.
 */
final class RandomOperations {

    /** The model's days: Tuesday to Thursday, before the clock gets there. */
    static final LocalDate FIRST_DAY = LocalDate.of(2027, 2, 2);

    private static final int DAYS = 3;
    private static final int DAY = 24 * 60;
    private static final int MOST_TIMES_OFF = 2;

    /** What everybody in this network shares. */
    record Setting(
            BookingCalls desk,
            SettableClock clock,
            Map<String, UUID> treatments,
            Map<String, UUID> practitioners,
            UUID clinic,
            List<String> patients) {}

    private final Setting setting;
    private final boolean alone;
    private final boolean setsClock;
    private final Random random;
    private final DiaryModel model;
    private String doing = "";

    /**
     * @param alone nobody else changes the network meanwhile
     * @param setsClock whether this one lets time pass
     */
    RandomOperations(Setting setting, long seed, boolean alone, boolean setsClock) {
        this.setting = setting;
        this.alone = alone;
        this.setsClock = setsClock;
        this.random = new Random(seed);
        this.model = new DiaryModel(
                OffsetDateTime.parse(FIRST_DAY + "T00:00:00+11:00").toInstant());
    }

    DiaryModel model() {
        return model;
    }

    void run(int operations) throws IOException {
        for (int step = 0; step < operations; step++) {
            doing = "operation " + step + ": ";
            operation();
        }
    }

    private void operation() throws IOException {
        int what = random.nextInt(100);
        if (what < 24) {
            hold();
        } else if (what < 38) {
            book();
        } else if (what < 52) {
            confirm();
        } else if (what < 58) {
            extend();
        } else if (what < 63) {
            release();
        } else if (what < 76) {
            reschedule();
        } else if (what < 86) {
            cancel();
        } else if (what < 91) {
            letTimePass();
        } else if (what < 94) {
            takeOrGiveBackTimeOff();
        } else if (what < 97) {
            closeOrReopen();
        } else {
            changeRoster();
        }
    }

    private void hold() throws IOException {
        Wish wish = wish();
        String patient = random.nextBoolean() ? anyPatient() : null;
        Instant now = now();
        Answer answer = setting.desk().post("/holds", visit(wish, patient));
        boolean expected = canTake(wish, patient, null, now);
        check("hold " + wish, answer, 201, expected, 409, 422);
        if (answer.status() == 201) {
            Visit visit = remember(answer, wish, patient);
            visit.expiresAt = now.plus(Duration.ofMinutes(10));
        }
    }

    private void book() throws IOException {
        Wish wish = wish();
        String patient = anyPatient();
        Instant now = now();
        Answer answer = setting.desk().post("/appointments", visit(wish, patient));
        check("book " + wish, answer, 201, canTake(wish, patient, null, now), 409, 422);
        if (answer.status() == 201) {
            remember(answer, wish, patient).state = State.CONFIRMED;
        }
    }

    private void confirm() throws IOException {
        Visit hold = any(State.HELD);
        if (hold == null) {
            return;
        }
        String patient = hold.patient == null ? anyPatient() : null;
        Instant now = now();
        Answer answer = setting.desk()
                .post(
                        "/appointments",
                        "{\"holdId\":\"" + hold.id + "\""
                                + (patient == null ? "" : ",\"patientId\":\"" + patient + "\"") + "}");
        boolean alive = hold.canBeConfirmed(now);
        boolean expected = alive && model.isPatientFree(patient, hold.range(), hold, now);
        check("confirm " + hold.id, answer, 201, expected, alive ? 409 : 410, 410);
        if (answer.status() == 201) {
            hold.state = State.CONFIRMED;
            hold.version = answer.version();
            hold.patient = answer.text("patientId");
        } else if (answer.status() == 410 && !hold.occupies(now)) {
            hold.state = State.EXPIRED;
        }
    }

    /** With the patient's name when there is none yet: a hold is not extended for nobody. */
    private void extend() throws IOException {
        Visit hold = any(State.HELD);
        if (hold == null) {
            return;
        }
        String patient = hold.patient == null && random.nextInt(4) > 0 ? anyPatient() : null;
        Instant now = now();
        Answer answer = setting.desk()
                .change(
                        "PATCH",
                        "/holds/" + hold.id,
                        versionOf(hold),
                        "{\"extend\":true" + (patient == null ? "" : ",\"patientId\":\"" + patient + "\"") + "}");
        boolean alive = hold.canBeConfirmed(now);
        boolean expected = alive
                && !hold.extended
                && (hold.patient != null || patient != null)
                && model.isPatientFree(patient, hold.range(), hold, now);
        check("extend " + hold.id, answer, 200, expected, 409, alive ? 422 : 410, 410);
        if (answer.status() == 200) {
            hold.extended = true;
            hold.version = answer.version();
            hold.patient = answer.text("patientId");
            hold.expiresAt = hold.expiresAt.plus(Duration.ofMinutes(10));
        }
    }

    private void release() throws IOException {
        Visit visit = any(State.HELD, State.CONFIRMED);
        if (visit == null || (visit.state == State.CONFIRMED && random.nextInt(10) > 0)) {
            return;
        }
        Answer answer = setting.desk().delete("/holds/" + visit.id);
        check("release " + visit.id, answer, 204, visit.state == State.HELD, 409);
        if (answer.status() == 204) {
            visit.state = State.EXPIRED;
        }
    }

    private void reschedule() throws IOException {
        Visit visit = any(State.CONFIRMED);
        if (visit == null) {
            return;
        }
        String practitioner = anyPractitioner();
        int start = anyStart();
        if (start == visit.start) {
            return;
        }
        Wish wish = new Wish(visit.treatment, practitioner, start);
        Instant now = now();
        Answer answer = setting.desk()
                .change(
                        "POST",
                        "/appointments/" + visit.id + "/reschedule",
                        versionOf(visit),
                        "{\"startsAt\":\"%s\",\"practitionerId\":\"%s\"}"
                                .formatted(time(start), setting.practitioners().get(practitioner)));
        check("move " + visit.id + " to " + wish, answer, 200, canTake(wish, visit.patient, visit, now), 409, 422);
        if (answer.status() == 200) {
            visit.start = start;
            visit.practitioner = practitioner;
            visit.room = room(answer);
            visit.version = answer.version();
            visit.aside = false;
            visit.rebookingNeeded = false;
        }
    }

    private void cancel() throws IOException {
        Visit visit = any(State.CONFIRMED);
        if (visit == null) {
            return;
        }
        Answer answer = setting.desk()
                .change(
                        "POST",
                        "/appointments/" + visit.id + "/cancel",
                        versionOf(visit),
                        "{\"reason\":\"changed-plans\"}");
        check("cancel " + visit.id, answer, 200, true);
        if (answer.status() == 200) {
            visit.state = State.CANCELLED;
            visit.version = answer.version();
        }
    }

    private void letTimePass() {
        if (setsClock) {
            setting.clock().advance(Duration.ofSeconds(random.nextInt(360)));
        }
    }

    private void takeOrGiveBackTimeOff() throws IOException {
        if (model.timesOff.size() == MOST_TIMES_OFF) {
            TimeOff back = model.timesOff.get(random.nextInt(MOST_TIMES_OFF));
            Answer answer = setting.desk()
                    .delete("/practitioners/%s/time-off/%s"
                            .formatted(setting.practitioners().get(back.practitioner()), back.id()));
            check("give back " + back, answer, 204, true);
            if (answer.status() == 204) {
                model.timesOff.remove(back);
            }
            return;
        }
        String practitioner = anyPractitioner();
        Range range = anyRange();
        boolean overlaps = model.timesOff.stream()
                .anyMatch(off ->
                        off.practitioner().equals(practitioner) && off.range().overlaps(range));
        Instant now = now();
        Answer answer = setting.desk()
                .post(
                        "/practitioners/%s/time-off"
                                .formatted(setting.practitioners().get(practitioner)),
                        span(range, "leave"));
        if (answer.status() != 201 && model.standsAside(practitioner, range)) {
            check("time off " + practitioner + range, answer, 201, false, 409, 422);
            return;
        }
        check("time off " + practitioner + range, answer, 201, !overlaps, 409, 422);
        if (answer.status() == 201) {
            stranded(answer, model.takeOff(new TimeOff(answer.text("id"), practitioner, range), now));
        }
    }

    private void closeOrReopen() throws IOException {
        if (!model.closures.isEmpty()) {
            Closure closure = model.closures.getFirst();
            Answer answer = setting.desk().delete("/clinics/%s/closures/%s".formatted(setting.clinic(), closure.id()));
            check("reopen " + closure, answer, 204, true);
            if (answer.status() == 204) {
                model.closures.remove(closure);
            }
            return;
        }
        Range range = anyRange();
        Instant now = now();
        Answer answer = setting.desk().post("/clinics/%s/closures".formatted(setting.clinic()), span(range, "storm"));
        check("close " + range, answer, 201, true);
        if (answer.status() == 201) {
            stranded(answer, model.close(new Closure(answer.text("id"), range), now));
        }
    }

    /** Other hours on one of the days, with all other days as they are. */
    private void changeRoster() throws IOException {
        String practitioner = anyPractitioner();
        String path = "/practitioners/" + setting.practitioners().get(practitioner) + "/rosters";
        Answer read = setting.desk().get(path);
        int day = random.nextInt(DAYS);
        int from = 8 + random.nextInt(4);
        List<Range> hours =
                random.nextInt(6) == 0 ? List.of() : List.of(Range.ofDay(from, from + 4 + random.nextInt(6)));
        var exceptions = new TreeMap<>(model.exceptionsOf(practitioner));
        exceptions.put(day, hours);
        Instant now = now();
        Answer answer = setting.desk().change("PUT", path, read.version(), rosters(exceptions));
        check("roster " + practitioner + " " + day + hours, answer, 200, true, 412);
        if (answer.status() == 200) {
            stranded(answer, model.changeHours(practitioner, day, hours, now));
        }
    }

    private String rosters(Map<Integer, List<Range>> exceptions) {
        List<String> days = new ArrayList<>();
        exceptions.forEach((day, hours) -> days.add("{\"clinicId\":\"%s\",\"day\":\"%s\",\"hours\":%s}"
                .formatted(
                        setting.clinic(),
                        FIRST_DAY.plusDays(day),
                        hours.stream()
                                .map(range -> "{\"from\":\"%s\",\"until\":\"%s\"}"
                                        .formatted(clock(range.from()), clock(range.until())))
                                .toList())));
        return """
                {"rosters":[{"clinicId":"%s","from":"2026-12-07","everyWeeks":1,
                  "segments":[{"days":["mon","tue","wed","thu","fri"],"from":"09:00","until":"17:00"}]}],
                 "exceptions":%s,"strandAppointments":true}""".formatted(setting.clinic(), days);
    }

    /** A change never strands appointments silently. */
    private void stranded(Answer answer, Set<String> expected) {
        if (alone) {
            Set<String> told = new TreeSet<>();
            answer.json()
                    .path("rebookingNeeded")
                    .forEach(one -> told.add(one.path("id").asText()));
            assertThat(told).as(doing + "stranded").isEqualTo(expected);
        }
    }

    private record Wish(Treatment treatment, @Nullable String practitioner, int start) {}

    private Wish wish() {
        return new Wish(
                random.nextInt(3) == 0 ? Treatment.TRACTION : Treatment.CHAT,
                random.nextInt(4) == 0 ? null : anyPractitioner(),
                anyStart());
    }

    private boolean canTake(Wish wish, @Nullable String patient, @Nullable Visit except, Instant now) {
        return (wish.practitioner() == null ? DiaryModel.PRACTITIONERS : List.of(wish.practitioner()))
                        .stream()
                                .anyMatch(practitioner ->
                                        model.isFree(wish.treatment(), practitioner, wish.start(), except, now))
                && model.isPatientFree(patient, wish.treatment().visit(wish.start()), except, now);
    }

    private Visit remember(Answer answer, Wish wish, @Nullable String patient) {
        Visit visit = new Visit(
                answer.text("id"),
                wish.treatment(),
                wish.start(),
                answer.json().path("practitioner").path("code").asText(),
                room(answer),
                patient);
        visit.version = answer.version();
        model.visits.put(visit.id, visit);
        return visit;
    }

    private static String room(Answer answer) {
        return answer.json().path("place").path("name").asText();
    }

    private String visit(Wish wish, @Nullable String patient) {
        return """
                {"treatmentId":"%s","minutes":%d,"clinicId":"%s","startsAt":"%s"%s%s}""".formatted(
                setting.treatments().get(wish.treatment().code),
                wish.treatment().minutes,
                setting.clinic(),
                time(wish.start()),
                wish.practitioner() == null
                        ? ""
                        : ",\"practitionerId\":\"" + setting.practitioners().get(wish.practitioner()) + "\"",
                patient == null ? "" : ",\"patientId\":\"" + patient + "\"");
    }

    /** Others may have made the version newer; alone, the model knows it. */
    private long versionOf(Visit visit) throws IOException {
        return alone
                ? visit.version
                : setting.desk().get("/appointments/" + visit.id).version();
    }

    /** {@code possible} are the refusals that can be; among others also those that a race explains. */
    private void check(String what, Answer answer, int done, boolean expected, int... possible) {
        String described = "%s%s answered %d %s, at %s".formatted(doing, what, answer.status(), answer.body(), now());
        if (alone) {
            assertThat(answer.status() == done).as(described).isEqualTo(expected);
        }
        List<Integer> allowed = new ArrayList<>(List.of(done));
        for (int status : possible) {
            allowed.add(status);
        }
        if (!alone) {
            allowed.addAll(List.of(409, 410, 412, 422, 503));
        }
        assertThat(answer.status()).as(described).isIn(allowed);
    }

    private Instant now() {
        return setting.clock().instant();
    }

    private @Nullable Visit any(State... states) {
        List<Visit> visits = model.inState(states);
        return visits.isEmpty() ? null : visits.get(random.nextInt(visits.size()));
    }

    private String anyPatient() {
        return setting.patients().get(random.nextInt(setting.patients().size()));
    }

    private String anyPractitioner() {
        return DiaryModel.PRACTITIONERS.get(random.nextInt(DiaryModel.PRACTITIONERS.size()));
    }

    private int anyStart() {
        int start = random.nextInt(DAYS) * DAY + 8 * 60 + 30 + 15 * random.nextInt(36);
        return random.nextInt(5) == 0 ? start + 5 : start;
    }

    private Range anyRange() {
        int from = random.nextInt(DAYS) * DAY + 9 * 60 + 15 * random.nextInt(28);
        return new Range(from, from + 30 + 15 * random.nextInt(8));
    }

    private static String span(Range range, String reason) {
        return "{\"from\":\"%s\",\"until\":\"%s\",\"reason\":\"%s\",\"strandAppointments\":true}"
                .formatted(local(range.from()), local(range.until()), reason);
    }

    private static String time(int minute) {
        return local(minute) + ":00+11:00";
    }

    private static String local(int minute) {
        return FIRST_DAY.plusDays(minute / DAY) + "T" + clock(minute % DAY);
    }

    private static String clock(int minuteOfDay) {
        return "%02d:%02d".formatted(minuteOfDay / 60, minuteOfDay % 60);
    }
}
