package dev.sallyport.gateway.yaml;

import dev.sallyport.gateway.yaml.Node.Mapping;
import dev.sallyport.gateway.yaml.Node.Scalar;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A YAML mapping being read. It remembers which keys were asked for: those are the keys there are, and [#end] calls
/// every other one a mistake, so that the list of valid keys stands nowhere twice.
public final class Section {
    private final Mapping mapping;
    private final Problems problems;
    private final Set<String> asked = new LinkedHashSet<>();

    Section(Mapping mapping, Problems problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    public Spot spot() {
        return mapping.spot();
    }

    /// The key's value, where it is given.
    public Optional<Value> optional(String key) {
        asked.add(key);
        return mapping.entries().stream()
                .filter(entry -> entry.key().text().equals(key))
                .map(entry -> new Value(key, entry.value(), problems))
                .findFirst();
    }

    /// The key's value; a problem where it is missing.
    ///
    /// @param expected what to write there, such as `a list of roles`
    public Optional<Value> required(String key, String expected) {
        Optional<Value> value = optional(key);
        if (value.isEmpty()) {
            problem("'" + key + "' is missing (expected: " + expected + ")");
        }
        return value;
    }

    /// Whether the key is given.
    public boolean has(String key) {
        return mapping.entries().stream().anyMatch(entry -> entry.key().text().equals(key));
    }

    /// A section whose keys are the person's own names: each with its value.
    public List<Named> named() {
        return mapping.entries().stream()
                .map(entry ->
                        new Named(
                                new Value("name", asText(entry.key()), problems),
                                new Value(entry.key().text(), entry.value(), problems)))
                .toList();
    }

    /// A name of the person's own, and what stands under it.
    public record Named(Value name, Value value) {}

    /// Reports every key that was not asked for.
    public void end() {
        for (Mapping.Entry entry : mapping.entries()) {
            String key = entry.key().text();
            if (!asked.contains(key)) {
                String expected = asked.isEmpty() ? "no keys here" : String.join(", ", asked);
                problems.add(
                        entry.key().spot(),
                        "unknown key '"
                                + key
                                + "' (expected: "
                                + expected
                                + ")"
                                + Nearest.hint(key, asked));
            }
        }
    }

    public void problem(String message) {
        problems.add(spot(), message);
    }

    private static Scalar asText(Scalar key) {
        return new Scalar(key.spot(), Scalar.Kind.TEXT, key.text());
    }
}
