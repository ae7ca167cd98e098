package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;

/// As [Sweep] for a statement of MySQL's dialect that could not be read.
final class MySqlSweep {
    private MySqlSweep() {}

    static void over(Tokens tokens, int start, int end, Facts facts) {
        for (int i = start; i < end; i++) {
            String value = tokens.kind(i) == Tokens.WORD ? tokens.value(i) : null;
            if (value != null) {
                word(value, facts);
            }
        }
    }

    private static void word(String word, Facts facts) {
        switch (word) {
            case "select", "table", "values", "handler" -> facts.effect(Effect.READ);
            case "insert" -> facts.effect(Effect.INSERT);
            case "replace" -> {
                facts.effect(Effect.INSERT);
                facts.effect(Effect.DELETE);
            }
            case "update" -> facts.effect(Effect.UPDATE);
            case "delete" -> facts.effect(Effect.DELETE);
            case "truncate" -> facts.effect(Effect.TRUNCATE);
            case "create" -> facts.effect(Effect.CREATE);
            case "alter", "rename" -> facts.effect(Effect.ALTER);
            case "drop" -> facts.effect(Effect.DROP);
            case "grant", "revoke" -> facts.effect(Effect.GRANT);
            case "infile", "outfile", "dumpfile" -> facts.effect(Effect.COPY_FILE);
            case "call" -> facts.effect(Effect.CALL);
            case "execute" -> facts.effect(Effect.EXECUTE);
            case "prepare" -> facts.effect(Effect.PREPARE);
            case "kill", "shutdown", "reset", "purge" -> facts.effect(Effect.MAINTENANCE);
            case "set", "use" -> {
                facts.effect(Effect.SET);
                facts.changes("*");
            }
            default -> {
                // a name
            }
        }
    }
}
