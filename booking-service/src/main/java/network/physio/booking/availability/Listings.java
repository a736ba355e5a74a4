package network.physio.booking.availability;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The network's reference data as one picture: treatments, clinics, rooms and devices, who offers what, prices, ways. It
 * changes when a network file is loaded, and is then replaced as a whole.
 */
public final class Listings {

    /** One unit of a room or device of a clinic. */
    record Unit(Need.Kind kind, UUID resourceId, short unit, UUID clinicId, String code, String placeKind) {}

    /** An offering with what a patient may ask of the practitioner. */
    record Offered(UUID treatmentId, Offering offering, String gender, Set<String> languages) {}

    record OfferedAt(UUID treatmentId, UUID clinicId) {}

    record PriceKey(UUID treatmentId, int minutes, String tier) {}

    record Agreement(String partner, UUID treatmentId, UUID clinicId) {}

    private final long version;
    private final List<Clinic> clinics;
    private final Map<UUID, Clinic> clinicsById;
    private final Map<String, Clinic> clinicsByCode;
    private final Map<UUID, Treatment> treatmentsById;
    private final Map<String, Treatment> treatmentsByCode;
    private final Map<OfferedAt, List<Offered>> offered;
    private final Set<Timetable.At> workplaces;
    private final Set<UUID> workers;
    private final Set<UUID> travellers;
    private final Set<String> practitioners;
    private final Map<PriceKey, Catalogue.Price> prices;
    private final Map<UUID, List<Unit>> units;
    private final Set<Agreement> agreements;
    private final TravelTimes travel;

    /**
     * The lists by clinic, practitioner and room code, in that order.
     *
     * @param version how often the catalogue had been changed
     */
    Listings(
            long version,
            List<Clinic> clinics,
            List<Treatment> treatments,
            List<Offered> offered,
            Map<PriceKey, Catalogue.Price> prices,
            List<Unit> units,
            Set<Agreement> agreements,
            TravelTimes travel) {
        this.version = version;
        this.clinics = List.copyOf(clinics);
        this.clinicsById = by(clinics, Clinic::id);
        this.clinicsByCode = by(clinics, Clinic::code);
        this.treatmentsById = by(treatments, Treatment::id);
        this.treatmentsByCode = by(treatments, Treatment::code);
        this.offered = groups(
                offered, one -> new OfferedAt(one.treatmentId(), one.offering().clinicId()));
        this.workplaces = offered.stream()
                .map(one -> new Timetable.At(
                        one.offering().practitionerId(), one.offering().clinicId()))
                .collect(Collectors.toUnmodifiableSet());
        this.workers = workplaces.stream().map(Timetable.At::practitionerId).collect(Collectors.toUnmodifiableSet());
        this.travellers = groups(List.copyOf(workplaces), Timetable.At::practitionerId).entrySet().stream()
                .filter(of -> of.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        this.practitioners = offered.stream()
                .map(Offered::offering)
                .flatMap(one ->
                        Stream.of(one.practitionerCode(), one.practitionerId().toString()))
                .collect(Collectors.toUnmodifiableSet());
        this.prices = Map.copyOf(prices);
        this.units = groups(units, Unit::clinicId);
        this.agreements = Set.copyOf(agreements);
        this.travel = travel;
    }

    long version() {
        return version;
    }

    List<Clinic> clinics() {
        return clinics;
    }

    Optional<Clinic> clinic(UUID id) {
        return Optional.ofNullable(clinicsById.get(id));
    }

    Optional<Clinic> clinic(String idOrCode) {
        return Optional.ofNullable(clinicsByCode.get(idOrCode))
                .or(() -> uuid(idOrCode).flatMap(this::clinic));
    }

    Optional<Treatment> treatment(String idOrCode) {
        return Optional.ofNullable(treatmentsByCode.get(idOrCode))
                .or(() -> uuid(idOrCode).map(treatmentsById::get));
    }

    Optional<Treatment> treatment(UUID id) {
        return Optional.ofNullable(treatmentsById.get(id));
    }

    List<Offering> offerings(
            UUID treatment, Collection<UUID> clinics, Catalogue.Choice choice, @Nullable String partner) {
        return clinics.stream()
                .distinct()
                .filter(clinic -> partner == null || agreements.contains(new Agreement(partner, treatment, clinic)))
                .flatMap(clinic -> offered.getOrDefault(new OfferedAt(treatment, clinic), List.of()).stream())
                .filter(one -> choice.fits(one.offering(), one.gender(), one.languages()))
                .map(Offered::offering)
                .toList();
    }

    Optional<Catalogue.Price> price(UUID treatment, int minutes, String tier) {
        return Optional.ofNullable(prices.get(new PriceKey(treatment, minutes, tier)));
    }

    /** Rooms and devices of a clinic, by code and unit. */
    List<Unit> units(UUID clinic) {
        return units.getOrDefault(clinic, List.of());
    }

    TravelTimes travel() {
        return travel;
    }

    int travelMinutes(UUID from, UUID to) {
        return travel.between(known(from), known(to)).minutes();
    }

    private Clinic known(UUID clinic) {
        return clinic(clinic).orElseThrow(() -> new IllegalStateException("an appointment's clinic exists"));
    }

    /** Whether it is a practitioner who offers something. */
    boolean works(UUID resource) {
        return workers.contains(resource);
    }

    /** Whether the practitioner works at several clinics, and may have ways between them. */
    boolean travels(UUID practitioner) {
        return travellers.contains(practitioner);
    }

    boolean hasPractitioner(String idOrCode) {
        return practitioners.contains(idOrCode);
    }

    /** Everyone who offers something, with where. */
    Set<Timetable.At> workplaces() {
        return workplaces;
    }

    private static <K, V> Map<K, V> by(List<V> values, Function<V, K> key) {
        return values.stream().collect(Collectors.toUnmodifiableMap(key, value -> value));
    }

    private static <K, V> Map<K, List<V>> groups(List<V> values, Function<V, K> key) {
        return values.stream().collect(Collectors.groupingBy(key, Collectors.toUnmodifiableList()));
    }

    private static Optional<UUID> uuid(String written) {
        return Stream.of(written)
                .filter(text -> text.length() == 36)
                .flatMap(Listings::parsed)
                .findFirst();
    }

    private static Stream<UUID> parsed(String text) {
        try {
            return Stream.of(UUID.fromString(text));
        } catch (IllegalArgumentException noId) {
            return Stream.empty();
        }
    }
}
