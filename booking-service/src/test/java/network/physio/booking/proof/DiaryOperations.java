package network.physio.booking.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import network.physio.booking.proof.BookingCalls.Answer;
import network.physio.booking.proof.DiaryModel.Clinic;
import network.physio.booking.proof.DiaryModel.Closure;
import network.physio.booking.proof.DiaryModel.Range;
import network.physio.booking.proof.DiaryModel.State;
import network.physio.booking.proof.DiaryModel.TimeOff;
import network.physio.booking.proof.DiaryModel.Visit;

/** What takes time away under appointments, and gives it back: never silently. */
final class DiaryOperations {

    private static final int MOST_TIMES_OFF = 2;
    private static final int DAY = 24 * 60;

    private final FrontDesk desk;

    DiaryOperations(FrontDesk desk) {
        this.desk = desk;
    }

    void takeOrGiveBackTimeOff() throws IOException {
        List<TimeOff> timesOff = desk.model.timesOff;
        if (timesOff.size() >= MOST_TIMES_OFF) {
            giveBack(desk.oneOf(timesOff));
            return;
        }
        String practitioner = desk.anyPractitioner();
        Range range = desk.anyRange();
        Instant now = desk.now();
        Answer answer = desk.calls.post(path(practitioner, "time-off"), span(range, "leave"));
        String what = "time-off " + practitioner + range;
        if (desk.checkUnlessAside(what, answer, 201, !isOff(practitioner, range), practitioner, range)) {
            stranded(answer, desk.model.takeOff(new TimeOff(answer.text("id"), practitioner, range), now));
        }
    }

    private void giveBack(TimeOff back) throws IOException {
        Instant now = desk.now();
        Answer answer = desk.calls.delete(path(back.practitioner(), "time-off/" + back.id()));
        if (desk.check("give-back " + back, answer, 200, true)) {
            standing(answer, desk.model.giveBack(back, now));
        }
    }

    private boolean isOff(String practitioner, Range range) {
        return desk.model.timesOff.stream()
                .anyMatch(off ->
                        off.practitioner().equals(practitioner) && off.range().overlaps(range));
    }

    /** Looked at first. Alone it is then done; among others only looked at, since it would move the others' visits too. */
    void callInSick() throws IOException {
        String practitioner = desk.anyPractitioner();
        Range range = desk.anyRange();
        Answer preview = desk.calls.post(path(practitioner, "sick-days"), sick(range, ",\"apply\":false"));
        boolean shown =
                desk.checkUnlessAside("preview " + practitioner + range, preview, 200, true, practitioner, range);
        if (shown && desk.alone && desk.model.timesOff.size() < MOST_TIMES_OFF) {
            apply(practitioner, range, preview.text("preview"));
        }
    }

    private void apply(String practitioner, Range range, String token) throws IOException {
        Instant now = desk.now();
        Answer answer = desk.calls.post(
                path(practitioner, "sick-days"), sick(range, ",\"apply\":true,\"preview\":\"" + token + "\""));
        if (!desk.check("sick-day " + practitioner + range, answer, 201, true)) {
            return;
        }
        Set<String> stay = new HashSet<>();
        answer.json().path("appointments").forEach(one -> {
            Visit visit =
                    Objects.requireNonNull(desk.model.visits.get(one.path("id").asText()), () -> desk.doing + one);
            if (one.path("outcome").asText().equals("moved")) {
                handedOver(visit, one, now);
            } else {
                stay.add(visit.id);
                assertThat(canBeHandedOver(visit, practitioner, now))
                        .as(desk.doing + "somebody could take over " + one)
                        .isFalse();
            }
        });
        TimeOff off = new TimeOff(answer.text("timeOffId"), practitioner, range);
        Set<String> toBeRebooked = new HashSet<>(desk.model.markedAt(off, now));
        toBeRebooked.addAll(desk.model.takeOff(off, now));
        desk.checkSame("to be rebooked", stay, toBeRebooked);
    }

    private void handedOver(Visit visit, JsonNode told, Instant now) {
        String other = desk.practitionerOf(told.path("practitionerId").asText());
        assertThat(desk.model.canTakeOver(visit, other, now))
                .as(desk.doing + "handed over " + told)
                .isTrue();
        visit.movedTo(other, told.path("roomName").asText(), visit.start);
        visit.version++;
        desk.setting.done().merge("handed-over", 1, Integer::sum);
    }

    private boolean canBeHandedOver(Visit visit, String from, Instant now) {
        return (visit.state == State.CONFIRMED || visit.state == State.ARRIVED)
                && DiaryModel.PRACTITIONERS.stream()
                        .filter(other -> !other.equals(from))
                        .anyMatch(other -> desk.model.canTakeOver(visit, other, now));
    }

    /** When nobody is at work any more: what everybody has made is handed over or set aside. */
    static void callInSickForADay(List<DiaryOperations> everybody) throws IOException {
        Map<String, Visit> visits = new HashMap<>();
        for (DiaryOperations one : everybody) {
            visits.putAll(one.desk.model.visits);
            for (TimeOff off : List.copyOf(one.desk.model.timesOff)) {
                one.giveBack(off);
            }
        }
        everybody.getFirst().callInSickForADay(visits);
    }

