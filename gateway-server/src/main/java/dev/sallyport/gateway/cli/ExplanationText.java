package dev.sallyport.gateway.cli;

import dev.sallyport.gateway.policy.Explanation;
import dev.sallyport.gateway.policy.PolicyFile;
import dev.sallyport.gateway.policy.Question;
import dev.sallyport.model.policy.ApprovalTerms;
import dev.sallyport.model.policy.Decision;
import dev.sallyport.model.policy.Detector;
import dev.sallyport.model.policy.Grounds;
import dev.sallyport.model.policy.Limits;
import dev.sallyport.model.policy.MaskRule;
import dev.sallyport.model.policy.Masks;
import dev.sallyport.model.policy.Shadow;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Prints an explanation for people: the decision first, then the rules that made it, then those that nearly did.
final class ExplanationText {
    private final PrintWriter out;

    ExplanationText(PrintWriter out) {
        this.out = out;
    }

    void print(PolicyFile file, Question question, Explanation explanation) {
        switch (explanation.decision()) {
            case Decision.Allow allow -> {
                grounds("allow", allow.grounds());
                masks(allow.masks());
                limits(allow.limits());
            }
            case Decision.NeedApproval need -> {
                ApprovalTerms terms = need.terms();
                grounds("approve", need.grounds());
                out.println(
                        "  from "
                                + terms.rolesInWords()
                                + ", people: "
                                + terms.people()
                                + ", wait: "
                                + terms.waitMax().toSeconds()
                                + " s, reason: "
                                + (terms.reasonRequired() ? "required" : "optional")
                                + ", holds: "
                                + terms.holds().inWords());
                masks(need.masks());
                limits(need.limits());
            }
            case Decision.Deny deny -> grounds("deny", deny.grounds());
        }
        Shadow shadow = explanation.decision().shadow();
        if (shadow != null) {
            out.println("with the rules in shadow it would be:");
            grounds("  " + shadow.verdict(), shadow.grounds());
        }
        out.println(
                "asked with roles: "
                        + words(question.who().roles())
                        + "; at target: "
                        + question.target().name());
        for (Explanation.OfAction action : explanation.actions()) {
            action(file, action);
        }
        out.flush();
    }

    private void grounds(String verdict, Collection<Grounds> grounds) {
        for (Grounds one : grounds) {
            out.println(
                    verdict
                            + " by "
                            + one.rule()
                            + (one.says().isEmpty() ? "" : ": " + one.says()));
        }
    }

    private void masks(Masks masks) {
        for (MaskRule rule : masks.rules()) {
            out.println(
                    "  masked by "
                            + rule.id()
                            + ": "
                            + Stream.of(
                                            rule.columns().stream(),
                                            rule.names().stream().map(name -> "name " + name),
                                            rule.detectors().stream()
                                                    .map(what -> "text like " + inWords(what)))
                                    .flatMap(some -> some)
                                    .collect(Collectors.joining(", "))
                            + " as "
                            + rule.kind().word()
                            + (rule.predicates() == MaskRule.Predicates.DENIED
                                    ? ", and not to be asked about"
                                    : ""));
        }
    }

    private void limits(Limits limits) {
        limit("rows", limits.rows(), "");
        limit("bytes", limits.bytes(), "");
        limit("time", limits.millis(), " ms");
    }

    private void limit(String what, Limits.Bound bound, String unit) {
        if (!bound.isNone()) {
            out.println("  at most " + bound.max() + unit + " (" + what + ") by " + bound.by());
        }
    }

    private static String inWords(Detector detector) {
        return switch (detector) {
            case Detector.BuiltIn builtIn -> builtIn.word();
            case Detector.Own own -> own.name();
        };
    }

    private void action(PolicyFile file, Explanation.OfAction of) {
        Action action = of.action();
        out.println(
                action.verb()
                        + ": "
                        + action.effects().stream()
                                .map(Effect::word)
                                .collect(Collectors.joining(", "))
                        + names("; reads ", action.reads())
                        + names("; writes ", action.writes())
                        + names("; defines ", action.defines())
                        + names("; calls ", action.functions())
                        + (action.unfiltered() ? "; UPDATE or DELETE without WHERE" : "")
                        + (action.understood() ? "" : "; not understood"));
        for (Explanation.Finding finding : of.findings()) {
            String rule =
                    finding.rule()
                            + " ("
                            + finding.verdict()
                            + ", "
                            + file.name()
                            + ":"
                            + finding.line()
                            + (finding.shadow() ? ", in shadow" : "")
                            + ")";
            if (finding.isMatch()) {
                out.println("  matched    " + rule);
            } else if (finding.isNearMiss()) {
                out.println("  near miss  " + rule + ": " + finding.misses().getFirst());
            }
        }
    }

    private static String names(String before, Collection<Name> names) {
        return names.isEmpty() ? "" : before + words(names);
    }

    private static String words(Collection<?> items) {
        return items.isEmpty()
                ? "none"
                : items.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
