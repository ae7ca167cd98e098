package dev.sallyport.gateway.policy;

import static dev.sallyport.gateway.policy.Actions.does;
import static dev.sallyport.gateway.policy.Asking.asking;
import static dev.sallyport.gateway.policy.Asking.policy;
import static dev.sallyport.model.statement.Effect.ALTER;
import static dev.sallyport.model.statement.Effect.CREATE;
import static dev.sallyport.model.statement.Effect.DELETE;
import static dev.sallyport.model.statement.Effect.DO;
import static dev.sallyport.model.statement.Effect.DROP;
import static dev.sallyport.model.statement.Effect.EXPLAIN;
import static dev.sallyport.model.statement.Effect.INSERT;
import static dev.sallyport.model.statement.Effect.READ;
import static dev.sallyport.model.statement.Effect.UNKNOWN;
import static dev.sallyport.model.statement.Effect.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.policy.Decision;
import dev.sallyport.model.policy.Grounds;
import dev.sallyport.model.policy.MaskRule;
import dev.sallyport.model.statement.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What rules say of statements: deny before approve before allow before nothing.
class DecisionTest {
    private static final String READ_PUBLIC =
            """
              - {id: read, who: [job], targets: [orders], effects: [read], relations: ["public.*"], allow: true}
            """;

    @Test
    void whatNoRuleAllowsIsDeniedAndSaysWhat() {
        Decision decision =
                asking(policy(READ_PUBLIC)).decide(does(DROP).defining("public.orders"));

        assertThat(decision).isInstanceOf(Decision.Deny.class);
        assertThat(decision.grounds().getFirst().rule()).isEqualTo("<default>");
        assertThat(decision.grounds().getFirst().says())
                .isEqualTo("no rule lets role job do this: drop of public.orders at orders");
    }

    @Test
    void everyEffectMustBeCovered() {
        Asking asking =
                asking(
                        policy(
                                READ_PUBLIC
                                        + """
                                          - {id: write, who: [job], targets: [orders], effects: [insert], relations: ["public.*"], allow: true}
                                        """));

        assertThat(asking.verdict(does(READ).reading("public.orders"))).isEqualTo("allow read");
        assertThat(asking.verdict(does(READ, INSERT).reading("public.a").writing("public.b")))
                .isEqualTo("allow read, write");
        assertThat(asking.verdict(does(READ, DELETE).reading("public.a").writing("public.b")))
                .isEqualTo("deny <default>");
    }

    @Test
    void anAllowCoversOnlyWhenAllRelationsAreMeant() {
        Asking asking = asking(policy(READ_PUBLIC));

        assertThat(asking.verdict(does(READ).reading("orders"))).isEqualTo("allow read");
        assertThat(asking.verdict(does(READ).reading("public.orders", "audit.log")))
                .isEqualTo("deny <default>");
        assertThat(asking.verdict(does(READ).reading("shop.public.orders")))
                .isEqualTo("deny <default>");
        assertThat(asking.verdict(does(READ).reading("Public.orders"))).isEqualTo("deny <default>");
    }

