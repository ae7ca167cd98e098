package dev.sallyport.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.yaml.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each mistake in a policy is named at its line and column, with what was expected; and all of them at once.
class PolicyProblemsTest {
    private static final String GOOD =
            """
            schema: sallyport.policy/v1
            roles:
              job: {issuer: "https://ci.example.test", when: "claims.repository == 'acme/orders'"}
              dba: {when: "'dba' in claims.groups"}
            rules:
              - id: read
                who: [job]
                targets: [orders-prod]
                effects: [read, set]
                relations: ["public.*"]
                when: "statement.text != ''"
                allow: true
              - {id: ddl, who: [job], targets: [env=prod], effects: [alter], approve: {from: [dba], wait: 10m}}
              - {id: no-drop, who: ["*"], targets: ["*"], effects: [drop], deny: "DROP is blocked"}
            masks:
              - {id: email, columns: ["*.*.email"], with: email, except: [dba]}
            limits: {}
            tests:
              - {as: [job], target: orders-prod, sql: "DROP TABLE orders", expect: deny, by: no-drop}
            """;

    private record Mistake(String find, String replace, List<String> problems) {
        @Override
        public String toString() {
            return find.strip() + " -> " + replace.strip();
        }
    }

    private static Mistake mistake(String find, String replace, String... problems) {
        return new Mistake(find, replace, List.of(problems));
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                mistake(
                        "sallyport.policy/v1",
                        "sallyport.policy/v2",
                        "policy.yaml:1:9: error: schema: 'sallyport.policy/v2' (expected: sallyport.policy/v1); did you mean 'sallyport.policy/v1'?"),
                mistake(
                        "schema: sallyport.policy/v1\n",
                        "",
                        "policy.yaml:1:1: error: 'schema' is missing (expected: sallyport.policy/v1)"),
                mistake(
                        "roles:\n",
                        "rolles:\n",
                        "policy.yaml:1:1: error: 'roles' is missing (expected: roles and the claims that give them)",
                        "policy.yaml:2:1: error: unknown key 'rolles' (expected: schema, roles, rules, masks, limits, tests); did you mean 'roles'?"),
                mistake(
                        "limits: {}",
                        "limits: {rows: 5}",
                        "policy.yaml:17:10: error: unknown key 'rows' (expected: no keys here)"),
                mistake(
                        "limits: {}",
                        "limit: {}",
                        "policy.yaml:17:1: error: unknown key 'limit' (expected: schema, roles, rules, masks, limits, tests); did you mean 'limits'?"),
                mistake(
                        "masks:\n",
                        "masks: &all\n",
                        "policy.yaml:15:8: error: anchor: &all (expected: none)"),
                mistake(
                        "limits: {}",
                        "limits: *all",
                        "policy.yaml:17:9: error: alias: *all (expected: the value itself)",
                        "policy.yaml:17:9: error: limits: nothing (expected: a section of keys and values)"),
                mistake(
                        "limits: {}",
                        "limits: !!map {}",
                        "policy.yaml:17:9: error: tag: tag:yaml.org,2002:map (expected: none)"),
                mistake(
                        "limits: {}",
                        "limits: {}\nlimits: {}",
                        "policy.yaml:18:1: error: key 'limits' stands in line 17 already"),
                mistake(
                        "limits: {}",
                        "limits: {[a]: b}",
                        "policy.yaml:17:10: error: key: a list (expected: a word)"),
                mistake(
                        "limits: {}",
                        "---\nlimits: {}",
                        "policy.yaml:17:1: error: a second document begins here (expected: one)"),
                mistake(
                        "limits: {}",
                        "\tlimits: {}",
                        "policy.yaml:17:1: error: not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation) while scanning for the next token"),
                mistake(
                        "limits: {}",
                        "limits: {\u0001}",
                        "policy.yaml:17:10: error: character: U+0001 (expected: text)"),
                mistake(
                        "limits: {}",
                        "limits: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
                        "policy.yaml:17:39: error: nested deeper than 30 levels (expected: at most 30)"),
                mistake(
                        "  dba: {when: \"'dba' in claims.groups\"}",
                        "  dba: {}",
                        "policy.yaml:4:8: error: role 'dba' is given to everybody (expected: 'issuer', 'when' or both)"),
                mistake(
                        "  dba: {when: \"'dba' in claims.groups\"}",
                        "  dba: {when: \"'dba' in clams.groups\"}",
                        "policy.yaml:4:15: error: when: at 1:10 of the condition: unknown word 'clams.groups' (expected: one of claims)"),
                mistake(
                        "  dba: {when: \"'dba' in claims.groups\"}",
                        "  dba: {when: \"'dba' in claims.groups &&\"}",
                        "policy.yaml:4:15: error: when: at 1:26 of the condition: the condition ends here, and something is missing"),
                mistake(
                        "  dba: {when: \"'dba' in claims.groups\"}",
                        "  \"d b a\": {when: \"true\"}\n  dba: {when: true}",
                        "policy.yaml:4:3: error: name: 'd b a' (expected: 1 to 63 of A-Z a-z 0-9 . _ -, a letter or digit first)",
                        "policy.yaml:5:15: error: when: true (expected: text; put it in quotes)"),
                mistake(
                        "id: read",
                        "id: no-drop",
                        "policy.yaml:14:10: error: id: 'no-drop' (expected: an id that no other entry has)"),
                mistake(
                        "id: read",
                        "id: 7",
                        "policy.yaml:6:9: error: id: the number 7 (expected: text; put it in quotes)"),
                mistake(
                        "who: [job]\n    targets",
                        "who: [jobs]\n    targets",
                        "policy.yaml:7:11: error: who: 'jobs' (expected: a role defined under 'roles'); did you mean 'job'?"),
                mistake(
                        "who: [job]\n    targets",
                        "who: job\n    targets",
                        "policy.yaml:7:10: error: who: 'job' (expected: a list of roles, or ['*'] for anybody identified, in brackets)"),
                mistake(
                        "who: [job]\n    targets",
                        "who: []\n    targets",
                        "policy.yaml:7:10: error: who: a list of 0 (expected: a list of roles, or ['*'] for anybody identified, 1..1000 of them)"),
                mistake(
                        "    targets: [orders-prod]\n",
                        "",
                        "policy.yaml:6:5: error: 'targets' is missing (expected: a list of targets, labels or '*')"),
                mistake(
                        "targets: [orders-prod]",
                        "targets: [\"env = prod\"]",
                        "policy.yaml:8:15: error: targets: 'env = prod' (expected: a target's name, a label as in env=prod, or '*')"),
                mistake(
                        "effects: [read, set]",
                        "effects: [raed, set]",
                        "policy.yaml:9:15: error: effects: 'raed' (expected: read, insert, update, delete, merge, truncate, create, alter, drop, grant, copy-in, copy-out, copy-file, copy-program, call, do, execute, prepare, set, role, transaction, explain, listen, lock, maintenance, fastpath, unknown, *); did you mean 'read'?"),
                mistake(
                        "effects: [read, set]",
                        "efects: [read, set]",
                        "policy.yaml:6:5: error: 'effects' is missing (expected: a list of effects, or ['*'])",
                        "policy.yaml:9:5: error: unknown key 'efects' (expected: id, who, targets, effects, relations, functions, unfiltered, when, allow, deny, approve, say); did you mean 'effects'?"),
                mistake(
                        "relations: [\"public.*\"]",
                        "relations: [orders]",
                        "policy.yaml:10:17: error: relations: 'orders' (expected: schema.name as in public.orders or public.*, or '*')"),
                mistake(
                        "relations: [\"public.*\"]",
                        "functions: [a.b.c]",
                        "policy.yaml:10:17: error: functions: 'a.b.c' (expected: a name as in lower or public.total, or '*')"),
                mistake(
                        "relations: [\"public.*\"]",
                        "unfiltered: yes",
                        "policy.yaml:10:17: error: unfiltered: 'yes' (expected: true or false)"),
                mistake(
                        "statement.text != ''",
                        "statement.txt != ''",
                        "policy.yaml:11:11: error: when: at 1:1 of the condition: unknown word 'statement.txt'; did you mean 'statement.text'?"),
                mistake(
                        "statement.text != ''",
                        "statement.text.startWith('x')",
                        "policy.yaml:11:11: error: when: at 1:25 of the condition: unknown word 'startWith'; did you mean 'startsWith'?"),
                mistake(
                        "statement.text != ''",
                        "statement.text == 1",
                        "policy.yaml:11:11: error: when: at 1:16 of the condition: '==' does not take (string, int)"),
                mistake(
                        "statement.text != ''",
                        "statement.text",
                        "policy.yaml:11:11: error: when: at 1:10 of the condition: expected type 'bool' but found 'string'"),
                mistake(
                        "statement.text != ''",
                        "true ||",
                        "policy.yaml:11:11: error: when: at 1:8 of the condition: the condition ends here, and something is missing"),
                mistake(
                        "    allow: true\n",
                        "",
                        "policy.yaml:6:5: error: the rule has 0 verdicts (expected: one of 'allow: true', 'deny: reason', 'approve: {from: [role]}')"),
                mistake(
                        "    allow: true\n",
                        "    allow: true\n    deny: no\n",
                        "policy.yaml:6:5: error: the rule has 2 verdicts (expected: one of 'allow: true', 'deny: reason', 'approve: {from: [role]}')"),
                mistake(
                        "    allow: true\n",
                        "    allow: false\n",
                        "policy.yaml:12:12: error: allow: false (expected: true)"),
                mistake(
                        "approve: {from: [dba], wait: 10m}",
                        "approve: {from: [dba], wait: 10}",
                        "policy.yaml:13:95: error: wait: the number 10 (expected: a time such as 30m, from 1s to 1d)"),
                mistake(
                        "approve: {from: [dba], wait: 10m}",
                        "approve: {from: [dba], wait: 25h}",
                        "policy.yaml:13:95: error: wait: '25h' (expected: a time such as 30m, from 1s to 1d)"),
                mistake(
                        "approve: {from: [dba], wait: 10m}",
                        "approve: {from: [dba], people: 0}",
                        "policy.yaml:13:97: error: people: the number 0 (expected: 1..10)"),
                mistake(
                        "approve: {from: [dba], wait: 10m}",
                        "approve: {form: [dba]}",
                        "policy.yaml:13:75: error: 'from' is missing (expected: a list of roles that may answer)",
                        "policy.yaml:13:76: error: unknown key 'form' (expected: from, people, wait, reason); did you mean 'from'?"),
                mistake(
                        "approve: {from: [dba], wait: 10m}",
                        "approve: {from: [dba], reason: yes}",
                        "policy.yaml:13:97: error: reason: 'yes' (expected: required, optional)"),
                mistake(
                        "approve: {from: [dba], wait: 10m}",
                        "approve: dba",
                        "policy.yaml:13:75: error: approve: 'dba' (expected: a section of keys and values)"),
                mistake(
                        "deny: \"DROP is blocked\"",
                        "deny: true",
                        "policy.yaml:14:70: error: deny: true (expected: text; put it in quotes)"),
                mistake(
                        "columns: [\"*.*.email\"]",
                        "columns: [email]",
                        "policy.yaml:16:27: error: columns: 'email' (expected: schema.table.column, each part a name or with '*', as in *.*.email)"),
                mistake(
                        "with: email",
                        "with: emial",
                        "policy.yaml:16:47: error: with: 'emial' (expected: null, redact, hash, token, partial, last4, email); did you mean 'email'?"),
                mistake(
                        "except: [dba]",
                        "except: [dbas]",
                        "policy.yaml:16:63: error: except: 'dbas' (expected: a role defined under 'roles'); did you mean 'dba'?"),
                mistake(
                        "expect: deny",
                        "expect: denied",
                        "policy.yaml:19:72: error: expect: 'denied' (expected: allow, approve, deny)"),
                mistake(
                        "by: no-drop",
                        "by: no-dorp",
                        "policy.yaml:19:82: error: by: 'no-dorp' (expected: a rule's id, <default>, <not-understood> or <empty>); did you mean 'no-drop'?"),
                mistake(
                        "as: [job], ",
                        "",
                        "policy.yaml:19:5: error: the test says nobody (expected: 'as: [role]', or 'claims: {...}' with 'issuer')"),
                mistake(
                        "target: orders-prod, sql",
                        "target: Orders, sql",
                        "policy.yaml:19:25: error: target: 'Orders' (expected: a target's name)"),
                mistake(
                        "by: no-drop",
                        "from: 10.0.0.300",
                        "policy.yaml:19:84: error: from: '10.0.0.300' (expected: an IP address)"),
                mistake(
                        "by: no-drop",
                        "at: yesterday",
                        "policy.yaml:19:82: error: at: 'yesterday' (expected: a time as in 2026-01-31T12:00:00Z)"),
                mistake(
                        "id: read\n    who: [job]",
                        "id: read\n    who: [dab]\n    sya: x",
                        "policy.yaml:7:11: error: who: 'dab' (expected: a role defined under 'roles'); did you mean 'dba'?",
                        "policy.yaml:8:5: error: unknown key 'sya' (expected: id, who, targets, effects, relations, functions, unfiltered, when, allow, deny, approve, say); did you mean 'say'?"));
    }

    @Test
    void aGoodPolicyHasNoProblem() {
        assertThat(PolicyFile.parse("policy.yaml", GOOD))
                .isInstanceOf(PolicyFile.Loaded.Ready.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMistakeIsNamedWhereItStands(Mistake mistake) {
        assertThat(GOOD).contains(mistake.find);
        String text = GOOD.replace(mistake.find, mistake.replace);

        assertThat(problems(text)).containsExactlyElementsOf(mistake.problems);
    }

    private static List<String> problems(String text) {
        return switch (PolicyFile.parse("policy.yaml", text)) {
            case PolicyFile.Loaded.Ready ready -> List.of();
            case PolicyFile.Loaded.Faulty faulty ->
                    faulty.problems().stream().map(Problem::toString).toList();
        };
    }
}
