package network.physio.booking.patient;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.accesslog.AccessLog;
import network.physio.booking.accesslog.Action;
import network.physio.booking.accesslog.Purpose;

/** What a front desk finds; each patient shown is one line in the access log. */
@ApplicationScoped
class FindPatients {

    /** Whoever lists more than this by exact details is not looking for one person. */
    private static final int MATCHES = 5;

    /** Read before they are weighed: a birthday is shared by many. */
    private static final int WEIGHED = 200;

    private final Patients patients;
    private final PatientRecords records;
    private final KnownPatients known;
    private final AccessLog log;

    FindPatients(Patients patients, PatientRecords records, KnownPatients known, AccessLog log) {
        this.patients = patients;
        this.records = records;
        this.known = known;
        this.log = log;
    }

    /** Patients of the caller's clinics, one more than the limit when there are more. */
    List<PatientRecord> list(PatientSearch search) {
        List<PatientRecord> found = known.list(search);
        List<UUID> shown =
                found.stream().limit(search.limit()).map(PatientRecord::id).toList();
        log.write(shown, Action.LIST, Purpose.FRONT_DESK);
        return found;
    }

    /** Patients of the whole network with exactly these details: their ids and nothing else. */
    List<KnownPatients.Match> lookUp(KnownPatients.Details details) {
        List<KnownPatients.Match> found = known.lookUp(details, MATCHES);
        log.write(found.stream().map(KnownPatients.Match::id).toList(), Action.LOOK_UP, Purpose.FRONT_DESK);
        return found;
    }

    /** Makes a patient of another clinic one of this clinic too, for a front desk that knows exactly who it is. */
    Optional<PatientRecord> takeOn(UUID id, KnownPatients.Details details, UUID clinicId) {
        boolean matches = known.lookUp(details, MATCHES).stream()
                .anyMatch(match -> match.id().equals(id));
        if (!matches) {
            return Optional.empty();
        }
        if (records.linkToClinic(id, clinicId)) {
            log.write(id, Action.LINK_TO_CLINIC, Purpose.FRONT_DESK);
        }
        return records.findToAdd(id);
    }

    /** Somebody who may be the same person, and what speaks for it. */
    record Candidate(PatientRecord patient, Likeness likeness) {}

    /** The likeliest first. */
    List<Candidate> candidatesFor(UUID id, int limit) {
        patients.require(id, Right.MANAGE);
        PatientRecord patient = patients.read(id, Action.READ).orElseThrow(Patients::notFound);
        List<Candidate> candidates = known.perhapsTheSameAs(patient, WEIGHED).stream()
                .map(other -> new Candidate(other, Likeness.of(patient, other)))
                .filter(candidate -> candidate.likeness().isWorthALook())
                .sorted(Comparator.comparingInt(
                                (Candidate candidate) -> -candidate.likeness().score())
                        .thenComparing(candidate -> candidate.patient().id()))
                .limit(limit)
                .toList();
        log.write(
                candidates.stream().map(candidate -> candidate.patient().id()).toList(),
                Action.MATCH,
                Purpose.FRONT_DESK);
        return candidates;
    }
}
