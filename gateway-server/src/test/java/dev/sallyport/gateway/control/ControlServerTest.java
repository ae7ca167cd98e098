package dev.sallyport.gateway.control;

import static dev.sallyport.gateway.approval.Questions.terms;
import static dev.sallyport.gateway.approval.Questions.termsWithReason;
import static dev.sallyport.gateway.control.RunningControl.personOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sallyport.gateway.control.RunningControl.Asked;
import dev.sallyport.gateway.control.RunningControl.FakeSession;
import dev.sallyport.model.approval.Outcome;
import dev.sallyport.model.control.ApprovalDetails;
import dev.sallyport.model.control.ControlJson;
import dev.sallyport.model.control.SessionState;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.recording.Event;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlServerTest {
    private static final Identity JOB = personOf("token-job-17");
    private static final String GRANT =
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange";
    private static final String TYPE =
            "subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3A";

    private RunningControl control;
    private Http http;

    @BeforeEach
    void start() throws Exception {
        control = new RunningControl();
        http = new Http(control.url());
    }

    @AfterEach
    void stop() {
        http.close();
        control.close();
    }

    // --- who calls

    @Test
    void healthNeedsNoToken() throws Exception {
        Http.Answer answer = http.get("/v1/health", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.raw().body()).isEqualTo("{\"status\":\"up\"}");
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

    // --- approvals

    @Test
    void anApproverSeesAndApproves() throws Exception {
        Asked asked = control.ask(JOB, "\n  ALTER TABLE orders\n ADD note text", terms(1));

        JsonNode line = http.get("/v1/approvals", "token-dana").json().path("approvals").path(0);
        assertThat(line.path("id").asText()).isEqualTo(asked.approval().id().value());
        assertThat(line.path("status").asText()).isEqualTo("open");
        assertThat(line.path("firstLine").asText()).isEqualTo("ALTER TABLE orders");
        assertThat(line.path("does").asText()).isEqualTo("ALTER TABLE: alter");
        assertThat(line.path("target").asText()).isEqualTo("orders-prod");
        assertThat(line.path("who").path("name").asText()).isEqualTo("job-17");
        assertThat(line.path("mayAnswer").asBoolean()).isTrue();
        assertThat(Instant.parse(line.path("expires").asText()))
                .isEqualTo(asked.approval().expires());

        Http.Answer shown = http.get(path(asked), "token-dana");
        ApprovalDetails details =
                ControlJson.lenient().readValue(shown.raw().body(), ApprovalDetails.class);
        assertThat(details.text()).isEqualTo(asked.approval().statement().text());
        assertThat(details.isWhatItSays()).isTrue();

        Http.Answer taken = answer(asked, "token-dana", true, "looks right", details.sha256());
        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.json().path("status").asText()).isEqualTo("approved");
        assertThat(asked.outcome().get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Outcome.Approved.class,
                        approved -> {
                            assertThat(approved.answers()).hasSize(1);
                            assertThat(approved.answers().getFirst().by().name()).isEqualTo("dana");
                            assertThat(approved.answers().getFirst().reason())
                                    .isEqualTo("looks right");
                        });
        assertThat(control.audited)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.what()).isEqualTo("approval-answered");
                    assertThat(event.values())
                            .containsEntry("approval", asked.approval().id().value())
                            .containsEntry("identity.name", "dana")
                            .containsEntry("identity.issuer", "https://issuer.example.test")
                            .containsEntry("yes", "true")
                            .containsEntry("sha256", details.sha256())
                            .containsKey("client.address");
                });
        assertThat(
                        http.get(path(asked), "token-dana")
                                .json()
                                .path("summary")
                                .path("status")
                                .asText())
                .isEqualTo("approved");
    }

    @Test
    void aNoEndsIt() throws Exception {
        Asked asked = control.ask(JOB, "DROP TABLE orders", terms(2));
        Http.Answer taken =
                answer(asked, "token-dana", false, "no", asked.approval().statementSha256());
        assertThat(taken.json().path("status").asText()).isEqualTo("denied");
        assertThat(asked.outcome().get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Denied.class);

        Http.Answer late =
                answer(asked, "token-emil", true, "", asked.approval().statementSha256());
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.problem()).isEqualTo("urn:sallyport:problem:not-open");
        assertThat(late.json().path("detail").asText()).contains("was denied by dana");
    }

    @Test
    void twoPeopleWhereTwoAreNeeded() throws Exception {
        Asked asked = control.ask(JOB, "DROP TABLE orders", terms(2));
        String sha256 = asked.approval().statementSha256();

        Http.Answer first = answer(asked, "token-dana", true, "", sha256);
        assertThat(first.json().path("status").asText()).isEqualTo("open");
        assertThat(first.json().path("remaining").asInt()).isEqualTo(1);
        Http.Answer again = answer(asked, "token-dana", true, "", sha256);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("urn:sallyport:problem:already-answered");
        JsonNode line = http.get("/v1/approvals", "token-dana").json().path("approvals").path(0);
        assertThat(line.path("mayAnswer").asBoolean()).isFalse();
        assertThat(line.path("yes").asInt()).isEqualTo(1);

        assertThat(answer(asked, "token-emil", true, "", sha256).json().path("status").asText())
                .isEqualTo("approved");
    }

    @Test
    void whatDoesNotCountChangesNothingAndIsRecordedAsRefused() throws Exception {
        Identity selfish = personOf("token-selfish");
        Asked own = control.ask(selfish, "DROP TABLE orders", terms(1));
        Asked other = control.ask(JOB, "DROP TABLE orders", terms(1));
        Asked reasoned = control.ask(JOB, "DROP TABLE items", termsWithReason());
        String sha256 = own.approval().statementSha256();

        assertRefused(answer(own, "token-selfish", true, "", sha256), 403, "own-request");
        assertRefused(answer(own, "token-adam", true, "", sha256), 403, "role-missing");
        assertRefused(answer(other, "token-job-17", true, "", sha256), 403, "own-request");
        assertRefused(
                answer(other, "token-dana", true, "", "0".repeat(64)), 409, "other-statement");
        assertRefused(
                answer(reasoned, "token-dana", true, " ", reasoned.approval().statementSha256()),
                422,
                "reason-needed");

        assertThat(control.audited)
                .extracting(Event.Noted::what)
                .containsOnly("approval-answer-refused")
                .hasSize(5);
        assertThat(control.desk.openCount()).isEqualTo(3);
    }

    @Test
    void toThoseWhomItDoesNotConcernAQuestionDoesNotExist() throws Exception {
        Asked asked = control.ask(JOB, "DROP TABLE orders", terms(1));
        String unknown = http.get("/v1/approvals/A-000000", "token-guest").raw().body();

        assertThat(http.get("/v1/approvals", "token-guest").json().path("approvals")).isEmpty();
        Http.Answer shown = http.get(path(asked), "token-guest");
        assertThat(shown.status()).isEqualTo(404);
        assertThat(shown.raw().body()).isEqualTo(unknown);
        assertThat(
                        answer(asked, "token-guest", true, "", asked.approval().statementSha256())
                                .status())
                .isEqualTo(404);
        for (String token : List.of("token-dana", "token-job-17", "token-adam")) {
            assertThat(http.get(path(asked), token).status()).isEqualTo(200);
            assertThat(http.get("/v1/approvals", token).json().path("approvals")).hasSize(1);
        }
    }

    @Test
    void nothingHappensThatCannotBeRecorded() throws Exception {
        Asked asked = control.ask(JOB, "DROP TABLE orders", terms(1));
        FakeSession session = control.session(JOB, SessionState.IDLE);
        control.auditFails.set(true);

        List<Http.Answer> answers =
                List.of(
                        answer(asked, "token-dana", true, "", asked.approval().statementSha256()),
                        http.post("/v1/passes", "token-job-17", "{\"target\":\"orders-prod\"}"),
                        http.delete("/v1/sessions/" + session.summary().id(), "token-adam"),
                        http.form("/oauth2/token", exchange("token-job-17", "orders-prod")));

        assertThat(answers)
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.problem()).isEqualTo("urn:sallyport:problem:not-recorded");
                });
        assertThat(asked.outcome()).isNotDone();
        assertThat(control.desk.openCount()).isEqualTo(1);
        assertThat(control.passes).isEmpty();
        assertThat(session.kills()).isEmpty();
    }

    @Test
    void theRecordComesBeforeTheDeed() throws Exception {
        Asked asked = control.ask(JOB, "DROP TABLE orders", terms(1));
        FakeSession session = control.session(JOB, SessionState.IDLE);
        control.whileAuditing.set(() -> {
            assertThat(control.desk.openCount()).isEqualTo(1);
            assertThat(control.passes).isEmpty();
            assertThat(session.kills()).isEmpty();
        });
        assertThat(http.post("/v1/passes", "token-guest", "{\"target\":\"orders-prod\"}").status())
                .isEqualTo(404);
        assertThat(http.delete("/v1/sessions/" + session.summary().id(), "token-adam").status())
                .isEqualTo(202);
        control.whileAuditing.set(() -> assertThat(control.desk.openCount()).isEqualTo(1));
        assertThat(
                        answer(asked, "token-dana", true, "", asked.approval().statementSha256())
                                .status())
                .isEqualTo(200);
        control.whileAuditing.set(() -> assertThat(control.passes).isEmpty());
        assertThat(http.post("/v1/passes", "token-job-17", "{\"target\":\"orders-prod\"}").status())
                .isEqualTo(201);
    }

    @Test
    void whoIsOvertakenWhileBeingRecordedIsToldAndRecordedSo() throws Exception {
        Asked asked = control.ask(JOB, "DROP TABLE orders", terms(1));
        control.whileAuditing.set(() -> control.desk.withdraw(asked.approval().id()));

        Http.Answer late =
                answer(asked, "token-dana", true, "", asked.approval().statementSha256());

        assertRefused(late, 409, "not-open");
        assertThat(late.json().path("detail").asText()).contains("withdrawn");
        assertThat(asked.outcome().get(10, TimeUnit.SECONDS)).isEqualTo(new Outcome.Withdrawn());
        assertThat(control.audited)
                .extracting(Event.Noted::what)
                .containsExactly("approval-answered", "approval-answer-refused");
    }

    // --- passes

    @Test
    void aPassForTheCaller() throws Exception {
        Http.Answer answer =
                http.post(
                        "/v1/passes",
                        "token-job-17",
                        "{\"target\":\"orders-prod\",\"seconds\":60}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("secret").asText())
                .isEqualTo("secret-of-job-17-at-orders-prod");
        assertThat(answer.json().path("target").asText()).isEqualTo("orders-prod");
        assertThat(Instant.parse(answer.json().path("expires").asText()))
                .isEqualTo(control.passes.getFirst());
        assertThat(answer.raw().headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(control.audited)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.what()).isEqualTo("pass-issued");
                    assertThat(event.values())
                            .containsEntry("target", "orders-prod")
                            .containsEntry("seconds", "60");
                    assertThat(event.values().values())
                            .noneMatch(value -> value.contains("secret-of"));
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 901, Integer.MAX_VALUE})
    void aPassHasALifeWithinBounds(int seconds) throws Exception {
        Http.Answer answer =
                http.post(
                        "/v1/passes",
                        "token-job-17",
                        "{\"target\":\"orders-prod\",\"seconds\":" + seconds + "}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText())
                .isEqualTo("seconds: " + seconds + " (expected: 1..900).");
        assertThat(control.passes).isEmpty();
    }

    @Test
    void aTargetThatIsNotForYouIsLikeNone() throws Exception {
        Http.Answer hidden =
                http.post("/v1/passes", "token-job-17", "{\"target\":\"secret-prod\"}");
        Http.Answer absent =
                http.post("/v1/passes", "token-job-17", "{\"target\":\"absent-prod\"}");

        assertThat(hidden.status()).isEqualTo(404);
        assertThat(hidden.raw().body().replace("secret-prod", "X"))
                .isEqualTo(absent.raw().body().replace("absent-prod", "X"));
        assertThat(control.passes).isEmpty();
    }

    @Test
    void aTokenIsExchangedForAPass() throws Exception {
        for (String type : List.of("jwt", "id_token", "access_token")) {
            Http.Answer answer =
                    http.form(
                            "/oauth2/token",
                            GRANT
                                    + "&subject_token=token-job-17&"
                                    + TYPE
                                    + type
                                    + "&audience=orders-prod&scope=login");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("access_token").asText())
                    .isEqualTo("secret-of-job-17-at-orders-prod");
            assertThat(answer.json().path("issued_token_type").asText())
                    .isEqualTo("urn:ietf:params:oauth:token-type:access_token");
            assertThat(answer.json().path("token_type").asText()).isEqualTo("N_A");
            assertThat(answer.json().path("expires_in").asInt()).isBetween(890, 900);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type=password, unsupported_grant_type",
        "subject_token=token-job-17, unsupported_grant_type",
        "GRANT&subject_token=token-job-17&audience=orders-prod, invalid_request",
        "GRANT&subject_token=token-job-17&TYPEsaml2&audience=orders-prod, invalid_request",
        "GRANT&TYPEjwt&audience=orders-prod, invalid_request",
        "GRANT&subject_token=token-expired&TYPEjwt&audience=orders-prod, invalid_request",
        "GRANT&subject_token=token-job-17&TYPEjwt, invalid_request",
        "GRANT&subject_token=token-job-17&TYPEjwt&audience=orders-prod&audience=secret-prod, invalid_request",
        "GRANT&subject_token=token-job-17&TYPEjwt&audience=orders-prod&actor_token=token-dana, invalid_request",
        "GRANT&subject_token=token-job-17&TYPEjwt&audience=orders-prod&requested_token_type=jwt, invalid_request",
        "GRANT&subject_token=token-job-17&TYPEjwt&audience=secret-prod, invalid_target",
        "GRANT&subject_token=token-job-17&TYPEjwt&audience=Not A Name, invalid_target",
        "GRANT&subject_token=%zz&TYPEjwt&audience=orders-prod, invalid_request",
    })
    void anExchangeThatIsNotRightIsRefusedInOAuthsForm(String form, String error) throws Exception {
        Http.Answer answer =
                http.form("/oauth2/token", form.replace("GRANT", GRANT).replace("TYPE", TYPE));
        assertThat(answer.status()).isEqualTo(400);
        // A form that cannot even be decoded is refused by the HTTP layer, in the API's own form.
        assertThat(
                        answer.json().has("error")
                                ? answer.json().path("error").asText()
                                : "invalid_request")
                .isEqualTo(error);
        assertThat(control.passes).isEmpty();
    }

    // --- sessions

    @Test
    void administratorsSeeAllAndOthersTheirOwn() throws Exception {
        FakeSession jobs = control.session(JOB, SessionState.HELD);
        FakeSession danas = control.session(personOf("token-dana"), SessionState.RUNNING);

        assertThat(ids(http.get("/v1/sessions", "token-adam")))
                .containsExactlyInAnyOrder(id(jobs), id(danas));
        assertThat(ids(http.get("/v1/sessions", "token-job-17"))).containsExactly(id(jobs));
        assertThat(http.get("/v1/sessions/" + id(danas), "token-job-17").status()).isEqualTo(404);
        JsonNode shown = http.get("/v1/sessions/" + id(jobs), "token-job-17").json();
        assertThat(shown.path("state").asText()).isEqualTo("held");
        assertThat(shown.path("statements").asInt()).isEqualTo(7);
        assertThat(shown.has("approval")).isFalse();
    }

    @Test
    void onlyAdministratorsKill() throws Exception {
        FakeSession session = control.session(JOB, SessionState.RUNNING);
        String path = "/v1/sessions/" + id(session) + "?reason=runs%20wild";

        for (String token : List.of("token-job-17", "token-dana", "token-guest")) {
            assertRefused(http.delete(path, token), 403, "role-missing");
        }
        assertThat(session.kills()).isEmpty();
        assertThat(control.audited).isEmpty();

        assertThat(http.delete(path, "token-adam").status()).isEqualTo(202);
        assertThat(session.kills()).containsExactly("adam: runs wild");
        assertThat(control.audited)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.what()).isEqualTo("session-killed");
                    assertThat(event.values())
                            .containsEntry("session", id(session))
                            .containsEntry("reason", "runs wild")
                            .containsEntry("identity.name", "adam");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01JNNNNNNNNNNNNNNNNNNNNNNN",
                "x",
                "%00",
                "..%2F..",
                "01JNNNNNNNNNNNNNNNNNNNNNNN%0a"
            })
    void aSessionThatIsNotThere(String id) throws Exception {
        assertThat(http.delete("/v1/sessions/" + id, "token-adam").status()).isEqualTo(404);
        assertThat(control.audited).isEmpty();
    }

    // --- form and limits

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
                        _ -> Optional.empty())) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(says);
        }
    }

    private Http.Answer answer(Asked asked, String token, boolean yes, String reason, String sha256)
            throws IOException, InterruptedException {
        String body =
                ControlJson.strict()
                        .writeValueAsString(Map.of("yes", yes, "reason", reason, "sha256", sha256));
        return http.post(path(asked) + "/answer", token, body);
    }

    private static void assertRefused(Http.Answer answer, int status, String problem) {
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo("urn:sallyport:problem:" + problem);
        assertThat(answer.json().path("detail").asText()).isNotEmpty();
        assertThat(answer.json().path("next").asText()).isNotEmpty();
    }

    private static String exchange(String token, String target) {
        return GRANT + "&subject_token=" + token + "&" + TYPE + "jwt&audience=" + target;
    }

    private static String path(Asked asked) {
        return "/v1/approvals/" + asked.approval().id();
    }

    private static String id(FakeSession session) {
        return session.summary().id().value();
    }

    private static List<String> ids(Http.Answer list) {
        return list.json()
                .path("sessions")
                .valueStream()
                .map(session -> session.path("id").asText())
                .toList();
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