    @Test
    void aNameWithoutSchemaIsNotInASchemaThatIsNotPublic() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: read, who: [job], targets: [orders], effects: [read], relations: ["audit.*"], allow: true}
                                """));

        assertThat(asking.verdict(does(READ).reading("log"))).isEqualTo("deny <default>");
        assertThat(asking.verdict(does(READ).reading("audit.log"))).isEqualTo("allow read");
    }

    @Test
    void aDenyMatchesWhatItMayMean() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: all, who: [job], targets: ["*"], effects: ["*"], allow: true}
                                  - {id: no-audit, who: ["*"], targets: ["*"], effects: [read, drop], relations: ["audit.*"], deny: "no"}
                                """));

        assertThat(asking.verdict(does(READ).reading("public.orders"))).isEqualTo("allow all");
        assertThat(asking.verdict(does(READ).reading("public.orders", "audit.log")))
                .isEqualTo("deny no-audit");
        assertThat(asking.verdict(does(READ).reading("log"))).isEqualTo("deny no-audit");
        assertThat(asking.verdict(does(READ).reading("shop.AUDIT.log"))).isEqualTo("deny no-audit");
        assertThat(asking.verdict(does(INSERT).writing("audit.log"))).isEqualTo("allow all");
        assertThat(asking.verdict(does(INSERT, DROP).writing("audit.log")))
                .isEqualTo("deny no-audit");
    }

    @Test
    void functionsAreMatchedLikeRelations() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - id: read
                                    who: [job]
                                    targets: ["*"]
                                    effects: [read]
                                    functions: [lower, "count", "shop.*"]
                                    allow: true
                                  - {id: no-files, who: ["*"], targets: ["*"], effects: ["*"], functions: ["pg_read_*"], deny: "no"}
                                """));

        assertThat(asking.verdict(does(READ))).isEqualTo("allow read");
        assertThat(asking.verdict(does(READ).calling("lower", "pg_catalog.count", "shop.total")))
                .isEqualTo("allow read");
        assertThat(asking.verdict(does(READ).calling("lower", "upper")))
                .isEqualTo("deny <default>");
        assertThat(asking.verdict(does(READ).calling("total"))).isEqualTo("deny <default>");
        assertThat(asking.verdict(does(READ).calling("PG_Read_File"))).isEqualTo("deny no-files");
    }

    @Test
    void aFunctionsPatternWithoutSchemaDeniesThatNameInAnySchema() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: all, who: ["*"], targets: ["*"], effects: ["*"], allow: true}
                                  - {id: no-files, who: ["*"], targets: ["*"], effects: ["*"], functions: [pg_read_file], deny: "no"}
                                """));

        assertThat(asking.verdict(does(READ).calling("pg_read_file"))).isEqualTo("deny no-files");
        assertThat(asking.verdict(does(READ).calling("pg_catalog.pg_read_file")))
                .isEqualTo("deny no-files");
        assertThat(asking.verdict(does(READ).calling("mine.pg_read_file")))
                .isEqualTo("deny no-files");
    }

    @Test
    void denyIsStricterThanApproveAndApproveThanAllow() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: all, who: [job], targets: ["*"], effects: ["*"], allow: true}
                                  - {id: ask, who: [job], targets: ["*"], effects: [alter, drop], approve: {from: [dba]}}
                                  - {id: no-drop, who: ["*"], targets: [env=prod], effects: [drop], deny: "blocked", say: "See RB-12."}
                                """));

        assertThat(asking.verdict(does(READ))).isEqualTo("allow all");
        assertThat(asking.verdict(does(ALTER))).isEqualTo("approve ask");
        assertThat(asking.verdict(does(DROP))).isEqualTo("deny no-drop");
        assertThat(asking.decide(does(DROP)).grounds().getFirst().says())
                .isEqualTo("blocked. See RB-12.");
        assertThat(asking.target("orders", Map.of("env", "test")).verdict(does(DROP)))
                .isEqualTo("approve ask");
    }

    @Test
    void twoApprovalsUniteToTheStricterTerms() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: a, who: [job], targets: ["*"], effects: [alter], approve: {from: [dba], wait: 1h}}
                                  - {id: b, who: [job], targets: ["*"], effects: [alter], approve: {from: [job], people: 2, wait: 10m,
                                     reason: required}}
                                """));

        Decision.NeedApproval decision = (Decision.NeedApproval) asking.decide(does(ALTER));

        assertThat(decision.terms().fromRoles()).containsExactly(Set.of("dba"), Set.of("job"));
        assertThat(decision.terms().people()).isEqualTo(2);
        assertThat(decision.terms().waitMax()).isEqualTo(Duration.ofMinutes(10));
        assertThat(decision.terms().reasonRequired()).isTrue();
    }

    @Test
    void anApprovalDoesNotCoverRelationsThatItDoesNotName() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: ddl, who: [job], targets: ["*"], effects: [alter, read], relations: ["public.*"],
                                     approve: {from: [dba]}}
                                """));

        assertThat(asking.verdict(does(ALTER).defining("public.orders"))).isEqualTo("approve ddl");
        assertThat(asking.verdict(does(ALTER, READ).defining("public.orders").reading("audit.log")))
                .isEqualTo("deny <default>");
    }

    @Test
    void theStrictestOfSeveralStatementsHoldsForAll() {
        Asking asking = asking(policy(READ_PUBLIC));

        assertThat(asking.verdict(does(READ).reading("orders"), does(DROP).defining("orders")))
                .isEqualTo("deny <default>");
    }

    @Test
    void anEmptyQueryIsAllowed() {
        assertThat(asking(policy(READ_PUBLIC)).verdict()).isEqualTo("allow <empty>");
    }

    @Test
    void whatIsNotUnderstoodNeedsARuleThatNamesIt() {
        Asking star =
                asking(
                        policy(
                                """
                                  - {id: all, who: [job], targets: ["*"], effects: ["*"], allow: true}
                                """));
        Asking named =
                asking(
                        policy(
                                """
                                  - {id: all, who: [job], targets: ["*"], effects: ["*", unknown], allow: true}
                                """));
        Asking limited =
                asking(
                        policy(
                                """
                                  - {id: all, who: [job], targets: ["*"], effects: ["*", unknown], relations: ["public.*"], allow: true}
                                """));

        assertThat(star.verdict(does(READ, UNKNOWN))).isEqualTo("deny <not-understood>");
        assertThat(star.decide(does(READ, UNKNOWN)).grounds().getFirst().says())
                .contains("'unknown'");
        assertThat(named.verdict(does(READ, UNKNOWN))).isEqualTo("allow all");
        assertThat(limited.verdict(does(READ, UNKNOWN)))
                .isEqualTo("deny <not-understood>, <default>");
    }

    @Test
    void aStarLetsNothingPassThatRunsUnseenCode() {
        Asking star =
                asking(
                        policy(
                                """
                                  - {id: all, who: [job], targets: ["*"], effects: ["*"], allow: true}
                                """));
        for (Effect unseen :
                List.of(DO, Effect.CALL, Effect.EXECUTE, Effect.ROLE, Effect.FASTPATH)) {
            assertThat(star.verdict(does(unseen))).isEqualTo("deny <default>");
        }
        assertThat(star.verdict(does(READ))).isEqualTo("allow all");
    }

    @Test
    void aDenyOfEverythingMeansWhatIsNotUnderstoodToo() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: all, who: [job], targets: ["*"], effects: ["*", unknown], allow: true}
                                  - {id: keep-out, who: [job], targets: ["*"], effects: ["*"], relations: ["audit.*"], deny: "no"}
                                """));

        Decision decision = asking.decide(does(READ, UNKNOWN));
        assertThat(decision)
                .isEqualTo(
                        new Decision.Deny(
                                List.of(
                                        new Grounds(
                                                "keep-out",
                                                "what is not understood may be this: no"))));
        assertThat(asking.verdict(does(READ).reading("public.orders"))).isEqualTo("allow all");
    }

    @Test
    void whatNobodyAllowsIsNotBlamedOnARuleThatMayNotBeMeant() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: keep-out, who: [job], targets: ["*"], effects: ["*"], relations: ["audit.*"], deny: "no"}
                                """));

        assertThat(asking.verdict(does(UNKNOWN))).isEqualTo("deny <not-understood>");
    }

    @Test
    void unfilteredIsAConditionOnTheStatement() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: write, who: [job], targets: ["*"], effects: [update, delete], allow: true}
                                  - {id: where, who: ["*"], targets: ["*"], effects: [update, delete], unfiltered: true, deny: "no WHERE"}
                                """));

        assertThat(asking.verdict(does(DELETE).writing("orders"))).isEqualTo("allow write");
        assertThat(asking.verdict(does(DELETE).writing("orders").withoutWhere()))
                .isEqualTo("deny where");
        assertThat(asking.verdict(does(UPDATE, EXPLAIN).writing("orders").withoutWhere()))
                .isEqualTo("deny where");
    }

    @Test
    void rulesAreForRolesAndTargets() {
        Asking asking =
                asking(
                        policy(
                                """
                                  - {id: by-name, who: [job], targets: [orders], effects: [read], allow: true}
                                  - {id: by-label, who: [dba], targets: [env=prod], effects: [read], allow: true}
                                """));

        assertThat(asking.as("job").verdict(does(READ))).isEqualTo("allow by-name");
        assertThat(asking.as("dba").verdict(does(READ))).isEqualTo("allow by-label");
        assertThat(asking.as("dba", "job").verdict(does(READ)))
                .isEqualTo("allow by-name, by-label");
        assertThat(asking.as().verdict(does(READ))).isEqualTo("deny <default>");
        assertThat(asking.as("job").target("stock", Map.of("env", "prod")).verdict(does(READ)))
                .isEqualTo("deny <default>");
        assertThat(asking.as("dba").target("stock", Map.of("env", "test")).verdict(does(READ)))
                .isEqualTo("deny <default>");
    }

    @Test
    void admissionNeedsARuleThatCouldLetSomethingThrough() {
        FilePolicy policy =
                policy(
                        """
                          - {id: read, who: [job], targets: [orders], effects: [read], allow: true}
                          - {id: no-drop, who: ["*"], targets: ["*"], effects: [drop], deny: "no"}
                        """);
        Asking asking = asking(policy);

        assertThat(policy.admits(asking.as("job").who(), asking.target())).isTrue();
        assertThat(policy.admits(asking.as("dba").who(), asking.target())).isFalse();
        assertThat(policy.admits(asking.as("job").who(), asking.target("stock", Map.of()).target()))
                .isFalse();
    }

    @Test
    void masksAreThoseThatNoRoleIsExceptedFrom() {
        FilePolicy policy =
                policy(
                        READ_PUBLIC
                                + """
                                  - {id: more, who: [dba], targets: ["*"], effects: [read], approve: {from: [job]}}
                                masks:
                                  - {id: email, columns: ["*.*.email"], with: email, except: [dba]}
                                  - {id: card, columns: ["public.customers.card"], with: last4, targets: [orders]}
                                  - {id: hash, columns: ["*.*.hash"], with: null, targets: [env=test]}
                                """);
        Asking asking = asking(policy);

        Decision.Allow job = (Decision.Allow) asking.as("job").decide(does(READ).reading("orders"));
        Decision.NeedApproval dba =
                (Decision.NeedApproval) asking.as("dba").decide(does(READ).reading("orders"));

        assertThat(job.masks().rules()).extracting(MaskRule::id).containsExactly("email", "card");
        assertThat(dba.masks().rules()).extracting(MaskRule::id).containsExactly("card");
        assertThat(policy.mayMask(asking.as("dba").who(), asking.target())).isTrue();
        assertThat(
                        policy.mayMask(
                                asking.as("dba").who(), asking.target("stock", Map.of()).target()))
                .isFalse();
    }

    @Test
    void rolesComeFromIssuerAndClaims() {
        FilePolicy policy =
                Asking.parse(
                        """
                        schema: sallyport.policy/v1
                        roles:
                          job: {issuer: "https://issuer.example.test", when: "claims.ref_protected == true && claims.run > 3"}
                          other: {issuer: "https://other.example.test"}
                          known: {issuer: "https://issuer.example.test"}
                          dba: {when: "'dba' in claims.groups"}
                        rules:
                          - {id: read, who: [job], targets: [orders], effects: [read], allow: true}
                        """);
        Asking asking = asking(policy);

        assertThat(policy.rolesOf(asking.claiming(Map.of("ref_protected", true, "run", 4)).who()))
                .containsExactly("job", "known");
        assertThat(policy.rolesOf(asking.claiming(Map.of("ref_protected", "true", "run", 4)).who()))
                .containsExactly("known");
        assertThat(policy.rolesOf(asking.claiming(Map.of("ref_protected", true)).who()))
                .containsExactly("known");
        assertThat(policy.rolesOf(asking.claiming(Map.of("groups", List.of("web", "dba"))).who()))
                .containsExactly("dba", "known");
    }

    @Test
    void theVersionIsTheHashOfTheText() {
        assertThat(policy(READ_PUBLIC).version())
                .hasSize(64)
                .isEqualTo(policy(READ_PUBLIC).version());
        assertThat(policy(READ_PUBLIC).version())
                .isNotEqualTo(policy(READ_PUBLIC + "# other\n").version());
    }

    @Test
    void createIsNotCoveredByTheRelationsOfARuleForAnotherEffect() {
        Asking asking =
                asking(
                        policy(
                                READ_PUBLIC
                                        + """
                                          - {id: stage, who: [job], targets: ["*"], effects: [create], relations: ["staging.*"], allow: true}
                                        """));

        // CREATE TABLE staging.t AS SELECT … FROM public.orders: no one rule covers both relations
        assertThat(
                        asking.verdict(
                                does(CREATE, READ).defining("staging.t").reading("public.orders")))
                .isEqualTo("deny <default>");
    }
}
