package dev.sallyport.model.policy;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

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
            String[] parts = pattern.split("\\.", -1);
            if (parts.length == 3
                    && matches(parts[0], schema)
                    && matches(parts[1], table)
                    && matches(parts[2], column)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String pattern, String name) {
        String expression =
                Pattern.quote(pattern.toLowerCase(Locale.ROOT)).replace("*", "\\E.*\\Q");
        return Pattern.matches(expression, name.toLowerCase(Locale.ROOT));
    }
}
