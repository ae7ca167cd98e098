package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import java.util.ArrayList;
import java.util.List;

/// Reads PostgreSQL's SQL: what each statement of a text does, or that this is not to be said.
///
/// An exact lexer is the authority over where strings, comments and statements end; a recursive reader over its tokens
/// finds effects and names. Anything unexpected ends in an [Action] that is not understood, never in an exception. The
/// server must run with `standard_conforming_strings` on. Thread-safe; a text seen before costs one look-up, and one that
/// differs from an earlier one only in numbers and strings is cut into tokens and found by its shape.
public final class PostgresReader implements SqlReader {
    /// Longest text that is read, in characters.
    public static final int SQL_CHARACTERS_MAX = 1 << 20;

    /// Most statements in one text.
    public static final int STATEMENTS_MAX = 256;

    /// Most tokens in one statement for the recursive reading.
    public static final int TOKENS_MAX = 10_000;

    /// Deepest nesting of parentheses and brackets.
    public static final int DEPTH_MAX = 100;

    /// Bounds the reader's own recursion, in which one parenthesis takes up to three steps and CASE takes one.
    static final int RECURSION_MAX = 3 * DEPTH_MAX + 50;

    private static final int CACHE_BYTES_DEFAULT = 8 << 20;

    private final ReadTexts known;

    public PostgresReader() {
        this(CACHE_BYTES_DEFAULT);
    }

    /// @param cacheBytesMax how much memory the texts read before may take, roughly; 0 keeps none
    public PostgresReader(int cacheBytesMax) {
        known = new ReadTexts(cacheBytesMax);
    }

    /// What this text does. Never throws; what cannot be read is [Effect#UNKNOWN].
    @Override
    public SqlText read(String sql) {
        SqlText text = known.find(sql);
        if (text != null) {
            return text;
        }
        if (sql.length() > SQL_CHARACTERS_MAX) {
            return unknown();
        }
        Tokens tokens = Lexer.lex(sql);
        text = known.find(sql, tokens);
        if (text == null) {
            text = read(tokens);
            known.keep(sql, tokens, text);
        }
        return text;
    }

    private static SqlText read(Tokens tokens) {
        List<Statement> statements = Splitter.split(tokens);
        if (statements.size() > STATEMENTS_MAX) {
            return unknown();
        }
        if (statements.isEmpty() && tokens.flaw() != null) {
            return unknown();
        }
        List<Part> parts = new ArrayList<>(statements.size());
        for (Statement statement : statements) {
            parts.add(part(tokens, statement));
        }
        return new SqlText(parts);
    }

    private static Part part(Tokens tokens, Statement statement) {
        Facts facts = new Facts();
        Cursor cursor = new Cursor(tokens, statement.start(), statement.end(), RECURSION_MAX);
        Reading reading = new Reading(cursor, facts);
        boolean whole = false;
        if (statement.end() - statement.start() <= TOKENS_MAX && statement.depth() <= DEPTH_MAX) {
            try {
                reading.statements.read();
                whole = cursor.readWhole();
            } catch (NotUnderstood e) {
                whole = false; // what was found until then stays
            }
        }
        if (!whole) {
            Sweep.over(tokens, statement, facts);
        }
        return new Part(
                facts.toAction(whole), reading.statements.change(), reading.statements.executes());
    }

    private static SqlText unknown() {
        return new SqlText(
                List.of(
                        new Part(
                                Action.of("UNKNOWN", Effect.UNKNOWN),
                                new SessionChange.Sets("*"))));
    }
}
