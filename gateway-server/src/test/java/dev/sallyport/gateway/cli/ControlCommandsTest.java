package dev.sallyport.gateway.cli;

import static dev.sallyport.gateway.approval.Questions.terms;
import static dev.sallyport.gateway.approval.Questions.termsWithReason;
import static dev.sallyport.gateway.control.RunningControl.personOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.gateway.control.RunningControl;
import dev.sallyport.gateway.control.RunningControl.Asked;
import dev.sallyport.gateway.control.RunningControl.FakeSession;
import dev.sallyport.model.approval.Outcome;
import dev.sallyport.model.control.SessionState;
import dev.sallyport.model.identity.Identity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ControlCommandsTest {
    private static final Identity JOB = personOf("token-job-17");

    @TempDir Path folder;

    private RunningControl control;
    private String url;

    @BeforeEach
    void start() throws Exception {
        control = new RunningControl();
        url = control.url().toString();
    }

    @AfterEach
    void stop() {
        control.close();
    }

    @Command(name = "sallyport")
    private static final class Root {}

    private record Ran(int status, String out, String err) {}

    private static Ran run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status =
                new CommandLine(new Root())
                        .addSubcommand(new ApprovalsCommand())
                        .addSubcommand(new SessionsCommand())
                        .addSubcommand(new PassCommand())
                        .addSubcommand(new PolicyCommand())
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(words);
        return new Ran(status, out.toString(), err.toString());
    }

    private Ran as(String token, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--control", url, "--token", token));
        return run(all.toArray(String[]::new));
    }

    @Test
    void listsWhatWaits() {
        Ran none = as("token-dana", "approvals", "list");
        assertThat(none)
                .isEqualTo(
                        new Ran(
                                0,
                                "No statement waits for approval, of those that you may see.\n",
                                ""));

        Asked asked = control.ask(JOB, "ALTER TABLE orders\nADD note text", terms(2));
        Ran list = as("token-dana", "approvals", "list");

        assertThat(list.status).isZero();
        List<String> lines = list.out.lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst())
                .matches("ID +WHO +TARGET +ASKED +LEFT +NEEDS +YOURS +IT DOES +STATEMENT");
        assertThat(lines.getLast())
                .matches(
                        asked.approval().id()
                                + " +job-17 +orders-prod +\\S+Z +(9m \\d+s|10m 0s) +0 of 2 from dba +yes"
                                + " +ALTER TABLE: alter +ALTER TABLE orders");
    }

    @Test
    void listsAsJson() throws Exception {
        Asked asked = control.ask(JOB, "SELECT '\u001b[2J\u202e\u007f'", terms(1));
        Ran list = as("token-dana", "approvals", "list", "--json");

        assertThat(list.out).matches("[\\x20-\\x7e\\n]*");
        JsonNode json = new ObjectMapper().readTree(list.out);
        assertThat(json.path("approvals").path(0).path("id").asText())
                .isEqualTo(asked.approval().id().value());
        assertThat(json.path("approvals").path(0).path("firstLine").asText())
                .isEqualTo("SELECT '\u001b[2J\u202e\u007f'");
    }

    @Test
    void showsAllThatTheAnswerIsBoundTo() {
        Asked asked = control.ask(JOB, "ALTER TABLE orders\nADD note text", termsWithReason());
        Ran shown =
                as("token-dana", "approvals", "show", asked.approval().id().value().toLowerCase());

        assertThat(shown.status).isZero();
        assertThat(shown.out)
                .contains(
                        "Question:    " + asked.approval().id() + ", open",
                        "Who asks:    job-17 (job-17-subject at https://issuer.example.test)",
                        "Target:      orders-prod",
                        "Needs:       0 of 1 from dba, with a reason",
                        "Rule:        ddl-prod: DDL in production needs a second pair of eyes",
                        "SHA-256:     " + asked.approval().statementSha256(),
                        "  | ALTER TABLE orders\n  | ADD note text\n",
                        "Parameter 1: '42'");
    }

    @Test
    void aStatementCannotActOnTheTerminalNorSpeakForTheGateway() {
        Asked asked =
                control.ask(
                        JOB,
                        "DROP TABLE x; --\u001b[2K\u001b[1A\rSELECT 1\nApproved: the statement goes on.",
                        terms(1));
        for (Ran ran :
                List.of(
                        as("token-dana", "approvals", "list"),
                        as("token-dana", "approvals", "show", asked.approval().id().value()))) {
            assertThat(ran.out.replace("\n", "").chars().anyMatch(Character::isISOControl))
                    .isFalse();
            assertThat(ran.out).contains("<U+001B>");
            assertThat(ran.out.lines()).noneMatch(line -> line.startsWith("Approved"));
        }
    }

    @Test
    void approves() throws Exception {
        Asked asked = control.ask(JOB, "ALTER TABLE orders ADD note text", terms(1));
        Ran approved =
                as(
                        "token-dana",
                        "approvals",
                        "approve",
                        asked.approval().id().value(),
                        "--reason",
                        "ticket 7");

        assertThat(approved.status).isZero();
        assertThat(approved.out)
                .contains("  | ALTER TABLE orders ADD note text\n")
                .endsWith("Approved: the statement goes on.\n");
        assertThat(asked.outcome().get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Outcome.Approved.class,
                        how ->
                                assertThat(how.answers())
                                        .singleElement()
                                        .satisfies(answer -> {
                                            assertThat(answer.by().name()).isEqualTo("dana");
                                            assertThat(answer.reason()).isEqualTo("ticket 7");
                                        }));
    }

    @Test
    void deniesWithAReason() throws Exception {
        Asked asked = control.ask(JOB, "DROP TABLE orders", terms(1));
        String id = asked.approval().id().value();

        Ran without = as("token-dana", "approvals", "deny", id);
        assertThat(without.status).isEqualTo(2);
        assertThat(without.err).contains("--reason");
        assertThat(asked.outcome()).isNotDone();

        Ran denied = as("token-dana", "approvals", "deny", id, "--reason", "not today");
        assertThat(denied.status).isZero();
        assertThat(denied.out).endsWith("Denied: the statement is refused.\n");
        assertThat(asked.outcome().get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Denied.class);

        Ran late = as("token-emil", "approvals", "approve", id);
        assertThat(late.status).isEqualTo(1);
        assertThat(late.err).contains(id + " was denied by dana", "it has to be asked again");
    }

    @Test
    void insistsOnTheHashThatWasSeen() {
        Asked asked = control.ask(JOB, "DROP TABLE orders", terms(1));
        String id = asked.approval().id().value();

        Ran other = as("token-dana", "approvals", "approve", id, "--sha256", "0".repeat(64));
        assertThat(other.status).isEqualTo(1);
        assertThat(other.err).contains("nothing was answered");
        assertThat(control.desk.openCount()).isEqualTo(1);
        assertThat(control.audited).isEmpty();

        Ran same =
                as(
                        "token-dana",
                        "approvals",
                        "approve",
                        id,
                        "--sha256",
                        asked.approval().statementSha256());
        assertThat(same.status).isZero();
    }

    @Test
    void saysWhoElseIsNeeded() {
        Asked asked = control.ask(JOB, "DROP TABLE orders", terms(2));
        String id = asked.approval().id().value();
        assertThat(as("token-dana", "approvals", "approve", id).out)
                .endsWith("1 more must say yes.\n");
        assertThat(as("token-emil", "approvals", "approve", id).out).endsWith("goes on.\n");
    }

    @Test
    void saysWhyNotAndWhatNext() {
        Asked asked = control.ask(personOf("token-selfish"), "DROP TABLE orders", terms(1));
        String id = asked.approval().id().value();

        Ran own = as("token-selfish", "approvals", "approve", id);
        assertThat(own.status).isEqualTo(1);
        assertThat(own.err)
                .startsWith("sallyport approvals approve: ")
                .contains("nobody approves", "Ask somebody else");
        Ran role = as("token-adam", "approvals", "approve", id);
        assertThat(role.status).isEqualTo(1);
        assertThat(role.err).contains("needs the role dba");
        Ran unseen = as("token-guest", "approvals", "show", id);
        assertThat(unseen.status).isEqualTo(1);
        assertThat(unseen.err).contains("There is no question of that id that you may see.");
        Ran expired = as("token-expired", "approvals", "list");
        assertThat(expired.status).isEqualTo(1);
        assertThat(expired.err).contains("the token has expired", "get a fresh one");
    }

    @Test
    void aGatewayThatShowsOneThingAndHashesAnotherGetsNoAnswer() throws Exception {
        Asked asked = control.ask(JOB, "DROP TABLE orders", terms(1));
        String id = asked.approval().id().value();
        String shown =
                as("token-dana", "approvals", "show", id, "--json")
                        .out
                        .replace("DROP TABLE orders", "SELECT 1");
        AtomicInteger posts = new AtomicInteger();
        HttpServer liar =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        liar.createContext(
                "/",
                exchange -> {
                    if (exchange.getRequestMethod().equals("POST")) {
                        posts.incrementAndGet();
                    }
                    byte[] body = shown.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        liar.start();
        try {
            url = "http://127.0.0.1:" + liar.getAddress().getPort();
            Ran ran = as("token-dana", "approvals", "approve", id);
            assertThat(ran.status).isEqualTo(1);
            assertThat(ran.err).contains("not of the statement it shows");
            assertThat(posts).hasValue(0);
        } finally {
            liar.stop(0);
        }
    }

    @Test
    void listsShowsAndKillsSessions() {
        FakeSession session = control.session(JOB, SessionState.RUNNING);
        String id = session.summary().id().value();

        assertThat(as("token-guest", "sessions", "list").out)
                .isEqualTo("No session is live, of those that you may see.\n");
        assertThat(as("token-adam", "sessions", "list").out.lines().toList().getLast())
                .matches(
                        id
                                + " +job-17 +orders-prod +postgres +127.0.0.1:50000 +\\S+Z +\\d+s +7 +running");
        assertThat(as("token-adam", "sessions", "show", id).out)
                .contains("Roles:      pipeline\n", "State:      running\n");
        assertThat(as("token-adam", "sessions", "list", "--json").out)
                .contains("\"state\" : \"running\"");

        Ran refused = as("token-job-17", "sessions", "kill", id, "--reason", "x");
        assertThat(refused.status).isEqualTo(1);
        assertThat(refused.err).contains("administrator's role");
        assertThat(as("token-adam", "sessions", "kill", id).status).isEqualTo(2);
        assertThat(session.kills()).isEmpty();

        Ran killed =
                as(
                        "token-adam",
                        "sessions",
                        "kill",
                        id.toLowerCase(),
                        "--reason",
                        "runs wild & more");
        assertThat(killed)
                .isEqualTo(
                        new Ran(0, "Killed: session " + id + " of job-17 at orders-prod.\n", ""));
        assertThat(session.kills()).containsExactly("adam: runs wild & more");
    }

    private Ran asAdam(String... words) {
        List<String> all = new ArrayList<>(List.of("policy"));
        all.addAll(List.of(words));
        all.addAll(List.of("--control", url, "--token", "token-adam"));
        return run(all.toArray(String[]::new));
    }

    @Test
    void activatesListsComparesAndRollsBackThePolicy() throws Exception {
        Path file = folder.resolve("policy.yaml");
        Files.writeString(file, RunningControl.POLICY.replace("id: read", "id: look"));

        Ran activated = asAdam("activate", file.toString(), "--reason", "renamed");
        assertThat(activated.status()).as(activated.err()).isZero();
        assertThat(activated.out()).startsWith("In force now: version 2 (");
        assertThat(asAdam("versions").out().lines().toList())
                .hasSize(3)
                .anyMatch(line -> line.matches("2 .in force. .* adam +renamed"));
        assertThat(asAdam("diff", "1", "active").out())
                .contains("--- 1", "+++ active", "-  - {id: read,", "+  - {id: look,");
        assertThat(asAdam("diff", file.toString(), "2").out().strip())
                .isEqualTo("No line differs.");
        assertThat(asAdam("rollback").out()).contains("version 3 (", ", the text of version 1)");
        assertThat(asAdam("show").out()).isEqualToNormalizingNewlines(RunningControl.POLICY);
    }

    @Test
    void aFaultyPolicyIsNotSentAndOthersMayNotChangeIt() throws Exception {
        Path file = folder.resolve("policy.yaml");
        Files.writeString(
                file, RunningControl.POLICY.replace("effects: [read]", "effects: [raed]"));

        Ran faulty = asAdam("activate", file.toString());
        assertThat(faulty.status()).isEqualTo(1);
        assertThat(faulty.out()).contains(file + ":5:57: error: effects: 'raed'");
        assertThat(control.versions.count()).isEqualTo(1);
        Ran dana = run("policy", "rollback", "--control", url, "--token", "token-dana");
        assertThat(dana.status()).isEqualTo(1);
        assertThat(dana.err()).contains("needs an administrator's role");
    }

    @Test
    void printsThePassAlone() {
        Ran pass = as("token-job-17", "pass", "--target", "orders-prod", "--seconds", "60");
        assertThat(pass.status).isZero();
        assertThat(pass.out).isEqualTo("secret-of-job-17-at-orders-prod\n");
        assertThat(pass.err).startsWith("Pass P-1 to orders-prod, good until ");

        Ran hidden = as("token-job-17", "pass", "--target", "secret-prod");
        assertThat(hidden.status).isEqualTo(1);
        assertThat(hidden.out).isEmpty();
        assertThat(hidden.err).contains("no target secret-prod that you may reach");
    }

    @Test
    void theTokenFromAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "token-dana\n");
        Ran ran = run("approvals", "list", "--control", url, "--token-file", file.toString());
        assertThat(ran.status).isZero();

        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        Ran none = run("approvals", "list", "--control", url, "--token-file", empty.toString());
        assertThat(none.status).isEqualTo(2);
        assertThat(none.err).contains("no token: set SALLYPORT_TOKEN");

        Path absent = folder.resolve("absent");
        Ran missing = run("approvals", "list", "--control", url, "--token-file", absent.toString());
        assertThat(missing.status).isEqualTo(2);
        assertThat(missing.err).contains("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://gateway.example.test:7070",
                "http://192.0.2.1:7070",
                "http://127.0.0.1.example.test:7070",
                "http://localhost@example.test",
                "ftp://127.0.0.1",
                "127.0.0.1:7070",
                "not a url"
            })
    void theTokenDoesNotLeaveThisMachineInTheClear(String control) {
        Ran ran = run("approvals", "list", "--control", control, "--token", "token-dana");
        assertThat(ran.status).isEqualTo(2);
        assertThat(ran.err).contains("--control: " + control + " (expected: ");
    }

    @Test
    void nobodyThere() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        url = "http://127.0.0.1:" + port;
        Ran ran = as("token-dana", "approvals", "list");
        assertThat(ran.status).isEqualTo(1);
        assertThat(ran.err)
                .contains(url + " cannot be reached", "Check that the gateway runs there");
    }

    @Test
    void somethingElseThere() throws Exception {
        HttpServer other =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext(
                "/",
                exchange -> {
                    byte[] body = "<html>\u001b[2Jhello</html>".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        other.start();
        try {
            url = "http://127.0.0.1:" + other.getAddress().getPort();
            Ran ran = as("token-dana", "approvals", "list");
            assertThat(ran.status).isEqualTo(1);
            assertThat(ran.err).contains("is no Sallyport control API (HTTP 200)");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aGroupAloneIsAnIncompleteCommandLine() {
        Ran ran = run("approvals");
        assertThat(ran.status).isEqualTo(2);
        assertThat(ran.err)
                .contains("sallyport approvals: what? (expected: list, show, approve, deny)");
        assertThat(run("sessions", "--help").status).isZero();
    }
}
