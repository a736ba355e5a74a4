package network.physio.booking.network;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.physio.booking.availability.Schedule;
import network.physio.booking.claim.TravelClaims;
import network.physio.booking.event.Event;
import network.physio.booking.event.Events;
import network.physio.booking.network.Known.KnownClinic;
import network.physio.booking.network.NetworkFile.Absence;
import network.physio.booking.network.NetworkFile.Practitioner;
import network.physio.booking.roster.ChangeSchedule;
import network.physio.booking.roster.PractitionerLock;
import network.physio.booking.roster.Stranded;
import network.physio.booking.roster.TakeTimeOff;
import network.physio.booking.roster.Wanted;
import network.physio.booking.roster.WantedTimeOff;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Loads a network file into the transaction that surrounds it. What is new is made, what differs is changed, nothing is
 * deleted; when anything is wrong everything that is wrong is answered, and the caller rolls back.
 */
@ApplicationScoped
class LoadNetwork {

    /** What became of the file. */
    sealed interface Outcome {
        record Loaded(Summary summary, List<Stranded> stranded) implements Outcome {}

        record Faulty(List<FileFault> faults) implements Outcome {}

        /** The file would strand these, and the file does not say that it may. */
        record Strands(List<Stranded> stranded) implements Outcome {}
    }

    private final Jdbi database;
    private final Known.Reader stored;
    private final StoreClinics clinics;
    private final StoreTreatments treatments;
    private final StorePeople people;
    private final ReferenceRows rows;
    private final ChangeSchedule changeSchedule;
    private final TakeTimeOff takeTimeOff;
    private final StrandedByFile strandedByFile;
    private final TravelClaims travel;
    private final PractitionerLock lock;
    private final Events events;

    LoadNetwork(
            Jdbi database,
            Known.Reader stored,
            StoreClinics clinics,
            StoreTreatments treatments,
            StorePeople people,
            ReferenceRows rows,
            ChangeSchedule changeSchedule,
            TakeTimeOff takeTimeOff,
            StrandedByFile strandedByFile,
            TravelClaims travel,
            PractitionerLock lock,
            Events events) {
        this.database = database;
        this.stored = stored;
        this.clinics = clinics;
        this.treatments = treatments;
        this.people = people;
        this.rows = rows;
        this.changeSchedule = changeSchedule;
        this.takeTimeOff = takeTimeOff;
        this.strandedByFile = strandedByFile;
        this.travel = travel;
        this.lock = lock;
        this.events = events;
    }

    Outcome load(String text, String actor) {
        Faults faults = new Faults();
        Optional<NetworkFile> read = NetworkFileReader.read(text, faults);
        if (read.isEmpty()) {
            return new Outcome.Faulty(faults.inOrder());
        }
        NetworkFile file = read.get();
        oneAtATime();
        Known before = stored.stored();
        References.check(file, before, faults);
        lock.lock(idsIn(file, before));
        file.practitioners().forEach(one -> check(one, before, before.with(file), faults));
        return faults.isEmpty() ? store(file, before, faults, actor) : new Outcome.Faulty(faults.inOrder());
    }

