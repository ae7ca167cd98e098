package dev.sallyport.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.yaml.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
            timezone: UTC
            tests:
              - {as: [job], target: orders-prod, sql: "DROP TABLE orders", expect: deny, by: no-drop}
            limits:
              - {id: few, who: [job], targets: [env=prod], rows: 5000, time: 30s}
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
                        "policy.yaml:2:1: error: unknown key 'rolles' (expected: schema, timezone, roles, rules, masks, limits, tests); did you mean 'roles'?"),
                mistake(
                        "timezone: UTC",
                        "timezone: Europe/Berlyn",
                        "policy.yaml:17:11: error: timezone: 'Europe/Berlyn' (expected: a time zone as in Europe/Berlin or UTC); did you mean 'Europe/Berlin'?"),
                mistake(
                        "timezone: UTC",
                        "limit: []",
                        "policy.yaml:17:1: error: unknown key 'limit' (expected: schema, timezone, roles, rules, masks, limits, tests); did you mean 'limits'?"),
                mistake(
                        "masks:\n",
                        "masks: &all\n",
                        "policy.yaml:15:8: error: anchor: &all (expected: none)"),
                mistake(
                        "timezone: UTC",
                        "timezone: *all",
                        "policy.yaml:17:11: error: alias: *all (expected: the value itself)",
                        "policy.yaml:17:11: error: timezone: nothing (expected: text)"),
                mistake(
                        "timezone: UTC",
                        "timezone: !!str UTC",
                        "policy.yaml:17:11: error: tag: tag:yaml.org,2002:str (expected: none)"),
                mistake(
                        "timezone: UTC",
                        "timezone: UTC\ntimezone: UTC",
                        "policy.yaml:18:1: error: key 'timezone' stands in line 17 already"),
                mistake(
                        "{id: few, ",
                        "{[a]: b, id: few, ",
                        "policy.yaml:21:6: error: key: a list (expected: a word)"),
                mistake(
                        "timezone: UTC",
                        "---\ntimezone: UTC",
                        "policy.yaml:17:1: error: a second document begins here (expected: one)"),
                mistake(
                        "timezone: UTC",
                        "\ttimezone: UTC",
                        "policy.yaml:17:1: error: not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation) while scanning for the next token"),
                mistake(
                        "timezone: UTC",
                        "timezone: \u0001",
                        "policy.yaml:17:11: error: character: U+0001 (expected: text)"),
                mistake(
                        "timezone: UTC",
                        "timezone: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
                        "policy.yaml:17:41: error: nested deeper than 30 levels (expected: at most 30)"),
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
                        "policy.yaml:8:15: error: targets: 'env = prod' (expected: a target's name or pattern as in orders-*, a label as in env=prod, or '*')"),
                mistake(
                        "effects: [read, set]",
                        "effects: [raed, set]",
                        "policy.yaml:9:15: error: effects: 'raed' (expected: read, insert, update, delete, merge, truncate, create, alter, drop, grant, copy-in, copy-out, copy-file, copy-program, call, do, execute, prepare, set, role, transaction, explain, listen, lock, maintenance, fastpath, unknown, *); did you mean 'read'?"),
                mistake(
                        "effects: [read, set]",
                        "efects: [read, set]",
                        "policy.yaml:6:5: error: 'effects' is missing (expected: a list of effects, or ['*'])",
                        "policy.yaml:9:5: error: unknown key 'efects' (expected: id, who, targets, effects, relations, functions, unfiltered, when, allow, deny, approve, say, shadow, limits); did you mean 'effects'?"),
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
                        "policy.yaml:13:76: error: unknown key 'form' (expected: from, people, wait, reason, holds); did you mean 'from'?"),
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
                        "statement.text != ''",
                        "'raed' in statement.effects",
                        "policy.yaml:11:11: error: when: at 1:1 of the condition: 'raed' (expected: an effect); did you mean 'read'?"),
                mistake(
                        "statement.text != ''",
                        "'jbo' in who.roles",
                        "policy.yaml:11:11: error: when: at 1:1 of the condition: 'jbo' (expected: a role defined under 'roles'); did you mean 'job'?"),
                mistake(
                        "statement.text != ''",
                        "from.inNetwork('10.0.0.0/33')",
                        "policy.yaml:11:11: error: when: at 1:16 of the condition: '10.0.0.0/33' (expected: addresses as in 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7)"),
                mistake(
                        "statement.text != ''",
                        "from.inNetwork(['192.0.2.0/24', '10.1.0.0/8'])",
                        "policy.yaml:11:11: error: when: at 1:33 of the condition: '10.1.0.0/8' (expected: addresses as in 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7)"),
                mistake(
                        "statement.text != ''",
                        "from.inNetwrok('10.0.0.0/8')",
                        "policy.yaml:11:11: error: when: at 1:15 of the condition: unknown word 'inNetwrok'; did you mean 'inNetwork'?"),
                mistake(
                        "statement.text != ''",
                        "statement.parameters[0] == 5",
                        "policy.yaml:11:11: error: when: at 1:25 of the condition: '==' does not take (wrapper(string), int)"),
                mistake(
                        "statement.text != ''",
                        "hours >= 8",
                        "policy.yaml:11:11: error: when: at 1:1 of the condition: unknown word 'hours'; did you mean 'hour'?"),
                mistake(
                        "statement.text != ''",
                        "weekday == 'sunday'",
                        "policy.yaml:11:11: error: when: at 1:9 of the condition: '==' does not take (int, string)"),
                mistake(
                        "targets: [orders-prod]\n",
                        "targets: [Orders-*]\n",
                        "policy.yaml:8:15: error: targets: 'Orders-*' (expected: a target's name or pattern as in orders-*, a label as in env=prod, or '*')"),
                mistake(
                        "approve: {from: [dba], wait: 10m}",
                        "approve: {from: [dba], holds: {}}",
                        "policy.yaml:13:96: error: the answer holds for nothing (expected: 'for', 'times' or both)"),
                mistake(
                        "approve: {from: [dba], wait: 10m}",
                        "approve: {from: [dba], holds: {for: 2d}}",
                        "policy.yaml:13:102: error: for: '2d' (expected: a time such as 30m, from 1s to 1d)"),
                mistake(
                        "approve: {from: [dba], wait: 10m}",
                        "approve: {from: [dba], holds: {times: 1}}",
                        "policy.yaml:13:104: error: times: the number 1 (expected: 2..1000)"),
                mistake(
                        "approve: {from: [dba], wait: 10m}",
                        "approve: {from: [dba], holds: {fro: 1h}}",
                        "policy.yaml:13:96: error: the answer holds for nothing (expected: 'for', 'times' or both)",
                        "policy.yaml:13:97: error: unknown key 'fro' (expected: for, times); did you mean 'for'?"),
                mistake(
                        "    allow: true\n",
                        "    allow: true\n    limits: {rows: 0}\n",
                        "policy.yaml:13:20: error: rows: the number 0 (expected: 1..1000000000)"),
                mistake(
                        "    allow: true\n",
                        "    allow: true\n    limits: {bytes: 12MB}\n",
                        "policy.yaml:13:21: error: bytes: '12MB' (expected: a size such as 64KiB, from 1KiB to 1GiB)"),
                mistake(
                        "    allow: true\n",
                        "    allow: true\n    limits: {sessions: 3}\n",
                        "policy.yaml:13:13: error: the rule limits nothing (expected: 'rows', 'bytes' or 'time')",
                        "policy.yaml:13:14: error: unknown key 'sessions' (expected: rows, bytes, time)"),
                mistake(
                        "deny: \"DROP is blocked\"",
                        "deny: \"DROP is blocked\", limits: {rows: 5}",
                        "policy.yaml:14:97: error: limits: a rule that denies lets nothing pass (expected: 'limits' in rules that allow or approve)"),
                mistake(
                        "    allow: true\n",
                        "    allow: true\n    shadow: true\n    limits: {rows: 5}\n",
                        "policy.yaml:14:13: error: limits: a rule in shadow lets nothing pass (expected: 'limits' in rules that allow or approve)"),
                mistake(
                        "    allow: true\n",
                        "    allow: true\n    shadow: maybe\n",
                        "policy.yaml:13:13: error: shadow: 'maybe' (expected: true or false)"),
                mistake(
                        "rows: 5000, time: 30s",
                        "row: 5000",
                        "policy.yaml:21:5: error: the entry limits nothing (expected: 'rows', 'bytes', 'time' or 'sessions')",
                        "policy.yaml:21:48: error: unknown key 'row' (expected: id, who, targets, rows, bytes, time, sessions); did you mean 'rows'?"),
                mistake(
                        "rows: 5000, time: 30s",
                        "time: 30",
                        "policy.yaml:21:54: error: time: the number 30 (expected: a time such as 30m, from 1s to 1d)"),
                mistake(
                        "rows: 5000, time: 30s",
                        "sessions: 0",
                        "policy.yaml:21:58: error: sessions: the number 0 (expected: 1..10000)"),
                mistake(
                        "who: [job], targets: [env=prod], rows",
                        "targets: [env=prod], rows",
                        "policy.yaml:21:5: error: 'who' is missing (expected: a list of roles, or ['*'] for anybody identified)"),
                mistake(
                        "expect: deny",
                        "parameters: 5, expect: deny",
                        "policy.yaml:19:76: error: parameters: the number 5 (expected: a list of bound values, in brackets)"),
                mistake(
                        "id: read\n    who: [job]",
                        "id: read\n    who: [dab]\n    sya: x",
                        "policy.yaml:7:11: error: who: 'dab' (expected: a role defined under 'roles'); did you mean 'dba'?",
                        "policy.yaml:8:5: error: unknown key 'sya' (expected: id, who, targets, effects, relations, functions, unfiltered, when, allow, deny, approve, say, shadow, limits); did you mean 'say'?"));
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

    @Test
    void aTargetThatIsNotConfiguredIsAMistakeWhereTheGatewaysTargetsAreKnown() {
        assertThat(problems(PolicyFile.parse("policy.yaml", GOOD, of("order-prod", "stock"))))
                .containsExactly(
                        "policy.yaml:8:15: error: targets: 'orders-prod' (expected: a configured target); did you mean 'order-prod'?");
        assertThat(problems(PolicyFile.parse("policy.yaml", GOOD, of("orders-prod")))).isEmpty();
    }

    private static Optional<Set<String>> of(String... targets) {
        return Optional.of(Set.of(targets));
    }

    private static List<String> problems(String text) {
        return problems(PolicyFile.parse("policy.yaml", text));
    }

    private static List<String> problems(PolicyFile.Loaded loaded) {
        return switch (loaded) {
            case PolicyFile.Loaded.Ready ready -> List.of();
            case PolicyFile.Loaded.Faulty faulty ->
                    faulty.problems().stream().map(Problem::toString).toList();
        };
    }
}
