package network.physio.booking.slot;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** How slots are folded together: the best of those with the same key stands for all. */
enum Fold {
    /** One for each clinic, practitioner and start. */
    NONE,
    /** One for each clinic and start, with the practitioner who has least booked. */
    START,
    /** One for each clinic and local day: its first start. */
    DAY;

    private record Key(UUID clinic, Object of) {}

    /**
     * Folds slots that follow those folded before.
     *
     * @param folded what stands for something already, and is added to
     */
    List<Slot> fold(List<Slot> slots, Set<Object> folded) {
        if (this == NONE) {
            return slots;
        }
        Map<Object, Slot> best = new LinkedHashMap<>();
        for (Slot slot : slots) {
            Object key = key(slot);
            if (!folded.contains(key)) {
                best.merge(key, slot, (one, other) -> Slot.BEST_FIRST.compare(one, other) <= 0 ? one : other);
            }
        }
        folded.addAll(best.keySet());
        return best.values().stream().sorted(Slot.SOONEST_FIRST).toList();
    }

    private Object key(Slot slot) {
        Object of = this == START
                ? slot.startTick()
                : LocalDate.ofInstant(slot.startsAt(), slot.clinic().zone());
        return new Key(slot.clinic().id(), of);
    }
}
