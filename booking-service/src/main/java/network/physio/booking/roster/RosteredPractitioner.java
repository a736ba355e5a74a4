package network.physio.booking.roster;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A practitioner as rosters know them: where they offer treatments or have hours. */
record RosteredPractitioner(UUID id, String code, int version, List<Workplace> workplaces) {

    record Workplace(UUID clinicId, String clinicCode, ZoneId zone) {}

    /** The zones of the clinics; several make a local time ambiguous. */
    Set<ZoneId> zones() {
        return workplaces.stream().map(Workplace::zone).collect(Collectors.toSet());
    }
}
