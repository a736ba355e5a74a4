package network.physio.booking.availability;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When resources are taken, within a window: each unit of them, and practitioners by the clinic they work at. */
final class Occupancy {

    /** Of one resource. {@code work}: what a practitioner has at each clinic, overbooked or not. */
    record Taken(Map<Short, Ticks> busy, Map<UUID, Ticks> work) {
        static final Taken NOTHING = new Taken(Map.of(), Map.of());
    }

    private final Span window;
    private final Map<UUID, Taken> taken;

    /** Changes {@code taken} when it is refreshed, by whole resources: whoever reads beside it sees old or new ones. */
    Occupancy(Span window, Map<UUID, Taken> taken) {
        this.window = window;
        this.taken = taken;
    }

    static Occupancy of(List<StoredClaims.Row> rows, Span window) {
        Occupancy occupancy = new Occupancy(window, new HashMap<>());
        Filling filling = occupancy.filling();
        rows.forEach(filling::add);
        filling.finish();
        return occupancy;
    }

    /** For everything about resources of which nothing is known yet, in any order. */
    Filling filling() {
        return new Filling();
    }

    final class Filling {
        private final Map<UUID, Builder> builders = new HashMap<>();

        private Filling() {}

        void add(StoredClaims.Row row) {
            builder(row.resourceId()).add(row);
        }

        /** @param workAt the clinic of the practitioner who has claimed it for work, null for everything else */
        void add(StoredClaims.Claimed claimed, @Nullable UUID workAt) {
            Builder builder = builder(claimed.resourceId());
            claimed.spans().forEach(span -> builder.add(claimed.unit(), span, workAt));
        }

        private Builder builder(UUID resource) {
            return builders.computeIfAbsent(resource, id -> new Builder(window, Taken.NOTHING));
        }

        void finish() {
            builders.forEach((resource, builder) -> taken.put(resource, builder.built()));
        }
    }

    /** Replaces what is known of the resource in this span by these rows, which may reach beyond it. */
    void refresh(UUID resource, Span span, List<StoredClaims.Row> rows) {
        Builder builder = new Builder(window, of(resource));
        builder.forget(span);
        rows.forEach(builder::add);
        Taken now = builder.built();
        if (now.equals(Taken.NOTHING)) {
            taken.remove(resource);
        } else {
            taken.put(resource, now);
        }
    }

    void keep(Set<UUID> resources) {
        taken.keySet().retainAll(resources);
    }

    Taken of(UUID resource) {
        return taken.getOrDefault(resource, Taken.NOTHING);
    }

    Ticks busy(UUID resource, short unit, Span part) {
        Ticks busy = of(resource).busy().get(unit);
        return busy == null ? Ticks.none(part) : busy.within(part);
    }

    /** Under an overbooked visit nothing is free, also when the other visit has gone. */
    Ticks busyOnAnyUnit(UUID resource, Span part) {
        Ticks busy = Ticks.none(part);
        for (Ticks ofUnit : of(resource).busy().values()) {
            busy = busy.or(ofUnit.within(part));
        }
        return busy;
    }

    /** The practitioner's appointments at each clinic, buffers included. */
    Map<UUID, Ticks> work(UUID practitioner) {
        return of(practitioner).work();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Occupancy occupancy && taken.equals(occupancy.taken);
    }

    @Override
    public int hashCode() {
        return taken.hashCode();
    }

    /** Bytes of the bitmaps. */
    long size() {
        return taken.values().stream()
                .flatMap(one -> Stream.concat(one.busy().values().stream(), one.work().values().stream()))
                .mapToLong(Ticks::size)
                .sum();
    }

    private static final class Builder {
        private final Span window;
        private final Map<Short, Ticks> busy = new HashMap<>();
        private final Map<UUID, Ticks> work = new HashMap<>();

        Builder(Span window, Taken before) {
            this.window = window;
            before.busy().forEach((unit, ticks) -> busy.put(unit, ticks.copy()));
            before.work().forEach((clinic, ticks) -> work.put(clinic, ticks.copy()));
        }

        void forget(Span span) {
            busy.values().forEach(ticks -> ticks.remove(span));
            work.values().forEach(ticks -> ticks.remove(span));
        }

        void add(StoredClaims.Row row) {
            add(row.unit(), row.span(), row.workAt());
        }

        void add(short unit, Span span, @Nullable UUID workAt) {
            busy.computeIfAbsent(unit, of -> Ticks.none(window)).add(span);
            if (workAt != null) {
                work.computeIfAbsent(workAt, clinic -> Ticks.none(window)).add(span);
            }
        }

        Taken built() {
            busy.values().removeIf(Ticks::isEmpty);
            work.values().removeIf(Ticks::isEmpty);
            return new Taken(Map.copyOf(busy), Map.copyOf(work));
        }
    }
}
