package network.physio.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Loads a network file through the API, as an administrator of the network would. */
final class NetworkFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI gateway;

    NetworkFile(HttpClient http, URI gateway) {
        this.http = http;
        this.gateway = gateway;
    }

    boolean networkIsEmpty() {
        var request = HttpRequest.newBuilder(gateway.resolve("/booking/v1/clinics?limit=1"))
                .timeout(Duration.ofSeconds(20))
                .build();
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != 200) {
            throw new StackFailure(
                    "The clinics could not be read (status %d): %s".formatted(answer.statusCode(), answer.body()));
        }
        try {
            return JSON.readTree(answer.body()).path("items").isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> load(Path file, String token) {
        if (Files.notExists(file)) {
            throw new StackFailure("There is no file %s.".formatted(file));
        }
        try {
            return send(HttpRequest.newBuilder(gateway.resolve("/booking/v1/network"))
                    .timeout(Duration.ofMinutes(2))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/yaml")
                    .PUT(BodyPublishers.ofFile(file))
                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Loading the network was interrupted.", e);
        }
    }
}
