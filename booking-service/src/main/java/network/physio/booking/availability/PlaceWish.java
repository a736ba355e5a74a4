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
            case PRACTITIONER, PATIENT -> null;
        };
    }
}
