package dev.sallyport.gateway.policy;

import static dev.sallyport.gateway.policy.Actions.does;
import static dev.sallyport.gateway.policy.Asking.asking;
import static dev.sallyport.gateway.policy.Asking.policy;
import static dev.sallyport.model.statement.Effect.ALTER;
import static dev.sallyport.model.statement.Effect.READ;
import static dev.sallyport.model.statement.Effect.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.policy.Decision;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Parameter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Conditions: what they may speak of, what happens when they fail, and that a decision is kept only as long as it holds.
class ConditionTest {
    private static Asking allowedWhen(String condition) {
        return asking(
                        policy(
                                """
                                  - id: only
                                    who: [job]
                                    targets: ["*"]
                                    effects: [read]
                                    when: >-
                                      %s
                                    allow: true
                                """
                                        .formatted(condition)))
                .text("SELECT email FROM customers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "statement.text.startsWith('SELECT')",
                "statement.text.matches('(?i)select .* from .*')",
                "'read' in statement.effects",
                "statement.effects == ['read']",
                "statement.reads.all(name, name in ['customers', 'public.orders'])",
                "statement.writes.size() == 0 && size(statement.defines) == 0",
                "statement.functions.exists(name, name == 'lower')",
                "statement.columns.size() == 0",
                "!statement.unfiltered && statement.understood",
                "who.name == 'somebody' && 'job' in who.roles",
                "who.claims.run == 7 && who.claims.nested.deep[0] == 'x'",
                "has(who.claims.run) && !has(who.claims.nothing)",
                "target.name == 'orders' && target.labels['env'] == 'prod' && target.labels.env == 'prod'",
                "from.startsWith('10.')",
                "statement.count == 1",
                "statement.relations == ['customers', 'public.orders']",
                "who.issuer == 'https://issuer.example.test' && who.subject == '1'",
                "target.protocol == 'postgres'",
                "from.inNetwork('10.0.0.0/8') && !from.inNetwork('10.1.2.0/31')",
                "from.inNetwork(['192.0.2.0/24', '10.1.2.3'])",
                "!from.inNetwork('2001:db8::/32')",
                "hour == 12 && weekday == 4",
                "statement.parameters == ['7', null] && statement.unreadParameters.size() == 0",
                "statement.parameters.exists(value, value != null && int(value) > 5)",
                "now.getHours('Europe/Berlin') == 13 && now < timestamp('2026-01-01T12:00:01Z')",
            })
    void speaksOf(String condition) {
        Asking asking =
                allowedWhen(condition)
                        .with(new Parameter(false, utf8("7")), new Parameter(false, null))
                        .claiming(Map.of("run", 7, "nested", Map.of("deep", List.of("x"))));
        Actions statement = does(READ).reading("customers", "public.orders").calling("lower");

        assertThat(asking.verdict(statement)).isEqualTo("allow only");
        assertThat(
                        allowedWhen("!(" + condition + ")")
                                .with(asking.parameters().toArray(Parameter[]::new))
                                .claiming(asking.who().claims())
                                .verdict(statement))
                .isEqualTo("deny <default>");
    }

    @Test
    void aFailureInAnAllowDoesNotAllow() {
        assertThat(allowedWhen("who.claims.missing == 'x'").verdict(does(READ)))
                .isEqualTo("deny <default>");
    }

