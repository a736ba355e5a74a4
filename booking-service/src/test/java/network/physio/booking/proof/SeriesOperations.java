package network.physio.booking.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import network.physio.booking.proof.BookingCalls.Answer;
import network.physio.booking.proof.DiaryModel.Clinic;
import network.physio.booking.proof.DiaryModel.State;
import network.physio.booking.proof.DiaryModel.Treatment;
import network.physio.booking.proof.DiaryModel.Visit;
import network.physio.booking.proof.FrontDesk.Wish;
import org.jspecify.annotations.Nullable;

/** Courses of visits that are booked, moved and called off together: all or nothing, or each that can be. */
final class SeriesOperations {

    /** Visits of one series are so far from each other that none is in the way of another. */
    private static final int APART = 120;

    private record Series(String id, List<Visit> visits) {}

    private final FrontDesk desk;
    private final List<Series> series = new ArrayList<>();

    SeriesOperations(FrontDesk desk) {
        this.desk = desk;
    }

    void book() throws IOException {
        Clinic clinic = desk.anyClinic();
        Treatment treatment = desk.anyTreatment(clinic);
        String practitioner = clinic == Clinic.SOUTH ? "anna" : desk.anyPractitioner();
        boolean each = desk.random.nextBoolean();
        boolean anyPractitioner = desk.random.nextInt(4) == 0;
        String patient = desk.anyPatient();
        List<Integer> starts = starts();
        if (starts.size() < 2) {
            return;
        }
        Instant now = desk.now();
        List<Integer> can = starts.stream()
                .filter(start -> desk.canTake(
                        new Wish(treatment, clinic, anyPractitioner ? null : practitioner, start), patient, null, now))
                .toList();
        Answer answer = desk.calls.post("/series", """
                {"treatmentId":"%s","minutes":%d,"clinicId":"%s","practitionerId":"%s","anyPractitioner":%b,
                 "starts":%s,"mode":"%s","patientId":"%s"}""".formatted(
                        desk.setting.treatments().get(treatment),
                        treatment.minutes,
                        desk.setting.clinics().get(clinic),
                        desk.setting.practitioners().get(practitioner),
                        anyPractitioner,
                        starts.stream()
                                .map(start -> "\"" + FrontDesk.local(start) + "\"")
                                .toList(),
                        mode(each),
                        patient));
        boolean expected = each ? !can.isEmpty() : can.size() == starts.size();
        if (desk.check("series " + starts + " of " + practitioner, answer, 201, expected, 409)) {
            List<Visit> visits = new ArrayList<>();
            answer.json()
                    .path("visits")
                    .forEach(visit ->
                            visits.add(desk.remember(visit.path("appointment"), treatment, State.CONFIRMED, 1)));
            series.add(new Series(answer.text("id"), visits));
            desk.checkSame(
                    "visits of the series",
                    visits.stream().map(visit -> "" + visit.start).collect(Collectors.toSet()),
                    can.stream().map(String::valueOf).collect(Collectors.toSet()));
        }
    }

    private List<Integer> starts() {
        Set<Integer> starts = new TreeSet<>();
        for (int wanted = 2 + desk.random.nextInt(3); wanted > 0; wanted--) {
            int start = desk.anyStart();
            if (starts.stream().noneMatch(other -> Math.abs(other - start) < APART)) {
                starts.add(start);
            }
        }
        return List.copyOf(starts);
    }

