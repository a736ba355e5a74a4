package network.physio.booking.availability;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Scheduled sessions by practitioner and clinic. One thread replaces some of them while many read: lists never change. */
final class GroupSessions {

    private static final Comparator<GroupSession> BY_START =
            Comparator.comparingLong(GroupSession::startTick).thenComparing(GroupSession::id);

    private final Map<Timetable.At, List<GroupSession>> inDiary = new ConcurrentHashMap<>();
    private final Map<UUID, Timetable.At> places = new ConcurrentHashMap<>();

    private GroupSessions() {}

    static GroupSessions none() {
        return new GroupSessions();
    }

    static GroupSessions of(Collection<GroupSession> sessions) {
        GroupSessions all = new GroupSessions();
        all.replace(Set.of(), sessions);
        return all;
    }

    /** By start. */
    List<GroupSession> of(Timetable.At at) {
        return inDiary.getOrDefault(at, List.of());
    }

    /** What is known of these sessions is this; nothing of those that are not scheduled any more. */
    void replace(Set<UUID> ids, Collection<GroupSession> now) {
        Map<Timetable.At, List<GroupSession>> changed = new HashMap<>();
        for (UUID id : ids) {
            Timetable.@Nullable At at = places.remove(id);
            if (at != null) {
                changed.computeIfAbsent(at, this::copy)
                        .removeIf(session -> session.id().equals(id));
            }
        }
        for (GroupSession session : now) {
            Timetable.At at = new Timetable.At(session.practitionerId(), session.clinicId());
            changed.computeIfAbsent(at, this::copy).add(session);
            places.put(session.id(), at);
        }
        // Each list at once: whoever reads beside it sees a session as it was or as it is, and not that there is none.
        changed.forEach(this::put);
    }

    private List<GroupSession> copy(Timetable.At at) {
        return new ArrayList<>(of(at));
    }

    private void put(Timetable.At at, List<GroupSession> sessions) {
        if (sessions.isEmpty()) {
            inDiary.remove(at);
        } else {
            sessions.sort(BY_START);
            inDiary.put(at, List.copyOf(sessions));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupSessions sessions && inDiary.equals(sessions.inDiary);
    }

    @Override
    public int hashCode() {
        return Objects.hash(inDiary);
    }
}
