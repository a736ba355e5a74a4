package network.physio.booking.availability;

import java.util.Map;
import java.util.UUID;

/**
 * How long the way between two clinics takes. What the network file states counts; else the straight line times a detour,
 * at the speed of a city, with a few minutes to leave and arrive.
 */
public record TravelTimes(Map<Key, Leg> stated) {

    /** A way through a city is about a third longer than the straight line. */
    private static final double DETOUR = 1.35;

    private static final double KM_PER_MINUTE = 0.5;
    private static final int LEAVE_AND_ARRIVE_MINUTES = 10;
    private static final double EARTH_RADIUS_KM = 6371;

    /** A stated or estimated way; {@code source} says which. */
    public record Leg(int minutes, String source) {}

    /** From one clinic to another. */
    public record Key(UUID from, UUID to) {}

    /** Minutes, a multiple of 5; none within one clinic. */
    public Leg between(Clinic from, Clinic to) {
        if (from.id().equals(to.id())) {
            return new Leg(0, "same-clinic");
        }
        Leg leg = stated.get(new Key(from.id(), to.id()));
        return leg == null ? estimate(from, to) : leg;
    }

    private static Leg estimate(Clinic from, Clinic to) {
        double minutes =
                kilometres(from.latitude(), from.longitude(), to.latitude(), to.longitude()) * DETOUR / KM_PER_MINUTE
                        + LEAVE_AND_ARRIVE_MINUTES;
        return new Leg(Math.ceilDiv((int) Math.ceil(minutes), Span.TICK_MINUTES) * Span.TICK_MINUTES, "straight-line");
    }

    /** Length of the great circle between two points, in kilometres. */
    public static double kilometres(double latitude, double longitude, double toLatitude, double toLongitude) {
        double north = Math.toRadians(toLatitude - latitude);
        double east = Math.toRadians(toLongitude - longitude);
        double haversine = Math.pow(Math.sin(north / 2), 2)
                + Math.cos(Math.toRadians(latitude))
                        * Math.cos(Math.toRadians(toLatitude))
                        * Math.pow(Math.sin(east / 2), 2);
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(haversine));
    }
}
