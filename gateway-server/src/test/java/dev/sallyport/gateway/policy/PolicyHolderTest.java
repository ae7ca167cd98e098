package dev.sallyport.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.yaml.Problem;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyHolderTest {
    private static final Function<String, List<Action>> READER =
            sql -> List.of(Action.of("SELECT", Effect.READ));
    private static final String RULE =
            """
              - {id: read, who: [job], targets: ["*"], effects: [read], allow: true}
            """;

    private final FilePolicy first = Asking.policy(RULE);
    private final PolicyHolder holder = new PolicyHolder(first);

    @TempDir private Path folder;

    @Test
    void aGoodFileTakesOver() throws IOException {
        assertThat(reload("tests: [{as: [job], target: t, sql: SELECT, expect: allow, by: read}]"))
                .isEmpty();

        assertThat(holder.get()).isNotSameAs(first);
        assertThat(holder.get().version()).isNotEqualTo(first.version());
    }

    @Test
    void aFailingTestKeepsThePolicyThatIsInForce() throws IOException {
        assertThat(reload("tests: [{as: [dba], target: t, sql: SELECT 1, expect: allow}]"))
                .containsExactly("7:9: test 'SELECT 1': deny by <default> (expected: allow)");

        assertThat(holder.get()).isSameAs(first);
    }

    @Test
    void aTestThatHoldsForAnotherReasonFails() throws IOException {
        assertThat(reload("tests: [{as: [dba], target: t, sql: SELECT 1, expect: deny, by: read}]"))
                .containsExactly(
                        "7:9: test 'SELECT 1': deny by <default> (expected: deny by read)");
    }

    @Test
    void aBrokenFileKeepsThePolicyThatIsInForce() throws IOException {
        assertThat(reload("maks: []"))
                .containsExactly(
                        "7:1: unknown key 'maks' (expected: schema, timezone, roles, rules, masks, limits, tests);"
                                + " did you mean 'masks'?");

        assertThat(holder.get()).isSameAs(first);
    }

    @Test
    void aTestByClaimsHasTheRolesThatTheClaimsGive() throws IOException {
        assertThat(
                        reload(
                                "tests: [{claims: {kind: job, n: 1}, target: t, sql: SELECT, expect: allow},"
                                        + " {claims: {kind: person}, target: t, sql: SELECT, expect: deny}]"))
                .isEmpty();
    }

    private List<String> reload(String more) throws IOException {
        Path file = folder.resolve("policy.yaml");
        Files.writeString(
                file,
                """
                schema: sallyport.policy/v1
                roles:
                  job: {when: "claims.kind == 'job'"}
                  dba: {when: "'dba' in claims.groups"}
                rules:
                """
                        + RULE
                        + more);
        return holder.reload(file, READER).stream().map(PolicyHolderTest::withoutFile).toList();
    }

    private static String withoutFile(Problem problem) {
        return problem.spot().line() + ":" + problem.spot().column() + ": " + problem.message();
    }
}
