package network.physio.booking.availability;

import java.util.List;
import java.util.UUID;

/** What booking has to know of a treatment. */
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
        List<Need> needs) {

    /** Where it is given. */
    public enum Place {
        CLINIC,
        HOME,
        ONLINE
    }

    List<Need> needs(Need.Kind kind) {
        return needs.stream().filter(need -> need.kind() == kind).toList();
    }

    boolean needs(Need.Kind kind, String requirement) {
        return needs.stream()
                .anyMatch(need -> need.kind() == kind && need.requirement().equals(requirement));
    }
}
