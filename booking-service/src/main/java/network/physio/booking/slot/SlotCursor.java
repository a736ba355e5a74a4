package network.physio.booking.slot;

import java.util.List;
import network.physio.http.Cursors;

/** Where a page begins: after this slot, in the order of the list. */
record SlotCursor(long startTick, String clinic, String practitioner) {

    static String after(Slot slot) {
        return Cursors.of(
                slot.startTick(), slot.clinic().code(), slot.offering().practitionerCode());
    }

    static SlotCursor read(String cursor) {
        List<String> parts = Cursors.read(cursor, 3);
        try {
            return new SlotCursor(Long.parseLong(parts.getFirst()), parts.get(1), parts.get(2));
        } catch (NumberFormatException notOurs) {
            throw Cursors.invalid();
        }
    }

    boolean isBefore(Slot slot) {
        if (startTick != slot.startTick()) {
            return startTick < slot.startTick();
        }
        int byClinic = clinic.compareTo(slot.clinic().code());
        return byClinic != 0
                ? byClinic < 0
                : practitioner.compareTo(slot.offering().practitionerCode()) < 0;
    }
}
