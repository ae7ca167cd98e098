package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;

/// Looks through a statement that could not be read for words that hint at effects, so that a rule that denies them
/// still fires where another one lets what is unknown pass.
final class Sweep {
    private Sweep() {}

    static void over(Tokens tokens, Statement statement, Facts facts) {
        for (int i = statement.start(); i < statement.end(); i++) {
            String value = tokens.kind(i) == Tokens.WORD ? tokens.value(i) : null;
            if (value != null) {
                word(value, facts);
            }
        }
    }

    private static void word(String word, Facts facts) {
        switch (word) {
            case "select", "table", "values" -> facts.effect(Effect.READ);
            case "insert" -> facts.effect(Effect.INSERT);
            case "update" -> facts.effect(Effect.UPDATE);
            case "delete" -> facts.effect(Effect.DELETE);
            case "merge" -> facts.effect(Effect.MERGE);
            case "truncate" -> facts.effect(Effect.TRUNCATE);
            case "create" -> facts.effect(Effect.CREATE);
            case "alter" -> facts.effect(Effect.ALTER);
            case "drop" -> facts.effect(Effect.DROP);
            case "grant", "revoke" -> facts.effect(Effect.GRANT);
            case "copy" -> facts.effect(Effect.COPY_FILE);
            case "program" -> facts.effect(Effect.COPY_PROGRAM);
            case "call" -> facts.effect(Effect.CALL);
            case "do" -> facts.effect(Effect.DO);
            case "execute" -> facts.effect(Effect.EXECUTE);
            case "set", "reset", "set_config" -> facts.sets("*");
            default -> {
                // a name
            }
        }
    }
}
