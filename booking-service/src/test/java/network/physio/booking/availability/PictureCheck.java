package network.physio.booking.availability;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Objects;

/** Compares the picture in memory, which was kept current, with one that is laid out anew from the tables. */
@Singleton
public class PictureCheck {

    private final Picture kept;
    private final LiveAvailability live;
    private final StoredChanges changes;
    private final StoredListings listings;
    private final StoredTimetables timetables;
    private final StoredClaims claims;
    private final StoredSessions sessions;
    private final Clock clock;

    PictureCheck(
            Picture kept,
            LiveAvailability live,
            StoredChanges changes,
            StoredListings listings,
            StoredTimetables timetables,
            StoredClaims claims,
            StoredSessions sessions,
            Clock clock) {
        this.kept = kept;
        this.live = live;
        this.changes = changes;
        this.listings = listings;
        this.timetables = timetables;
        this.claims = claims;
        this.sessions = sessions;
        this.clock = clock;
    }

    public void equalsTheTables() {
        live.awaitCurrent();
        Picture.State state = Objects.requireNonNull(kept.state());
        Picture.State anew =
                new Picture(changes, listings, timetables, claims, sessions).laidOut(state.window(), clock.instant());
        assertThat(state.listings()).usingRecursiveComparison().isEqualTo(anew.listings());
        assertThat(state.resources()).isEqualTo(anew.resources());
        assertThat(state.timetable()).isEqualTo(anew.timetable());
        assertThat(state.occupancy()).isEqualTo(anew.occupancy());
        assertThat(state.sessions()).isEqualTo(anew.sessions());
    }
}
