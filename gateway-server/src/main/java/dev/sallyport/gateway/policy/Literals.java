package dev.sallyport.gateway.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelReference;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.sallyport.gateway.yaml.Nearest;
import dev.sallyport.model.statement.Effect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks at the texts that stand in a condition, where what they must be is known: `'raed' in statement.effects` is well
/// typed, and would never hold.
final class Literals {
    private static final List<String> EFFECTS =
            Arrays.stream(Effect.values()).map(Effect::word).toList();

    private final Optional<Set<String>> roles;

    /// @param roles that the policy defines; empty where that is not known
    Literals(Optional<Set<String>> roles) {
        this.roles = roles;
    }

    /// What is wrong with them, each with its place in the condition.
    List<String> problems(CelAbstractSyntaxTree tree) {
        List<String> problems = new ArrayList<>();
        CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .filter(expr -> expr.getKind() == CelExpr.ExprKind.Kind.CALL)
                .forEach(expr -> look(expr.call(), tree, problems));
        return problems;
    }

    private void look(CelCall call, CelAbstractSyntaxTree tree, List<String> problems) {
        List<CelExpr> args = call.args();
        if (call.function().equals(Functions.IN_NETWORK) && args.size() == 1) {
            List<CelExpr> networks =
                    args.getFirst().getKind() == CelExpr.ExprKind.Kind.LIST
                            ? args.getFirst().list().elements()
                            : args;
            for (CelExpr network : networks) {
                text(network)
                        .filter(text -> Cidr.parse(text).isEmpty())
                        .ifPresent(text ->
                                problems.add(
                                        at(network, tree)
                                                + "'"
                                                + text
                                                + "' (expected: "
                                                + Cidr.EXPECTED
                                                + ")"));
            }
        } else if (call.function().equals("@in") && args.size() == 2) {
            CelReference list = tree.getReferenceMap().get(args.get(1).id());
            Optional<String> word = text(args.getFirst());
            if (list == null || word.isEmpty()) {
                return;
            }
            if (list.name().equals(Variable.STATEMENT_EFFECTS.word)) {
                known(word.get(), EFFECTS, "an effect", args.getFirst(), tree, problems);
            } else if (list.name().equals(Variable.WHO_ROLES.word) && roles.isPresent()) {
                known(
                        word.get(),
                        roles.get(),
                        "a role defined under 'roles'",
                        args.getFirst(),
                        tree,
                        problems);
            }
        }
    }

    private static void known(
            String word,
            Collection<String> words,
            String expected,
            CelExpr expr,
            CelAbstractSyntaxTree tree,
            List<String> problems) {
        if (!words.contains(word)) {
            problems.add(
                    at(expr, tree)
                            + "'"
                            + word
                            + "' (expected: "
                            + expected
                            + ")"
                            + Nearest.hint(word, words));
        }
    }

    private static Optional<String> text(CelExpr expr) {
        return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(expr.constant().stringValue())
                : Optional.empty();
    }

    private static String at(CelExpr expr, CelAbstractSyntaxTree tree) {
        Integer offset = tree.getSource().getPositionsMap().get(expr.id());
        Optional<CelSourceLocation> location =
                offset == null ? Optional.empty() : tree.getSource().getOffsetLocation(offset);
        return location.map(where ->
                        "at %d:%d of the condition: "
                                .formatted(where.getLine(), where.getColumn() + 1))
                .orElse("");
    }
}
