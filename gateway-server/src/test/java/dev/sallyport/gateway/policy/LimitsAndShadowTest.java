package dev.sallyport.gateway.policy;

import static dev.sallyport.gateway.policy.Actions.does;
import static dev.sallyport.gateway.policy.Asking.asking;
import static dev.sallyport.gateway.policy.Asking.policy;
import static dev.sallyport.model.statement.Effect.DELETE;
import static dev.sallyport.model.statement.Effect.READ;
import static dev.sallyport.model.statement.Effect.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.policy.Decision;
import dev.sallyport.model.policy.Grounds;
import dev.sallyport.model.policy.Holds;
import dev.sallyport.model.policy.Limits;
import dev.sallyport.model.policy.Limits.Bound;
import dev.sallyport.model.policy.Shadow;
import dev.sallyport.model.statement.Action;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What limits a decision brings along, and what rules in shadow would have made of it.
class LimitsAndShadowTest {
    private static final String LIMITED =
            """
              - {id: read, who: [job], targets: ["*"], effects: [read], allow: true, limits: {rows: 100, time: 1m}}
              - {id: small, who: [job], targets: ["*"], effects: [read], relations: ["public.small"], allow: true, limits: {rows: 10}}
              - {id: ask, who: [job], targets: ["*"], effects: [update], approve: {from: [dba]}, limits: {bytes: 1MiB}}
            limits:
              - {id: all, who: ["*"], targets: ["*"], rows: 1000, sessions: 5}
              - {id: prod, who: [job], targets: [env=prod], time: 30s, sessions: 3}
              - {id: test, who: [job], targets: [env=test], time: 1s, sessions: 1}
            """;

    private static Limits limits(Decision decision) {
        return switch (decision) {
            case Decision.Allow allow -> allow.limits();
            case Decision.NeedApproval need -> need.limits();
            case Decision.Deny deny -> throw new AssertionError(deny);
        };
    }

    @Test
    void theTightestOfRulesAndEntriesWinsAndIsNamed() {
        Asking asking = asking(policy(LIMITED));

        assertThat(limits(asking.decide(does(READ).reading("public.large"))))
                .isEqualTo(
                        new Limits(new Bound(100, "read"), Bound.NONE, new Bound(30_000, "prod")));
        assertThat(limits(asking.decide(does(READ).reading("public.small"))).rows())
                .isEqualTo(new Bound(10, "small"));
        assertThat(limits(asking.decide(does(UPDATE))))
                .isEqualTo(
                        new Limits(
                                new Bound(1000, "all"),
                                new Bound(1 << 20, "ask"),
                                new Bound(30_000, "prod")));
    }

    @Test
    void ofSeveralStatementsOfOneTextTheTightestHoldsForAll() {
        Asking asking = asking(policy(LIMITED));

        assertThat(
                        limits(
                                        asking.decide(
                                                does(READ).reading("public.large"),
                                                does(READ).reading("public.small")))
                                .rows())
                .isEqualTo(new Bound(10, "small"));
    }

    @Test
    void anEmptyQueryHasTheLimitsOfTheEntries() {
        assertThat(limits(asking(policy(LIMITED)).decide()).rows())
                .isEqualTo(new Bound(1000, "all"));
    }

    @Test
    void sessionsAreThoseOfTheTightestEntry() {
        FilePolicy policy = policy(LIMITED);
        Asking asking = asking(policy);

        assertThat(policy.sessions(asking.who(), asking.target())).isEqualTo(new Bound(3, "prod"));
        assertThat(policy.sessions(asking.as("dba").who(), asking.target()))
                .isEqualTo(new Bound(5, "all"));
        assertThat(
                        policy.sessions(
                                asking.who(), asking.target("t", Map.of("env", "test")).target()))
                .isEqualTo(new Bound(1, "test"));
    }

    @Test
    void withoutLimitsThereAreNone() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: read, who: [job], targets: ["orders*"], effects: [read], allow: true}
                                """));

        assertThat(limits(asking.decide(does(READ)))).isSameAs(Limits.NONE);
        assertThat(asking.target("stock", Map.of()).verdict(does(READ)))
                .isEqualTo("deny <default>");
    }

    private static final String WATCHED =
            """
              - {id: data, who: [job], targets: ["*"], effects: [read, update], allow: true}
              - {id: no-update, who: [job], targets: ["*"], effects: [update], deny: "not here", shadow: true}
              - {id: ask, who: [job], targets: ["*"], effects: [read], when: "statement.reads.size() > 1", approve: {from: [dba]}, shadow: true}
              - {id: deletes, who: [job], targets: ["*"], effects: [delete], allow: true, shadow: true}
            """;

    @Test
    void aRuleInShadowDecidesNothingAndItsWordIsKept() {
        Asking asking = asking(policy(WATCHED));

        assertThat(asking.verdict(does(UPDATE))).isEqualTo("allow data");
        assertThat(asking.decide(does(UPDATE)).shadow())
                .isEqualTo(new Shadow("deny", List.of(new Grounds("no-update", "not here"))));
        assertThat(asking.verdict(does(READ).reading("a", "b"))).isEqualTo("allow data");
        assertThat(asking.decide(does(READ).reading("a", "b")).shadow())
                .isEqualTo(
                        new Shadow(
                                "approve", List.of(new Grounds("ask", "needs approval from dba"))));
        assertThat(asking.decide(does(READ).reading("a")).shadow()).isNull();
    }

    @Test
    void aRuleInShadowLetsNothingPass() {
        Asking asking = asking(policy(WATCHED));

        assertThat(asking.verdict(does(DELETE))).isEqualTo("deny <default>");
        assertThat(asking.decide(does(DELETE)).shadow())
                .isEqualTo(new Shadow("allow", List.of(new Grounds("deletes", ""))));
        FilePolicy onlyShadow =
                policy(
                        """
                          - {id: read, who: [job], targets: ["*"], effects: [read], allow: true, shadow: true}
                        """);
        assertThat(onlyShadow.admits(asking.who(), asking.target())).isFalse();
    }

    @Test
    void aConditionInShadowBoundsForHowLongADecisionIsKept() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: read, who: [job], targets: ["*"], effects: [read], allow: true}
                                  - {id: outside, who: [job], targets: ["*"], effects: [read], when: "!from.inNetwork('10.0.0.0/8')", deny: "outside", shadow: true}
                                """));
        List<Action> same = List.of(does(READ).action());

        assertThat(asking.policy().decide(asking.question(same)).shadow()).isNull();
        assertThat(asking.policy().decide(asking.from("192.0.2.1").question(same)).shadow())
                .isNotNull();
    }

    @Test
    void anAnswerHoldsForTheShorterOfTwo() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: a, who: [job], targets: ["*"], effects: [update], approve: {from: [dba], holds: {for: 1h, times: 5}}}
                                  - {id: b, who: [job], targets: ["*"], effects: [read], approve: {from: [dba], holds: {for: 10m}}}
                                  - {id: c, who: [job], targets: ["*"], effects: [delete], approve: {from: [dba]}}
                                """));

        assertThat(holds(asking.decide(does(UPDATE)))).isEqualTo(new Holds(Duration.ofHours(1), 5));
        assertThat(holds(asking.decide(does(UPDATE, READ))))
                .isEqualTo(new Holds(Duration.ofMinutes(10), 5));
        assertThat(holds(asking.decide(does(UPDATE, DELETE)))).isEqualTo(Holds.ONCE);
    }

    private static Holds holds(Decision decision) {
        return ((Decision.NeedApproval) decision).terms().holds();
    }
}
