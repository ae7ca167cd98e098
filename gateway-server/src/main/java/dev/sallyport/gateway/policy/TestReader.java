package dev.sallyport.gateway.policy;

import dev.sallyport.gateway.yaml.Section;
import dev.sallyport.gateway.yaml.Value;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.statement.Parameter;
import dev.sallyport.model.target.Target;
import dev.sallyport.model.target.TargetName;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads one entry of `tests`.
final class TestReader {
    private static final Pattern TARGET = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Words words;
    private final Set<String> ruleIds;

    /// @param ruleIds what `by` may name
    TestReader(Words words, Set<String> ruleIds) {
        this.words = words;
        this.ruleIds = new LinkedHashSet<>(ruleIds);
        this.ruleIds.addAll(List.of("<default>", "<not-understood>", "<empty>"));
    }

    Optional<PolicyTest> read(Section section) {
        Optional<Value> as = section.optional("as");
        Optional<Value> claims = section.optional("claims");
        if (as.isEmpty() == claims.isEmpty()) {
            section.problem(
                    "the test says "
                            + (as.isEmpty() ? "nobody" : "both 'as' and 'claims'")
                            + " (expected: 'as: [role]', or 'claims: {...}' with 'issuer')");
        }
        Optional<Set<String>> roles = as.map(words::roles);
        String issuer =
                section.optional("issuer")
                        .flatMap(Value::text)
                        .orElse("https://issuer.example.test");
        Map<String, Object> claimed =
                claims.flatMap(Value::section).map(TestReader::plain).orElse(Map.of());
        Optional<Target> target = target(section);
        InetAddress from =
                section.optional("from")
                        .flatMap(TestReader::address)
                        .orElse(InetAddress.getLoopbackAddress());
        Instant at = section.optional("at").flatMap(TestReader::instant).orElse(NOON);
        List<Parameter> parameters =
                section.optional("parameters").map(TestReader::parameters).orElse(List.of());
        Optional<String> sql = section.required("sql", "the statement's text").flatMap(Value::text);
        Optional<PolicyTest.Expected> expect =
                section.required("expect", "allow, approve, deny")
                        .flatMap(value -> value.word(PolicyTest.Expected.words()));
        Optional<String> by = section.optional("by").flatMap(this::ruleId);
        section.end();
        if (target.isEmpty() || sql.isEmpty() || expect.isEmpty()) {
            return Optional.empty();
        }
        Identity identity = new Identity(issuer, "test", "test", Set.of(), claimed);
        return Optional.of(
                new PolicyTest(
                        section.spot(),
                        identity,
                        roles,
                        target.get(),
                        from,
                        at,
                        sql.get(),
                        parameters,
                        expect.get(),
                        by));
    }

    private static Optional<Target> target(Section section) {
        Map<String, String> labels = new HashMap<>();
        section.optional("labels")
                .flatMap(Value::section)
                .ifPresent(of ->
                        of.named()
                                .forEach(label ->
                                        label.value()
                                                .text()
                                                .ifPresent(text ->
                                                        label.name()
                                                                .text()
                                                                .ifPresent(name ->
                                                                        labels.put(name, text)))));
        return section.required("target", "the target's name")
                .flatMap(value -> value.text(TARGET, "a target's name"))
                .map(name -> new Target(new TargetName(name), "postgres", labels));
    }

    private Optional<String> ruleId(Value value) {
        return value.text()
                .flatMap(id -> {
                    if (ruleIds.contains(id)) {
                        return Optional.of(id);
                    }
                    value.unknown("a rule's id, <default>, <not-understood> or <empty>", ruleIds);
                    return Optional.empty();
                });
    }

    private static Map<String, Object> plain(Section section) {
        Map<String, Object> values = new HashMap<>();
        section.named()
                .forEach(named ->
                        named.name()
                                .text()
                                .ifPresent(name ->
                                        named.value()
                                                .plain()
                                                .ifPresent(value -> values.put(name, value))));
        return values;
    }

    /// Bound values, as a client that sends text would bind them.
    private static List<Parameter> parameters(Value list) {
        List<Parameter> parameters = new ArrayList<>();
        for (Value item : list.items("a list of bound values")) {
            byte[] value =
                    item.plain()
                            .map(plain -> plain.toString().getBytes(StandardCharsets.UTF_8))
                            .orElse(null);
            parameters.add(new Parameter(false, value));
        }
        return parameters;
    }

    private static Optional<InetAddress> address(Value value) {
        return value.text()
                .flatMap(text -> {
                    try {
                        return Optional.of(InetAddress.ofLiteral(text));
                    } catch (IllegalArgumentException e) {
                        return value.fail("an IP address");
                    }
                });
    }

    private static Optional<Instant> instant(Value value) {
        return value.text()
                .flatMap(text -> {
                    try {
                        return Optional.of(Instant.parse(text));
                    } catch (DateTimeParseException e) {
                        return value.fail("a time as in 2026-01-31T12:00:00Z");
                    }
                });
    }
}
