package network.physio.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a health address until it answers 200. */
final class Readiness {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final HttpClient http;
    private final Children children;

    Readiness(HttpClient http, Children children) {
        this.http = http;
        this.children = children;
    }

    void await(Child child, URI health, Duration patience, Folders folders) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!ready(health)) {
            children.failIfOneEnded();
            if (System.nanoTime() > deadline) {
                throw new StackFailure("%s was not ready within %d seconds: its log is %s."
                        .formatted(child.name, patience.toSeconds(), folders.shown(child.log)));
            }
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("The start was interrupted.", e);
        }
    }

    private boolean ready(URI health) {
        try {
            var request = HttpRequest.newBuilder(health)
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("The start was interrupted.", e);
        }
    }
}
