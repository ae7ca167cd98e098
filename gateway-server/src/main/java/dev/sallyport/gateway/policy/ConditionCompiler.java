package dev.sallyport.gateway.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.sallyport.gateway.yaml.Nearest;
import dev.sallyport.gateway.yaml.Value;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compiles conditions written in CEL (github.com/google/cel-spec). Variables have types, so that a typo in a policy is
/// found when it is loaded and not when it should have refused something.
final class ConditionCompiler {
    private static final int TEXT_LENGTH_MAX = 4096;
    private static final int PARSE_DEPTH_MAX = 60;

    /// How often the macros `all`, `exists`, `filter` and `map` may go round in one evaluation, all together.
    private static final int ITERATIONS_MAX = 10_000;

    private static final Pattern NO_OVERLOAD =
            Pattern.compile("found no matching overload for '_?([^'_]+)_?' applied to '([^']*)'.*");
    private static final Pattern UNDECLARED =
            Pattern.compile("undeclared reference to '([^']+)'.*");
    private static final Pattern PATH =
            Pattern.compile("[A-Za-z_][A-Za-z_0-9]*(\\.[A-Za-z_][A-Za-z_0-9]*)*");
    private static final List<String> FUNCTIONS =
            List.of(
                    "all",
                    "contains",
                    "duration",
                    "endsWith",
                    "exists",
                    "exists_one",
                    "filter",
                    "getDate",
                    "getDayOfMonth",
                    "getDayOfWeek",
                    "getDayOfYear",
                    "getFullYear",
                    "getHours",
                    "getMinutes",
                    "getMonth",
                    "getSeconds",
                    "has",
                    "inNetwork",
                    "int",
                    "map",
                    "matches",
                    "size",
                    "startsWith",
                    "string",
                    "timestamp");

    private final CelCompiler rules;
    private final CelCompiler roles;
    private final CelRuntime runtime;
    private final ZoneId zone;
    private final Literals literals;

    /// @param zone what `hour` and `weekday` are reckoned in
    /// @param roleNames that the policy defines; empty where that is not known
    ConditionCompiler(ZoneId zone, Optional<Set<String>> roleNames) {
        this.zone = zone;
        this.literals = new Literals(roleNames);
        CelOptions options =
                CelOptions.current()
                        .maxExpressionCodePointSize(TEXT_LENGTH_MAX)
                        .maxParseRecursionDepth(PARSE_DEPTH_MAX)
                        .comprehensionMaxIterations(ITERATIONS_MAX)
                        .enableHeterogeneousNumericComparisons(true) // JSON has one kind of number
                        .build();
        CelCompilerBuilder ofRules =
                builder(options).addFunctionDeclarations(Functions.declarations());
        for (Variable variable : Variable.values()) {
            ofRules.addVar(variable.word, variable.type);
        }
        rules = ofRules.build();
        roles = builder(options).addVar("claims", Variable.claimsType()).build();
        runtime =
                CelRuntimeFactory.plannerRuntimeBuilder()
                        .setOptions(options)
                        .addFunctionBindings(Functions.bindings())
                        .build();
    }

    /// A rule's `when`; empty, and problems, where it does not compile.
    Optional<Condition> ofRule(Value when) {
        return when.text().flatMap(text -> compile(rules, text, when, Variable.byName().keySet()));
    }

    /// A role's `when`, over `claims`.
    Optional<Condition> ofRole(Value when) {
        return when.text().flatMap(text -> compile(roles, text, when, Set.of("claims")));
    }

    private Optional<Condition> compile(
            CelCompiler compiler, String text, Value when, Set<String> variables) {
        CelValidationResult result = compiler.compile(text);
        if (result.hasError()) {
            result.getErrors().forEach(issue -> when.problem(inWords(issue, text, variables)));
            return Optional.empty();
        }
        try {
            CelAbstractSyntaxTree tree = result.getAst();
            Set<Variable> spokenOf = EnumSet.noneOf(Variable.class);
            tree.getReferenceMap()
                    .values()
                    .forEach(reference -> {
                        Variable variable = Variable.byName().get(reference.name());
                        if (variable != null) {
                            spokenOf.add(variable);
                        }
                    });
            List<String> wrong = literals.problems(tree);
            wrong.forEach(when::problem);
            return wrong.isEmpty()
                    ? Optional.of(new Condition(text, spokenOf, zone, runtime.createProgram(tree)))
                    : Optional.empty();
        } catch (CelValidationException | CelEvaluationException e) {
            when.problem("does not compile: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static CelCompilerBuilder builder(CelOptions options) {
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(options)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(SimpleType.BOOL);
    }

    private static String inWords(CelIssue issue, String text, Set<String> variables) {
        int line = issue.getSourceLocation().getLine();
        int column = issue.getSourceLocation().getColumn();
        String message = issue.getMessage().replaceAll("\\s+", " ").strip();
        if (message.startsWith("mismatched input '<EOF>'")) {
            message = "the condition ends here, and something is missing";
        }
        message = message.replaceFirst(" expecting \\{.*", "");
        Matcher noOverload = NO_OVERLOAD.matcher(message);
        if (noOverload.matches()) {
            message = "'" + noOverload.group(1) + "' does not take " + noOverload.group(2);
        }
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            String word = wordAt(text, line, column, undeclared.group(1));
            List<String> known = new ArrayList<>(variables);
            known.addAll(FUNCTIONS);
            message =
                    "unknown word '"
                            + word
                            + "'"
                            + (Nearest.of(word, known).isPresent()
                                    ? Nearest.hint(word, known)
                                    : " (expected: one of "
                                            + String.join(
                                                    ", ", variables.stream().sorted().toList())
                                            + ")");
        }
        return "at %d:%d of the condition: %s".formatted(line, column + 1, message);
    }

    /// The whole of `statement.txt`, where CEL names only `statement`.
    private static String wordAt(String text, int line, int column, String word) {
        String[] lines = text.split("\n", -1);
        if (line < 1 || line > lines.length || column < 0 || column > lines[line - 1].length()) {
            return word;
        }
        Matcher path = PATH.matcher(lines[line - 1]).region(column, lines[line - 1].length());
        return path.lookingAt() && path.group().startsWith(word) ? path.group() : word;
    }
}
