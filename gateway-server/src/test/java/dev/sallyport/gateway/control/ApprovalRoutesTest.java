package dev.sallyport.gateway.control;

import static dev.sallyport.gateway.approval.Questions.terms;
import static dev.sallyport.gateway.approval.Questions.termsWithReason;
import static dev.sallyport.gateway.control.RunningControl.personOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sallyport.gateway.control.RunningControl.Asked;
import dev.sallyport.gateway.control.RunningControl.FakeSession;
import dev.sallyport.model.approval.Outcome;
import dev.sallyport.model.control.ApprovalDetails;
import dev.sallyport.model.control.ControlJson;
import dev.sallyport.model.control.SessionState;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.recording.Event;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ApprovalRoutesTest extends ControlTest {
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
}
