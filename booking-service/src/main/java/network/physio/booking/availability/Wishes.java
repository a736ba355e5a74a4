package network.physio.booking.availability;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.physio.booking.BookingProblem;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/** Turns the ids of a request into the visit that is wished for. */
@ApplicationScoped
public class Wishes {

    private final Catalogue catalogue;

    Wishes(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * The wish, with everything it names looked up.
     *
     * @throws HttpProblem {@code invalid-request} naming each id that the network does not know,
     *     {@code home-visit-needs-offer} for a treatment given at home
     */
    public Judge.Wish of(
            UUID treatmentId,
            int minutes,
            VisitKind visitKind,
            UUID clinicId,
            @Nullable UUID practitionerId,
            @Nullable UUID roomId,
            OffsetDateTime startsAt) {
        Optional<Treatment> treatment = catalogue.treatment(treatmentId.toString());
        Optional<Clinic> clinic = catalogue.clinic(clinicId.toString());
        List<Fault> faults = new ArrayList<>();
        if (treatment.isEmpty()) {
            faults.add(new Fault("#/treatmentId", "is no treatment of this network"));
        }
        if (clinic.isEmpty()) {
            faults.add(new Fault("#/clinicId", "is no clinic of this network"));
        }
        if (roomId != null) {
            treatment.flatMap(known -> againstRoom(clinicId, roomId, known)).ifPresent(faults::add);
        }
        if (treatment.isEmpty() || clinic.isEmpty() || !faults.isEmpty()) {
            throw CommonProblem.INVALID_REQUEST.problem("The request names something that does not exist.", faults);
        }
        if (treatment.get().place() == Treatment.Place.HOME) {
            throw homeVisit();
        }
        return new Judge.Wish(
                treatment.get(), minutes, visitKind, clinic.get(), practitionerId, roomId, startsAt.toInstant());
    }

    private Optional<Fault> againstRoom(UUID clinic, UUID room, Treatment treatment) {
        Optional<String> kind = catalogue.kindOfRoom(clinic, room);
        if (kind.isEmpty()) {
            return Optional.of(new Fault("#/roomId", "is no room of this clinic"));
        }
        List<Need> needs = treatment.needs(Need.Kind.ROOM);
        if (needs.isEmpty()) {
            return Optional.of(new Fault("#/roomId", "goes without this treatment, which needs no room"));
        }
        return needs.stream().anyMatch(need -> need.requirement().equals(kind.get()))
                ? Optional.empty()
                : Optional.of(new Fault("#/roomId", "is a room of another kind than the treatment needs"));
    }

    public static HttpProblem homeVisit() {
        return BookingProblem.HOME_VISIT_NEEDS_OFFER.problem(
                "This treatment is given at the patient's home: ask the dispatch of a team for an offer instead of a slot.");
    }
}
