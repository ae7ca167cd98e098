package dev.sallyport.gateway.yaml;

import dev.sallyport.gateway.yaml.Node.Mapping;
import dev.sallyport.gateway.yaml.Node.Scalar;
import dev.sallyport.gateway.yaml.Node.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A YAML value being read as something. Each reading that fails reports a problem and is empty, so that the caller goes
/// on to find the other problems.
public final class Value {
    /// No list in these files needs more; beyond it a file was made by a program gone wrong.
    private static final int ITEMS_MAX = 1000;

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(B|KiB|MiB|GiB)");

    private final String key;
    private final Node node;
    private final Problems problems;

    Value(String key, Node node, Problems problems) {
        this.key = key;
        this.node = node;
        this.problems = problems;
    }

    public Spot spot() {
        return node.spot();
    }

    /// Text that is not empty. Numbers and truth values need quotes to be text: `on` and `1.10` are too easily meant
    /// otherwise.
    public Optional<String> text() {
        if (node instanceof Scalar scalar && scalar.kind() == Scalar.Kind.TEXT) {
            if (scalar.text().isBlank()) {
                return fail("text");
            }
            return Optional.of(scalar.text());
        }
        boolean needsQuotes = node instanceof Scalar scalar && scalar.kind() != Scalar.Kind.NOTHING;
        return fail(needsQuotes ? "text; put it in quotes" : "text");
    }

    /// Text, if it is some; no problem is reported, as that would repeat what may be a secret.
    public Optional<String> quietText() {
        return node instanceof Scalar scalar && scalar.kind() == Scalar.Kind.TEXT
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    /// Whether it is this text.
    public boolean is(String text) {
        return node instanceof Scalar scalar && scalar.text().equals(text);
    }

    /// Text of this form.
    ///
    /// @param expected the form in words
    public Optional<String> text(Pattern form, String expected) {
        return text().flatMap(
                        text -> form.matcher(text).matches() ? Optional.of(text) : fail(expected));
    }

    /// One of these words. An unquoted `null` or `true` is the word it looks like.
    public <T> Optional<T> word(Map<String, T> words) {
        if (!(node instanceof Scalar scalar)) {
            return fail(String.join(", ", words.keySet()));
        }
        String word = scalar.kind() == Scalar.Kind.NOTHING ? "null" : scalar.text();
        T meaning = words.get(word);
        if (meaning == null) {
            problem(
                    node.inWords(),
                    String.join(", ", words.keySet()),
                    Nearest.hint(word, words.keySet()));
        }
        return Optional.ofNullable(meaning);
    }

    public void exactly(String word) {
        word(Map.of(word, word));
    }

    /// A whole number between these bounds, both included.
    public Optional<Integer> number(int min, int max) {
        if (node instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NUMBER) {
            try {
                int number = Integer.parseInt(scalar.text());
                if (number >= min && number <= max) {
                    return Optional.of(number);
                }
            } catch (NumberFormatException e) {
                return fail(min + ".." + max);
            }
        }
        return fail(min + ".." + max);
    }

    public Optional<Boolean> truth() {
        if (node instanceof Scalar scalar && scalar.kind() == Scalar.Kind.TRUTH) {
            return Optional.of(scalar.text().equals("true"));
        }
        return fail("true or false");
    }

    /// A time such as `30s`, `15m`, `24h` or `7d`, between these bounds.
    public Optional<Duration> duration(Duration min, Duration max) {
        String expected = "a time such as 30m, from " + inWords(min) + " to " + inWords(max);
        if (!(node instanceof Scalar scalar)) {
            return fail(expected);
        }
        Matcher matcher = DURATION.matcher(scalar.text());
        if (!matcher.matches()) {
            return fail(expected);
        }
        long count = Long.parseLong(matcher.group(1));
        Duration duration =
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                };
        return duration.compareTo(min) < 0 || duration.compareTo(max) > 0
                ? fail(expected)
                : Optional.of(duration);
    }

