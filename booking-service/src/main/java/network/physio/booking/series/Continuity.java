package network.physio.booking.series;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import network.physio.booking.availability.Judge;
import network.physio.booking.availability.Offering;
import org.jspecify.annotations.Nullable;

/** Chooses who treats through a series: the one who can take most of its visits, then the least booked, then by code. */
@ApplicationScoped
class Continuity {

    private final Judge judge;

    Continuity(Judge judge) {
        this.judge = judge;
    }

    /**
     * Who treats.
     *
     * @param chosen null when nobody offers it, or the one asked for does not
     * @param instead who may stand in where the chosen one cannot; empty when nobody may
     */
    record Treating(@Nullable UUID chosen, Set<UUID> instead) {

        /** Everybody who may come to treat, to be locked before the first visit is taken. */
        Set<UUID> everybody() {
            Set<UUID> everybody = new HashSet<>(instead);
            if (chosen != null) {
                everybody.add(chosen);
            }
            return everybody;
        }

        /** The wish with the chosen practitioner. */
        Judge.Wish wish(Judge.Wish wish) {
            return chosen == null ? wish : wish.with(chosen);
        }
    }

    /** One practitioner's standing: how many visits they cannot take, and how full their days are. */
    private record Standing(Offering offering, int cannot, long booked) {
        Standing and(Judge.Candidate candidate) {
            return new Standing(
                    offering, candidate.bookable() ? cannot : cannot + 1, booked + candidate.bookedThatDay());
        }
    }

    private static final Comparator<Standing> BEST_FIRST = Comparator.comparingInt(Standing::cannot)
            .thenComparingLong(Standing::booked)
            .thenComparing(standing -> standing.offering().practitionerCode());

    /**
     * Who treats these visits.
     *
     * @param wished whom the caller asked for, null for nobody in particular
     * @param anybody whether another practitioner may take a visit that the chosen one cannot
     */
    Treating choose(List<Judge.Wish> visits, @Nullable UUID wished, boolean anybody) {
        if (wished != null && !anybody) {
            return new Treating(wished, Set.of());
        }
        Map<UUID, Standing> standings = standings(visits);
        Set<UUID> instead = anybody ? Set.copyOf(standings.keySet()) : Set.of();
        if (wished != null) {
            return new Treating(standings.containsKey(wished) ? wished : null, instead);
        }
        return standings.values().stream()
                .min(BEST_FIRST)
                .map(best -> new Treating(best.offering().practitionerId(), instead))
                .orElse(new Treating(null, instead));
    }

    private Map<UUID, Standing> standings(List<Judge.Wish> visits) {
        Map<UUID, Standing> standings = new HashMap<>();
        for (Judge.Wish visit : visits) {
            for (Judge.Candidate candidate : judge.candidates(visit)) {
                Offering offering = candidate.offering();
                Standing before = standings.getOrDefault(offering.practitionerId(), new Standing(offering, 0, 0));
                standings.put(offering.practitionerId(), before.and(candidate));
            }
        }
        return standings;
    }
}
