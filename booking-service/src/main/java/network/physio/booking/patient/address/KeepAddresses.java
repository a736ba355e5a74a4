package network.physio.booking.patient.address;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.accesslog.Action;
import network.physio.booking.patient.Patients;
import network.physio.booking.patient.Right;
import network.physio.booking.patient.Sent;
import network.physio.http.Ids;
import org.jspecify.annotations.Nullable;

/** Adds, changes and removes addresses of a patient. Each runs in the surrounding transaction. */
@ApplicationScoped
class KeepAddresses {

    private final Patients patients;
    private final Addresses addresses;
    private final Clock clock;

    KeepAddresses(Patients patients, Addresses addresses, Clock clock) {
        this.patients = patients;
        this.addresses = addresses;
        this.clock = clock;
    }

    /** What came of a change. */
    sealed interface Outcome {
        record Changed(Address address) implements Outcome {}

        record Stale() implements Outcome {}

        record Unknown() implements Outcome {}
    }

    Address add(UUID patient, NewAddress wanted) {
        patients.openToAdd(patient, Right.KEEP, Action.CHANGE_ADDRESSES);
        Address address = wanted.as(Ids.at(clock.instant()));
        addresses.add(patient, address);
        return address;
    }

    Outcome change(UUID patient, UUID id, AddressChange change, long expectedVersion) {
        patients.openToAdd(patient, Right.KEEP, Action.CHANGE_ADDRESSES);
        Optional<Address> found = addresses.find(patient, id);
        if (found.isEmpty()) {
            return new Outcome.Unknown();
        }
        Address after = changed(found.get(), change);
        return found.get().version() == expectedVersion && addresses.change(after, expectedVersion)
                ? new Outcome.Changed(after)
                : new Outcome.Stale();
    }

    private static Address changed(Address before, AddressChange change) {
        return new Address(
                before.id(),
                before.version() + 1,
                kept(Sent.changed(change.street(), before.street()), before.street()),
                kept(Sent.changed(change.suburb(), before.suburb()), before.suburb()),
                kept(Sent.changed(change.state(), before.state()), before.state()),
                kept(Sent.changed(change.postcode(), before.postcode()), before.postcode()),
                kept(Sent.changed(change.country(), before.country()), before.country()),
                // An address that moves is not where it was on the map.
                change.movesIt() && change.location() == null ? null : Sent.changed(change.location(), before.place()),
                kept(Sent.changed(change.arrivalBufferMinutes(), before.arrivalBuffer()), before.arrivalBuffer()),
                Sent.changed(change.parking(), before.parking()),
                kept(Sent.changed(change.risk(), before.risk()), before.risk()),
                Sent.changed(change.accessCode(), before.accessCode()));
    }

    /** Validation has refused null for what cannot be missing. */
    private static <T> T kept(@Nullable T after, T before) {
        return Objects.requireNonNullElse(after, before);
    }

    boolean remove(UUID patient, UUID id) {
        patients.openToAdd(patient, Right.KEEP, Action.CHANGE_ADDRESSES);
        return addresses.remove(patient, id);
    }
}
