package network.physio.triage.assessment;

import java.util.Optional;
import network.physio.http.Caller;

/**
 * Who answers.
 *
 * @param owner the principal that may read the assessment later; empty for an anonymous caller
 * @param subject the signed-in caller
 * @param forThemselves false for staff and partners: their own name must not be stopped for somebody else's symptoms
 */
record Respondent(Optional<String> owner, Optional<String> subject, boolean forThemselves) {

    private static final String[] ASKS_FOR_OTHERS = {
        "receptionist", "practitioner", "dispatcher", "partner", "editor", "clinical-lead", "network-admin"
    };

    static Respondent of(Caller caller) {
        return new Respondent(caller.principal(), caller.subject(), !caller.hasAny(ASKS_FOR_OTHERS));
    }

    /** Whose outcomes hold against each other. */
    Optional<String> holder() {
        return owner.filter(known -> forThemselves);
    }

    /** The patient that a stop can name. */
    Optional<String> identified() {
        return subject.filter(known -> forThemselves);
    }
}
