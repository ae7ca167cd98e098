package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import org.jspecify.annotations.Nullable;

/// Reads PREPARE, EXECUTE, EXECUTE IMMEDIATE and DEALLOCATE: SQL in a literal is read, SQL in a variable is unknown.
final class MySqlPrepared {
    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;

    MySqlPrepared(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        switch (in.word()) {
            case "prepare" -> {
                in.advance();
                String name = MySqlNames.fold(in.label());
                in.need("from");
                Part inner = text();
                facts.retitle("PREPARE");
                facts.effect(Effect.PREPARE);
                reading.statements.changes(new SessionChange.Prepares(name, inner));
            }
            case "execute" -> execute();
            default -> {
                in.need("deallocate");
                in.need("prepare");
                deallocate();
            }
        }
    }

    /// After `DEALLOCATE PREPARE` or `DROP PREPARE`.
    void deallocate() {
        facts.retitle("DEALLOCATE");
        facts.effect(Effect.SET);
        reading.statements.changes(new SessionChange.Deallocates(MySqlNames.fold(in.label())));
    }

    private void execute() {
        in.need("execute");
        facts.effect(Effect.EXECUTE);
        if (in.take("immediate")) {
            text();
            facts.retitle("EXECUTE IMMEDIATE");
        } else {
            facts.verb("EXECUTE");
            reading.statements.executes(MySqlNames.fold(in.label()));
        }
        if (in.take("using")) {
            reading.expressions.list();
        }
    }

    /// The statement in the text that stands here, which this one takes over all facts of.
    private Part text() {
        boolean alone = in.kind(1) == Tokens.END || in.is(1, ';') || in.is(1, "using");
        @Nullable String sql = alone ? in.literal() : null;
        if (sql == null) {
            reading.expressions.read();
            facts.opaque();
            return MySqlText.UNKNOWN.parts().getFirst();
        }
        in.advance();
        SqlText read = new MySqlText(sql, reading.rules, reading.tableNames).read();
        if (read.parts().size() != 1) {
            facts.opaque();
            return MySqlText.UNKNOWN.parts().getFirst();
        }
        Part part = read.parts().getFirst();
        facts.include(part.action());
        if (!(part.change() instanceof SessionChange.None) || part.executes() != null) {
            // What it leaves behind in the session would show only when it is executed.
            facts.opaque();
        }
        return part;
    }
}
