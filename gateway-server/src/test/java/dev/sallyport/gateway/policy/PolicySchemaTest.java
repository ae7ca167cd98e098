package dev.sallyport.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The published JSON Schema agrees with the reader: what the reader takes, an editor does not call wrong; and what is
/// wrong in its form, both refuse. What only the reader can know is listed here as well.
class PolicySchemaTest {
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(PolicyFile.jsonSchema());
    private static final Path DOCS = Path.of("../docs");

    private static final String GOOD =
            """
            schema: sallyport.policy/v1
            timezone: Europe/Berlin
            roles:
              job: {issuer: "https://ci.example.test", when: "claims.repository == 'acme/orders'"}
              dba: {when: "'dba' in claims.groups"}
            rules:
              - {id: read, who: [job], targets: ["orders-*", env=prod, "*"], effects: [read, set], relations: ["public.*"], functions: [lower, "public.*"], unfiltered: false, when: "hour > 7", allow: true, say: "hello", limits: {rows: 5, bytes: 1MiB, time: 30s}}
              - {id: ddl, who: ["*"], targets: [stock], effects: ["*"], approve: {from: [dba], people: 2, wait: 10m, reason: required, holds: {for: 1h, times: 5}}}
              - {id: no-drop, who: ["*"], targets: ["*"], effects: [drop], deny: "DROP is blocked", shadow: true}
            masks:
              - {id: email, columns: ["*.*.email"], names: ["*mail*"], detect: [email, {name: own, pattern: "a+b"}], with: email, except: [dba], targets: [env=prod], deny-predicates: true}
              - {id: null-one, columns: ["*.*.a"], with: null}
              - {id: part, names: [x], with: partial, keep: {first: 1, last: 2}}
              - {id: hashed, names: [y], with: hash, domain: people}
            limits:
              - {id: few, who: [job], targets: ["*"], rows: 5, bytes: 1KiB, time: 1h, sessions: 3}
            tests:
              - {as: [job], target: orders-prod, labels: {env: prod}, from: 10.0.0.1, at: "2026-01-01T12:00:00Z", parameters: [a, 5, null, true], sql: "DROP TABLE orders", expect: deny, by: <default>}
              - {claims: {a: 1, b: [c]}, issuer: "https://ci.example.test", target: t, sql: "SELECT 1", expect: deny}
            """;

    private static boolean readerTakes(String text) {
        return PolicyFile.parse("policy.yaml", text) instanceof PolicyFile.Loaded.Ready;
    }

    private static Set<ValidationMessage> schemaFinds(String text) {
        return SCHEMA.validate(text, InputFormat.YAML);
    }

