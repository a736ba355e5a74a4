package network.physio.gateway.proxy;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A body on its way: passed on piece by piece, counted, and given up when it grows too long or stands still. */
final class WatchedStream implements ReadStream<Buffer> {

    /** Why a body was given up. */
    enum Fault {
        TOO_LONG,
        /** Its sender has stopped sending. */
        SENDER_STALLED,
        /** Its receiver has stopped reading. */
        RECEIVER_STALLED
    }

    private final Vertx vertx;
    private final ReadStream<Buffer> source;
    private final long limit;
    private final long patienceMillis;
    private final Runnable whenDone;

    private long passed;
    private boolean paused = true;
    private boolean over;
    private long timer = -1;
    private @Nullable Fault fault;
    private @Nullable Runnable insteadOfFailing;
    private @Nullable Handler<Throwable> exceptionHandler;

    WatchedStream(Vertx vertx, ReadStream<Buffer> source, long limit, Duration patience, Runnable whenDone) {
        this.vertx = vertx;
        this.source = source;
        this.limit = limit;
        this.patienceMillis = patience.toMillis();
        this.whenDone = whenDone;
        await();
    }

    /** Why it was given up, if it was. */
    @Nullable
    Fault fault() {
        return fault;
    }

    /** Runs this when the body breaks off, and keeps the failure from whoever reads the body. */
    WatchedStream insteadOfFailing(Runnable cut) {
        insteadOfFailing = cut;
        return this;
    }

    /** Stops the clock; nobody waits for this body any more. */
    void leave() {
        over = true;
        vertx.cancelTimer(timer);
    }

    @Override
    public WatchedStream handler(@Nullable Handler<Buffer> handler) {
        source.handler(handler == null ? null : piece -> pass(piece, handler));
        return this;
    }

    private void pass(Buffer piece, Handler<Buffer> handler) {
        passed += piece.length();
        if (passed > limit) {
            giveUp(Fault.TOO_LONG);
        } else if (!over) {
            await();
            handler.handle(piece);
        }
    }

    private void await() {
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(patienceMillis, late -> giveUp(paused ? Fault.RECEIVER_STALLED : Fault.SENDER_STALLED));
    }

    private void giveUp(Fault reason) {
        if (over) {
            return;
        }
        leave();
        fault = reason;
        if (exceptionHandler != null) {
            exceptionHandler.handle(new IllegalStateException(reason.name()));
        }
    }

    @Override
    public WatchedStream exceptionHandler(@Nullable Handler<Throwable> handler) {
        Runnable cut = insteadOfFailing;
        exceptionHandler = cut == null ? handler : failure -> cut.run();
        source.exceptionHandler(failure -> {
            leave();
            if (exceptionHandler != null) {
                exceptionHandler.handle(failure);
            }
        });
        return this;
    }

    @Override
    public WatchedStream endHandler(@Nullable Handler<Void> handler) {
        source.endHandler(end -> {
            if (over) {
                return;
            }
            leave();
            whenDone.run();
            if (handler != null) {
                handler.handle(null);
            }
        });
        return this;
    }

    @Override
    public WatchedStream pause() {
        paused = true;
        source.pause();
        return this;
    }

    @Override
    public WatchedStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public WatchedStream fetch(long amount) {
        paused = false;
        source.fetch(amount);
        return this;
    }
}
