package network.physio.booking.message;

import java.util.ArrayList;
import java.util.List;

/**
 * How to prepare for a visit, as the ids of clinical facts; the words are in the templates of each language. PR-01 water,
 * PR-02 comfortable clothes, PR-03 be ready to describe the pain and one's history, PR-04 come calmly and in time, PR-05 say
 * which pressure is right. Telling about warning signs (PR-06) is asked of everybody.
 */
final class Preparation {

    /** Techniques of hands on muscles, and of needles or tools on them: TE-01 to TE-13. */
    private static final int LAST_HANDS_ON = 13;

    /** Guided movement: TE-16 and TE-17. */
    private static final List<String> MOVEMENT = List.of("TE-16", "TE-17");

    private Preparation() {}

    static List<String> of(Visit visit) {
        List<String> facts = new ArrayList<>();
        if (visit.isOnline()) {
            facts.add("online");
        } else if (visit.place().equals("address")) {
            facts.add("at-home");
        } else {
            facts.add("PR-04");
        }
        if (visit.handsOn() || visit.techniques().stream().anyMatch(MOVEMENT::contains)) {
            facts.add("PR-02");
        }
        facts.add("PR-03");
        if (visit.handsOn() && visit.techniques().stream().anyMatch(Preparation::isHandsOn)) {
            facts.add("PR-05");
            facts.add("PR-01");
        }
        facts.add("PR-06");
        return List.copyOf(facts);
    }

    private static boolean isHandsOn(String technique) {
        return technique.matches("TE-\\d\\d") && Integer.parseInt(technique.substring(3)) <= LAST_HANDS_ON;
    }
}
