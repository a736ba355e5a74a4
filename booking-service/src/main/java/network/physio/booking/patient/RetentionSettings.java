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

    /** Until when what is entered on this day, and never attended, is kept. */
    default LocalDate guestsGo(LocalDate day) {
        return day.plusDays(guestDays());
    }
}