    @Test
    void aFailureInADenyDenies() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: read, who: [job], targets: ["*"], effects: [read], allow: true}
                                  - {id: never, who: [job], targets: ["*"], effects: [read], when: "who.claims.team == 'x'", deny: "no"}
                                """));

        Decision decision = asking.decide(does(READ));

        assertThat(decision).isInstanceOf(Decision.Deny.class);
        assertThat(decision.grounds().getFirst().says())
                .isEqualTo(
                        "its condition could not be evaluated, so it counts as matched: key 'team' is not present"
                                + " in map.");
        assertThat(asking.claiming(Map.of("team", "y")).verdict(does(READ)))
                .isEqualTo("allow read");
    }

    @Test
    void aFailureInAnApproveAsksAndCoversNothing() {
        String ask =
                """
                  - id: ask
                    who: [job]
                    targets: ["*"]
                    effects: [alter]
                    when: "who.claims.team == 'x'"
                    approve: {from: [dba]}
                """;
        String allow =
                """
                  - {id: all, who: [job], targets: ["*"], effects: [alter], allow: true}
                """;

        assertThat(asking(policy(ask)).verdict(does(ALTER))).isEqualTo("deny <default>");
        assertThat(asking(policy(ask + allow)).verdict(does(ALTER))).isEqualTo("approve ask");
    }

    @Test
    void anEvaluationIsBounded() {
        List<String> many = IntStream.range(0, 200).mapToObj(i -> "t" + i).toList();
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: read, who: [job], targets: ["*"], effects: [read], allow: true}
                                  - id: never
                                    who: [job]
                                    targets: ["*"]
                                    effects: [read]
                                    when: "statement.reads.all(a, statement.reads.all(b, statement.reads.all(c, a + b + c != 'x')))"
                                    deny: "no"
                                """));

        Decision decision = asking.decide(does(READ).reading(many.toArray(String[]::new)));

        assertThat(decision).isInstanceOf(Decision.Deny.class);
        assertThat(decision.grounds().getFirst().says()).contains("could not be evaluated");
    }

    @Test
    void theSameActionsAreDecidedOnce() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: read, who: [job], targets: ["*"], effects: [read], when: "'read' in statement.effects", allow: true}
                                """));
        List<Action> actions = List.of(does(READ).action());

        assertThat(asking.policy().decide(asking.question(actions)))
                .isSameAs(asking.policy().decide(asking.question(actions)));
        assertThat(asking.as("dba").verdict(does(READ))).isEqualTo("deny <default>");
    }

    @Test
    void aDecisionIsNotKeptBeyondWhatItDependsOn() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: text, who: [job], targets: ["*"], effects: [read], when: "statement.text == 'a'", allow: true}
                                  - {id: morning, who: [job], targets: ["*"], effects: [update], when: "now.getHours() < 12", allow: true}
                                  - {id: inside, who: [job], targets: ["*"], effects: [alter], when: "from == '10.0.0.1'", allow: true}
                                """));
        Actions read = does(READ);
        List<Action> same = List.of(read.action());

        assertThat(asking.policy().decide(asking.text("a").question(same)))
                .isInstanceOf(Decision.Allow.class);
        assertThat(asking.policy().decide(asking.text("b").question(same)))
                .isInstanceOf(Decision.Deny.class);

        List<Action> update = List.of(does(UPDATE).action());
        Asking early = asking.at(Instant.parse("2026-01-01T11:59:59Z"));
        assertThat(early.policy().decide(early.question(update)))
                .isInstanceOf(Decision.Allow.class);
        assertThat(asking.policy().decide(asking.question(update)))
                .isInstanceOf(Decision.Deny.class);

        List<Action> alter = List.of(does(ALTER).action());
        assertThat(asking.policy().decide(asking.from("10.0.0.1").question(alter)))
                .isInstanceOf(Decision.Allow.class);
        assertThat(asking.policy().decide(asking.from("10.0.0.2").question(alter)))
                .isInstanceOf(Decision.Deny.class);
    }

    @Test
    void textConditionsAreKeptPerText() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: text, who: [job], targets: ["*"], effects: [read], when: "statement.text == 'a'", allow: true}
                                """));
        List<Action> same = List.of(does(READ).action());

        Decision first = asking.policy().decide(asking.text("a").question(same));

        assertThat(asking.policy().decide(asking.text("a").question(same))).isSameAs(first);
        assertThat(asking.policy().decide(asking.text("b").question(same)))
                .isInstanceOf(Decision.Deny.class);
    }

    @Test
    void hourAndWeekdayAreThoseOfThePolicysTimeZone() {
        String policy =
                """
                schema: sallyport.policy/v1
                timezone: America/New_York
                roles:
                  job: {when: "claims.kind == 'job'"}
                rules:
                  - {id: night, who: [job], targets: ["*"], effects: [read], when: "hour == 22 && weekday == 3", allow: true}
                """;
        Asking asking = asking(Asking.parse(policy));

        assertThat(asking.at(Instant.parse("2026-01-01T03:00:00Z")).verdict(does(READ)))
                .isEqualTo("allow night");
        assertThat(asking.verdict(does(READ))).isEqualTo("deny <default>");
        // An hour earlier by the sun, as New York has summer time.
        assertThat(asking.at(Instant.parse("2026-07-02T02:00:00Z")).verdict(does(READ)))
                .isEqualTo("allow night");
    }

    @Test
    void aBoundValueThatCannotBeReadHelpsNobody() {
        String rules =
                """
                  - {id: seven, who: [job], targets: ["*"], effects: [read], when: "statement.parameters[0] == '7'", allow: true}
                  - {id: not-eight, who: [job], targets: ["*"], effects: [update], when: "statement.parameters[0] == '8'", deny: "no eights"}
                  - {id: write, who: [job], targets: ["*"], effects: [update], allow: true}
                  - {id: flagged, who: [job], targets: ["*"], effects: [alter], when: "statement.unreadParameters == [1]", allow: true}
                """;
        Asking readable = asking(policy(rules)).with(new Parameter(false, utf8("7")));
        Asking unread = asking(policy(rules)).with(new Parameter(true, new byte[] {7}));

        assertThat(readable.verdict(does(READ))).isEqualTo("allow seven");
        assertThat(unread.verdict(does(READ))).isEqualTo("deny <default>");
        assertThat(readable.verdict(does(UPDATE))).isEqualTo("allow write");
        assertThat(unread.verdict(does(UPDATE))).isEqualTo("deny not-eight");
        assertThat(readable.verdict(does(ALTER))).isEqualTo("deny <default>");
        assertThat(unread.verdict(does(ALTER))).isEqualTo("allow flagged");
    }

    @Test
    void aDecisionOnBoundValuesIsMadeAnewForOthers() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: seven, who: [job], targets: ["*"], effects: [read], when: "statement.parameters == ['7']", allow: true}
                                """));
        List<Action> same = List.of(does(READ).action());

        assertThat(
                        asking.policy()
                                .decide(
                                        asking.with(new Parameter(false, utf8("7")))
                                                .question(same)))
                .isInstanceOf(Decision.Allow.class);
        assertThat(
                        asking.policy()
                                .decide(
                                        asking.with(new Parameter(false, utf8("8")))
                                                .question(same)))
                .isInstanceOf(Decision.Deny.class);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
