package network.physio.booking.proof;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import network.physio.booking.proof.BookingCalls.Answer;
import network.physio.booking.proof.DiaryModel.Clinic;
import network.physio.booking.proof.DiaryModel.State;
import network.physio.booking.proof.DiaryModel.Treatment;
import network.physio.booking.proof.DiaryModel.Visit;
import network.physio.booking.proof.FrontDesk.Wish;

/** From a hold to a cancellation, one appointment at a time. */
final class BookingOperations {

    private final FrontDesk desk;

    BookingOperations(FrontDesk desk) {
        this.desk = desk;
    }

    void hold() throws IOException {
        Wish wish = desk.anyWish();
        String patient = desk.random.nextBoolean() ? desk.anyPatient() : null;
        Instant now = desk.now();
        Answer answer = desk.calls.post("/holds", desk.visit(wish, patient) + "}");
        if (desk.check("hold " + wish, answer, 201, desk.canTake(wish, patient, null, now), 409, 422)) {
            Visit visit = desk.remember(answer.json(), wish.treatment(), State.HELD, answer.version());
            visit.expiresAt = now.plus(Duration.ofMinutes(10));
        }
    }

    void book() throws IOException {
        Wish wish = desk.anyWish();
        String patient = desk.anyPatient();
        Instant now = desk.now();
        Answer answer = desk.calls.post("/appointments", desk.visit(wish, patient) + "}");
        if (desk.check("book " + wish, answer, 201, desk.canTake(wish, patient, null, now), 409, 422)) {
            desk.remember(answer.json(), wish.treatment(), State.CONFIRMED, answer.version());
        }
    }

    void overbook() throws IOException {
        Clinic clinic = desk.anyClinic();
        String practitioner = desk.anyPractitioner();
        Wish wish = new Wish(desk.anyTreatment(clinic), clinic, practitioner, desk.anyStart());
        String patient = desk.anyPatient();
        Instant now = desk.now();
        boolean expected = desk.model.canOverbook(wish.with(practitioner), now)
                && desk.model.isPatientFree(patient, wish.range(), null, now);
        Answer answer = desk.calls.post(
                "/appointments", desk.visit(wish, patient) + ",\"overbook\":{\"reason\":\"urgent-need\"}}");
        if (desk.checkUnlessAside("overbook " + wish, answer, 201, expected, practitioner, wish.range())) {
            Visit visit = desk.remember(answer.json(), wish.treatment(), State.CONFIRMED, answer.version());
            visit.overbooked = answer.json().path("overbooked").asBoolean();
            visit.aside = visit.overbooked;
        }
    }

    void confirm() throws IOException {
        Visit hold = desk.any(State.HELD);
        if (hold == null) {
            return;
        }
        String patient = hold.patient == null ? desk.anyPatient() : null;
        Instant now = desk.now();
        Answer answer = desk.calls.post(
                "/appointments",
                "{\"holdId\":\"" + hold.id + "\"" + (patient == null ? "" : ",\"patientId\":\"" + patient + "\"")
                        + "}");
        boolean alive = hold.canBeConfirmed(now);
        boolean stands = !hold.rebookingNeeded || desk.model.isFreeAgain(hold, now);
        boolean expected = alive && stands && desk.model.isPatientFree(patient, hold.range(), hold, now);
        if (desk.check("confirm " + hold.id, answer, 201, expected, alive ? 409 : 410, 410, 422)) {
            hold.state = State.CONFIRMED;
            if (hold.rebookingNeeded) {
                hold.movedTo(hold.practitioner, hold.room, hold.start);
            }
            hold.version = answer.version();
            hold.patient = answer.text("patientId");
        } else if (answer.status() == 410 && !hold.occupies(now)) {
            hold.state = State.EXPIRED;
        }
    }

    /** With the patient's name when there is none yet: a hold is not extended for nobody. */
    void extend() throws IOException {
        Visit hold = desk.any(State.HELD);
        if (hold == null) {
            return;
        }
        String patient = hold.patient == null && desk.random.nextInt(4) > 0 ? desk.anyPatient() : null;
        Instant now = desk.now();
        Answer answer = desk.calls.change(
                "PATCH",
                "/holds/" + hold.id,
                desk.versionOf(hold),
                "{\"extend\":true" + (patient == null ? "" : ",\"patientId\":\"" + patient + "\"") + "}");
        boolean alive = hold.canBeConfirmed(now);
        boolean expected = alive
                && !hold.extended
                && (hold.patient != null || patient != null)
                && desk.model.isPatientFree(patient, hold.range(), hold, now);
        if (desk.check("extend " + hold.id, answer, 200, expected, 409, alive ? 422 : 410, 410)) {
            hold.extended = true;
            hold.version = answer.version();
            hold.patient = answer.text("patientId");
            hold.expiresAt = hold.expiresAt.plus(Duration.ofMinutes(10));
        }
    }

    void release() throws IOException {
        Visit visit = desk.any(State.HELD, State.CONFIRMED);
        if (visit == null || (visit.state == State.CONFIRMED && desk.random.nextInt(10) > 0)) {
            return;
        }
        Answer answer = desk.calls.delete("/holds/" + visit.id);
        if (desk.check("release " + visit.id, answer, 204, visit.state == State.HELD, 409)) {
            visit.state = State.EXPIRED;
        }
    }

    /** To another time, sometimes with another practitioner or at the other clinic. */
    void reschedule() throws IOException {
        Visit visit = desk.any(State.CONFIRMED);
        if (visit == null) {
            return;
        }
        Clinic clinic = visit.treatment == Treatment.CHAT ? desk.anyClinic() : Clinic.NORTH;
        String practitioner = desk.anyPractitioner();
        int start = desk.anyStart();
        if (start == visit.start) {
            return;
        }
        Wish wish = new Wish(visit.treatment, clinic, practitioner, start);
        Instant now = desk.now();
        Answer answer = desk.calls.change(
                "POST",
                "/appointments/" + visit.id + "/reschedule",
                desk.versionOf(visit),
                "{\"startsAt\":\"%s\",\"clinicId\":\"%s\",\"practitionerId\":\"%s\"}"
                        .formatted(
                                FrontDesk.time(start),
                                desk.setting.clinics().get(clinic),
                                desk.setting.practitioners().get(practitioner)));
        boolean expected = desk.canTake(wish, visit.patient, visit, now);
        if (desk.check("move " + visit.id + " to " + wish, answer, 200, expected, 409, 422)) {
            desk.moved(visit, answer.json(), answer.version());
        }
    }

    void cancel() throws IOException {
        Visit visit = desk.any(State.CONFIRMED);
        if (visit == null) {
            return;
        }
        Answer answer = desk.calls.change(
                "POST",
                "/appointments/" + visit.id + "/cancel",
                desk.versionOf(visit),
                "{\"reason\":\"changed-plans\"}");
        if (desk.check("cancel " + visit.id, answer, 200, true)) {
            visit.state = State.CANCELLED;
            visit.version = answer.version();
        }
    }
}
