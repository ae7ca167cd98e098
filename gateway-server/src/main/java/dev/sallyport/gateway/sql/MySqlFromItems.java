package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads FROM lists of MySQL's dialect: tables, subqueries, joins, and their aliases, which are no tables.
final class MySqlFromItems {
    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;

    /// The tables met, for who has to know what an alias stands for; null while nobody does.
    private @Nullable List<Item> items;

    MySqlFromItems(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    /// A table in a FROM list.
    ///
    /// @param alias as it is spelled: the table's own name where it has none
    record Item(@Nullable String schema, String alias, Name table) {}

    void list() {
        facts.effect(Effect.READ);
        do {
            joined();
        } while (in.take(','));
    }

    /// As [#list()]; returns the tables themselves, those in subqueries left out.
    List<Item> listed() {
        List<Item> found = new ArrayList<>();
        items = found;
        list();
        items = null;
        return found;
    }

    /// One item with all its joins. What is joined may go without a condition, and conditions may pile up behind.
    private void joined() {
        item();
        while (true) {
            switch (in.word()) {
                case "join",
                        "inner",
                        "cross",
                        "left",
                        "right",
                        "natural",
                        "straight_join",
                        "full" -> {
                    joinWords();
                    item();
                }
                case "on" -> {
                    if (in.is(1, "duplicate") && in.is(2, "key")) {
                        return;
                    }
                    in.advance();
                    apart(reading.expressions::read);
                }
                case "using" -> {
                    in.advance();
                    reading.names.list();
                }
                default -> {
                    return;
                }
            }
        }
    }

    private void joinWords() {
        if (in.take("straight_join")) {
            return;
        }
        in.take("natural");
        if (in.is("left") || in.is("right") || in.is("full")) {
            in.advance();
            in.take("outer");
        } else if (!in.take("inner")) {
            in.take("cross");
        }
        in.need("join");
    }

    /// Reads something whose tables are not items of this list.
    private void apart(Runnable what) {
        @Nullable List<Item> kept = items;
        items = null;
        what.run();
        items = kept;
    }

    private void item() {
        if (in.is('{')) {
            in.advance();
            in.label(); // OJ
            joined();
            in.need('}');
            return;
        }
        in.take("lateral");
        if (in.is('(')) {
            parenthesised();
        } else if (in.is("json_table") && in.is(1, '(')) {
            in.advance();
            apart(new MySqlJsonTable(reading)::read);
            reading.names.optionalAlias();
        } else {
            table();
        }
    }

    private void parenthesised() {
        if (reading.queries.startsBehindParentheses()) {
            // A query, or joins of which the first item is one: only what follows the parentheses
            // tells.
            in.need('(');
            in.enter();
            if (reading.queries.startsHere()) {
                apart(reading.queries::query);
            } else {
                joinedOrQuery();
            }
            in.leave();
            in.need(')');
            if (reading.names.optionalAlias() != null) {
                reading.names.optionalList();
            }
            return;
        }
        in.need('(');
        in.enter();
        list();
        in.leave();
        in.need(')');
    }

    /// `(SELECT …) AS a JOIN b`, or `(SELECT …) UNION (SELECT …)`
    private void joinedOrQuery() {
        list();
        reading.queries.afterParenthesised();
    }

    private void table() {
        MySqlNames.Spelling spelling = reading.names.spelled();
        boolean hidden = reading.names.isHidden(spelling);
        Name name = reading.names.relation(spelling);
        if (!hidden) {
            facts.reads(name);
        }
        partition();
        if (in.is("for") && in.is(1, "system_time")) {
            in.advance(2);
            systemTime();
        }
        String alias = reading.names.optionalAlias();
        hints();
        if (items != null && !hidden) {
            items.add(
                    alias == null
                            ? new Item(spelling.schema(), spelling.name(), name)
                            : new Item(null, alias, name));
        }
    }

    /// `FOR SYSTEM_TIME AS OF …`, in MariaDB only.
    private void systemTime() {
        switch (in.word()) {
            case "all" -> in.advance();
            case "as" -> {
                in.advance();
                in.need("of");
                moment();
            }
            case "between" -> {
                in.advance();
                moment(); // takes the AND too
            }
            default -> {
                in.need("from");
                moment();
                in.need("to");
                moment();
            }
        }
    }

    private void moment() {
        if ((in.is("timestamp") || in.is("transaction")) && !in.isString(1)) {
            in.advance();
        }
        apart(reading.expressions::read);
    }

    /// `PARTITION (p0, p1)`
    void partition() {
        if (in.is("partition") && in.is(1, '(')) {
            in.advance();
            reading.names.list();
        }
    }

    /// `USE INDEX FOR JOIN (a) IGNORE KEY (b)`
    void hints() {
        while ((in.is("use") || in.is("force") || in.is("ignore"))
                && (in.is(1, "index") || in.is(1, "key"))) {
            in.advance(2);
            if (in.take("for") && !in.take("join")) {
                in.advance();
                in.need("by");
            }
            reading.names.list();
        }
    }
}
