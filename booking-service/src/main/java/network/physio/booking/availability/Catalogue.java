package network.physio.booking.availability;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be booked where: treatments with their needs, clinics with their terms, and who offers what. */
@ApplicationScoped
public class Catalogue {

    private final LiveAvailability live;

    Catalogue(LiveAvailability live) {
        this.live = live;
    }

    /** The treatment with this id or code. */
    public Optional<Treatment> treatment(String idOrCode) {
        return live.listings().treatment(idOrCode);
    }

    /** By code. */
    public List<Clinic> clinics() {
        return live.listings().clinics();
    }

    public Optional<Clinic> clinic(UUID id) {
        return live.listings().clinic(id);
    }

    /** The clinic with this id or code. */
    public Optional<Clinic> clinic(String idOrCode) {
        return live.listings().clinic(idOrCode);
    }

    /**
     * Who offers the treatment at these clinics, by code.
     *
     * @param partner limits it to what is agreed with this partner
     */
    public List<Offering> offerings(UUID treatment, Collection<UUID> clinics, Choice choice, @Nullable String partner) {
        return live.listings().offerings(treatment, clinics, choice, partner);
    }

    /** What is in force, for certain when it is asked with versions that were read with locks. */
    Listings inForce(@Nullable Versions versions) {
        return live.listings(versions);
    }

    /** What a patient may ask of the practitioner; null asks nothing. */
    public record Choice(
            @Nullable String practitioner,
            @Nullable String gender,
            @Nullable String language) {

        public static final Choice ANYONE = new Choice(null, null, null);

        public static Choice of(@Nullable UUID practitioner) {
            return practitioner == null ? ANYONE : new Choice(practitioner.toString(), null, null);
        }

        boolean fits(Offering offering, String theirGender, Set<String> theirLanguages) {
            return (practitioner == null
                            || practitioner.equals(offering.practitionerCode())
                            || practitioner.equalsIgnoreCase(
                                    offering.practitionerId().toString()))
                    && (gender == null || gender.equals(theirGender))
                    && (language == null || theirLanguages.contains(language));
        }
    }

    /** What the treatment costs there in this length, as minor units with currency and tax code. */
    public Optional<Price> price(UUID treatment, int minutes, String tier) {
        return live.listings().price(treatment, minutes, tier);
    }

    /** Minor units, such as cents. */
    public record Price(int amount, String currency, String taxCode) {}

    /** Of which kind this room or device is; empty when the clinic has no such. */
    Optional<String> kindOf(Need.Kind kind, UUID clinic, UUID place) {
        return live.listings().units(clinic).stream()
                .filter(unit -> unit.kind() == kind && unit.resourceId().equals(place))
                .map(Listings.Unit::placeKind)
                .findFirst();
    }

    /** The rooms or devices of the clinic that the treatment could take. */
    public Set<UUID> fitting(Treatment treatment, Need.Kind kind, UUID clinic) {
        return live.listings().units(clinic).stream()
                .filter(unit -> unit.kind() == kind && treatment.needs(kind, unit.placeKind()))
                .map(Listings.Unit::resourceId)
                .collect(Collectors.toSet());
    }

    /** Whether somebody with this id or code offers anything. */
    public boolean hasPractitioner(String idOrCode) {
        return live.listings().hasPractitioner(idOrCode);
    }

    /** Whether the practitioner works at several clinics, and may have ways between them. */
    public boolean travels(UUID practitioner) {
        return live.listings().travels(practitioner);
    }

    public TravelTimes travelTimes() {
        return live.listings().travel();
    }
}
