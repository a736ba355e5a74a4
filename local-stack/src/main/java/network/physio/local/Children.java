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

    /** Starts one that is to go on until everything is stopped. */
    Child start(Command command) {
        Child child = launch(command);
        var watched = child.process.onExit().thenAccept(process -> ended(child));
        assert !watched.isCancelled();
        return child;
    }

    /** Runs one to its end, unless everything is stopped before. */
    void finish(Command command) {
        Child child = launch(command);
        try {
            int exit = child.process.waitFor();
            forget(child);
            if (exit != 0) {
                throw new StackFailure("%s failed (exit code %d): its log is %s."
                        .formatted(child.name, exit, folders.shown(child.log)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("The start was interrupted.", e);
        }
    }

    private synchronized void forget(Child ended) {
        ended.awaitStop();
        started.remove(ended);
    }

    private synchronized Child launch(Command command) {
        if (stopping) {
            throw new StackFailure("The stack is being stopped.");
        }
        try {
            Child child = Child.start(command, folders);
            started.add(child);
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
