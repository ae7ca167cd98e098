package dev.sallyport.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/// The gateway's control API, as an approver's tools use it.
public final class ControlApi implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;

    public ControlApi(String url) {
        this.url = url;
    }

    /// @param status of HTTP
    /// @param body JSON; a problem (RFC 9457) where the status is 400 or more
    public record Reply(int status, JsonNode body) {}

    public Reply get(String token, String path) {
        return send(token, HttpRequest.newBuilder(URI.create(url + path)).GET());
    }

    public Reply post(String token, String path, Map<String, ?> body) {
        try {
            return send(
                    token,
                    HttpRequest.newBuilder(URI.create(url + path))
                            .header("Content-Type", "application/json")
                            .POST(
                                    HttpRequest.BodyPublishers.ofByteArray(
                                            json.writeValueAsBytes(body))));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public Reply delete(String token, String path) {
        return send(token, HttpRequest.newBuilder(URI.create(url + path)).DELETE());
    }

    private Reply send(String token, HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    http.send(
                            request.header("Authorization", "Bearer " + token)
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            byte[] body = response.body();
            return new Reply(
                    response.statusCode(),
                    body.length == 0 ? json.nullNode() : json.readTree(body));
        } catch (IOException e) {
            throw new IllegalStateException("control API at " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
