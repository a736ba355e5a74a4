package network.physio.booking.network;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import network.physio.booking.availability.ExceptionalDay;
import network.physio.booking.availability.Roster;
import network.physio.booking.availability.Weekday;
import org.jspecify.annotations.Nullable;

/** What a network file says. {@code at} is the path at which a part is written; others are named by their codes. */
record NetworkFile(
        List<Organisation> organisations,
        List<Policy> policies,
        List<Calendar> calendars,
        List<Clinic> clinics,
        List<Travel> travel,
        List<Treatment> treatments,
        List<Practitioner> practitioners,
        List<Partner> partners) {

    record Organisation(String at, String code, String name) {}

    record Policy(
            String at,
            String code,
            String name,
            int noticeMinutes,
            int horizonDays,
            int gridMinutes,
            int freeCancellationHours,
            int lateCancellationPercent,
            int noShowPercent,
            int noAccessPercent) {}

    record Calendar(String at, String code, String name, List<Holiday> days, boolean strandAppointments) {}

    record Holiday(String at, LocalDate day, String name) {}

    record Clinic(
            String at,
            String code,
            String name,
            String organisation,
            String policy,
            String zone,
            Address address,
            Location location,
            @Nullable String phone,
            @Nullable String email,
            List<String> calendars,
            List<Opening> hours,
            List<Room> rooms,
            List<Device> equipment,
            boolean strandAppointments) {}

    record Address(String street, String suburb, String state, String postcode, String country) {
        static final Address NONE = new Address("", "", "", "", "");
    }

    record Location(double latitude, double longitude) {
        static final Location NONE = new Location(0, 0);
    }

    record Opening(String at, List<Weekday> days, LocalTime opens, LocalTime closes) {}

    record Room(String at, String code, String name, String kind, int places) {}

    record Device(String at, String code, String name, String kind) {}

    record Travel(String at, List<String> between, int minutes, boolean strandAppointments) {}

    record Treatment(
            String at,
            String code,
            String name,
            String description,
            String place,
            List<Integer> lengths,
            boolean needsScreening,
            boolean assessment,
            boolean handsOn,
            List<String> always,
            List<String> may,
            int capacity,
            List<Need> needs,
            String currency,
            String taxCode,
            List<Price> prices,
            boolean strandAppointments) {}

    record Need(
            String at,
            String kind,
            String requirement,
            int offset,
            @Nullable Integer minutes,
            int bufferBefore,
            int bufferAfter) {}

    record Price(String at, int minutes, String tier, int amount) {}

    /** Lists that are null are left as they are stored. */
    record Practitioner(
            String at,
            String code,
            String givenName,
            String familyName,
            String gender,
            String profession,
            List<String> languages,
            List<String> skills,
            @Nullable List<Credential> credentials,
            @Nullable List<Offering> offerings,
            List<RosterAt> rosters,
            List<ExceptionAt> exceptions,
            List<Absence> timeOff,
            boolean strandAppointments) {}

    record Credential(
            String at,
            String kind,
            String number,
            @Nullable String clinic,
            LocalDate from,
            @Nullable LocalDate until) {}

    /** @param lengths null for all lengths of each treatment */
    record Offering(
            String at,
            String clinic,
            List<String> treatments,
            @Nullable List<Integer> lengths,
            String tier,
            boolean acceptsNewPatients,
            List<String> bookableBy) {}

    record RosterAt(String at, String clinic, Roster roster, boolean strandAppointments) {}

    record ExceptionAt(String at, String clinic, ExceptionalDay day, boolean strandAppointments) {}

    record Absence(
            String at,
            LocalDateTime from,
            LocalDateTime until,
            @Nullable String zone,
            String reason,
            boolean strandAppointments) {}

    record Partner(String at, String code, String name, List<Agreement> agreements) {}

    record Agreement(String at, List<String> clinics, List<String> treatments) {}
}
