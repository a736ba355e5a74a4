package network.physio.booking.network;

import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.physio.booking.network.Known.KnownClinic;
import network.physio.booking.network.Known.KnownOffering;
import network.physio.booking.network.Known.KnownTreatment;
import network.physio.booking.network.NetworkFile.Clinic;
import network.physio.booking.network.NetworkFile.Need;
import network.physio.booking.network.NetworkFile.Offering;
import network.physio.booking.network.NetworkFile.Practitioner;
import network.physio.booking.network.NetworkFile.Price;
import network.physio.booking.network.NetworkFile.Treatment;

/** Checks what the parts of a file say about each other: codes that are unknown or given twice, and what cannot work. */
final class References {

    private final NetworkFile file;
    private final Known stored;
    private final Known known;
    private final Faults faults;

    private References(NetworkFile file, Known stored, Faults faults) {
        this.file = file;
        this.stored = stored;
        this.known = stored.with(file);
        this.faults = faults;
    }

    static void check(NetworkFile file, Known stored, Faults faults) {
        new References(file, stored, faults).check();
    }

    private void check() {
        repeated(file.organisations(), NetworkFile.Organisation::at, NetworkFile.Organisation::code);
        repeated(file.policies(), NetworkFile.Policy::at, NetworkFile.Policy::code);
        repeated(file.calendars(), NetworkFile.Calendar::at, NetworkFile.Calendar::code);
        repeated(file.clinics(), Clinic::at, Clinic::code);
        repeated(file.treatments(), Treatment::at, Treatment::code);
        repeated(file.practitioners(), Practitioner::at, Practitioner::code);
        repeated(file.partners(), NetworkFile.Partner::at, NetworkFile.Partner::code);
        file.calendars()
                .forEach(calendar -> once(
                        calendar.days(), NetworkFile.Holiday::at, "/day", NetworkFile.Holiday::day, "is listed twice"));
        file.clinics().forEach(this::check);
        file.travel()
                .forEach(travel -> refer(
                        travel.at() + "/between",
                        travel.between(),
                        known.clinics().keySet(),
                        "clinic"));
        once(
                file.travel(),
                NetworkFile.Travel::at,
                "/between",
                travel -> new HashSet<>(travel.between()),
                "this pair is listed twice");
        file.treatments().forEach(this::check);
        file.practitioners().forEach(this::check);
        checkStoredOfferings();
        file.partners()
                .forEach(partner -> partner.agreements().forEach(agreement -> {
                    refer(
                            agreement.at() + "/clinics",
                            agreement.clinics(),
                            known.clinics().keySet(),
                            "clinic");
                    refer(
                            agreement.at() + "/treatments",
                            agreement.treatments(),
                            known.treatments().keySet(),
                            "treatment");
                }));
    }

    private void check(Clinic clinic) {
        refer(clinic.at() + "/organisation", clinic.organisation(), known.organisations(), "organisation");
        refer(clinic.at() + "/policy", clinic.policy(), known.policies(), "policy");
        refer(clinic.at() + "/holidayCalendars", clinic.calendars(), known.calendars(), "holiday calendar");
        repeated(clinic.rooms(), NetworkFile.Room::at, NetworkFile.Room::code);
        repeated(clinic.equipment(), NetworkFile.Device::at, NetworkFile.Device::code);
        if (!clinic.zone().isEmpty() && !ZoneId.getAvailableZoneIds().contains(clinic.zone())) {
            faults.add(clinic.at() + "/zone", "must be a zone of the IANA database, such as Australia/Melbourne");
        }
        KnownClinic before = stored.clinics().get(clinic.code());
        if (before != null && !before.zone().equals(clinic.zone())) {
            faults.add(clinic.at() + "/zone", "cannot change: appointments and rosters are in " + before.zone());
        }
        Set<String> openings = new HashSet<>();
        clinic.hours()
                .forEach(hours -> hours.days().forEach(day -> {
                    if (!openings.add(day + " " + hours.opens())) {
                        faults.add(hours.at(), "opens twice at the same time on " + day.code());
                    }
                }));
    }

