package network.physio.triage.rule;

import java.util.EnumSet;
import java.util.Set;

/** The hands-on techniques of the network, by their code in the clinical facts (TE). Home techniques are never blocked. */
public enum Technique {
    SWEDISH("TE-01"),
    DEEP_TISSUE("TE-02"),
    TRIGGER_POINT("TE-03"),
    MYOFASCIAL_RELEASE("TE-04"),
    SPORTS_MASSAGE("TE-05"),
    HOT_STONE("TE-06"),
    SHIATSU("TE-07"),
    REMEDIAL_MASSAGE("TE-08"),
    INSTRUMENT_ASSISTED("TE-09"),
    CROSS_FIBRE_FRICTION("TE-10"),
    SIDE_LYING_WORK("TE-11"),
    MOBILISATION("TE-12"),
    DRY_NEEDLING("TE-13"),
    MANUAL_THERAPY("TE-16"),
    SOFT_TISSUE_THERAPY("TE-17");

    private final String code;

    Technique(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    static Set<Technique> all() {
        return EnumSet.allOf(Technique.class);
    }

    /** All but what a physiotherapist does in an assessment visit. */
    static Set<Technique> massage() {
        return EnumSet.complementOf(EnumSet.of(MANUAL_THERAPY));
    }

    /** Firm pressure, or force on a joint, or a needle. */
    static Set<Technique> firm() {
        return EnumSet.of(
                DEEP_TISSUE,
                TRIGGER_POINT,
                SPORTS_MASSAGE,
                INSTRUMENT_ASSISTED,
                CROSS_FIBRE_FRICTION,
                MOBILISATION,
                DRY_NEEDLING);
    }
}
