package network.physio.booking.availability;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What was read for many questions at once; each question gets its {@link Diary} from here. */
public final class Facts {

    private final Span window;
    private final Map<UUID, List<Diaries.WeeklyHours>> hours;
    private final Map<UUID, Set<LocalDate>> holidays;
    private final Map<UUID, List<Span>> closures;
    private final Map<Diaries.At, List<Diaries.Roster>> rosters;
    private final Map<Diaries.ExceptionKey, List<LocalHours>> exceptions;
    private final List<Diaries.Unit> units;
    private final Map<UUID, List<Diaries.Claimed>> claims;
    private final Map<UUID, Clinic> clinics;
    private final TravelTimes travel;

    private final Map<UUID, Ticks> openings = new HashMap<>();
    private final Map<UUID, Map<Need.Kind, List<Diary.Place>>> places = new HashMap<>();

    Facts(
            Span window,
            Map<UUID, List<Diaries.WeeklyHours>> hours,
            Map<UUID, Set<LocalDate>> holidays,
            Map<UUID, List<Span>> closures,
            Map<Diaries.At, List<Diaries.Roster>> rosters,
            Map<Diaries.ExceptionKey, List<LocalHours>> exceptions,
            List<Diaries.Unit> units,
            Map<UUID, List<Diaries.Claimed>> claims,
            Map<UUID, Clinic> clinics,
            TravelTimes travel) {
        this.window = window;
        this.hours = hours;
        this.holidays = holidays;
        this.closures = closures;
        this.rosters = rosters;
        this.exceptions = exceptions;
        this.units = units;
        this.claims = claims;
        this.clinics = clinics;
        this.travel = travel;
    }

    public Span window() {
        return window;
    }

    /** The diary of the practitioner who makes this offering, at its clinic. */
    public Diary diary(Offering offering) {
        Clinic clinic = Objects.requireNonNull(clinics.get(offering.clinicId()), "an offering's clinic exists");
        List<Diaries.Claimed> taken = claims.getOrDefault(offering.practitionerId(), List.of());
        Ticks free = Ticks.all(window);
        List<Diary.Elsewhere> elsewhere = new ArrayList<>();
        long booked = 0;
        for (Diaries.Claimed claim : taken) {
            // On whichever unit: under an overbooked visit nothing is free, also when the other visit has gone.
            free.remove(claim.span());
            if (claim.appointment()) {
                booked += claim.span().length();
            }
            if (claim.clinicId() != null && !claim.clinicId().equals(clinic.id())) {
                Clinic other = Objects.requireNonNull(clinics.get(claim.clinicId()), "an appointment's clinic exists");
                elsewhere.add(new Diary.Elsewhere(
                        claim.span(),
                        travel.between(clinic, other).minutes(),
                        travel.between(other, clinic).minutes()));
            }
        }
        return new Diary(
                openings.computeIfAbsent(clinic.id(), id -> opening(clinic)),
                rostered(new Diaries.At(offering.practitionerId(), clinic.id()), clinic.zone()),
                free,
                elsewhere,
                places.computeIfAbsent(clinic.id(), this::placesOf),
                Math.toIntExact(booked));
    }

    private Ticks opening(Clinic clinic) {
        Ticks open = Ticks.none(window);
        Set<LocalDate> closedDays = holidays.getOrDefault(clinic.id(), Set.of());
        days().filter(day -> !closedDays.contains(day))
                .forEach(day -> hours.getOrDefault(clinic.id(), List.of()).stream()
                        .filter(weekly -> weekly.weekday() == day.getDayOfWeek())
                        .forEach(weekly -> open.add(weekly.hours().on(day, clinic.zone()))));
        closures.getOrDefault(clinic.id(), List.of()).forEach(open::remove);
        return open;
    }

    private List<Diary.RosteredHours> rostered(Diaries.At at, ZoneId zone) {
        List<Diary.RosteredHours> rostered = new ArrayList<>();
        days().forEach(day -> {
            List<LocalHours> instead = exceptions.get(new Diaries.ExceptionKey(at, day));
            if (instead == null) {
                rosters.getOrDefault(at, List.of()).stream()
                        .filter(roster -> roster.appliesOn(day))
                        .flatMap(roster -> roster.segments().stream()
                                .filter(segment -> segment.weekday() == day.getDayOfWeek()
                                        && segment.week() == roster.weekOf(day)))
                        .map(segment -> new Diary.RosteredHours(
                                segment.hours().on(day, zone),
                                segment.place(),
                                segment.audience(),
                                segment.visitKinds(),
                                segment.releaseHours()))
                        .forEach(rostered::add);
            } else {
                instead.stream()
                        .map(hours -> new Diary.RosteredHours(
                                hours.on(day, zone), Treatment.Place.CLINIC, EVERYBODY, EVERY_VISIT, 0))
                        .forEach(rostered::add);
            }
        });
        return rostered;
    }

    /** The hours of a dated exception are for everybody and every visit. */
    private static final Set<String> EVERYBODY = Set.of("public", "partner", "staff");

    private static final Set<String> EVERY_VISIT = Set.of("initial", "follow-up", "review");

    private Map<Need.Kind, List<Diary.Place>> placesOf(UUID clinic) {
        Map<Need.Kind, List<Diary.Place>> ofClinic = new EnumMap<>(Need.Kind.class);
        units.stream().filter(unit -> unit.clinicId().equals(clinic)).forEach(unit -> {
            Ticks free = Ticks.all(window);
            claims.getOrDefault(unit.resourceId(), List.of()).stream()
                    .filter(claim -> claim.unit() == unit.unit())
                    .forEach(claim -> free.remove(claim.span()));
            ofClinic.computeIfAbsent(unit.kind(), kind -> new ArrayList<>())
                    .add(new Diary.Place(unit.resourceId(), unit.unit(), unit.code(), unit.placeKind(), free));
        });
        return ofClinic;
    }

    /** Every local day whose hours can reach into the window, whatever the zone. */
    private Stream<LocalDate> days() {
        return Diaries.firstDay(window).datesUntil(Diaries.lastDay(window).plusDays(1));
    }
}