    /// A number of bytes such as `64KiB` or `1MiB`, between these bounds.
    public Optional<Integer> bytes(int min, int max) {
        String expected =
                "a size such as 64KiB, from " + bytesInWords(min) + " to " + bytesInWords(max);
        if (!(node instanceof Scalar scalar)) {
            return fail(expected);
        }
        Matcher matcher = SIZE.matcher(scalar.text());
        if (!matcher.matches()) {
            return fail(expected);
        }
        long count = Long.parseLong(matcher.group(1));
        long bytes =
                switch (matcher.group(2)) {
                    case "B" -> count;
                    case "KiB" -> count << 10;
                    case "MiB" -> count << 20;
                    default -> count << 30;
                };
        return bytes < min || bytes > max ? fail(expected) : Optional.of((int) bytes);
    }

    /// The items of a list; a problem, and no items, where it is none or is empty.
    ///
    /// @param expected what to write, such as `a list of roles`
    public List<Value> items(String expected) {
        if (!(node instanceof Sequence sequence)) {
            boolean oneWord = node instanceof Scalar scalar && !scalar.text().isEmpty();
            problem(node.inWords(), oneWord ? expected + ", in brackets" : expected, "");
            return List.of();
        }
        if (sequence.items().isEmpty() || sequence.items().size() > ITEMS_MAX) {
            problem(
                    "a list of " + sequence.items().size(),
                    expected + ", 1.." + ITEMS_MAX + " of them",
                    "");
            return List.of();
        }
        return sequence.items().stream().map(item -> new Value(key, item, problems)).toList();
    }

    public Optional<Section> section() {
        if (node instanceof Mapping mapping) {
            return Optional.of(new Section(mapping, problems));
        }
        return fail("a section of keys and values");
    }

    /// The value as plain Java: maps, lists, strings, longs, doubles, booleans; YAML's null entries are left out.
    public Optional<Object> plain() {
        return plain(node);
    }

    private static Optional<Object> plain(Node node) {
        return switch (node) {
            case Scalar scalar ->
                    switch (scalar.kind()) {
                        case TEXT -> Optional.of(scalar.text());
                        case TRUTH -> Optional.of(scalar.text().equals("true"));
                        case NUMBER -> Optional.of(number(scalar.text()));
                        case NOTHING -> Optional.empty();
                    };
            case Sequence sequence -> {
                List<Object> items = new ArrayList<>();
                sequence.items().forEach(item -> plain(item).ifPresent(items::add));
                yield Optional.of(items);
            }
            case Mapping mapping -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                mapping.entries()
                        .forEach(entry ->
                                plain(entry.value())
                                        .ifPresent(
                                                value -> entries.put(entry.key().text(), value)));
                yield Optional.of(entries);
            }
        };
    }

    private static Object number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return Double.valueOf(text);
        }
    }

    /// Reports that this value is not one of the names there are, and which of them it resembles.
    public void unknown(String expected, Collection<String> names) {
        problem(
                node.inWords(),
                expected,
                node instanceof Scalar scalar ? Nearest.hint(scalar.text(), names) : "");
    }

    /// Reports that this value is not what was expected.
    public <T> Optional<T> fail(String expected) {
        problem(node.inWords(), expected, "");
        return Optional.empty();
    }

    public void problem(String message) {
        problems.add(spot(), key + ": " + message);
    }

    private void problem(String found, String expected, String hint) {
        problem(found + " (expected: " + expected + ")" + hint);
    }

    private static String bytesInWords(int bytes) {
        if (bytes >= 1 << 30) {
            return (bytes >> 30) + "GiB";
        }
        if (bytes >= 1 << 20) {
            return (bytes >> 20) + "MiB";
        }
        return bytes >= 1 << 10 ? (bytes >> 10) + "KiB" : bytes + "B";
    }

    private static String inWords(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds % 86_400 == 0 && seconds > 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0 && seconds > 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
