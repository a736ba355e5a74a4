package network.physio.triage.rule;

import java.util.Locale;

/** How long it has hurt. The facts' "12 weeks" and "three months" differ by a week; we take 12 weeks, 84 days (PH-01..03, X-19). */
public enum Phase {
    ACUTE,
    SUBACUTE,
    CHRONIC;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
