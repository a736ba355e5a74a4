package network.physio.booking.availability;

import java.util.List;
import java.util.UUID;

/**
 * What booking has to know of a treatment.
 *
 * @param capacity how many are treated together
 */
public record Treatment(
        UUID id,
        String code,
        String name,
        Place place,
        List<Integer> lengths,
        boolean needsScreening,
        boolean assessment,
        boolean handsOn,
        List<String> alwaysTechniques,
        List<String> mayTechniques,
        List<Need> needs,
        int capacity,
        Form form) {

    /** As it is in the catalogue: more than one at a time means a seat in a session that a clinic has scheduled. */
    public Treatment(
            UUID id,
            String code,
            String name,
            Place place,
            List<Integer> lengths,
            boolean needsScreening,
            boolean assessment,
            boolean handsOn,
            List<String> alwaysTechniques,
            List<String> mayTechniques,
            List<Need> needs,
            int capacity) {
        this(
                id,
                code,
                name,
                place,
                lengths,
                needsScreening,
                assessment,
                handsOn,
                alwaysTechniques,
                mayTechniques,
                needs,
                capacity,
                capacity > 1 ? Form.SEAT : Form.VISIT);
    }

    /** Where it is given. */
    public enum Place {
        CLINIC,
        HOME,
        ONLINE
    }

    /** What is booked of it. */
    public enum Form {
        /** A time of one's own: practitioner, room and devices. */
        VISIT,
        /** A seat in a session, which has claimed all of that. */
        SEAT,
        /** The session itself, as the clinic schedules it. */
        SESSION
    }

    /** The same, to schedule a session of it. */
    public Treatment asSession() {
        return new Treatment(
                id,
                code,
                name,
                place,
                lengths,
                needsScreening,
                assessment,
                handsOn,
                alwaysTechniques,
                mayTechniques,
                needs,
                capacity,
                Form.SESSION);
    }

    /** Whether it is as the catalogue has it, in whatever form it is booked. */
    boolean isAsIn(Treatment catalogue) {
        return equals(catalogue) || equals(catalogue.asSession());
    }

    List<Need> needs(Need.Kind kind) {
        return needs.stream().filter(need -> need.kind() == kind).toList();
    }

    /** When a visit of this length that starts at this tick needs its practitioner: from the first need to the end of the last. */
    public Span practitionerNeeded(long start, int visitMinutes) {
        return needs(Need.Kind.PRACTITIONER).stream()
                .map(need -> need.claimed(start, visitMinutes))
                .reduce(Span::around)
                .orElseThrow(() -> new IllegalStateException("every treatment needs a practitioner"));
    }

    boolean needs(Need.Kind kind, String requirement) {
        return needs.stream()
                .anyMatch(need -> need.kind() == kind && need.requirement().equals(requirement));
    }
}