    /** Of the practitioners in the file whom the network had before. */
    private static List<UUID> idsIn(NetworkFile file, Known before) {
        return file.practitioners().stream()
                .map(one -> before.practitioners().get(one.code()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** A second file waits for the first longer than a booking would; what it locks next it waits for as they do. */
    private void oneAtATime() {
        database.useHandle(handle -> {
            handle.execute("SET LOCAL lock_timeout = '20s'");
            handle.createQuery("SELECT pg_advisory_xact_lock(hashtext('network-file'))")
                    .mapTo(String.class)
                    .list();
            handle.execute("SET LOCAL lock_timeout = '2s'");
        });
    }

    private void check(Practitioner one, Known before, Known known, Faults faults) {
        UUID practitioner = before.practitioners().get(one.code());
        hours(one).forEach((clinic, wanted) -> {
            KnownClinic there = known.clinics().get(clinic);
            if (there != null && isZone(there.zone())) {
                faults.addAll(changeSchedule.faults(
                        practitioner, there.id(), ZoneId.of(there.zone()), wanted, ChangeSchedule.Extent.SAME_DAYS));
            }
        });
        List<WantedTimeOff> absences = new ArrayList<>();
        for (Absence absence : one.timeOff()) {
            ZoneId zone = zone(one, absence, known, faults);
            if (zone != null) {
                absences.add(wanted(absence, zone));
            }
        }
        faults.addAll(takeTimeOff.faults(practitioner, absences));
    }

    private Outcome store(NetworkFile file, Known before, Faults faults, String actor) {
        Summary summary = new Summary();
        StrandedByFile.Bookable bookable = strandedByFile.bookable(file);
        clinics.store(file, summary, faults);
        treatments.store(file, summary);
        Known known = stored.stored();
        StrandedByFile.Stranding stranding = new StrandedByFile.Stranding();
        file.practitioners().forEach(one -> store(one, before, known, summary, stranding, actor, faults));
        file.partners().forEach(one -> people.store(one, summary));
        if (!faults.isEmpty()) {
            return new Outcome.Faulty(faults.inOrder());
        }
        strandedByFile.mark(file, bookable, stranding, actor);
        travel.clearOfSettled(idsIn(file, before));
        if (stranding.refused().isPresent()) {
            return new Outcome.Strands(stranding.refused().get());
        }
        events.write(new Event("network-loaded", null, null, null, null, Map.of()), actor);
        return new Outcome.Loaded(summary, stranding.accepted());
    }

    private void store(
            Practitioner one,
            Known before,
            Known known,
            Summary summary,
            StrandedByFile.Stranding stranding,
            String actor,
            Faults faults) {
        ReferenceRows.Written practitioner = people.store(one, known);
        boolean changed = false;
        for (Map.Entry<String, Wanted> hours : hours(one).entrySet()) {
            KnownClinic clinic = Objects.requireNonNull(known.clinics().get(hours.getKey()));
            ChangeSchedule.Change change = changeSchedule.change(
                    practitioner.id(),
                    Objects.requireNonNull(clinic.id()),
                    ZoneId.of(clinic.zone()),
                    hours.getValue(),
                    ChangeSchedule.Extent.SAME_DAYS,
                    actor);
            stranding.add(change.stranded(), mayStrand(one, hours.getKey()));
            changed |= change.changed();
            summary.count("rosters", changeOf(change));
        }
        for (Absence absence : one.timeOff()) {
            ZoneId zone = Objects.requireNonNull(zone(one, absence, known, faults));
            changed |= store(practitioner.id(), absence, zone, summary, stranding, actor, faults);
        }
        boolean isNew = !before.practitioners().containsKey(one.code());
        summary.count("practitioners", isNew ? Change.CREATED : rows.touch("practitioner", practitioner, changed));
    }

    private boolean store(
            UUID practitioner,
            Absence absence,
            ZoneId zone,
            Summary summary,
            StrandedByFile.Stranding stranding,
            String actor,
            Faults faults) {
        return switch (takeTimeOff.take(practitioner, wanted(absence, zone), actor)) {
            case TakeTimeOff.Outcome.Taken taken -> {
                stranding.add(taken.stranded(), absence.strandAppointments());
                summary.count("timeOff", taken.replaced() ? Change.UPDATED : Change.CREATED);
                yield true;
            }
            case TakeTimeOff.Outcome.Unchanged unchanged -> {
                summary.count("timeOff", Change.UNCHANGED);
                yield false;
            }
            case TakeTimeOff.Outcome.NoWay noWay -> {
                faults.add(absence.at(), "the practitioner is already overbooked in this time");
                yield false;
            }
        };
    }

    private static Change changeOf(ChangeSchedule.Change change) {
        if (!change.changed()) {
            return Change.UNCHANGED;
        }
        return change.first() ? Change.CREATED : Change.UPDATED;
    }

    /** The wanted hours by the code of the clinic, in the order of the file. */
    private static Map<String, Wanted> hours(Practitioner one) {
        Set<String> clinics = new LinkedHashSet<>();
        one.rosters().forEach(roster -> clinics.add(roster.clinic()));
        one.exceptions().forEach(exception -> clinics.add(exception.clinic()));
        Map<String, Wanted> hours = new LinkedHashMap<>();
        for (String clinic : clinics) {
            List<NetworkFile.RosterAt> rosters = one.rosters().stream()
                    .filter(roster -> roster.clinic().equals(clinic))
                    .toList();
            List<NetworkFile.ExceptionAt> exceptions = one.exceptions().stream()
                    .filter(exception -> exception.clinic().equals(clinic))
                    .toList();
            hours.put(
                    clinic,
                    new Wanted(
                            new Schedule(
                                    rosters.stream()
                                            .map(NetworkFile.RosterAt::roster)
                                            .toList(),
                                    exceptions.stream()
                                            .map(NetworkFile.ExceptionAt::day)
                                            .toList()),
                            one.at() + "/rosters",
                            rosters.stream().map(NetworkFile.RosterAt::at).toList(),
                            exceptions.stream().map(NetworkFile.ExceptionAt::at).toList()));
        }
        return hours;
    }

    private static boolean mayStrand(Practitioner one, String clinic) {
        return one.rosters().stream().anyMatch(roster -> roster.clinic().equals(clinic) && roster.strandAppointments())
                || one.exceptions().stream()
                        .anyMatch(exception -> exception.clinic().equals(clinic) && exception.strandAppointments());
    }

    private static WantedTimeOff wanted(Absence absence, ZoneId zone) {
        return new WantedTimeOff(absence.from(), absence.until(), zone, absence.reason(), absence.at());
    }

    /** The zone that is written, or the one that all clinics of the practitioner in this file share. */
    private static @Nullable ZoneId zone(Practitioner one, Absence absence, Known known, Faults faults) {
        if (absence.zone() != null) {
            if (isZone(absence.zone())) {
                return ZoneId.of(absence.zone());
            }
            faults.add(absence.at() + "/zone", "must be a zone of the IANA database, such as Australia/Melbourne");
            return null;
        }
        Set<String> zones = new HashSet<>();
        Set<String> clinics = new HashSet<>(hours(one).keySet());
        if (one.offerings() != null) {
            one.offerings().forEach(offering -> clinics.add(offering.clinic()));
        }
        clinics.stream().map(known.clinics()::get).filter(Objects::nonNull).forEach(clinic -> zones.add(clinic.zone()));
        if (zones.size() == 1 && isZone(zones.iterator().next())) {
            return ZoneId.of(zones.iterator().next());
        }
        faults.add(absence.at() + "/zone", "is needed: this practitioner's clinics in the file do not share one zone");
        return null;
    }

    private static boolean isZone(String zone) {
        return ZoneId.getAvailableZoneIds().contains(zone);
    }
}
