package network.physio.booking.patient;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.LocalDate;

/** How long records of people are kept. */
@ConfigMapping(prefix = "physio.retention")
public interface RetentionSettings {

    /** Days after which what a guest or a partner entered goes, counted from the last visit that was only booked. */
    @WithDefault("30")
    int guestDays();

    /** Years for which a visit that took place stays on record; in Victoria the Health Records Act asks for seven. */
    @WithDefault("7")
    int visitYears();

    /**
     * Days after a visit for which it stays known what its patient was told. Longer than the 30 days for which the address
     * in a letter that switches its kind off must work by Australia's Spam Act.
     */
    @WithDefault("90")
    int messageDays();

    /** Days after a visit, when a link to manage it has long ceased to work, for which it stays known that there was one. */
    @WithDefault("30")
    int manageLinkDays();

    /** Until when what is entered on this day, and never attended, is kept. */
    default LocalDate guestsGo(LocalDate day) {
        return day.plusDays(guestDays());
    }
}
