package network.physio.booking.availability;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.physio.booking.access.Audience;

/** A practitioner who offers the treatment asked about at one clinic. */
public record Offering(
        UUID practitionerId,
        String practitionerCode,
        String practitionerName,
        UUID clinicId,
        List<Integer> lengths,
        String tier,
        boolean acceptsNewPatients,
        Set<String> bookableBy,
        Set<String> skills) {

    /** Why this caller cannot book it whatever the time; empty when they can. */
    public Optional<Reason> refuses(Treatment treatment, int minutes, VisitKind visitKind, Audience audience) {
        boolean skilled =
                treatment.needs(Need.Kind.PRACTITIONER).stream().allMatch(need -> skills.contains(need.requirement()));
        if (!skilled) {
            return Optional.of(Reason.NOT_OFFERED);
        }
        if (!lengths.contains(minutes)) {
            return Optional.of(Reason.LENGTH_NOT_OFFERED);
        }
        if (!bookableBy.contains(audience.code())) {
            return Optional.of(Reason.NOT_FOR_THIS_CALLER);
        }
        if (visitKind == VisitKind.INITIAL && !acceptsNewPatients) {
            return Optional.of(Reason.NO_NEW_PATIENTS);
        }
        return Optional.empty();
    }
}
