package dev.sallyport.gateway.policy;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;
import dev.sallyport.model.statement.Action;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A compiled `when`. Its evaluation is pure, bounded in steps, and never throws.
///
/// @param text as the file has it
/// @param variables which of the rule variables it speaks of; empty for a role's condition
/// @param zone what `hour` and `weekday` are reckoned in
record Condition(String text, Set<Variable> variables, ZoneId zone, CelRuntime.Program program) {
    /// What came out.
    sealed interface Outcome {
        record Holds() implements Outcome {}

        record HoldsNot() implements Outcome {}

        /// It has no answer: a claim that is not there, a text where a number was expected.
        ///
        /// @param why in the evaluator's words, one line
        record Failed(String why) implements Outcome {}
    }

    /// Evaluates a rule's condition.
    Outcome evaluate(Question question, Action action) {
        Case asked = new Case(question, action, zone);
        return evaluate(name -> {
            Variable variable = Variable.byName().get(name);
            return variable == null ? Optional.empty() : Optional.of(variable.of(asked));
        });
    }

    /// Evaluates a role's condition, which speaks of `claims` alone.
    Outcome evaluate(Map<String, Object> claims) {
        Map<String, Object> converted = Claims.forConditions(claims);
        return evaluate(name -> name.equals("claims") ? Optional.of(converted) : Optional.empty());
    }

    private Outcome evaluate(CelVariableResolver values) {
        try {
            return switch (program.eval(values)) {
                case Boolean holds -> holds ? new Outcome.Holds() : new Outcome.HoldsNot();
                case Object other ->
                        new Outcome.Failed("it gave '" + other + "', not true or false");
            };
        } catch (CelEvaluationException | RuntimeException e) {
            // Whatever goes wrong in there, the rule must know that it has no answer.
            String message =
                    String.valueOf(e.getMessage())
                            .replaceFirst("^evaluation error at <input>:\\d+: ", "");
            return new Outcome.Failed(message.replaceAll("\\s+", " ").strip());
        }
    }
}
