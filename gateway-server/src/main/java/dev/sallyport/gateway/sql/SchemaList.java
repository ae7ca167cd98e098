package dev.sallyport.gateway.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the value of `search_path` as the server does (`SplitIdentifierString` in `varlena.c`): `"$user", public, "My app"`.
public final class SchemaList {
    /// A longer path is not followed.
    public static final int SCHEMAS_MAX = 16;

    private SchemaList() {}

    /// The schemas' names in their order, folded and without quotes; null where the server would refuse the value, or
    /// there are more than [#SCHEMAS_MAX].
    public static @Nullable List<String> parse(String value) {
        List<String> schemas = new ArrayList<>(2);
        int at = afterBlanks(value, 0);
        if (at == value.length()) {
            return schemas;
        }
        while (schemas.size() < SCHEMAS_MAX) {
            int end;
            if (value.charAt(at) == '"') {
                end = closing(value, at + 1);
                if (end < 0) {
                    return null;
                }
                schemas.add(
                        Identifiers.truncate(value.substring(at + 1, end).replace("\"\"", "\"")));
                end++;
            } else {
                end = at;
                while (end < value.length()
                        && value.charAt(end) != ','
                        && !Lexer.isBlank(value.charAt(end))) {
                    end++;
                }
                if (end == at) {
                    return null;
                }
                schemas.add(Identifiers.fold(value, at, end));
            }
            at = afterBlanks(value, end);
            if (at == value.length()) {
                return schemas;
            }
            if (value.charAt(at) != ',') {
                return null;
            }
            at = afterBlanks(value, at + 1);
            if (at == value.length()) {
                return null;
            }
        }
        return null;
    }

    private static int afterBlanks(String value, int from) {
        int at = from;
        while (at < value.length() && Lexer.isBlank(value.charAt(at))) {
            at++;
        }
        return at;
    }

    /// Where the quote closes, or -1.
    private static int closing(String value, int from) {
        int at = value.indexOf('"', from);
        while (at >= 0 && at + 1 < value.length() && value.charAt(at + 1) == '"') {
            at = value.indexOf('"', at + 2);
        }
        return at;
    }
}
