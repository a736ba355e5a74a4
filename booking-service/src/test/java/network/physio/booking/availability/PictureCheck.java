package network.physio.booking.availability;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Singleton;
import java.lang.reflect.Field;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

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
        assertThat(fields(state.listings())).isEqualTo(fields(anew.listings()));
        assertThat(state.resources()).isEqualTo(anew.resources());
        assertThat(state.timetable()).isEqualTo(anew.timetable());
        assertThat(state.occupancy()).isEqualTo(anew.occupancy());
        assertThat(state.sessions()).isEqualTo(anew.sessions());
    }

    /** Of listings, each by its own equality: AssertJ's recursive comparison takes half a minute for a large network. */
    private static Map<String, Object> fields(Listings listings) {
        Map<String, Object> fields = new TreeMap<>();
        for (Field field : Listings.class.getDeclaredFields()) {
            field.setAccessible(true);
            try {
                fields.put(field.getName(), field.get(listings));
            } catch (IllegalAccessException impossible) {
                throw new AssertionError(impossible);
            }
        }
        return fields;
    }
}
