package network.physio.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The processes of one stack: if one ends by itself, the stack has failed. */
final class Children {

    private final Folders folders;
    private final List<Child> started = new ArrayList<>();
    private final CompletableFuture<Child> firstEnded = new CompletableFuture<>();
    private boolean stopping;

    Children(Folders folders) {
        this.folders = folders;
    }

    synchronized Child start(Command command) {
        if (stopping) {
            throw new StackFailure("The stack is being stopped.");
        }
        try {
            Child child = Child.start(command, folders);
            started.add(child);
            var watched = child.process.onExit().thenAccept(process -> ended(child));
            assert !watched.isCancelled();
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when a child has ended although nobody asked it to. */
    StackFailure awaitFailure() {
        return failure(firstEnded.join());
    }

    void failIfOneEnded() {
        if (firstEnded.isDone()) {
            throw failure(firstEnded.join());
        }
    }

    synchronized boolean haveStarted() {
        return !started.isEmpty();
    }

    void stopAll() {
        List<Child> all;
        synchronized (this) {
            stopping = true;
            all = List.copyOf(started);
        }
        for (Stage stage : Stage.stopping()) {
            List<Child> together =
                    all.stream().filter(child -> child.stage == stage).toList();
            together.forEach(Child::askToStop);
            together.forEach(Child::awaitStop);
        }
    }

    private synchronized void ended(Child child) {
        if (!stopping) {
            firstEnded.complete(child);
        }
    }

    private StackFailure failure(Child child) {
        return new StackFailure("%s ended unexpectedly (exit code %d): its log is %s; everything else is stopped."
                .formatted(child.name, child.process.exitValue(), folders.shown(child.log)));
    }
}