    private void check(Treatment treatment) {
        List<Integer> lengths = treatment.lengths();
        if (new HashSet<>(lengths).size() < lengths.size()) {
            faults.add(treatment.at() + "/lengths", "names a length twice");
        }
        once(
                treatment.prices(),
                Price::at,
                "/minutes",
                price -> price.tier() + " " + price.minutes(),
                "has another price in this tier");
        treatment.prices().stream()
                .filter(price -> !lengths.contains(price.minutes()))
                .forEach(price -> faults.add(price.at() + "/minutes", "is no length of this treatment"));
        lengths.stream()
                .filter(length -> !isPriced(treatment.prices(), length, "standard"))
                .forEach(length -> faults.add(
                        treatment.at() + "/prices",
                        "has no price for %d minutes in the tier standard".formatted(length)));
        check(treatment.at() + "/needs", treatment);
        int shortest = lengths.stream().mapToInt(Integer::intValue).min().orElse(Integer.MAX_VALUE);
        treatment.needs().stream()
                .filter(need -> need.offset() + (need.minutes() == null ? 5 : need.minutes()) > shortest)
                .forEach(need -> faults.add(need.at(), "lasts longer than the shortest length of the treatment"));
    }

    private void check(String at, Treatment treatment) {
        if (requirements(treatment.needs(), "practitioner").isEmpty()) {
            faults.add(at, "a treatment needs a practitioner");
        }
        boolean room = !requirements(treatment.needs(), "room").isEmpty();
        if (room != treatment.place().equals("clinic")) {
            faults.add(at, room ? "only a treatment at a clinic needs a room" : "a treatment at a clinic needs a room");
        }
    }

    private void check(Practitioner practitioner) {
        List<NetworkFile.Credential> credentials =
                practitioner.credentials() == null ? List.of() : practitioner.credentials();
        credentials.forEach(credential -> {
            if (credential.clinic() != null) {
                refer(
                        credential.at() + "/clinic",
                        credential.clinic(),
                        known.clinics().keySet(),
                        "clinic");
            }
            if (credential.until() != null && credential.until().isBefore(credential.from())) {
                faults.add(credential.at() + "/until", "lies before the first day");
            }
        });
        once(
                credentials,
                NetworkFile.Credential::at,
                "/number",
                credential -> credential.kind() + " " + credential.number(),
                "is listed twice");
        List<Offering> offerings = practitioner.offerings() == null ? List.of() : practitioner.offerings();
        offerings.forEach(offering -> check(practitioner, offering));
        Set<String> offered = new HashSet<>();
        offerings.forEach(offering -> offering.treatments().stream()
                .filter(treatment -> !offered.add(offering.clinic() + " " + treatment))
                .forEach(treatment -> faults.add(
                        offering.at() + "/treatments", "offers %s twice at this clinic".formatted(treatment))));
        practitioner
                .rosters()
                .forEach(roster -> refer(
                        roster.at() + "/clinic",
                        roster.clinic(),
                        known.clinics().keySet(),
                        "clinic"));
        practitioner
                .exceptions()
                .forEach(one -> refer(
                        one.at() + "/clinic", one.clinic(), known.clinics().keySet(), "clinic"));
    }

    private void check(Practitioner practitioner, Offering offering) {
        refer(offering.at() + "/clinic", offering.clinic(), known.clinics().keySet(), "clinic");
        refer(
                offering.at() + "/treatments",
                offering.treatments(),
                known.treatments().keySet(),
                "treatment");
        KnownClinic clinic = known.clinics().get(offering.clinic());
        for (int i = 0; i < offering.treatments().size(); i++) {
            KnownTreatment treatment =
                    known.treatments().get(offering.treatments().get(i));
            if (treatment != null) {
                check(offering.at() + "/treatments/" + i, practitioner.skills(), offering, treatment);
                if (clinic != null) {
                    lacks(
                            offering.at() + "/treatments/" + i,
                            treatment,
                            "room",
                            clinic.roomKinds(),
                            "the clinic has no room of kind ");
                    lacks(
                            offering.at() + "/treatments/" + i,
                            treatment,
                            "equipment",
                            clinic.deviceKinds(),
                            "the clinic has no equipment of kind ");
                }
            }
        }
    }

