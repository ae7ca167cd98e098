package dev.sallyport.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.gateway.policy.Activation.By;
import dev.sallyport.gateway.policy.PolicyVersions.Result;
import dev.sallyport.gateway.yaml.Problem;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How policies come into force: checked, put on record, kept, and taken back; and what is in force after a restart.
class PolicyVersionsTest {
    private static final Function<String, List<Action>> READER =
            sql -> List.of(Action.of("SELECT", Effect.READ));
    private static final By SOMEBODY = new By("https://issuer.example.test", "1", "somebody");

    private final List<String> witnessed = new ArrayList<>();
    private final MemoryVersions store = new MemoryVersions();

    @TempDir private Path folder;
    private Path file;

    private PolicyHolder holder;
    private PolicyVersions versions;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("policy.yaml");
        write("first");
        restart();
    }

    private static String text(String rule, String... more) {
        return """
        schema: sallyport.policy/v1
        roles:
          job: {when: "claims.kind == 'job'"}
          dba: {when: "'dba' in claims.groups"}
        rules:
          - {id: %s, who: [job], targets: [orders], effects: [read], allow: true}
        """
                        .formatted(rule)
                + String.join("\n", more);
    }

    private void write(String rule, String... more) throws IOException {
        Files.writeString(file, text(rule, more));
    }

    /// A gateway that starts with this store, and this file.
    private void restart() throws IOException {
        PolicyFile configured =
                switch (PolicyFile.load(file)) {
                    case PolicyFile.Loaded.Ready(PolicyFile good) -> good;
                    case PolicyFile.Loaded.Faulty(var problems) ->
                            throw new AssertionError(problems);
                };
        holder = new PolicyHolder(configured.policy());
        versions =
                new PolicyVersions(
                        holder,
                        store,
                        new PolicyVersions.Means(
                                file,
                                Set.of("orders"),
                                PolicyVersions.MaskKey.MISSING,
                                READER,
                                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)));
        versions.begin(configured);
    }

    private void witness(Activation from, Activation to) {
        witnessed.add(from.number() + "->" + to.number() + " " + to.how().word());
    }

    private Result activate(String rule, String... more) throws IOException {
        return versions.activate(text(rule, more), SOMEBODY, "because", this::witness);
    }

    private Result rollback() throws IOException {
        return versions.rollback(SOMEBODY, "", this::witness);
    }

    private Result reload() throws IOException {
        return versions.reload(By.OPERATOR, "", this::witness);
    }

    /// The rule of the policy in force, which is all that these policies differ by.
    private String inForce() {
        String kept = versions.text(versions.active());
        assertThat(holder.get().version()).isEqualTo(versions.active().sha256());
        return kept.replaceAll("(?s).*id: (\\w+),.*", "$1");
    }

    private static List<String> problems(Result result) {
        assertThat(result).isInstanceOf(Result.Faulty.class);
        return ((Result.Faulty) result).problems().stream().map(Problem::toString).toList();
    }

    @Test
    void theFirstStartTakesTheFile() {
        assertThat(inForce()).isEqualTo("first");
        assertThat(versions.active().number()).isEqualTo(1);
        assertThat(versions.active().how()).isEqualTo(Activation.How.START);
    }

    @Test
    void anActivationIsWitnessedAndKept() throws IOException {
        assertThat(activate("second")).isInstanceOf(Result.Activated.class);

        assertThat(inForce()).isEqualTo("second");
        assertThat(witnessed).containsExactly("1->2 activate");
        assertThat(versions.latest(10)).extracting(Activation::number).containsExactly(2, 1);
        assertThat(versions.active().by()).isEqualTo(SOMEBODY);
        assertThat(versions.active().reason()).isEqualTo("because");
    }

    @Test
    void whatCannotBePutOnRecordDoesNotHappen() throws IOException {
        assertThatThrownBy(() ->
                        versions.activate(
                                text("second"),
                                SOMEBODY,
                                "",
                                (from, to) -> {
                                    throw new IOException("the disk is full");
                                }))
                .isInstanceOf(IOException.class);

        assertThat(inForce()).isEqualTo("first");
        assertThat(versions.count()).isEqualTo(1);
    }

    @Test
    void aBrokenTextChangesNothing() throws IOException {
        assertThat(problems(activate("second", "maks: []")))
                .containsExactly(
                        "policy.yaml:7:1: error: unknown key 'maks' (expected: schema, timezone, roles, rules, masks,"
                                + " limits, tests); did you mean 'masks'?");
        assertThat(problems(versions.activate("", SOMEBODY, "", this::witness)))
                .containsExactly("policy.yaml:1:1: error: the file is empty");

        assertThat(inForce()).isEqualTo("first");
        assertThat(witnessed).isEmpty();
    }

    @Test
    void aTestThatFailsRefusesTheActivation() throws IOException {
        String test = "tests: [{as: [dba], target: orders, sql: SELECT 1, expect: allow}]";

        assertThat(problems(activate("second", test)))
                .containsExactly(
                        "policy.yaml:7:9: error: test 'SELECT 1': deny by <default> (expected: allow)");
        assertThat(inForce()).isEqualTo("first");
        assertThat(witnessed).isEmpty();
    }

    @Test
    void aTestThatHoldsForAnotherReasonFails() throws IOException {
        assertThat(
                        problems(
                                activate(
                                        "second",
                                        "tests: [{as: [dba], target: orders, sql: SELECT 1, expect: deny, by: second}]")))
                .containsExactly(
                        "policy.yaml:7:9: error: test 'SELECT 1': deny by <default> (expected: deny by second)");
    }

    @Test
    void aTestByClaimsHasTheRolesThatTheClaimsGive() throws IOException {
        assertThat(
                        activate(
                                "second",
                                "tests: [{claims: {kind: job, n: 1}, target: orders, sql: SELECT, expect: allow},"
                                        + " {claims: {kind: person}, target: orders, sql: SELECT, expect: deny}]"))
                .isInstanceOf(Result.Activated.class);
    }

    @Test
    void aTargetThatIsNotConfiguredIsAMistakeHere() throws IOException {
        assertThat(
                        problems(
                                versions.activate(
                                        text("second").replace("[orders]", "[order]"),
                                        SOMEBODY,
                                        "",
                                        this::witness)))
                .containsExactly(
                        "policy.yaml:6:40: error: targets: 'order' (expected: a configured target); did you mean 'orders'?");
    }

    @Test
    void aMaskThatNeedsAKeyIsRefusedWhereThereIsNone() throws IOException {
        assertThat(
                        problems(
                                activate(
                                        "second",
                                        "masks: [{id: m, columns: [\"*.*.a\"], with: hash}]")))
                .singleElement()
                .asString()
                .contains("mask 'm' makes a hash, and the gateway has no key for it");
    }

    @Test
    void whatIsInForceAlreadyIsNotActivatedAgain() throws IOException {
        activate("second");

        assertThat(activate("second")).isInstanceOf(Result.Unchanged.class);
        assertThat(versions.count()).isEqualTo(2);
    }

    @Test
    void rollingBackGoesFurtherEachTime() throws IOException {
        activate("second");
        activate("third");

        rollback();
        assertThat(inForce()).isEqualTo("second");
        assertThat(versions.active().number()).isEqualTo(4);
        assertThat(versions.active().restores()).isEqualTo(2);
        rollback();
        assertThat(inForce()).isEqualTo("first");
        assertThat(rollback()).isInstanceOf(Result.NothingEarlier.class);
        activate("fourth");
        rollback();
        assertThat(inForce()).isEqualTo("first");
        assertThat(witnessed)
                .containsExactly(
                        "1->2 activate",
                        "2->3 activate",
                        "3->4 rollback",
                        "4->5 rollback",
                        "5->6 activate",
                        "6->7 rollback");
    }

    @Test
    void aRollbackRunsTheTestsAgain() throws IOException {
        // Held by the first reader, and not by the one that a newer program has.
        String test = "tests: [{as: [job], target: orders, sql: SELECT, expect: allow}]";
        activate("second", test);
        activate("third");
        PolicyVersions newer =
                new PolicyVersions(
                        holder,
                        store,
                        new PolicyVersions.Means(
                                file,
                                Set.of("orders"),
                                PolicyVersions.MaskKey.MISSING,
                                sql -> List.of(Action.of("SELECT", Effect.UNKNOWN)),
                                Clock.systemUTC()));

        assertThat(problems(newer.rollback(SOMEBODY, "", this::witness)))
                .containsExactly(
                        "policy version 2:7:9: error: test 'SELECT': deny by <not-understood> (expected: allow)");
        assertThat(inForce()).isEqualTo("third");
    }

    @Test
    void reloadingTakesTheFileAsItIsNow() throws IOException {
        assertThat(reload()).isInstanceOf(Result.Unchanged.class);
        write("second");
        assertThat(reload()).isInstanceOf(Result.Activated.class);
        assertThat(inForce()).isEqualTo("second");
        write("third", "maks: []");
        assertThat(reload()).isInstanceOf(Result.Faulty.class);
        assertThat(inForce()).isEqualTo("second");
        Files.delete(file);
        assertThat(problems(reload())).containsExactly(file + ":1:1: error: there is no such file");
    }

    @Test
    void whatCameFromTheFileFollowsTheFileAtTheNextStart() throws IOException {
        write("second");
        restart();
        assertThat(inForce()).isEqualTo("second");
        assertThat(versions.active().number()).isEqualTo(2);
        restart();
        assertThat(versions.active().number()).isEqualTo(2);
    }

    @Test
    void whatWasActivatedStaysWhateverTheFileSays() throws IOException {
        activate("second");
        write("third");
        restart();
        assertThat(inForce()).isEqualTo("second");
        rollback();
        restart();
        assertThat(inForce()).isEqualTo("first");
        reload();
        assertThat(inForce()).isEqualTo("third");
        write("fourth");
        restart();
        assertThat(inForce()).isEqualTo("fourth");
    }

    @Test
    void activatingTheFilesOwnTextMakesItIndependentOfTheFile() throws IOException {
        activate("first");
        write("second");
        restart();
        assertThat(inForce()).isEqualTo("first");
    }

    @Test
    void aKeptVersionThatThisProgramCannotReadKeepsItFromStarting() throws IOException {
        activate("second");
        Activation active = versions.active();
        store.add(
                new Activation(
                        3,
                        "f".repeat(64),
                        Activation.How.ACTIVATE,
                        SOMEBODY,
                        "",
                        active.at(),
                        null),
                "schema: sallyport.policy/v9\n");

        assertThatThrownBy(this::restart)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "policy version 3, which is in force, cannot be used: policy version 3:1:1: error: 'roles' is missing");
    }

    @Test
    void versionsAreFoundByNumberByHashAndAsActive() throws IOException {
        activate("second");
        String hash = versions.active().sha256();

        assertThat(versions.find("1").map(Activation::number)).contains(1);
        assertThat(versions.find("active").map(Activation::number)).contains(2);
        assertThat(versions.find(hash.substring(0, 8)).map(Activation::number)).contains(2);
        assertThat(versions.find("3")).isEmpty();
        assertThat(versions.find("ffff")).isEmpty();
        assertThat(versions.find("99999999999999999999")).isEmpty();
    }

    @Test
    void checkingChangesNothing() {
        assertThat(versions.check(text("second")).problems()).isEmpty();
        assertThat(versions.check("rules: 5").problems()).isNotEmpty();
        assertThat(inForce()).isEqualTo("first");
    }
}
