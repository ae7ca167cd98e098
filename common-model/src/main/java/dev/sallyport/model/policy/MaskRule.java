package dev.sallyport.model.policy;

import java.util.List;

/// One `masks` entry of a policy: which values, and how they are shown.
///
/// @param id the rule's name in the policy
/// @param columns patterns of `schema.table.column`, where `*` stands for any run of characters within a part
/// @param names patterns of the names that a result gives its columns, wherever these come from
/// @param detectors what is hidden wherever it stands in a text
/// @param predicates whether statements may ask about the columns without showing them
public record MaskRule(
        String id,
        List<String> columns,
        List<String> names,
        List<Detector> detectors,
        MaskKind kind,
        Predicates predicates) {
    /// Whether a statement may filter, join, group or sort by a masked column.
    public enum Predicates {
        ALLOWED,
        DENIED
    }

    public MaskRule {
        columns = List.copyOf(columns);
        names = List.copyOf(names);
        detectors = List.copyOf(detectors);
    }

    /// A rule of columns alone.
    public MaskRule(String id, List<String> columns, MaskKind kind) {
        this(id, columns, List.of(), List.of(), kind, Predicates.ALLOWED);
    }

    /// Whether one of the patterns fits the name that a result gives a column.
    public boolean coversName(String name) {
        for (String pattern : names) {
            if (matches(pattern, 0, pattern.length(), name)) {
                return true;
            }
        }
        return false;
    }

    /// Whether one of the patterns names this column. Names are compared without case: a mask that a quoted
    /// spelling slips past is no mask.
    public boolean covers(String schema, String table, String column) {
        for (String pattern : columns) {
            int first = pattern.indexOf('.');
            int second = pattern.indexOf('.', first + 1);
            if (first >= 0
                    && second >= 0
                    && pattern.indexOf('.', second + 1) < 0
                    && matches(pattern, 0, first, schema)
                    && matches(pattern, first + 1, second, table)
                    && matches(pattern, second + 1, pattern.length(), column)) {
                return true;
            }
        }
        return false;
    }

    /// Compares a name with a part of a pattern. Each `*` is first tried for nothing and then for one character more at a
    /// time, and only the last one need be tried again: the cost is at most the product of both lengths.
    private static boolean matches(String pattern, int from, int to, String name) {
        int p = from;
        int n = 0;
        int star = -1;
        int starred = 0;
        while (n < name.length()) {
            if (p < to && pattern.charAt(p) == '*') {
                star = p++;
                starred = n;
            } else if (p < to && isSame(pattern.charAt(p), name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++starred;
            } else {
                return false;
            }
        }
        while (p < to && pattern.charAt(p) == '*') {
            p++;
        }
        return p == to;
    }

    private static boolean isSame(char one, char other) {
        return one == other || Character.toLowerCase(one) == Character.toLowerCase(other);
    }
}
