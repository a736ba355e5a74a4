package network.physio.booking.calendar;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * As whom the caller makes and ends subscriptions to a diary.
 *
 * @param clinics those of the front desk at which the practitioner works; null for the practitioner, whose diary it is
 */
record FeedKeeper(UUID practitioner, @Nullable List<UUID> clinics) {}
