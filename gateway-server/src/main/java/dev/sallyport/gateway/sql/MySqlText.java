package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import java.util.ArrayList;
import java.util.List;

/// Reads one text in one way: cuts it into tokens, and reads statement after statement.
///
/// Where a statement ends, the reader of a stored program's body has to say: semicolons within it are the body's own.
/// Any other statement ends at the next semicolon, wherever that stands, since none can hold one.
final class MySqlText {
    /// A text that is not read at all.
    static final SqlText UNKNOWN =
            new SqlText(
                    List.of(
                            new Part(
                                    Action.of("UNKNOWN", Effect.UNKNOWN),
                                    new SessionChange.Sets("*"))));

    /// As in [PostgresReader], where each parenthesis takes up to three steps too.
    private static final int RECURSION_MAX = 3 * PostgresReader.DEPTH_MAX + 50;

    private final MySqlRules rules;
    private final TableNames tableNames;
    private final Tokens tokens;
    private final List<Part> parts = new ArrayList<>(1);

    MySqlText(String sql, MySqlRules rules, TableNames tableNames) {
        this.rules = rules;
        this.tableNames = tableNames;
        tokens = MySqlLexer.lex(sql, rules);
    }

    SqlText read() {
        int at = 0;
        while (at < tokens.count()) {
            if (tokens.kind(at) == ';') {
                at++;
            } else if (parts.size() == PostgresReader.STATEMENTS_MAX) {
                return UNKNOWN;
            } else {
                at = statement(at);
            }
        }
        return parts.isEmpty() && tokens.flaw() != null ? UNKNOWN : new SqlText(parts);
    }

    /// Reads the statement that begins here; returns where the next may.
    private int statement(int start) {
        int end = start;
        while (end < tokens.count() && tokens.kind(end) != ';') {
            end++;
        }
        boolean compound = MySqlBodies.mayBeginHere(tokens, start, end);
        int limit = compound ? tokens.count() : end;
        Facts facts = new Facts();
        Cursor in = new Cursor(tokens, start, limit, RECURSION_MAX);
        MySqlReading reading = new MySqlReading(in, facts, rules, tableNames);
        boolean whole = false;
        if (end - start <= PostgresReader.TOKENS_MAX) {
            try {
                reading.statements.read();
                whole =
                        (in.atEnd() || in.is(';'))
                                && in.position() - start <= PostgresReader.TOKENS_MAX
                                && tokens.flaw() == null;
            } catch (NotUnderstood e) {
                whole = false; // what was found until then stays
            }
        }
        int next = whole ? in.position() : limit;
        if (!whole) {
            MySqlSweep.over(tokens, start, limit, facts);
        }
        SessionChange change = reading.statements.change();
        parts.add(new Part(facts.toAction(whole), change, reading.statements.executes()));
        return changesReading(change) ? rest(next) : next;
    }

    /// Whether the statements behind this one in the same text may be cut into tokens by other rules than the text was.
    private static boolean changesReading(SessionChange change) {
        return change instanceof SessionChange.Sets(String parameter)
                && switch (parameter) {
                    case "*", "sql_mode", "character_set_client" -> true;
                    default -> false;
                };
    }

    /// Takes what is left as one statement that is not understood.
    private int rest(int from) {
        int start = from;
        while (start < tokens.count() && tokens.kind(start) == ';') {
            start++;
        }
        if (start < tokens.count()) {
            Facts facts = new Facts();
            MySqlSweep.over(tokens, start, tokens.count(), facts);
            parts.add(new Part(facts.toAction(false), new SessionChange.Sets("*")));
        }
        return tokens.count();
    }
}
