package network.physio.booking.appointment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the event of a move says: from where to where, and what of it changed. */
final class MoveDetails {

    private MoveDetails() {}

    static Map<String, Object> of(Appointment before, Appointment after, int fee, @Nullable FeeWaiver waiver) {
        Map<String, Object> details = new HashMap<>();
        details.put("changed", changed(before, after));
        details.put("fromStartsAt", before.startsAt().toString());
        details.put("startsAt", after.startsAt().toString());
        details.put("fromMinutes", before.minutes());
        details.put("minutes", after.minutes());
        details.put("fromPractitionerId", before.practitioner().id().toString());
        details.put("fromClinicId", before.clinic().id().toString());
        if (before.roomId() != null) {
            details.put("fromRoomId", before.roomId().toString());
        }
        if (after.roomId() != null) {
            details.put("roomId", after.roomId().toString());
        }
        List<String> devices = ids(after);
        if (!devices.isEmpty() || !before.equipment().isEmpty()) {
            details.put("fromEquipmentIds", ids(before));
            details.put("equipmentIds", devices);
        }
        if (fee > 0) {
            details.put("feeAmount", fee);
        }
        if (waiver != null) {
            details.put("feeWaiver", waiver.code());
        }
        return details;
    }

    private static List<String> ids(Appointment appointment) {
        return appointment.equipmentIds().stream().map(UUID::toString).toList();
    }

    private static List<String> changed(Appointment before, Appointment after) {
        List<String> changed = new ArrayList<>();
        addIf(!before.startsAt().equals(after.startsAt()), "start", changed);
        addIf(before.minutes() != after.minutes(), "length", changed);
        addIf(!before.clinic().id().equals(after.clinic().id()), "clinic", changed);
        addIf(!before.practitioner().id().equals(after.practitioner().id()), "practitioner", changed);
        addIf(!Objects.equals(before.roomId(), after.roomId()), "room", changed);
        addIf(!before.equipmentIds().equals(after.equipmentIds()), "equipment", changed);
        return changed;
    }

    private static void addIf(boolean isSo, String what, List<String> changed) {
        if (isSo) {
            changed.add(what);
        }
    }
}