    private void check(String at, List<String> skills, Offering offering, KnownTreatment treatment) {
        lacks(at, treatment, "practitioner", skills, "the practitioner has not the skill ");
        List<Integer> lengths = offering.lengths() == null ? treatment.lengths() : offering.lengths();
        lengths.stream()
                .filter(length -> !treatment.lengths().contains(length))
                .forEach(length -> faults.add(at, "is not given in %d minutes".formatted(length)));
        lengths.stream()
                .filter(treatment.lengths()::contains)
                .filter(length -> !isPriced(treatment.prices(), length, offering.tier()))
                .forEach(length -> faults.add(
                        at, "has no price for %d minutes in the tier %s".formatted(length, offering.tier())));
    }

    /** What somebody offers already keeps a length, and a price for each that the treatment keeps. */
    private void checkStoredOfferings() {
        Map<String, Treatment> treatments = file.treatments().stream()
                .collect(Collectors.toMap(Treatment::code, Function.identity(), (first, second) -> second));
        Set<String> replaced = file.practitioners().stream()
                .filter(one -> one.offerings() != null)
                .map(Practitioner::code)
                .collect(Collectors.toSet());
        stored.offerings().stream()
                .filter(one -> treatments.containsKey(one.treatment()) && !replaced.contains(one.practitioner()))
                .forEach(one -> check(one, Objects.requireNonNull(treatments.get(one.treatment()))));
    }

    private void check(KnownOffering offering, Treatment treatment) {
        String who = "%s at %s".formatted(offering.practitioner(), offering.clinic());
        List<Integer> kept = offering.lengths().stream()
                .filter(treatment.lengths()::contains)
                .toList();
        if (kept.isEmpty()) {
            faults.add(treatment.at() + "/lengths", "leaves what %s offers without a length".formatted(who));
        }
        kept.stream()
                .filter(length -> !isPriced(treatment.prices(), length, offering.tier()))
                .forEach(length -> faults.add(
                        treatment.at() + "/prices",
                        "has no price for %d minutes in the tier %s, in which %s offers it"
                                .formatted(length, offering.tier(), who)));
    }

    private void lacks(String at, KnownTreatment treatment, String kind, Collection<String> there, String sentence) {
        requirements(treatment.needs(), kind).stream()
                .filter(requirement -> !requirement.isEmpty() && !there.contains(requirement))
                .forEach(requirement -> faults.add(at, sentence + requirement + ", which the treatment needs"));
    }

    private static List<String> requirements(List<Need> needs, String kind) {
        return needs.stream()
                .filter(need -> need.kind().equals(kind))
                .map(Need::requirement)
                .distinct()
                .toList();
    }

    private static boolean isPriced(List<Price> prices, int minutes, String tier) {
        return prices.stream()
                .anyMatch(price -> price.minutes() == minutes && price.tier().equals(tier));
    }

    private void refer(String at, List<String> codes, Set<String> there, String what) {
        for (int i = 0; i < codes.size(); i++) {
            refer(at + "/" + i, codes.get(i), there, what);
        }
    }

    /** An empty code is a stand-in for one that could not be read, and has its fault already. */
    private void refer(String at, String code, Set<String> there, String what) {
        if (!code.isEmpty() && !there.contains(code)) {
            faults.add(at, "no %s has the code %s".formatted(what, code));
        }
    }

    private <T> void repeated(List<T> items, Function<T, String> at, Function<T, String> code) {
        once(items.stream().filter(item -> !code.apply(item).isEmpty()).toList(), at, "/code", code, "is given twice");
    }

    private <T> void once(List<T> items, Function<T, String> at, String key, Function<T, ?> identity, String detail) {
        Set<Object> seen = new HashSet<>();
        items.stream()
                .filter(item -> !seen.add(identity.apply(item)))
                .forEach(item -> faults.add(at.apply(item) + key, detail));
    }
}
