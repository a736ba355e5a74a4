package network.physio.booking.network;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.physio.booking.availability.ExceptionalDay;
import network.physio.booking.availability.LocalHours;
import network.physio.booking.availability.Purpose;
import network.physio.booking.availability.Roster;
import network.physio.booking.availability.Segment;
import network.physio.booking.availability.Weekday;
import network.physio.booking.availability.WorkingHours;
import network.physio.booking.network.NetworkFile.Absence;
import network.physio.booking.network.NetworkFile.Address;
import network.physio.booking.network.NetworkFile.Agreement;
import network.physio.booking.network.NetworkFile.Calendar;
import network.physio.booking.network.NetworkFile.Clinic;
import network.physio.booking.network.NetworkFile.Credential;
import network.physio.booking.network.NetworkFile.Device;
import network.physio.booking.network.NetworkFile.ExceptionAt;
import network.physio.booking.network.NetworkFile.Holiday;
import network.physio.booking.network.NetworkFile.Location;
import network.physio.booking.network.NetworkFile.Need;
import network.physio.booking.network.NetworkFile.Offering;
import network.physio.booking.network.NetworkFile.Opening;
import network.physio.booking.network.NetworkFile.Organisation;
import network.physio.booking.network.NetworkFile.Partner;
import network.physio.booking.network.NetworkFile.Policy;
import network.physio.booking.network.NetworkFile.Practitioner;
import network.physio.booking.network.NetworkFile.Price;
import network.physio.booking.network.NetworkFile.Room;
import network.physio.booking.network.NetworkFile.RosterAt;
import network.physio.booking.network.NetworkFile.Travel;
import network.physio.booking.network.NetworkFile.Treatment;
import network.physio.booking.roster.WantedTimeOff;

/** Reads the form of a network file: which keys there are and what they take. What they refer to is checked later. */
final class NetworkFileReader {

