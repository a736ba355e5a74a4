package network.physio.gateway.door;

import network.physio.gateway.Visit;
import org.jboss.logging.Logger;

/**
 * One line per request: the template of the contract instead of the address, no query, no client. Ids in addresses and
 * values in queries are somebody's.
 */
final class AccessLog {

    private static final Logger LOG = Logger.getLogger("network.physio.requests");

    private AccessLog() {}

    static void follow(Visit visit) {
        visit.whenOver(completely -> write(visit, completely));
        visit.context().addEndHandler(end -> visit.isOver(end.succeeded()));
    }

    private static void write(Visit visit, boolean complete) {
        var context = visit.context();
        LOG.infof(
                "%s %s %d %d ms route=%s caller=%s sent=%d%s request=%s trace=%s",
                context.request().method(),
                visit.template(),
                context.response().getStatusCode(),
                visit.tookMillis(),
                visit.route(),
                visit.caller(),
                context.response().bytesWritten(),
                complete ? "" : " broken-off",
                visit.requestId(),
                visit.trace().traceId());
    }
}
