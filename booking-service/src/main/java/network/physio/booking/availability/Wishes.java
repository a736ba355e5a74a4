package network.physio.booking.availability;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import network.physio.booking.BookingProblem;
import network.physio.http.CommonProblem;
import network.physio.http.Fault;
import network.physio.http.HttpProblem;
import network.physio.http.Slugs;
import org.jspecify.annotations.Nullable;

/** Turns the ids of a request into the visit that is wished for. */
@ApplicationScoped
public class Wishes {

    private static final String GIVEN_AT_HOME =
            "is given at the patient's home: ask the dispatch of a team for an offer instead of a slot";

    private final Catalogue catalogue;

    Wishes(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** What becomes of the ids of a request. */
    public sealed interface Named {
        /** A visit that can be judged. */
        record Wished(Judge.Wish wish) implements Named {}

        /** There is no such visit: everything that does not name a part of one. */
        record Nothing(List<Misnamed> misnamed) implements Named {}
    }

    /** A field that does not name what a slot is for. */
    public record Misnamed(Kind kind, Fault fault) {

        /** Why it does not. */
        public enum Kind {
            UNKNOWN_TREATMENT,
            UNKNOWN_CLINIC,
            UNFITTING_ROOM,
            UNFITTING_EQUIPMENT,
            HOME_VISIT_NEEDS_OFFER
        }

        static Misnamed of(Kind kind, String pointer, String detail) {
            return new Misnamed(kind, new Fault(pointer, detail));
        }

        public String code() {
            return Slugs.of(kind);
        }
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
            PlaceWish places,
            OffsetDateTime startsAt) {
        return switch (named(treatmentId, minutes, visitKind, clinicId, practitionerId, places, startsAt)) {
            case Named.Wished wished -> wished.wish();
            case Named.Nothing nothing -> throw refusal(nothing.misnamed());
        };
    }

    private static HttpProblem refusal(List<Misnamed> misnamed) {
        return misnamed.getFirst().kind() == Misnamed.Kind.HOME_VISIT_NEEDS_OFFER
                ? homeVisit()
                : CommonProblem.INVALID_REQUEST.problem(
                        "The request names something that does not exist.",
                        misnamed.stream().map(Misnamed::fault).toList());
    }

    /** As {@link #of}, for whoever has other wishes to look at too. */
    public Named named(
            UUID treatmentId,
            int minutes,
            VisitKind visitKind,
            UUID clinicId,
            @Nullable UUID practitionerId,
            PlaceWish places,
            OffsetDateTime startsAt) {
        Optional<Treatment> treatment = catalogue.treatment(treatmentId.toString());
        Optional<Clinic> clinic = catalogue.clinic(clinicId.toString());
        List<Misnamed> misnamed = new ArrayList<>();
        if (treatment.isEmpty()) {
            misnamed.add(
                    Misnamed.of(Misnamed.Kind.UNKNOWN_TREATMENT, "#/treatmentId", "is no treatment of this network"));
        }
        if (clinic.isEmpty()) {
            misnamed.add(Misnamed.of(Misnamed.Kind.UNKNOWN_CLINIC, "#/clinicId", "is no clinic of this network"));
        }
        treatment.ifPresent(known -> misnamed.addAll(againstPlaces(clinicId, places, known)));
        if (treatment.isEmpty() || clinic.isEmpty() || !misnamed.isEmpty()) {
            return new Named.Nothing(misnamed);
        }
        if (treatment.get().place() == Treatment.Place.HOME) {
            return new Named.Nothing(
                    List.of(Misnamed.of(Misnamed.Kind.HOME_VISIT_NEEDS_OFFER, "#/treatmentId", GIVEN_AT_HOME)));
        }
        return new Named.Wished(new Judge.Wish(
                treatment.get(), minutes, visitKind, clinic.get(), practitionerId, places, startsAt.toInstant()));
    }

    /** What of a room and a device can still be asked for with this wish: the network may have changed since they were taken. */
    public PlaceWish fitting(Judge.Wish wish, @Nullable UUID room, @Nullable UUID equipment) {
        UUID clinic = wish.clinic().id();
        boolean fits = room != null && fits(wish.treatment(), Need.Kind.ROOM, clinic, room);
        boolean deviceFits = equipment != null && fits(wish.treatment(), Need.Kind.EQUIPMENT, clinic, equipment);
        return new PlaceWish(fits ? room : null, deviceFits ? equipment : null);
    }

    private boolean fits(Treatment treatment, Need.Kind kind, UUID clinic, UUID place) {
        return catalogue.fitting(treatment, kind, clinic).contains(place);
    }

    private List<Misnamed> againstPlaces(UUID clinic, PlaceWish places, Treatment treatment) {
        return Stream.of(
                        against(Need.Kind.ROOM, "#/roomId", "room", clinic, places, treatment)
                                .map(fault -> new Misnamed(Misnamed.Kind.UNFITTING_ROOM, fault)),
                        against(Need.Kind.EQUIPMENT, "#/equipmentId", "device", clinic, places, treatment)
                                .map(fault -> new Misnamed(Misnamed.Kind.UNFITTING_EQUIPMENT, fault)))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Fault> against(
            Need.Kind kind, String pointer, String noun, UUID clinic, PlaceWish places, Treatment treatment) {
        UUID place = places.of(kind);
        if (place == null || fits(treatment, kind, clinic, place)) {
            return Optional.empty();
        }
        if (catalogue.kindOf(kind, clinic, place).isEmpty()) {
            return Optional.of(new Fault(pointer, "is no %s of this clinic".formatted(noun)));
        }
        return Optional.of(new Fault(
                pointer,
                treatment.needs(kind).isEmpty()
                        ? "goes without this treatment, which needs no %s".formatted(noun)
                        : "is a %s of another kind than the treatment needs".formatted(noun)));
    }

    public static HttpProblem homeVisit() {
        return BookingProblem.HOME_VISIT_NEEDS_OFFER.problem("This treatment %s.".formatted(GIVEN_AT_HOME));
    }
}
