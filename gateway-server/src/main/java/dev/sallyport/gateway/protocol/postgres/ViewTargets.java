package dev.sallyport.gateway.protocol.postgres;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads from a view's stored query tree which of its columns are plain columns of other relations.
///
/// PostgreSQL itself writes the origin of each output column into the tree (`resorigtbl`, `resorigcol` of TargetEntry,
/// primnodes.h), by the same rules as it later puts them into RowDescription. Only the outermost query's target list
/// counts: subqueries have their own. Names in the tree are escaped (outToken in outfuncs.c), so none can pose as syntax.
final class ViewTargets {
    /// @param tableOid unsigned
    record Source(int tableOid, int columnNumber) {}

    private static final int IN_QUERY = 2;
    private static final int IN_TARGET_LIST = 3;
    private static final int IN_TARGET_ENTRY = 4;

    private final String tree;
    private final Map<Integer, Source> sources = new HashMap<>();
    private int at;

    private ViewTargets(String tree) {
        this.tree = tree;
    }

    /// @return by the view's column number; a column that is computed is not in it, and nothing is where the tree is
    ///     not as expected
    static Map<Integer, Source> read(String tree) {
        ViewTargets targets = new ViewTargets(tree);
        targets.readTree();
        return Map.copyOf(targets.sources);
    }

    private void readTree() {
        int depth = 0;
        boolean inTargets = false;
        int number = 0;
        int table = 0;
        int column = 0;
        for (Optional<String> next = next(); next.isPresent(); next = next()) {
            String token = next.get();
            switch (token) {
                case "(", "{" -> {
                    depth++;
                    if (inTargets && depth == IN_TARGET_ENTRY) {
                        number = 0;
                        table = 0;
                        column = 0;
                    }
                }
                case ")", "}" -> {
                    depth--;
                    if (inTargets
                            && depth == IN_TARGET_LIST
                            && number > 0
                            && table != 0
                            && column != 0) {
                        sources.put(number, new Source(table, column));
                    }
                    if (inTargets && depth == IN_QUERY) {
                        return;
                    }
                }
                case ":targetList" -> inTargets |= depth == IN_QUERY;
                case ":resno" -> number = inTargets && depth == IN_TARGET_ENTRY ? number() : number;
                case ":resorigtbl" ->
                        table = inTargets && depth == IN_TARGET_ENTRY ? number() : table;
                case ":resorigcol" ->
                        column = inTargets && depth == IN_TARGET_ENTRY ? number() : column;
                default -> {}
            }
        }
        // The list never ended: nothing of it is to be believed.
        sources.clear();
    }

    private int number() {
        try {
            return (int) Long.parseLong(next().orElse(""));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /// The next bracket or word; a word keeps its escapes, as none of those looked for has any.
    private Optional<String> next() {
        while (at < tree.length() && Character.isWhitespace(tree.charAt(at))) {
            at++;
        }
        if (at >= tree.length()) {
            return Optional.empty();
        }
        int start = at;
        if (isBracket(tree.charAt(at))) {
            at++;
            return Optional.of(tree.substring(start, at));
        }
        while (at < tree.length()
                && !Character.isWhitespace(tree.charAt(at))
                && !isBracket(tree.charAt(at))) {
            at += tree.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at, tree.length());
        return Optional.of(tree.substring(start, at));
    }

    private static boolean isBracket(char c) {
        return c == '(' || c == ')' || c == '{' || c == '}';
    }
}
