package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import java.util.Locale;

/// Reads GRANT and REVOKE, of privileges on objects and of roles.
final class Grants {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;

    Grants(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        facts.verb(in.word().toUpperCase(Locale.ROOT));
        facts.effect(Effect.GRANT);
        in.advance();
        while (!in.statementEnds() && !in.is("on") && !in.is("to") && !in.is("from")) {
            in.skipOne();
        }
        if (in.take("on") && areRelations()) {
            reading.names.relations(facts::defines);
            if (!in.is("to")) {
                if (!in.is("from")) {
                    throw in.unexpected("TO or FROM");
                }
            }
        }
        in.skipElement();
    }

    /// Tables and sequences, or names without a word before them; not functions, schemas, types and so on.
    private boolean areRelations() {
        boolean alone = in.is(1, "to") || in.is(1, "from") || in.is(1, ',') || in.is(1, '.');
        return switch (in.word()) {
            case "table" -> {
                in.advance();
                yield true;
            }
            case "sequence" -> {
                if (!alone) {
                    in.advance();
                }
                yield true;
            }
            case "all", "foreign" -> false;
            case "function",
                    "procedure",
                    "routine",
                    "schema",
                    "database",
                    "language",
                    "domain",
                    "type",
                    "large",
                    "parameter",
                    "tablespace",
                    "property" ->
                    alone;
            default -> true;
        };
    }
}
