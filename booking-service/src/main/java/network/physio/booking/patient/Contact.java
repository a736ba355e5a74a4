package network.physio.booking.patient;

import org.jspecify.annotations.Nullable;

/** Ways to reach a person; at least one is needed. */
@Reachable
interface Contact {

    @Nullable
    String email();

    @Nullable
    String phone();
}
