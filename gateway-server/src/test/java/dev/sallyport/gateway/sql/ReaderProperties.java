package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What has to hold for any text at all: what a fuzzer checks, here and in `bench/fuzz`.
///
/// Work is counted in looks at tokens rather than in time, so that a slow machine changes nothing.
public final class ReaderProperties {
    /// Looks at a token, as a multiple of a statement's tokens; the statements of the suites need at most 9, the
    /// families of `ReaderFuzzTest` 14.
    static final int LOOKS_PER_TOKEN_MAX = 40;

    /// Names of a WITH RECURSIVE are collected before it is read: each level of nesting goes over what is inside it once
    /// more.
    static final int LOOKS_PER_TOKEN_AND_DEPTH_MAX = 5;

    private final PostgresReader forgetting = new PostgresReader(0);
    private final PostgresReader remembering = new PostgresReader(1 << 20);

    /// @throws AssertionError where something does not hold, with what and for which text
    public void check(String sql) {
        List<Action> actions = forgetting.read(sql).actions();
        remembering.read(sql);
        require(remembering.read(sql).actions().equals(actions), "a cache that changes facts", sql);
        Tokens tokens = Lexer.lex(sql);
        List<Statement> statements = Splitter.split(tokens);
        for (Statement statement : statements) {
            workIsBounded(tokens, statement, sql);
        }
        namesStandInTheText(tokens, actions, sql);
        if (tokens.flaw() == null && statements.size() < PostgresReader.STATEMENTS_MAX - 1) {
            aStatementBehindItIsSeen(sql);
        }
    }

    private static void aStatementBehindItIsSeen(String sql) {
        Action last = new PostgresReader(0).read(sql + "\n;DROP TABLE dropped").actions().getLast();
        require(
                last.effects().equals(Set.of(Effect.DROP))
                        && last.defines().equals(Set.of(Name.of("dropped"))),
                "a statement swallowed",
                sql);
    }

    private static void namesStandInTheText(Tokens tokens, List<Action> actions, String sql) {
        Set<String> values = new HashSet<>();
        for (int i = 0; i < tokens.count(); i++) {
            String value = tokens.value(i);
            if (value != null) {
                values.add(value);
            }
        }
        for (Action action : actions) {
            for (Set<Name> names :
                    List.of(action.reads(), action.writes(), action.defines(), action.mentions())) {
                for (Name name : names) {
                    require(values.contains(name.name()), "a relation made up: " + name, sql);
                }
            }
        }
    }

    private static void workIsBounded(Tokens tokens, Statement statement, String sql) {
        long looks = looks(tokens, statement);
        int length = statement.end() - statement.start();
        long bound =
                (LOOKS_PER_TOKEN_MAX + (long) LOOKS_PER_TOKEN_AND_DEPTH_MAX * statement.depth())
                        * (length + 10);
        require(looks <= bound, looks + " looks at " + length + " tokens", sql);
    }

    /// How often the reader looks at a token of this statement.
    static long looks(Tokens tokens, Statement statement) {
        CountingCursor cursor = new CountingCursor(tokens, statement);
        if (statement.end() - statement.start() <= PostgresReader.TOKENS_MAX
                && statement.depth() <= PostgresReader.DEPTH_MAX) {
            try {
                new Reading(cursor, new Facts()).statements.read();
            } catch (NotUnderstood e) {
                // counts as well
            }
        }
        return cursor.looks;
    }

    private static void require(boolean holds, String what, String sql) {
        if (!holds) {
            throw new AssertionError(what + ": " + sql);
        }
    }

    private static final class CountingCursor extends Cursor {
        private long looks;

        CountingCursor(Tokens tokens, Statement statement) {
            super(tokens, statement.start(), statement.end(), PostgresReader.RECURSION_MAX);
        }

        @Override
        byte kind(int ahead) {
            looks++;
            return super.kind(ahead);
        }
    }
}
