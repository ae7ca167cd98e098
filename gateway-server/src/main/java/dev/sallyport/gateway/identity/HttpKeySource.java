package dev.sallyport.gateway.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Fetches an issuer's keys by way of its discovery document (OpenID Connect Discovery 1.0, section 4).
///
/// An issuer is trusted to say who may come in, and with nothing else: no redirect is followed, no plain http off
/// loopback, and an answer that is late or large is none.
final class HttpKeySource implements KeySource {
    static final Duration DEADLINE = Duration.ofSeconds(10);
    static final int BODY_BYTES_MAX = 512 * 1024;

    private final HttpClient http;
    private final URI issuer;
    private final Duration deadline;
    private final StrictJson json = new StrictJson();

    HttpKeySource(HttpClient http, URI issuer, Duration deadline) {
        this.http = http;
        this.issuer = issuer;
        this.deadline = deadline;
    }

    static HttpClient newClient(Duration connectTimeout) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    @Override
    public Answer fetch() {
        try {
            return new Answer.Keys(keys(keysUri(get(discoveryUri()))));
        } catch (IOException e) {
            return new Answer.Failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Whatever an issuer answers, at worst it is one that cannot be asked.
            return new Answer.Failed(e.toString());
        }
    }

    // Section 4.1: a slash at the issuer's end is left out before the path is appended.
    private URI discoveryUri() {
        String base = issuer.toString();
        base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return URI.create(base + "/.well-known/openid-configuration");
    }

    private URI keysUri(byte[] document) throws IOException {
        Map<String, Object> values =
                json.object(document)
                        .orElseThrow(() -> new IOException(discoveryUri() + ": not a JSON object"));
        // Section 4.3: it must name the very issuer it was asked for.
        if (!issuer.toString().equals(values.get("issuer"))) {
            throw new IOException(
                    discoveryUri()
                            + ": issuer: "
                            + Refusals.quoted(values.get("issuer"))
                            + " (expected: "
                            + issuer
                            + ")");
        }
        try {
            URI uri = URI.create(String.valueOf(values.get("jwks_uri")));
            boolean plain = "http".equalsIgnoreCase(uri.getScheme());
            if (Loopback.mayFetch(uri) && (!plain || Loopback.isLoopback(issuer))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw badKeysUri(values, e);
        }
        throw badKeysUri(values, null);
    }

    private IOException badKeysUri(Map<String, Object> values, @Nullable Exception cause) {
        return new IOException(
                discoveryUri()
                        + ": jwks_uri: "
                        + Refusals.quoted(values.get("jwks_uri"))
                        + " (expected: an https URI)",
                cause);
    }

    private List<JWK> keys(URI uri) throws IOException {
        String body = new String(get(uri), StandardCharsets.UTF_8);
        try {
            return JWKSet.parse(body).toPublicJWKSet().getKeys();
        } catch (ParseException e) {
            throw new IOException(uri + ": not a set of keys: " + e.getMessage(), e);
        }
    }

    private byte[] get(URI uri) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("Accept", "application/json").build();
        // Sent apart from this thread, because a request's own timeout does not cover the body.
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), BODY_BYTES_MAX));
        try {
            HttpResponse<byte[]> response = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException(
                        uri + ": status " + response.statusCode() + " (expected: 200)");
            }
            return response.body();
        } catch (TimeoutException e) {
            throw new IOException(uri + ": no answer within " + deadline.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(uri + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(uri + ": interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }
}
