package dev.sallyport.gateway.control;

import static dev.sallyport.gateway.approval.Questions.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.gateway.control.RunningControl.Asked;
import dev.sallyport.gateway.control.RunningControl.FakeSession;
import dev.sallyport.model.control.SessionState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlServerTest extends ControlTest {
    @Test
    void healthNeedsNoToken() throws Exception {
        Http.Answer answer = http.get("/v1/health", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.raw().body()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    void aGatewayThatCannotRecordIsNotHealthy() throws Exception {
        control.journalFailed.set(true);
        Http.Answer answer = http.get("/v1/health", "");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.raw().body()).isEqualTo("{\"status\":\"cannot record\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/approvals",
        "GET, /v1/approvals/A-000000",
        "POST, /v1/approvals/A-000000/answer",
        "GET, /v1/sessions",
        "GET, /v1/sessions/01JNNNNNNNNNNNNNNNNNNNNNNN",
        "DELETE, /v1/sessions/01JNNNNNNNNNNNNNNNNNNNNNNN",
        "POST, /v1/passes"
    })
    void everythingElseDoes(String method, String path) throws Exception {
        Http.Answer none =
                http.send(
                        http.request(path, "").method(method, HttpRequest.BodyPublishers.noBody()));
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.raw().headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"sallyport\"");
        assertThat(none.raw().headers().firstValue("Content-Type"))
                .contains("application/problem+json");

        Http.Answer expired =
                http.send(
                        http.request(path, "token-expired")
                                .method(method, HttpRequest.BodyPublishers.noBody()));
        assertThat(expired.status()).isEqualTo(401);
        assertThat(expired.problem()).isEqualTo("urn:sallyport:problem:not-signed-in");
        assertThat(expired.json().path("detail").asText()).isEqualTo("the token has expired");
        assertThat(expired.json().path("next").asText()).isEqualTo("get a fresh one");
        assertThat(expired.raw().body()).doesNotContain("an hour ago");
        assertThat(expired.raw().headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("invalid_token");
        assertThat(control.audited).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic dXNlcjpwYXNz",
                "Bearer",
                "Bearer token-dana token-adam",
                "token-dana",
                "Bearer \"x\""
            })
    void onlyOneBearerTokenIsAToken(String header) throws Exception {
        Http.Answer answer =
                http.send(http.request("/v1/approvals", "").header("Authorization", header));
        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void twoTokensAreNone() throws Exception {
        Http.Answer answer =
                http.send(
                        http.request("/v1/approvals", "token-dana")
                                .header("Authorization", "Bearer token-adam"));
        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void aFailureWithinLetsNobodyIn() throws Exception {
        Http.Answer answer = http.get("/v1/approvals", "token-broken");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.raw().body()).doesNotContain("on purpose");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"yes\":true}",
                "{\"sha256\":\"0\"}",
                "{\"yes\":null,\"sha256\":\"0\"}",
                "{\"yes\":\"true\",\"sha256\":\"0\"}",
                "{\"yes\":1,\"sha256\":\"0\"}",
                "{\"yes\":true,\"sha256\":0}",
                "{\"yes\":true,\"sha256\":\"0\",\"no\":1}",
                "{\"yes\":false,\"yes\":true,\"sha256\":\"0\"}",
                "{\"yes\":true,\"sha256\":\"0\"} {}"
            })
    void aBodyThatIsNotExactlyRightIsRefused(String body) throws Exception {
        Asked asked = control.ask(JOB, "DROP TABLE orders", terms(1));
        String named = body.replace("\"0\"", "\"" + asked.approval().statementSha256() + "\"");

        Http.Answer answer = http.post(path(asked) + "/answer", "token-dana", named);

        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("urn:sallyport:problem:bad-request");
        assertThat(asked.outcome()).isNotDone();
        assertThat(control.audited).isEmpty();
    }

    @Test
    void aReasonThatIsTooLong() throws Exception {
        Asked asked = control.ask(JOB, "DROP TABLE orders", terms(1));
        Http.Answer answer =
                answer(
                        asked,
                        "token-dana",
                        true,
                        "x".repeat(1_001),
                        asked.approval().statementSha256());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(asked.outcome()).isNotDone();
    }

    @Test
    void anotherMediaType() throws Exception {
        Http.Answer answer =
                http.send(
                        http.request("/v1/passes", "token-job-17")
                                .header("Content-Type", "text/plain")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"target\":\"orders-prod\"}")));
        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void whatIsNotUtf8() throws Exception {
        Http.Answer answer =
                http.send(
                        http.request("/v1/passes", "token-job-17")
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                "{\"target\":\"orders-prod\u00ff\"}"
                                                        .getBytes(StandardCharsets.ISO_8859_1))));
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void aBodyOverTheLimit() throws Exception {
        Http.Answer answer =
                http.post(
                        "/v1/passes",
                        "token-job-17",
                        "{\"target\":\"" + "x".repeat(ControlServer.BODY_BYTES_MAX) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem()).isEqualTo("urn:sallyport:problem:too-large");
    }

    @Test
    void headersOverTheLimit() throws Exception {
        Http.Answer fits =
                http.get("/v1/approvals", "x".repeat(ControlServer.HEADER_BYTES_MAX - 1_000));
        assertThat(fits.status()).isEqualTo(401);
        Http.Answer tooLong =
                http.get("/v1/approvals", "x".repeat(ControlServer.HEADER_BYTES_MAX + 1));
        assertThat(tooLong.status()).isEqualTo(431);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/approvals?state=all",
                "/v1/sessions?x",
                "/v1/approvals/A-000000?reason=x"
            })
    void aQueryThatTheRouteDoesNotTake(String path) throws Exception {
        assertThat(http.get(path, "token-dana").status()).isEqualTo(400);
    }

    @Test
    void aParameterTwice() throws Exception {
        FakeSession session = control.session(JOB, SessionState.IDLE);
        assertThat(
                        http.delete(
                                        "/v1/sessions/" + id(session) + "?reason=a&reason=b",
                                        "token-adam")
                                .status())
                .isEqualTo(400);
        assertThat(session.kills()).isEmpty();
    }

    @Test
    void noSuchRouteAndNoSuchMethod() throws Exception {
        assertRefused(http.get("/v1/nothing", "token-adam"), 404, "no-such-route");
        assertRefused(http.delete("/v1/approvals", "token-adam"), 405, "wrong-method");
    }

    @Test
    void aCallThatWaitsHoldsNobodyElseUp() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        control.whileSigningIn.set(() -> {
            if (waiting.getCount() > 0) {
                waiting.countDown();
                try {
                    release.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });
        CompletableFuture<Http.Answer> slow =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return http.get("/v1/approvals", "token-dana");
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(http.get("/v1/approvals", "token-dana").status()).isEqualTo(200);
        assertThat(slow).isNotDone();
        release.countDown();
        assertThat(slow.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    @Test
    void soManyCallsAtOnceAndNoMore() throws Exception {
        CountDownLatch waiting = new CountDownLatch(ControlServer.CALLS_MAX);
        CountDownLatch release = new CountDownLatch(1);
        control.whileSigningIn.set(() -> {
            waiting.countDown();
            try {
                release.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < ControlServer.CALLS_MAX; i++) {
            calls.add(http.later(http.request("/v1/approvals", "token-dana")));
        }
        assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();

        Http.Answer oneMore = http.get("/v1/approvals", "token-dana");
        assertRefused(oneMore, 503, "busy");
        assertThat(oneMore.raw().headers().firstValue("Retry-After")).isPresent();

        release.countDown();
        for (CompletableFuture<Integer> call : calls) {
            assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(200);
        }
        assertThat(http.get("/v1/approvals", "token-dana").status()).isEqualTo(200);
    }

    @Test
    void whatFollowsABodyThatWasTooLongIsNoRequest() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), control.address().getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST /v1/passes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token-job-17\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[ControlServer.BODY_BYTES_MAX + 1]);
            out.write(
                    "GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String all = readToEnd(socket.getInputStream());
            assertThat(all).startsWith("HTTP/1.1 413").doesNotContain("\"up\"");
        }
    }

    @Test
    void anAddressThatIsTaken() {
        ControlSettings settings =
                new ControlSettings(
                        control.address(), null, Set.of("administrator"), Duration.ofMinutes(15));
        assertCannotStart(settings, "cannot listen on");
    }

    @Test
    void aCertificateThatIsNotThere() {
        ControlSettings settings =
                new ControlSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new ControlSettings.Tls(
                                Path.of("no-such-certificate.pem"), Path.of("no-such-key.pem")),
                        Set.of(),
                        Duration.ofMinutes(15));
        assertCannotStart(settings, "no-such-");
    }

    private void assertCannotStart(ControlSettings settings, String says) {
        try (ControlServer second =
                new ControlServer(
                        settings,
                        (_, _) -> {
                            throw new AssertionError();
                        },
                        () -> {
                            throw new AssertionError();
                        },
                        control.desk,
                        control.sessions,
                        (_, _, _) -> {
                            throw new AssertionError();
                        },
                        _ -> {},
                        _ -> Optional.empty(),
                        control.versions,
                        () -> true)) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(says);
        }
    }

    private static String readToEnd(InputStream in) throws IOException {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.net.SocketException e) {
            // Closed with unread bytes, a connection may be reset; what counts is what came before.
            return "HTTP/1.1 413 (reset)";
        }
    }
}
