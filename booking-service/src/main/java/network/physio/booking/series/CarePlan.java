package network.physio.booking.series;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How often to come, by the plan code of a screening pass. Plans are ranges: the pace says which end of it. */
enum CarePlan {
    /** Acute pain: once or twice a week. */
    FR_01("FR-01") {
        @Override
        List<Course.Step> steps(Pace pace, int visits) {
            return List.of(new Course.Step(pace == Pace.CLOSER ? List.of(3, 4) : List.of(7), visits));
        }
    },
    /** Chronic pain: weekly at first, then every two weeks or monthly. */
    FR_02("FR-02") {
        @Override
        List<Course.Step> steps(Pace pace, int visits) {
            int weekly = Math.min(visits, WEEKLY_AT_FIRST);
            return List.of(
                    new Course.Step(List.of(7), weekly),
                    new Course.Step(List.of(pace == Pace.CLOSER ? 14 : MONTH), visits - weekly));
        }
    },
    /** Maintenance: every two to four weeks. */
    FR_03("FR-03") {
        @Override
        List<Course.Step> steps(Pace pace, int visits) {
            return List.of(new Course.Step(List.of(pace == Pace.CLOSER ? 14 : MONTH), visits));
        }
    },
    /** Stress tension: as needed, often monthly. */
    FR_04("FR-04") {
        @Override
        List<Course.Step> steps(Pace pace, int visits) {
            return List.of(new Course.Step(List.of(MONTH), visits));
        }
    };

    /** FR-02 and FR-07 say "at first" and give no number: a month of weekly visits, then fewer. */
    private static final int WEEKLY_AT_FIRST = 4;

    /** Four weeks keep the weekday, which rosters are made of. */
    private static final int MONTH = 28;

    /** Which end of the plan's range. */
    enum Pace {
        @JsonProperty("closer")
        CLOSER,
        @JsonProperty("wider")
        WIDER
    }

    private final String code;

    CarePlan(String code) {
        this.code = code;
    }

    /** The plan with this code; empty for one that is no course of visits, such as FR-13. */
    static Optional<CarePlan> of(String code) {
        return Arrays.stream(values()).filter(plan -> plan.code.equals(code)).findFirst();
    }

    String code() {
        return code;
    }

    abstract List<Course.Step> steps(Pace pace, int visits);
}
