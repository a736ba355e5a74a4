package network.physio.booking.patient.merge;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.access.Access;
import network.physio.booking.accesslog.Action;
import network.physio.booking.accesslog.Purpose;
import network.physio.booking.claim.Claims;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.booking.patient.PatientRef;
import network.physio.booking.patient.Patients;
import network.physio.booking.patient.Right;
import network.physio.http.Ids;

/**
 * Makes two records of one person one, and takes that back. The rows of both patients are locked first and their time after
 * that, each in the order of their ids, as bookings do: of a booking and a merge at once, one sees what the other has done.
 */
@ApplicationScoped
class MergePatients {

    private final Patients patients;
    private final MergeRows rows;
    private final Claims claims;
    private final Events events;
    private final Access access;
    private final Clock clock;

    MergePatients(Patients patients, MergeRows rows, Claims claims, Events events, Access access, Clock clock) {
        this.patients = patients;
        this.rows = rows;
        this.claims = claims;
        this.events = events;
        this.access = access;
        this.clock = clock;
    }

    /** What came of it. */
    sealed interface Outcome {
        /** @param version of the record that was merged, or is one of its own again */
        record Done(UUID id, UUID survivor, long version, List<UUID> appointments) implements Outcome {}

        /** No patient whom this front desk may merge into. */
        record UnknownSurvivor() implements Outcome {}

        /** Whoever entered the survivor would read what is merged into it. */
        record SurvivorNotConfirmed() implements Outcome {}

        record Overlapping(List<MergeRows.Overlap> overlaps) implements Outcome {}

        record NotMerged() implements Outcome {}

        record Stale() implements Outcome {}
    }

    /** @param identityChecked reception has checked that accounts nobody checked before are this person's */
    Outcome merge(UUID id, UUID into, long expectedVersion, boolean identityChecked) {
        Instant now = clock.instant();
        List<MergeRows.State> states = rows.lock(id, into);
        patients.open(id, Right.MANAGE, Action.MERGE);
        Optional<PatientRef> survivor = patients.readable(into, Action.MERGE)
                .filter(patient -> patient.purpose() == Purpose.FRONT_DESK && !into.equals(id));
        if (survivor.isEmpty()) {
            return new Outcome.UnknownSurvivor();
        }
        if (survivor.get().provisional()) {
            return new Outcome.SurvivorNotConfirmed();
        }
        if (version(states, id) != expectedVersion) {
            return new Outcome.Stale();
        }
        claims.lock(List.of(id, into), List.of());
        rows.dropExpiredHolds(id, into, now);
        List<MergeRows.Overlap> overlaps = rows.overlaps(id, into, now);
        if (!overlaps.isEmpty()) {
            return new Outcome.Overlapping(overlaps);
        }
        List<MergeRows.Moved> moved = rows.merge(Ids.at(now), id, into, identityChecked, access.actor(), now);
        tell("patient-merged", id, into, moved);
        return done(id, into, expectedVersion + 1, moved);
    }

    /**
     * Asks whether the caller may merge this patient or tell it apart again; of a merged one the record that stays decides,
     * so that a repeated request is answered like the first.
     */
    Optional<MergeRows.Standing> requireDesk(UUID id) {
        Optional<MergeRows.Standing> merge = rows.standing(id);
        patients.require(merge.map(MergeRows.Standing::survivor).orElse(id), Right.MANAGE);
        return merge;
    }

    Outcome unmerge(UUID id, long expectedVersion) {
        Optional<MergeRows.Standing> merge = requireDesk(id);
        if (merge.isEmpty()) {
            return new Outcome.NotMerged();
        }
        UUID survivor = merge.get().survivor();
        MergeRows.State state = state(rows.lock(id, survivor), id);
        if (!survivor.equals(state.mergedInto()) || state.version() != expectedVersion) {
            return new Outcome.Stale();
        }
        patients.open(survivor, Right.MANAGE, Action.UNMERGE);
        claims.lock(List.of(id, survivor), List.of());
        List<MergeRows.Moved> moved = rows.unmerge(merge.get(), id, access.actor(), clock.instant());
        patients.open(id, Right.READ, Action.UNMERGE);
        tell("patient-unmerged", id, survivor, moved);
        return done(id, survivor, expectedVersion + 1, moved);
    }

    private static Outcome done(UUID id, UUID survivor, long version, List<MergeRows.Moved> moved) {
        return new Outcome.Done(
                id, survivor, version, moved.stream().map(MergeRows.Moved::id).toList());
    }

    private void tell(String type, UUID id, UUID survivor, List<MergeRows.Moved> moved) {
        Map<String, Object> both = Map.of("patientId", id.toString(), "survivorId", survivor.toString());
        events.write(new Event(type, null, null, null, null, both), access.actor());
        moved.forEach(visit -> events.write(
                new Event(
                        "appointment-patient-changed",
                        visit.id(),
                        visit.version(),
                        visit.clinicId(),
                        visit.practitionerId(),
                        both),
                access.actor()));
    }

    private static long version(List<MergeRows.State> states, UUID id) {
        return state(states, id).version();
    }

    private static MergeRows.State state(List<MergeRows.State> states, UUID id) {
        return states.stream()
                .filter(state -> state.id().equals(id))
                .findFirst()
                .orElseThrow(Patients::notFound);
    }
}
