package dev.sallyport.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An OIDC issuer on loopback, in this process: discovery, keys, a token endpoint, and every kind of token, good or
/// forged.
///
/// It stands in for a company's identity provider, so that the demo and the tests need no network. People and clients
/// are told to it by [#register]; tests make tokens with full control by [#draft].
public final class Issuer implements AutoCloseable {
    private static final int KEYS_PUBLISHED_MAX = 8;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ObjectMapper json = new ObjectMapper();
    private final Clock clock;
    private final JWSAlgorithm algorithm;
    private final URI uri;
    private final TokenEndpoint tokens;
    private final CopyOnWriteArrayList<JWK> published = new CopyOnWriteArrayList<>();
    private final AtomicInteger keyFetches = new AtomicInteger();
    private final AtomicInteger discoveryFetches = new AtomicInteger();
    private volatile JWK key;
    private volatile boolean paused;

    private Issuer(HttpServer server, JWSAlgorithm algorithm, Clock clock) {
        this.server = server;
        this.algorithm = algorithm;
        this.clock = clock;
        uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        key = Keys.generate(algorithm);
        published.add(key);
        tokens = new TokenEndpoint(this);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /// An issuer with an ECDSA P-256 key (ES256) at a free port.
    public static Issuer start() {
        return start("ES256", Clock.systemUTC(), 0);
    }

    /// @param algorithm `ES256`, `RS256`, `PS256` or `EdDSA`: what its tokens are signed with
    /// @param clock what "now" is in the tokens' `iat` and `exp`
    /// @param port 0 for a free one
    public static Issuer start(String algorithm, Clock clock, int port) {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
            return new Issuer(server, JWSAlgorithm.parse(algorithm), clock);
        } catch (IOException e) {
            throw new UncheckedIOException("issuer at 127.0.0.1:" + port, e);
        }
    }

    /// Its `iss`: `http://127.0.0.1:PORT`, without a slash at the end.
    public URI uri() {
        return uri;
    }

    /// Where clients fetch tokens.
    public URI tokenEndpoint() {
        return uri.resolve("/token");
    }

    /// Tells it of a client (`client_credentials`) or a person (`password`, for the demo only). Its tokens carry these
    /// claims; `sub` is the name unless the claims say otherwise.
    public void register(String name, String secret, Map<String, Object> claims) {
        tokens.register(name, secret, claims);
    }

    /// A token for somebody registered, without the detour over HTTP; good for five minutes.
    public String tokenFor(String name, String audience) {
        return tokens.draftFor(name, audience).signed();
    }

    /// A token with these claims beside `iss`, `iat` (now) and `exp` (in five minutes), rightly signed.
    public String token(Map<String, Object> claims) {
        TokenDraft draft = draft();
        claims.forEach(draft::claim);
        return draft.signed();
    }

    /// A token to be bent before it is signed.
    public TokenDraft draft() {
        return new TokenDraft(uri.toString(), algorithm, key, clock.instant());
    }

    /// Signs with a new key from now on. The old key stays published, as it does with real issuers.
    public void rotateKey() {
        key = Keys.generate(algorithm);
        published.add(0, key);
        while (published.size() > KEYS_PUBLISHED_MAX) {
            published.remove(published.size() - 1);
        }
    }

    /// Publishes the newest key only: tokens of the older ones are no longer good.
    public void withdrawOldKeys() {
        published.retainAll(List.of(key));
    }

    /// Answers 503 to everything, as in an outage.
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
    }

    /// How often the keys were asked for, outages included.
    public int keyFetches() {
        return keyFetches.get();
    }

    /// How often the discovery document was asked for, outages included.
    public int discoveryFetches() {
        return discoveryFetches.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            switch (path) {
                case "/.well-known/openid-configuration" -> {
                    discoveryFetches.incrementAndGet();
                    answer(exchange, new Answer(200, discovery()));
                }
                case "/jwks" -> {
                    keyFetches.incrementAndGet();
                    answer(
                            exchange,
                            new Answer(200, new JWKSet(List.copyOf(published)).toJSONObject()));
                }
                case "/token" -> answer(exchange, tokens.serve(exchange));
                default -> answer(exchange, new Answer(404, Map.of("error", "not_found")));
            }
        }
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        Answer said = paused ? new Answer(503, Map.of("error", "temporarily_unavailable")) : answer;
        byte[] body = json.writeValueAsBytes(said.body());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(said.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    /// OpenID Connect Discovery 1.0, section 3.
    private Map<String, Object> discovery() {
        return Map.of(
                "issuer", uri.toString(),
                "jwks_uri", uri.resolve("/jwks").toString(),
                "token_endpoint", tokenEndpoint().toString(),
                "grant_types_supported", List.of("client_credentials", "password"),
                "response_types_supported", List.of("code"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of(algorithm.getName()));
    }

    /// One answer over HTTP, with a body to be written as JSON.
    record Answer(int status, Map<String, ?> body) {}
}
