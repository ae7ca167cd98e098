package dev.sallyport.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.demo.Issuer;
import dev.sallyport.gateway.identity.SignIn.Result.Known;
import dev.sallyport.gateway.identity.SignIn.Result.Unknown;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How keys come, stay and go: rotation, outage, floods, and issuers that misbehave.
class IssuerKeysTest {
    private static final String US = "sallyport";

    private final TestClock clock = new TestClock();
    private final Issuer issuer = Issuer.start("ES256", clock, 0);
    private final List<AutoCloseable> closed = new ArrayList<>(List.of(issuer));
    private final Tokens tokens = tokensOf(issuer.uri());

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : closed) {
            one.close();
        }
    }

    @Test
    void nothingIsFetchedBeforeTheFirstToken() {
        assertThat(issuer.discoveryFetches()).isZero();
    }

    @Test
    void keysAreFetchedOnceForManyTokens() {
        for (int i = 0; i < 20; i++) {
            assertKnown();
        }
        assertThat(issuer.keyFetches()).isEqualTo(1);
    }

    @Test
    void rotatedKeyIsAcceptedAtOnce() {
        assertKnown();
        issuer.rotateKey();
        assertKnown();
        assertThat(issuer.keyFetches()).isEqualTo(2);
    }

    @Test
    void withdrawnKeyStopsWorkingWhenKeysAreNoLongerFresh() {
        String old = token();
        assertKnown(old);
        issuer.rotateKey();
        issuer.withdrawOldKeys();
        clock.advance(IssuerKeys.FRESH);
        assertUnknown(old, "does not publish");
    }

    @Test
    void keysStayGoodThroughAnOutageOfFourHoursAndNoLonger() {
        assertKnown();
        issuer.pause();
        clock.advance(IssuerKeys.USABLE.minusSeconds(1));
        assertKnown();
        clock.advance(Duration.ofSeconds(1));
        assertUnknown(token(), "cannot be fetched");
    }

    @Test
    void issuerThatWasNeverReachedIsRefusedClearlyAndTriedAgain() {
        issuer.pause();
        assertUnknown(token(), "cannot be fetched");
        issuer.resume();
        assertKnown();
    }

    @Test
    void outageIsNotPaidForByEverySignIn() {
        assertKnown();
        issuer.pause();
        clock.advance(IssuerKeys.FRESH);
        for (int i = 0; i < 50; i++) {
            assertKnown();
        }
        assertThat(issuer.discoveryFetches()).isLessThanOrEqualTo(1 + IssuerKeys.FETCHES_AT_ONCE);
    }

    @Test
    void floodOfUnknownKeyIdsIsBoundedAndRotationStillSeen() {
        assertKnown();
        flood(200);
        assertThat(issuer.keyFetches()).isEqualTo(IssuerKeys.FETCHES_AT_ONCE);
        issuer.rotateKey();
        clock.advance(IssuerKeys.FETCH_INTERVAL);
        assertKnown();
        flood(200);
        assertThat(issuer.keyFetches()).isEqualTo(IssuerKeys.FETCHES_AT_ONCE + 1);
    }

    @Test
    void floodAtOneIssuerDoesNotHinderAnother() {
        try (Issuer other = Issuer.start("RS256", clock, 0);
                Tokens both =
                        new Tokens(
                                List.of(
                                        IssuerConfig.of("a", issuer.uri(), US),
                                        IssuerConfig.of("b", other.uri(), US)),
                                clock)) {
            for (int i = 0; i < 50; i++) {
                both.check(issuer.draft().header("kid", "made-up-" + i).signed());
            }
            assertThat(both.check(other.token(Map.of("sub", "alice", "aud", US))))
                    .isInstanceOf(Known.class);
            other.rotateKey();
            assertThat(both.check(other.token(Map.of("sub", "alice", "aud", US))))
                    .isInstanceOf(Known.class);
        }
    }

    @Test
    void manyAtOnceShareOneFetch() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SignIn.Result>> results = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                results.add(
                        threads.submit(() -> {
                            start.await();
                            return tokens.check(token());
                        }));
            }
            start.countDown();
            for (Future<SignIn.Result> result : results) {
                assertThat(result.get(30, TimeUnit.SECONDS)).isInstanceOf(Known.class);
            }
        }
        assertThat(issuer.keyFetches()).isEqualTo(1);
    }

    @Test
    void twoKeysThatFitATokenWithoutKidAreAmbiguous() {
        issuer.rotateKey();
        String token =
                issuer.draft().claim("sub", "alice").claim("aud", US).withoutHeader("kid").signed();
        assertUnknown(token, "does not publish");
    }

    @Test
    void clockSetBackDoesNotStopFetches() {
        assertKnown();
        flood(10);
        clock.advance(Duration.ofDays(-1));
        issuer.rotateKey();
        assertKnown();
    }

    @Test
    void discoveryOfAnotherIssuerIsRefused() throws Exception {
        URI impostor =
                serve(
                        "{\"issuer\":\""
                                + issuer.uri()
                                + "\",\"jwks_uri\":\""
                                + issuer.uri()
                                + "/jwks\"}");
        assertUnknown(tokensOf(impostor), tokenOf(impostor), "cannot be fetched", "issuer:");
        assertThat(issuer.keyFetches()).isZero();
    }

    @Test
    void keysOffLoopbackNeedHttps() throws Exception {
        for (String uri :
                List.of(
                        "http://keys.example.com/jwks",
                        "file:///etc/passwd",
                        "",
                        "http:///jwks",
                        "::")) {
            URI odd = serve("{\"issuer\":\"THIS\",\"jwks_uri\":\"" + uri + "\"}");
            assertUnknown(tokensOf(odd), tokenOf(odd), "cannot be fetched", "jwks_uri");
        }
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        HttpServer server = server();
        server.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders()
                            .set("Location", issuer.uri() + exchange.getRequestURI().getPath());
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });
        URI redirecting = uriOf(server);
        assertUnknown(
                tokensOf(redirecting), tokenOf(redirecting), "cannot be fetched", "status 302");
        assertThat(issuer.discoveryFetches()).isZero();
    }

    @Test
    void answerOverTheLimitIsRefused() throws Exception {
        URI large =
                serve(
                        "{\"issuer\":\"THIS\",\"pad\":\""
                                + "x".repeat(HttpKeySource.BODY_BYTES_MAX)
                                + "\"}");
        assertUnknown(tokensOf(large), tokenOf(large), "cannot be fetched", "");
    }

    @Test
    void answerThatNeverEndsIsGivenUp() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        HttpServer server = server();
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.close();
                });
        URI slow = uriOf(server);
        try (Tokens impatient =
                new Tokens(
                        List.of(IssuerConfig.of("slow", slow, US)),
                        clock,
                        Duration.ofMillis(100))) {
            assertUnknown(impatient, tokenOf(slow), "cannot be fetched", "within 100 ms");
        } finally {
            released.countDown();
        }
    }

    @Test
    void keysThatAreNoneAreRefused() throws Exception {
        for (String keys :
                List.of(
                        "",
                        "[]",
                        "{}",
                        "{\"keys\":7}",
                        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\"}]}")) {
            URI odd = serveKeys(keys);
            assertThat(tokensOf(odd).check(tokenOf(odd))).as(keys).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void sharedSecretsAmongTheKeysAreNotUsed() throws Exception {
        JWKSet secret =
                new JWKSet(
                        new com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator(256)
                                .keyID("shared")
                                .generate());
        URI odd = serveKeys(secret.toString(false));
        assertUnknown(tokensOf(odd), tokenOf(odd), "does not publish", "of 0 keys");
    }

    private void flood(int count) {
        for (int i = 0; i < count; i++) {
            assertUnknown(
                    issuer.draft().header("kid", "made-up-" + i).claim("aud", US).signed(),
                    "does not publish");
        }
    }

    private void assertKnown() {
        assertKnown(token());
    }

    private void assertKnown(String token) {
        assertThat(tokens.check(token)).isInstanceOf(Known.class);
    }

    private void assertUnknown(String token, String told) {
        assertUnknown(tokens, token, told, "");
    }

    private static void assertUnknown(Tokens tokens, String token, String told, String logged) {
        SignIn.Result result = tokens.check(token);
        assertThat(result).isInstanceOf(Unknown.class);
        assertThat(((Unknown) result).refusal().message()).contains(told);
        assertThat(((Unknown) result).detail()).contains(logged);
    }

    // Good for longer than the clock is moved here: it is the keys that are tested.
    private String token() {
        return issuer.draft()
                .claim("sub", "alice")
                .claim("aud", US)
                .claim("exp", clock.instant().plus(Duration.ofHours(5)))
                .signed();
    }

    private String tokenOf(URI iss) {
        return issuer.draft()
                .claim("iss", iss.toString())
                .claim("sub", "alice")
                .claim("aud", US)
                .signed();
    }

    private Tokens tokensOf(URI uri) {
        Tokens made = new Tokens(List.of(IssuerConfig.of("test", uri, US)), clock);
        closed.add(made);
        return made;
    }

    private URI serveKeys(String keys) throws Exception {
        HttpServer server = server();
        URI uri = uriOf(server);
        answer(
                server,
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + uri + "\",\"jwks_uri\":\"" + uri + "/k\"}");
        answer(server, "/k", keys);
        return uri;
    }

    /// @param discovery `THIS` in it stands for the server itself
    private URI serve(String discovery) throws Exception {
        HttpServer server = server();
        URI uri = uriOf(server);
        answer(
                server,
                "/.well-known/openid-configuration",
                discovery.replace("THIS", uri.toString()));
        return uri;
    }

    private static void answer(HttpServer server, String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
                        exchange.getResponseBody().write(bytes);
                    }
                });
    }

    private HttpServer server() throws Exception {
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(
                                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0),
                        0);
        server.start();
        closed.add(() -> server.stop(0));
        return server;
    }

    private static URI uriOf(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
