package dev.sallyport.model.statement;

import java.util.Locale;

/// What a statement does, whatever word it begins with: `EXPLAIN ANALYZE DELETE` deletes.
public enum Effect {
    READ,
    INSERT,
    UPDATE,
    DELETE,
    MERGE,
    TRUNCATE,
    CREATE,
    ALTER,
    DROP,
    GRANT,
    /// `COPY … FROM STDIN`: rows flow from the client.
    COPY_IN,
    /// `COPY … TO STDOUT`: rows flow to the client.
    COPY_OUT,
    /// `COPY` with a file of the server's.
    COPY_FILE,
    /// `COPY … PROGRAM`: a shell command on the server.
    COPY_PROGRAM,
    CALL,
    DO,
    /// `EXECUTE` of a statement prepared in SQL.
    EXECUTE,
    PREPARE,
    SET,
    /// `SET ROLE`, `SET SESSION AUTHORIZATION` and their resets: the rules of the target change under us.
    ROLE,
    TRANSACTION,
    EXPLAIN,
    LISTEN,
    LOCK,
    MAINTENANCE,
    /// PostgreSQL's FunctionCall message: a function by its OID, with no SQL to read.
    FASTPATH,
    /// Not understood. Denied unless a rule names it.
    UNKNOWN;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// The name as policies write it: `copy-out`.
    public String word() {
        return word;
    }

    /// The effect of this word, as [#word()] gives it.
    ///
    /// @throws IllegalArgumentException where no effect has that name
    public static Effect ofWord(String word) {
        for (Effect effect : values()) {
            if (effect.word().equals(word)) {
                return effect;
            }
        }
        throw new IllegalArgumentException(
                "effect: " + word + " (expected: read, insert, update, …)");
    }
}