    static Stream<Path> examples() throws IOException {
        return Stream.concat(
                Files.list(DOCS.resolve("examples"))
                        .filter(file -> file.toString().endsWith(".yaml")),
                Stream.of(Path.of("src/demo/resources/dev/sallyport/demo/policy.yaml")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void bothTakeEveryExample(Path file) throws IOException {
        String text = Files.readString(file);

        assertThat(readerTakes(text)).isTrue();
        assertThat(schemaFinds(text)).isEmpty();
    }

    @Test
    void bothTakeAFileWithEveryKey() {
        assertThat(PolicyFile.parse("policy.yaml", GOOD))
                .isInstanceOf(PolicyFile.Loaded.Ready.class);
        assertThat(schemaFinds(GOOD)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schema: sallyport.policy/v1 -> schema: sallyport.policy/v2",
                "timezone: -> timezon:",
                "timezone: Europe/Berlin -> timezone: 5",
                "dba: {when: -> dba: {wehn:",
                "dba: {when: \"'dba' in claims.groups\"} -> dba: {}",
                "dba: {when: \"'dba' in claims.groups\"} -> dba: {when: true}",
                "  dba: { ->   \"d b a\": {",
                "{id: read,  -> {",
                "id: read -> id: \"re ad\"",
                "id: read -> id: 7",
                "who: [job], targets: [\"orders -> targets: [\"orders",
                "who: [job], targets: [\"orders -> who: job, targets: [\"orders",
                "who: [job], targets: [\"orders -> who: [], targets: [\"orders",
                "\"orders-*\", env -> \"Orders-*\", env",
                "\"orders-*\", env -> \"env = prod\", env",
                "effects: [read, set] -> effects: [raed, set]",
                "effects: [read, set] -> efects: [read, set]",
                "effects: [read, set] -> effects: read",
                "relations: [\"public.*\"] -> relations: [orders]",
                "relations: [\"public.*\"] -> relations: [a.b.c]",
                "functions: [lower -> functions: [a.b.c",
                "unfiltered: false -> unfiltered: \"no\"",
                "allow: true -> allow: false",
                "allow: true -> allow: true, deny: \"no\"",
                "allow: true,  -> ",
                "limits: {rows: 5, bytes: 1MiB, time: 30s} -> limits: {}",
                "limits: {rows: 5, bytes -> limits: {rows: 0, bytes",
                "limits: {rows: 5, bytes -> limits: {rows: 5, sessions: 3, bytes",
                "bytes: 1MiB -> bytes: 1MB",
                "time: 30s -> time: 30",
                "approve: {from: [dba], -> approve: {form: [dba],",
                "approve: {from: [dba], -> approve: {from: dba,",
                "people: 2 -> people: 0",
                "people: 2 -> people: 11",
                "people: 2 -> people: \"2\"",
                "wait: 10m -> wait: 10",
                "reason: required -> reason: maybe",
                "holds: {for: 1h, times: 5} -> holds: {}",
                "holds: {for: 1h, times: 5} -> holds: {fro: 1h}",
                "times: 5 -> times: 1",
                "deny: \"DROP is blocked\" -> deny: true",
                "shadow: true -> shadow: maybe",
                "shadow: true -> shadow: true, limits: {rows: 5}",
                "columns: [\"*.*.email\"] -> columns: [email]",
                "{id: null-one, columns: [\"*.*.a\"], -> {id: null-one,",
                "with: email -> with: emial",
                "detect: [email, -> detect: [emial,",
                "{name: own, pattern: -> {name: own, patern:",
                "with: partial -> with: redact",
                "with: partial, keep: {first: 1, last: 2} -> with: partial",
                "keep: {first: 1, last: 2} -> keep: {}",
                "with: hash, domain -> with: null, domain",
                "deny-predicates: true -> deny-predicates: 1",
                "{id: few, who: [job], targets -> {id: few, targets",
                "rows: 5, bytes: 1KiB, time: 1h, sessions: 3 -> row: 5",
                "sessions: 3 -> sessions: 0",
                "expect: deny, by -> expect: denied, by",
                "as: [job], target -> target",
                "as: [job], target -> as: [job], claims: {}, target",
                "target: orders-prod -> target: Orders",
                "labels: {env: prod} -> labels: {env: 5}",
                "parameters: [a, 5, null, true] -> parameters: 5",
                "parameters: [a, 5, null, true] -> parameters: []",
                "sql: \"SELECT 1\" -> sql: \"\"",
                "sql: \"SELECT 1\", -> ",
            })
    void bothRefuseWhatIsWrongInItsForm(String change) {
        String text = changed(change);

        assertThat(readerTakes(text)).as("reader: %s", change).isFalse();
        assertThat(schemaFinds(text)).as("schema: %s", change).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timezone: Europe/Berlin -> timezone: Europe/Berlyn",
                "who: [job], targets: [\"orders -> who: [jobs], targets: [\"orders",
                "id: ddl -> id: read",
                "hour > 7 -> hours > 7",
                "wait: 10m -> wait: 25h",
                "time: 30s -> time: 25h",
                "for: 1h -> for: 2d",
                "bytes: 1MiB -> bytes: 2GiB",
                "from: 10.0.0.1 -> from: 10.0.0.300",
                "at: \"2026-01-01T12:00:00Z\" -> at: yesterday",
                "by: <default> -> by: <defalt>",
                "pattern: \"a+b\" -> pattern: \"a+(b\"",
            })
    void onlyTheReaderKnowsWhatMakesSense(String change) {
        String text = changed(change);

        assertThat(readerTakes(text)).as("reader: %s", change).isFalse();
        assertThat(schemaFinds(text)).as("schema: %s", change).isEmpty();
    }

    private static String changed(String change) {
        List<String> parts = List.of(change.split(" -> ?", 2));
        assertThat(GOOD).as("there is no: %s", parts.getFirst()).contains(parts.getFirst());
        return GOOD.replaceFirst(
                java.util.regex.Pattern.quote(parts.getFirst()),
                java.util.regex.Matcher.quoteReplacement(parts.getLast()));
    }

    @Test
    void theDocumentsHoldTheSameSchema() throws IOException {
        assertThat(Files.readString(DOCS.resolve("policy.schema.json")))
                .isEqualTo(PolicyFile.jsonSchema());
    }
}
