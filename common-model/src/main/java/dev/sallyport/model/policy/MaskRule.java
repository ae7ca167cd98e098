package dev.sallyport.model.policy;

import java.util.List;

/// One `masks` entry of a policy: which columns, and how their values are shown.
///
/// @param id the rule's name in the policy
/// @param columns patterns of `schema.table.column`, where `*` stands for any run of characters within a part
public record MaskRule(String id, List<String> columns, MaskKind kind) {
    public MaskRule {
        columns = List.copyOf(columns);
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
