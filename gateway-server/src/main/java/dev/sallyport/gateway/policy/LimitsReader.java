package dev.sallyport.gateway.policy;

import dev.sallyport.gateway.yaml.Section;
import dev.sallyport.gateway.yaml.Value;
import dev.sallyport.model.policy.Limits;
import dev.sallyport.model.policy.Limits.Bound;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Reads the entries of `limits`, and the limits that stand in a rule.
final class LimitsReader {
    private static final int ROWS_MAX = 1_000_000_000;
    private static final int BYTES_MIN = 1 << 10;
    private static final int BYTES_MAX = 1 << 30;
    private static final Duration TIME_MIN = Duration.ofSeconds(1);
    private static final Duration TIME_MAX = Duration.ofHours(24);
    private static final int SESSIONS_MAX = 10_000;

    private final Words words;
    private final Set<String> ids = new LinkedHashSet<>();

    LimitsReader(Words words) {
        this.words = words;
    }

    /// One entry of the policy's `limits`.
    Optional<LimitEntry> entry(Section section) {
        Optional<String> id =
                section.required("id", "a name for the limit")
                        .flatMap(value -> words.newId(value, ids));
        Optional<Set<String>> who =
                section.required("who", "a list of roles, or ['*'] for anybody identified")
                        .map(words::who);
        Optional<TargetSelector> targets =
                section.required("targets", "a list of targets, labels or '*'").map(words::targets);
        String by = id.orElse("");
        Limits limits = bounds(section, by);
        Optional<Value> sessions = section.optional("sessions");
        if (limits.isNone() && sessions.isEmpty() && !hasBound(section)) {
            section.problem(
                    "the entry limits nothing (expected: 'rows', 'bytes', 'time' or 'sessions')");
        }
        Bound sessionsMax = bound(sessions.flatMap(value -> value.number(1, SESSIONS_MAX)), by);
        section.end();
        return id.isEmpty() || who.isEmpty() || targets.isEmpty()
                ? Optional.empty()
                : Optional.of(new LimitEntry(by, who.get(), targets.get(), limits, sessionsMax));
    }

    /// What stands under `limits` of a rule.
    ///
    /// @param rule whose limits they are
    Limits ofRule(Section section, String rule) {
        Limits limits = bounds(section, rule);
        if (limits.isNone() && !hasBound(section)) {
            section.problem("the rule limits nothing (expected: 'rows', 'bytes' or 'time')");
        }
        section.end();
        return limits;
    }

    private static boolean hasBound(Section section) {
        return section.has("rows") || section.has("bytes") || section.has("time");
    }

    private static Limits bounds(Section section, String by) {
        return new Limits(
                bound(section.optional("rows").flatMap(value -> value.number(1, ROWS_MAX)), by),
                bound(
                        section.optional("bytes")
                                .flatMap(value -> value.bytes(BYTES_MIN, BYTES_MAX)),
                        by),
                bound(
                        section.optional("time")
                                .flatMap(value -> value.duration(TIME_MIN, TIME_MAX))
                                .map(Duration::toMillis),
                        by));
    }

    private static Bound bound(Optional<? extends Number> max, String by) {
        return max.map(number -> new Bound(number.longValue(), by)).orElse(Bound.NONE);
    }
}
