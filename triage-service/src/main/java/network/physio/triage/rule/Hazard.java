package network.physio.triage.rule;

/** What goes wrong if the rule is missing; each rule guards against one. */
public enum Hazard {
    CAUDA_EQUINA_MISSED("HZ-01"),
    SERIOUS_ILLNESS_MISSED("HZ-02"),
    VASCULAR_EMERGENCY_MISSED("HZ-03"),
    NERVE_MADE_WORSE("HZ-04"),
    BLEEDING("HZ-05"),
    FRESH_TISSUE_HARMED("HZ-06"),
    INFECTION_SPREAD("HZ-07"),
    BONE_HARMED("HZ-08"),
    PREGNANCY_HARMED("HZ-09"),
    HARM_AFTER_TREATMENT_MISSED("HZ-10"),
    CAUSE_NEVER_ASSESSED("HZ-11"),
    OVER_TRIAGE("HZ-12");

    private final String code;

    Hazard(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
