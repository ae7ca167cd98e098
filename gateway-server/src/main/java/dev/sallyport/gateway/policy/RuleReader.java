package dev.sallyport.gateway.policy;

import dev.sallyport.gateway.policy.Rule.Verdict;
import dev.sallyport.gateway.yaml.Section;
import dev.sallyport.gateway.yaml.Value;
import dev.sallyport.model.policy.ApprovalTerms;
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

    private final Words words;
    private final ConditionCompiler conditions;
    private final Set<String> ids;

    /// @param ids every rule's id is added to them
    RuleReader(Words words, ConditionCompiler conditions, Set<String> ids) {
        this.words = words;
        this.conditions = conditions;
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
                        verdict.get()));
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
        section.end();
        if (from.isEmpty()) {
            return Optional.empty();
        }
        ApprovalTerms terms = ApprovalTerms.from(from, people, wait, reasonRequired);
        String says = say.isEmpty() ? "needs approval from " + terms.rolesInWords() : say;
        return Optional.of(new Verdict.Approve(terms, says));
    }

    /// The reason, then what to do instead.
    private static String join(String reason, String say) {
        return say.isEmpty() ? reason : reason.replaceFirst("[.\\s]+$", "") + ". " + say;
    }
}
