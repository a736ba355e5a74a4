package network.physio.booking.availability;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
        sessions.forEach(all::add);
        return all;
    }

    /** By start. */
    List<GroupSession> of(Timetable.At at) {
        return inDiary.getOrDefault(at, List.of());
    }

    /** What is known of these sessions is this; nothing of those that are not scheduled any more. */
    void replace(Set<UUID> ids, Collection<GroupSession> now) {
        ids.forEach(this::remove);
        now.forEach(this::add);
    }

    private void add(GroupSession session) {
        Timetable.At at = new Timetable.At(session.practitionerId(), session.clinicId());
        List<GroupSession> sessions = new ArrayList<>(of(at));
        sessions.add(session);
        sessions.sort(BY_START);
        inDiary.put(at, List.copyOf(sessions));
        places.put(session.id(), at);
    }

    private void remove(UUID id) {
        Timetable.@Nullable At at = places.remove(id);
        if (at != null) {
            List<GroupSession> left =
                    of(at).stream().filter(session -> !session.id().equals(id)).toList();
            if (left.isEmpty()) {
                inDiary.remove(at);
            } else {
                inDiary.put(at, left);
            }
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
