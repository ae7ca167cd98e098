package dev.sallyport.gateway.policy;

import dev.sallyport.gateway.policy.Rule.Verdict;
import dev.sallyport.gateway.yaml.Section;
import dev.sallyport.gateway.yaml.Value;
import dev.sallyport.model.policy.ApprovalTerms;
import dev.sallyport.model.policy.Holds;
import dev.sallyport.model.policy.Limits;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads one entry of `rules`.
final class RuleReader {
    private static final int PEOPLE_MAX = 10;
    private static final Duration WAIT = Duration.ofMinutes(30);

    /// A held statement holds a connection, and often a transaction with its locks.
    private static final Duration WAIT_MAX = Duration.ofHours(24);

    /// What was right in the morning is to be looked at again the next day.
    private static final Duration HOLDS_MAX = Duration.ofHours(24);

    private static final int HOLDS_TIMES_MAX = 1000;

    private final Words words;
    private final ConditionCompiler conditions;
    private final LimitsReader limits;
    private final Set<String> ids;

    /// @param ids every rule's id is added to them
    RuleReader(Words words, ConditionCompiler conditions, LimitsReader limits, Set<String> ids) {
        this.words = words;
        this.conditions = conditions;
        this.limits = limits;
        this.ids = ids;
    }

    /// The rule; empty, and problems, where it is none.
    Optional<Rule> read(Section section) {
        Optional<String> id =
                section.required("id", "a name for the rule")
                        .flatMap(value -> words.newId(value, ids));
        Optional<Set<String>> who =
                section.required("who", "a list of roles, or ['*'] for anybody identified")
                        .map(words::who);
        Optional<TargetSelector> targets =
                section.required("targets", "a list of targets, labels or '*'").map(words::targets);
        // What denies may mean too much: there `*` takes in what was not understood.
        EffectSet star = section.has("deny") ? EffectSet.ALL : EffectSet.SEEN;
        Optional<EffectSet> effects =
                section.required("effects", "a list of effects, or ['*']")
                        .map(value -> words.effects(value, star));
        List<NamePattern> relations =
                section.optional("relations").map(words::relations).orElse(List.of());
        List<NamePattern> functions =
                section.optional("functions").map(words::functions).orElse(List.of());
        Optional<Boolean> unfiltered = section.optional("unfiltered").flatMap(Value::truth);
        Optional<Condition> when = section.optional("when").flatMap(conditions::ofRule);
        Optional<Verdict> verdict = verdict(section);
        boolean shadow = section.optional("shadow").flatMap(Value::truth).orElse(false);
        Limits limited = limits(section, id.orElse(""), shadow);
        section.end();
        if (id.isEmpty()
                || who.isEmpty()
                || targets.isEmpty()
                || effects.isEmpty()
                || verdict.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Rule(
                        id.get(),
                        section.spot(),
                        who.get(),
                        targets.get(),
                        effects.get(),
                        relations,
                        functions,
                        unfiltered,
                        when,
                        verdict.get(),
                        limited,
                        shadow));
    }

    private Limits limits(Section section, String rule, boolean shadow) {
        Optional<Value> given = section.optional("limits");
        if (given.isPresent() && (section.has("deny") || shadow)) {
            given.get()
                    .problem(
                            (shadow ? "a rule in shadow" : "a rule that denies")
                                    + " lets nothing pass (expected: 'limits' in rules that allow or approve)");
        }
        return given.flatMap(Value::section).map(of -> limits.ofRule(of, rule)).orElse(Limits.NONE);
    }

    private Optional<Verdict> verdict(Section section) {
        Optional<Value> allow = section.optional("allow");
        Optional<Value> deny = section.optional("deny");
        Optional<Value> approve = section.optional("approve");
        String say = section.optional("say").flatMap(Value::text).orElse("");
        int given =
                (allow.isPresent() ? 1 : 0)
                        + (deny.isPresent() ? 1 : 0)
                        + (approve.isPresent() ? 1 : 0);
        if (given != 1) {
            section.problem(
                    "the rule has "
                            + given
                            + " verdicts (expected: one of 'allow: true', 'deny: reason',"
                            + " 'approve: {from: [role]}')");
        }
        if (allow.isPresent()) {
            return allow.get().word(Map.of("true", new Verdict.Allow(say)));
        }
        if (deny.isPresent()) {
            return deny.get().text().map(reason -> new Verdict.Deny(join(reason, say)));
        }
        return approve.flatMap(Value::section).flatMap(terms -> approve(terms, say));
    }

    private Optional<Verdict> approve(Section section, String say) {
        Set<String> from =
                section.required("from", "a list of roles that may answer")
                        .map(words::roles)
                        .orElse(Set.of());
        int people =
                section.optional("people").flatMap(value -> value.number(1, PEOPLE_MAX)).orElse(1);
        Duration wait =
                section.optional("wait")
                        .flatMap(value -> value.duration(Duration.ofSeconds(1), WAIT_MAX))
                        .orElse(WAIT);
        Map<String, Boolean> words = new LinkedHashMap<>();
        words.put("required", true);
        words.put("optional", false);
        boolean reasonRequired =
                section.optional("reason")
                        .flatMap(value -> value.word(Collections.unmodifiableMap(words)))
                        .orElse(false);
        Holds holds =
                section.optional("holds")
                        .flatMap(Value::section)
                        .map(RuleReader::holds)
                        .orElse(Holds.ONCE);
        section.end();
        if (from.isEmpty()) {
            return Optional.empty();
        }
        ApprovalTerms terms = ApprovalTerms.from(from, people, wait, reasonRequired).holding(holds);
        String says = say.isEmpty() ? "needs approval from " + terms.rolesInWords() : say;
        return Optional.of(new Verdict.Approve(terms, says));
    }

    /// For how long, how often, or both; what is left out is at its bound.
    private static Holds holds(Section section) {
        Optional<Value> time = section.optional("for");
        Optional<Value> times = section.optional("times");
        if (time.isEmpty() && times.isEmpty()) {
            section.problem("the answer holds for nothing (expected: 'for', 'times' or both)");
        }
        section.end();
        return new Holds(
                time.flatMap(value -> value.duration(Duration.ofSeconds(1), HOLDS_MAX))
                        .orElse(HOLDS_MAX),
                times.flatMap(value -> value.number(2, HOLDS_TIMES_MAX)).orElse(HOLDS_TIMES_MAX));
    }

    /// The reason, then what to do instead.
    private static String join(String reason, String say) {
        return say.isEmpty() ? reason : reason.replaceFirst("[.\\s]+$", "") + ". " + say;
    }
}
