package network.physio.gateway.limit;

import io.github.bucket4j.TimeMeter;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** The clock of the limits: monotonic, because a corrected wall clock must not lock clients out. */
class Time {

    @Produces
    @DefaultBean
    @ApplicationScoped
    TimeMeter monotonic() {
        return TimeMeter.SYSTEM_NANOTIME;
    }
}