    private static final int FORMAT = 1;
    private static final int DAY = 24 * 60;
    private static final List<String> WEEKDAYS =
            List.of(Weekday.values()).stream().map(Weekday::code).toList();
    private static final Pattern TECHNIQUE = Pattern.compile("TE-\\d{2}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private NetworkFileReader() {}

    static Optional<NetworkFile> read(String text, Faults faults) {
        return YamlText.read(text, faults).map(NetworkFileReader::file);
    }

    private static NetworkFile file(Mapping root) {
        root.whole("format", FORMAT, FORMAT);
        NetworkFile file = new NetworkFile(
                root.section("organisations", NetworkFileReader::organisation),
                root.section("policies", NetworkFileReader::policy),
                root.section("holidayCalendars", NetworkFileReader::calendar),
                root.section("clinics", NetworkFileReader::clinic),
                root.section("travel", NetworkFileReader::travel),
                root.section("treatments", NetworkFileReader::treatment),
                root.section("practitioners", NetworkFileReader::practitioner),
                root.section("partners", NetworkFileReader::partner));
        root.refuseUnknownKeys();
        return file;
    }

    private static Organisation organisation(Mapping it) {
        return new Organisation(it.pointer(), it.code("code"), it.text("name"));
    }

    private static Policy policy(Mapping it) {
        Policy policy = new Policy(
                it.pointer(),
                it.code("code"),
                it.text("name"),
                it.whole("noticeMinutes", 0, 30 * DAY),
                it.whole("horizonDays", 1, 366),
                it.whole("gridMinutes", 5, 60),
                it.whole("freeCancellationHours", 0, 30 * 24),
                it.whole("lateCancellationPercent", 0, 100),
                it.whole("noShowPercent", 0, 100),
                it.whole("noAccessPercent", 0, 100, 0));
        if (60 % policy.gridMinutes() != 0 || policy.gridMinutes() % 5 != 0) {
            it.add("gridMinutes", "must be a multiple of 5 minutes that divides the hour");
        }
        return policy;
    }

    private static Calendar calendar(Mapping it) {
        return new Calendar(
                it.pointer(),
                it.code("code"),
                it.text("name"),
                it.mappings("days", day -> new Holiday(day.pointer(), day.date("day"), day.text("name"))),
                it.flag("strandAppointments", false));
    }

    private static Clinic clinic(Mapping it) {
        return new Clinic(
                it.pointer(),
                it.code("code"),
                it.text("name"),
                it.code("organisation"),
                it.code("policy"),
                it.text("zone"),
                it.mapping("address", Address.NONE, NetworkFileReader::address),
                it.mapping(
                        "location",
                        Location.NONE,
                        at -> new Location(at.decimal("latitude", -90, 90), at.decimal("longitude", -180, 180))),
                it.textOrNull("phone"),
                it.textOrNull("email"),
                it.has("holidayCalendars") ? it.codes("holidayCalendars") : List.of(),
                it.mappings("hours", NetworkFileReader::opening),
                it.section(
                        "rooms",
                        room -> new Room(
                                room.pointer(),
                                room.code("code"),
                                room.text("name"),
                                room.code("kind"),
                                room.whole("places", 1, 100, 1))),
                it.section(
                        "equipment",
                        device -> new Device(
                                device.pointer(), device.code("code"), device.text("name"), device.code("kind"))),
                it.flag("strandAppointments", false));
    }

    private static Address address(Mapping it) {
        return new Address(
                it.text("street"), it.text("suburb"), it.text("state"), it.text("postcode"), it.text("country"));
    }

    private static Opening opening(Mapping it) {
        Opening opening = new Opening(it.pointer(), weekdays(it), it.time("opens"), it.time("closes"));
        refuseOdd(it, "opens", opening.opens().getMinute());
        refuseOdd(it, "closes", opening.closes().getMinute());
        return opening;
    }

    private static void refuseOdd(Mapping it, String key, int minute) {
        if (minute % 5 != 0) {
            it.add(key, "must be a multiple of 5 minutes");
        }
    }

    private static List<Weekday> weekdays(Mapping it) {
        List<String> written = it.words("days", WEEKDAYS);
        if (it.has("days") && written.isEmpty()) {
            it.add("days", "must name at least one day");
        }
        return written.stream().map(Weekday::of).toList();
    }

    private static Travel travel(Mapping it) {
        Travel travel = new Travel(
                it.pointer(), it.codes("between"), it.minutes("minutes", 0, 600), it.flag("strandAppointments", false));
        if (travel.between().size() != 2
                || travel.between().getFirst().equals(travel.between().getLast())) {
            it.add("between", "must name two clinics");
        }
        return travel;
    }

    private static Treatment treatment(Mapping it) {
        Mapping[] techniques = new Mapping[1];
        record Techniques(List<String> always, List<String> may) {}
        Techniques used = it.mapping("techniques", new Techniques(List.of(), List.of()), inner -> {
            techniques[0] = inner;
            return new Techniques(
                    inner.has("always") ? inner.texts("always") : List.of(),
                    inner.has("may") ? inner.texts("may") : List.of());
        });
        if (techniques[0] != null) {
            refuseOther(
                    techniques[0], "always", used.always(), TECHNIQUE, "must be codes of techniques, such as TE-01");
            refuseOther(techniques[0], "may", used.may(), TECHNIQUE, "must be codes of techniques, such as TE-01");
        }
        Treatment treatment = new Treatment(
                it.pointer(),
                it.code("code"),
                it.text("name"),
                it.text("description"),
                it.oneOf("place", Purpose.PLACES),
                it.minutesList("lengths", 5, 480),
                it.flag("needsScreening", true),
                it.flag("assessment", false),
                it.flag("handsOn", true),
                used.always(),
                used.may(),
                it.whole("capacity", 1, 100, 1),
                it.mappings("needs", NetworkFileReader::need),
                it.text("currency"),
                it.code("taxCode"),
                it.mappings(
                        "prices",
                        price -> new Price(
                                price.pointer(),
                                price.minutes("minutes", 5, 480),
                                price.has("tier") ? price.code("tier") : "standard",
                                price.whole("amount", 0, 10_000_000))),
                it.flag("strandAppointments", false));
        refuseOther(it, "currency", List.of(treatment.currency()), CURRENCY, "must be an ISO 4217 code, such as AUD");
        if (it.has("lengths") && treatment.lengths().isEmpty()) {
            it.add("lengths", "must name at least one length");
        }
        return treatment;
    }

    private static Need need(Mapping it) {
        List<String> kinds = List.of("practitioner", "room", "equipment");
        List<String> named = kinds.stream().filter(it::has).toList();
        String kind = named.isEmpty() ? "practitioner" : named.getFirst();
        if (named.size() != 1) {
            it.add(kind, "a need names one of practitioner (with a skill), room or equipment (of a kind)");
        }
        return new Need(
                it.pointer(),
                kind,
                named.isEmpty() ? "" : it.code(kind),
                it.minutes("offset", 0, 480, 0),
                it.has("minutes") ? it.minutes("minutes", 5, 480) : null,
                it.minutes("bufferBefore", 0, 240, 0),
                it.minutes("bufferAfter", 0, 240, 0));
    }

    private static Practitioner practitioner(Mapping it) {
        Practitioner practitioner = new Practitioner(
                it.pointer(),
                it.code("code"),
                it.text("givenName"),
                it.text("familyName"),
                it.oneOf("gender", List.of("female", "male", "non-binary")),
                it.code("profession"),
                it.texts("languages"),
                it.codes("skills"),
                it.has("credentials") ? it.mappings("credentials", NetworkFileReader::credential) : null,
                it.has("offerings") ? it.mappings("offerings", NetworkFileReader::offering) : null,
                it.section("rosters", NetworkFileReader::roster),
                it.section("exceptions", NetworkFileReader::exception),
                it.section("timeOff", NetworkFileReader::absence),
                it.flag("strandAppointments", false));
        refuseOther(it, "languages", practitioner.languages(), LANGUAGE, "must be ISO 639 codes, such as en");
        return practitioner;
    }

    private static Credential credential(Mapping it) {
        return new Credential(
                it.pointer(),
                it.code("kind"),
                it.text("number"),
                it.codeOrNull("clinic"),
                it.date("from"),
                it.dateOrNull("until"));
    }

    private static Offering offering(Mapping it) {
        return new Offering(
                it.pointer(),
                it.code("clinic"),
                it.codes("treatments"),
                it.has("lengths") ? it.minutesList("lengths", 5, 480) : null,
                it.has("tier") ? it.code("tier") : "standard",
                it.flag("acceptsNewPatients", true),
                it.words("bookableBy", Purpose.AUDIENCES, Purpose.AUDIENCES));
    }

    private static RosterAt roster(Mapping it) {
        return new RosterAt(
                it.pointer(),
                it.code("clinic"),
                new Roster(
                        it.date("from"),
                        it.dateOrNull("until"),
                        it.whole("everyWeeks", 1, 2, 1),
                        it.mappings("segments", NetworkFileReader::segment)),
                it.flag("strandAppointments", false));
    }

    private static Segment segment(Mapping it) {
        return new Segment(
                it.whole("week", 0, 1, 0),
                weekdays(it).stream().map(Weekday::day).toList(),
                new LocalHours(it.time("from"), it.time("until")),
                purpose(it));
    }

    private static Purpose purpose(Mapping it) {
        return Purpose.of(
                it.oneOf("place", Purpose.PLACES, "clinic"),
                it.words("audience", Purpose.AUDIENCES, Purpose.AUDIENCES),
                it.words("visitKinds", Purpose.VISIT_KINDS, Purpose.VISIT_KINDS),
                it.has("releaseHours") ? it.whole("releaseHours", 1, 24 * 60) : null);
    }

    /** Hours that do not say for what they are take it from the roster. */
    private static WorkingHours workingHours(Mapping it) {
        LocalHours hours = new LocalHours(it.time("from"), it.time("until"));
        List<String> said = Stream.of("place", "audience", "visitKinds", "releaseHours")
                .filter(it::has)
                .toList();
        return new WorkingHours(hours, said.isEmpty() ? null : purpose(it));
    }

    private static ExceptionAt exception(Mapping it) {
        return new ExceptionAt(
                it.pointer(),
                it.code("clinic"),
                new ExceptionalDay(it.date("day"), it.mappings("hours", NetworkFileReader::workingHours)),
                it.flag("strandAppointments", false));
    }

    private static Absence absence(Mapping it) {
        return new Absence(
                it.pointer(),
                it.dateTime("from"),
                it.dateTime("until"),
                it.textOrNull("zone"),
                it.oneOf("reason", WantedTimeOff.REASONS),
                it.flag("strandAppointments", false));
    }

    private static Partner partner(Mapping it) {
        return new Partner(
                it.pointer(),
                it.code("code"),
                it.text("name"),
                it.mappings(
                        "agreements",
                        one -> new Agreement(one.pointer(), one.codes("clinics"), one.codes("treatments"))));
    }

    private static void refuseOther(Mapping it, String key, List<String> values, Pattern form, String detail) {
        boolean other = values.stream()
                .anyMatch(value -> !value.isEmpty() && !form.matcher(value).matches());
        if (other) {
            it.add(key, detail);
        }
    }
}
