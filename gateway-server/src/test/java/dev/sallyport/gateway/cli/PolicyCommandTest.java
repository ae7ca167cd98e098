package dev.sallyport.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PolicyCommandTest {
    private static final Path EXAMPLE = Path.of("../docs/examples/policy-ci.yaml");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path folder;

    @Test
    void theExampleIsGoodAndItsTestsHold() {
        assertThat(run("check", EXAMPLE.toString())).as(out.toString()).isZero();

        assertThat(out.toString()).contains("policy-ci.yaml: good, 15 tests hold");
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy-ci.yaml", "policy-oncall.yaml", "policy-analysts.yaml"})
    void everyExampleHoldsItsTests(String name) {
        String file = EXAMPLE.resolveSibling(name).toString();

        assertThat(run("test", file)).as(out.toString()).isZero();
        assertThat(out.toString().lines())
                .hasSizeGreaterThan(15)
                .allMatch(line -> line.startsWith("holds  ") || line.endsWith(" tests hold"));
    }

    @Test
    void testTellsOfEachTestWhetherItHolds() throws IOException {
        Path file = folder.resolve("policy.yaml");
        Files.writeString(
                file,
                Files.readString(EXAMPLE)
                        .replace("expect: approve, by: job-schema", "expect: allow"));

        assertThat(run("test", file.toString())).isEqualTo(1);

        assertThat(out.toString())
                .contains("holds  " + file + ":" + line(file, "DROP TABLE orders\", expect"))
                .contains("  deny by no-drop  DROP TABLE orders")
                .contains(
                        "error: test 'ALTER TABLE orders ADD COLUMN note text': approve by job-schema (expected: allow)")
                .endsWith("14 tests hold, 1 does not" + System.lineSeparator());
    }

    private static int line(Path file, String text) throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i + 1;
            }
        }
        throw new AssertionError(text);
    }

    @Test
    void printsTheSchema() throws IOException {
        assertThat(run("schema")).isZero();
        assertThat(out.toString())
                .isEqualTo(Files.readString(Path.of("../docs/policy.schema.json")));
    }

    @Test
    void explainsLimitsAndRulesInShadow() throws IOException {
        Path file = folder.resolve("policy.yaml");
        Files.writeString(
                file,
                """
                schema: sallyport.policy/v1
                roles:
                  job: {when: "claims.sub == 'job'"}
                rules:
                  - {id: read, who: [job], targets: ["*"], effects: [read], allow: true, limits: {rows: 10}}
                  - {id: later, who: [job], targets: ["*"], effects: [read], deny: "no more", shadow: true}
                """);

        assertThat(run("explain", file.toString(), "--as=job", "--target=t", "SELECT 1")).isZero();
        assertThat(out.toString().lines().map(String::strip))
                .startsWith(
                        "allow by read",
                        "at most 10 (rows) by read",
                        "with the rules in shadow it would be:",
                        "deny by later: no more")
                .anyMatch(line -> line.matches("matched +later \\(deny, .*, in shadow\\)"));
    }

    @Test
    void problemsAreToldAllAtOnceInTheFormThatEditorsKnow() throws IOException {
        Path file = folder.resolve("policy.yaml");
        Files.writeString(
                file,
                Files.readString(EXAMPLE)
                        .replace("effects: [drop,", "effects: [dorp,")
                        .replace("with: last4", "with: last5"));

        assertThat(run("check", file.toString())).isEqualTo(1);

        assertThat(out.toString().lines().toList())
                .hasSize(3)
                .first()
                .asString()
                .startsWith(file + ":19:15: error: effects: 'dorp' (expected: read, ")
                .endsWith("did you mean 'drop'?");
        assertThat(out.toString()).contains("2 problems");
    }

    @Test
    void aTestThatDoesNotHoldIsAProblem() throws IOException {
        Path file = folder.resolve("policy.yaml");
        Files.writeString(
                file,
                Files.readString(EXAMPLE)
                        .replace("effects: [drop, truncate]", "effects: [truncate]"));

        assertThat(run("check", file.toString())).isEqualTo(1);

        assertThat(out.toString())
                .contains(
                        "error: test 'DROP TABLE orders': deny by <default> (expected: deny by no-drop)");
    }

    @Test
    void aFileThatIsNotThereIsAProblem() {
        assertThat(run("check", folder.resolve("none.yaml").toString())).isEqualTo(1);

        assertThat(out.toString()).contains("none.yaml:1:1: error: there is no such file");
    }

    @Test
    void explainsADenialAndWhatCameNear() {
        assertThat(
                        run(
                                "explain",
                                EXAMPLE.toString(),
                                "--as=migrate-job",
                                "--target=orders-prod",
                                "--label=env=prod",
                                "DELETE FROM orders"))
                .as(err.toString())
                .isZero();

        assertThat(out.toString())
                .startsWith("deny by where-needed: UPDATE and DELETE need a WHERE")
                .contains("writes orders")
                .containsPattern("matched +where-needed \\(deny, .*policy-ci.yaml:22\\)")
                .containsPattern(
                        "near miss +job-schema .*effects: speaks of create, alter, not of");
    }

    @Test
    void explainsAnApprovalByClaims() {
        assertThat(
                        run(
                                "explain",
                                EXAMPLE.toString(),
                                "--claims={\"repository_id\": \"456789\", \"environment\": \"prod\", \"ref_protected\": \"true\"}",
                                "--issuer=https://token.actions.githubusercontent.com",
                                "--target=orders-prod",
                                "--label=env=prod",
                                "ALTER TABLE orders ADD COLUMN note text"))
                .as(err.toString())
                .isZero();

        assertThat(out.toString())
                .startsWith("approve by job-schema: A change of schema waits")
                .contains("from dba, people: 1, wait: 900 s, reason: optional")
                .contains("asked with roles: migrate-job");
    }

    @Test
    void anUnknownRoleIsAMistakeOfTheCommandLine() {
        assertThat(run("explain", EXAMPLE.toString(), "--as=dbaa", "--target=t", "SELECT 1"))
                .isEqualTo(2);

        assertThat(err.toString()).contains("--as: 'dbaa'").contains("did you mean 'dba'?");
    }

    @Test
    void somebodyMustAsk() {
        assertThat(run("explain", EXAMPLE.toString(), "--target=t", "SELECT 1")).isEqualTo(2);
        assertThat(err.toString()).contains("--as");
    }

    private int run(String... arguments) {
        return new CommandLine(new PolicyCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
