package network.physio.triage.disposition;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The seven outcomes, least urgent first so that the greater one wins. */
public enum Disposition {
    SELF_CARE(Gate.CLEAR),
    MASSAGE_SUITABLE(Gate.CLEAR),
    PHYSIOTHERAPY_FIRST(Gate.ASSESSMENT_ONLY),
    MEDICAL_CLEARANCE(Gate.CLEARANCE_NEEDED),
    MEDICAL_SAME_DAY(null),
    EMERGENCY_DEPARTMENT(null),
    EMERGENCY_AMBULANCE(null);

    /** What booking may let through, without the reason. An outcome without a gate gives no pass. */
    public enum Gate {
        CLEAR,
        ASSESSMENT_ONLY,
        CLEARANCE_NEEDED;

        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final @Nullable Gate gate;

    Disposition(@Nullable Gate gate) {
        this.gate = gate;
    }

    public @Nullable Gate gate() {
        return gate;
    }

    public boolean isEmergency() {
        return this == EMERGENCY_AMBULANCE || this == EMERGENCY_DEPARTMENT;
    }

    /** To be said even while other answers are missing. */
    public boolean cannotWait() {
        return compareTo(MEDICAL_SAME_DAY) >= 0;
    }

    public boolean isMoreUrgentThan(Disposition other) {
        return compareTo(other) > 0;
    }
}
