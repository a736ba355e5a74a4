package network.physio.booking.availability;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The room and the device that somebody asks for; null leaves the choice to us. */
public record PlaceWish(@Nullable UUID room, @Nullable UUID equipment) {

    public static final PlaceWish ANY = new PlaceWish(null, null);

    /** Of rooms or devices, the one that is asked for. */
    @Nullable
    UUID of(Need.Kind kind) {
        return switch (kind) {
            case ROOM -> room;
            case EQUIPMENT -> equipment;
            case PRACTITIONER, PATIENT, SESSION -> null;
        };
    }

    /** Whether somebody with this wish would take a seat in the session, whose devices are the clinic's to choose. */
    boolean allows(GroupSession session) {
        return equipment == null && (room == null || room.equals(session.roomId()));
    }
}