    void move() throws IOException {
        Series moving = any();
        if (moving == null) {
            return;
        }
        Visit from = desk.random.nextBoolean() ? desk.oneOf(moving.visits()) : null;
        int days = desk.random.nextInt(3) - 1;
        int minutes = desk.oneOf(List.of(0, -30, 15, 30, 60));
        if (days == 0 && minutes == 0) {
            return;
        }
        boolean each = desk.random.nextBoolean();
        int shift = days * 24 * 60 + minutes;
        Instant now = desk.now();
        List<Visit> toCome = toCome(moving, from, now);
        Set<String> can = movable(toCome, shift, now);
        boolean expected = !toCome.isEmpty() && (each ? !can.isEmpty() : can.size() == toCome.size());
        Answer answer = desk.calls.change(
                "POST",
                "/series/" + moving.id() + "/reschedule",
                version(moving),
                "{\"days\":%d,\"minutes\":%d,\"mode\":\"%s\"%s}".formatted(days, minutes, mode(each), from(from)));
        if (desk.check("shift " + moving.id() + " by " + shift, answer, 200, expected, 409)) {
            Set<String> moved = changed(answer, "moved");
            desk.checkSame("moved visits of the series", moved, can);
            answer.json().path("visits").forEach(visit -> {
                JsonNode appointment = visit.path("appointment");
                if (moved.contains(appointment.path("id").asText())) {
                    Visit known = known(appointment.path("id").asText());
                    desk.moved(known, appointment, known.version + 1);
                }
            });
        }
    }

    /** One after the other, into what those ahead have just left. */
    private Set<String> movable(List<Visit> toCome, int shift, Instant now) {
        Map<Visit, Integer> before = new HashMap<>();
        Set<String> can = new TreeSet<>();
        Comparator<Visit> byStart = Comparator.comparingInt(visit -> visit.start);
        for (Visit visit :
                toCome.stream().sorted(shift > 0 ? byStart.reversed() : byStart).toList()) {
            before.put(visit, visit.start);
            Wish wish = new Wish(visit.treatment, visit.clinic, visit.practitioner, visit.start + shift);
            if (desk.canTake(wish, visit.patient, visit, now)) {
                visit.start = wish.start();
                can.add(visit.id);
            }
        }
        before.forEach((visit, start) -> visit.start = start);
        return can;
    }

    void cancel() throws IOException {
        Series over = any();
        if (over == null) {
            return;
        }
        Visit from = desk.random.nextInt(3) > 0 ? desk.oneOf(over.visits()) : null;
        List<Visit> toCome = toCome(over, from, desk.now());
        Answer answer = desk.calls.change(
                "POST",
                "/series/" + over.id() + "/cancel",
                version(over),
                "{\"reason\":\"changed-plans\"" + from(from) + "}");
        if (desk.check("calloff " + over.id(), answer, 200, !toCome.isEmpty(), 409)) {
            Set<String> cancelled = changed(answer, "cancelled");
            desk.checkSame(
                    "cancelled visits of the series",
                    cancelled,
                    toCome.stream().map(visit -> visit.id).collect(Collectors.toSet()));
            cancelled.forEach(id -> {
                Visit visit = known(id);
                visit.state = State.CANCELLED;
                visit.version++;
            });
        }
    }

    private @Nullable Series any() {
        return series.isEmpty() ? null : desk.oneOf(series);
    }

    private Visit known(String id) {
        return Objects.requireNonNull(desk.model.visits.get(id), id);
    }

    private long version(Series of) throws IOException {
        return desk.calls.get("/series/" + of.id()).version();
    }

    /** This and those after it; without one, or when it has begun, all that have not. */
    private List<Visit> toCome(Series of, @Nullable Visit from, Instant now) {
        Instant first =
                from != null && desk.instant(from.start).isAfter(now) ? desk.instant(from.start) : now.plusMillis(1);
        return of.visits().stream()
                .filter(visit -> visit.state == State.CONFIRMED)
                .filter(visit -> !desk.instant(visit.start).isBefore(first))
                .toList();
    }

    private static Set<String> changed(Answer answer, String outcome) {
        Set<String> changed = new TreeSet<>();
        answer.json().path("occurrences").forEach(one -> {
            if (one.path("outcome").asText().equals(outcome)) {
                changed.add(one.path("appointmentId").asText());
            }
        });
        return changed;
    }

    private static String mode(boolean each) {
        return each ? "each" : "all-or-nothing";
    }

    private static String from(@Nullable Visit from) {
        return from == null ? "" : ",\"fromAppointmentId\":\"" + from.id + "\"";
    }
}