    private void callInSickForADay(Map<String, Visit> visits) throws IOException {
        Range tuesday = Range.ofDay(8, 18).later(DAY);
        String path = path("anna", "sick-days");
        Answer preview = desk.calls.post(path, sick(tuesday, ",\"apply\":false"));
        if (!desk.check("preview of all", preview, 200, true)) {
            return;
        }
        Answer answer =
                desk.calls.post(path, sick(tuesday, ",\"apply\":true,\"preview\":\"" + preview.text("preview") + "\""));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        answer.json().path("appointments").forEach(told -> {
            Visit visit = visits.get(told.path("id").asText());
            if (visit != null && told.path("outcome").asText().equals("moved")) {
                visit.movedTo(
                        desk.practitionerOf(told.path("practitionerId").asText()),
                        told.path("roomName").asText(),
                        visit.start);
                desk.setting.done().merge("handed-over", 1, Integer::sum);
            }
        });
    }

    void closeOrReopen() throws IOException {
        String path = "/clinics/%s/closures".formatted(desk.setting.clinics().get(Clinic.NORTH));
        if (!desk.model.closures.isEmpty()) {
            Closure closure = desk.model.closures.getFirst();
            Instant now = desk.now();
            Answer answer = desk.calls.delete(path + "/" + closure.id());
            if (desk.check("reopen " + closure, answer, 200, true)) {
                standing(answer, desk.model.reopen(closure, now));
            }
            return;
        }
        Range range = desk.anyRange();
        Instant now = desk.now();
        Answer answer = desk.calls.post(path, span(range, "storm"));
        if (desk.check("close " + range, answer, 201, true)) {
            stranded(answer, desk.model.close(new Closure(answer.text("id"), range), now));
        }
    }

    /** Other hours on one of the days, with all other days as they are. */
    void changeRoster() throws IOException {
        String practitioner = desk.anyPractitioner();
        String path = path(practitioner, "rosters");
        Answer read = desk.calls.get(path);
        int day = desk.anyDayToCome();
        int from = 8 + desk.random.nextInt(4);
        List<Range> hours =
                desk.random.nextInt(6) == 0 ? List.of() : List.of(Range.ofDay(from, from + 4 + desk.random.nextInt(6)));
        var exceptions = new TreeMap<>(desk.model.exceptionsOf(practitioner));
        exceptions.put(day, hours);
        Instant now = desk.now();
        Answer answer = desk.calls.change("PUT", path, read.version(), rosters(practitioner, exceptions));
        if (desk.check("roster " + practitioner + " " + day + hours, answer, 200, true, 412)) {
            stranded(answer, desk.model.changeHours(practitioner, day, hours, now));
        }
    }

    private String rosters(String practitioner, Map<Integer, List<Range>> exceptions) {
        List<String> days = new ArrayList<>();
        exceptions.forEach((day, hours) -> days.add("{\"clinicId\":\"%s\",\"day\":\"%s\",\"hours\":%s}"
                .formatted(
                        desk.setting.clinics().get(Clinic.NORTH),
                        FrontDesk.FIRST_DAY.plusDays(day),
                        hours.stream()
                                .map(range -> "{\"from\":\"%s\",\"until\":\"%s\"}"
                                        .formatted(FrontDesk.clock(range.from()), FrontDesk.clock(range.until())))
                                .toList())));
        List<Clinic> clinics =
                practitioner.equals("anna") ? List.of(Clinic.NORTH, Clinic.SOUTH) : List.of(Clinic.NORTH);
        return "{\"rosters\":%s,\"exceptions\":%s,\"strandAppointments\":true}"
                .formatted(clinics.stream().map(this::weekly).toList(), days);
    }

    private String weekly(Clinic clinic) {
        return """
                {"clinicId":"%s","from":"2026-12-07","everyWeeks":1,
                 "segments":[{"days":["mon","tue","wed","thu","fri"],"from":"09:00","until":"17:00"}]}""".formatted(desk.setting.clinics().get(clinic));
    }

    /** A change never strands appointments silently. */
    private void stranded(Answer answer, Set<String> expected) {
        desk.checkSame("stranded", FrontDesk.ids(answer.json().path("rebookingNeeded")), expected);
    }

    /** Whoever was to be rebooked stands again where nothing else is in the way. */
    private void standing(Answer answer, Set<String> expected) {
        Set<String> told = FrontDesk.ids(answer.json().path("standing"));
        desk.checkSame("standing again", told, expected);
        told.forEach(id -> {
            Visit visit = desk.model.visits.get(id);
            if (visit != null) {
                visit.standsAgain();
                desk.setting.done().merge("stood-again", 1, Integer::sum);
            }
        });
    }

    private String path(String practitioner, String of) {
        return "/practitioners/" + desk.setting.practitioners().get(practitioner) + "/" + of;
    }

    private static String span(Range range, String reason) {
        return "{%s,\"reason\":\"%s\",\"strandAppointments\":true}".formatted(times(range), reason);
    }

    private static String sick(Range range, String more) {
        return "{" + times(range) + more + "}";
    }

    private static String times(Range range) {
        return "\"from\":\"%s\",\"until\":\"%s\""
                .formatted(FrontDesk.local(range.from()), FrontDesk.local(range.until()));
    }
}
