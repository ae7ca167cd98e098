package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Name;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which columns a statement asks about: whatever it does with them but showing them as they are.
///
/// A column that stands alone in a select list or RETURNING list is shown. Every other reference asks, be it in WHERE, ON,
/// GROUP BY, ORDER BY or in an expression of a select list: `CASE WHEN email < 'm' THEN 1/0 END` tells of an address by
/// failing. Names that the statement itself gives stand for what they were given to.
final class Asked {
    private static final String ANY = "*";

    /// A name of the statement's own for an expression, and the columns in that.
    private record Label(String label, List<String> references) {}

    private final Set<String> asked = new HashSet<>();
    private final List<Label> labels = new ArrayList<>(0);
    private final Set<String> rows = new HashSet<>();

    /// References of the targets that are being read.
    private final List<String> pending = new ArrayList<>(4);

    private int targets;
    private int expressions;
    private boolean outputs;

    void column(String reference) {
        if (targets > 0) {
            pending.add(reference);
        } else {
            asked.add(reference);
        }
    }

    /// Something depends on this column, which no expression names.
    void about(String reference) {
        asked.add(reference);
    }

    /// Something depends on columns that are not named here.
    void aboutAny() {
        asked.add(ANY);
    }

    /// Something depends on all that is shown: DISTINCT, UNION, ORDER BY 1.
    void aboutOutputs() {
        outputs = true;
    }

    /// A name that stands for a row as a whole.
    void row(String alias) {
        rows.add(alias);
    }

    boolean isWithinExpression() {
        return expressions > 0;
    }

    void expressionBegins() {
        expressions++;
    }

    void expressionEnds() {
        expressions--;
    }

    /// A target of a list is read next.
    ///
    /// @return for [#targetEnds]
    int targetBegins() {
        targets++;
        return pending.size();
    }

    /// @param mark from [#targetBegins]
    /// @param alone whether the target is nothing but a column; within an expression that does not make it a shown one
    /// @param label its name; empty where it was given none
    void targetEnds(int mark, boolean alone, String label) {
        targets--;
        List<String> mine = pending.subList(mark, pending.size());
        if (!label.isEmpty() && !mine.isEmpty()) {
            labels.add(new Label(label, List.copyOf(mine)));
        }
        if (expressions > 0 && targets > 0) {
            return; // part of the target around it
        }
        if (!alone || expressions > 0) {
            asked.addAll(mine);
        }
        mine.clear();
    }

    /// @param columns all references of the statement
    Set<String> references(Set<String> columns, Set<Name> reads, Set<Name> writes) {
        if (outputs) {
            return columns;
        }
        if (asked.isEmpty()) {
            return Set.of();
        }
        Set<String> all = new HashSet<>(asked);
        Deque<String> open = new ArrayDeque<>(asked);
        while (!open.isEmpty()) {
            String name = lastPart(open.remove());
            boolean wholeRow = rows.contains(name) || isNamed(reads, name) || isNamed(writes, name);
            if (wholeRow && all.add(ANY)) {
                open.add(ANY);
            }
            for (Label label : labels) {
                if (label.label.equals(name)) {
                    for (String reference : label.references) {
                        if (all.add(reference)) {
                            open.add(reference);
                        }
                    }
                }
            }
        }
        return all;
    }

    private static boolean isNamed(Set<Name> relations, String name) {
        for (Name relation : relations) {
            if (relation.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static String lastPart(String reference) {
        return reference.substring(reference.lastIndexOf('.') + 1);
    }
}
