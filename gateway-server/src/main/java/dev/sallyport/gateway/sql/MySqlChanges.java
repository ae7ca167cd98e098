package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the INSERT, REPLACE, UPDATE and DELETE of MySQL's dialect, the latter two over one table or several.
final class MySqlChanges {
    private final MySqlReading reading;
    private final Cursor in;
    private final Facts facts;

    MySqlChanges(MySqlReading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    /// A query or a change with its `WITH`: what may be explained.
    void explainable() {
        in.enter();
        @Nullable Scope outer = reading.names.scope();
        if (in.is("with")) {
            reading.queries.with();
        }
        switch (in.word()) {
            case "insert" -> insert();
            case "replace" -> replace();
            case "update" -> update();
            case "delete" -> delete();
            default -> {
                facts.verb(in.is("values") ? "VALUES" : in.is("table") ? "TABLE" : "SELECT");
                facts.effect(Effect.READ);
                reading.queries.body();
            }
        }
        reading.names.close(outer);
        in.leave();
    }

    private void insert() {
        in.need("insert");
        facts.verb("INSERT");
        facts.effect(Effect.INSERT);
        rows();
        if (in.take("on")) {
            in.need("duplicate");
            in.need("key");
            in.need("update");
            facts.effect(Effect.UPDATE);
            assignments();
        }
        returning();
    }

    /// Deletes the rows whose keys are taken, and then inserts.
    private void replace() {
        in.need("replace");
        facts.verb("REPLACE");
        facts.effect(Effect.INSERT);
        facts.effect(Effect.DELETE);
        rows();
        returning();
    }

    private void rows() {
        while (in.is("low_priority")
                || in.is("delayed")
                || in.is("high_priority")
                || in.is("ignore")) {
            in.advance();
        }
        in.take("into");
        facts.writes(reading.names.relation());
        reading.from.partition();
        if (in.is('(') && !reading.queries.startsBehindParentheses()) {
            columns();
        }
        if (in.take("set")) {
            assignments();
        } else if (in.is("value") || in.is("values")) {
            in.advance();
            reading.queries.rows();
        } else {
            reading.queries.query();
        }
        if (in.take("as")) {
            in.label();
            reading.names.optionalList();
        }
    }

    /// `(a, t.b)`
    private void columns() {
        in.need('(');
        if (!in.is(')')) {
            do {
                column();
            } while (in.take(','));
        }
        in.need(')');
    }

    /// A column that is assigned to; returns the words before its name.
    private List<String> column() {
        in.take('.');
        List<String> parts = new ArrayList<>(2);
        in.label();
        parts.add(in.spelling());
        while (in.take('.')) {
            in.label();
            parts.add(in.spelling());
        }
        facts.column(MySqlNames.fold(String.join(".", parts)));
        return parts.subList(0, parts.size() - 1);
    }

    /// `a = 1, t.b = DEFAULT`; returns of each the words before the column's name.
    List<List<String>> assignments() {
        List<List<String>> qualifiers = new ArrayList<>();
        do {
            qualifiers.add(column());
            if (in.kind() == Tokens.ASSIGN) {
                in.advance();
            } else {
                in.need('=');
            }
            reading.expressions.read();
        } while (in.take(','));
        return qualifiers;
    }

    private void update() {
        in.need("update");
        facts.verb("UPDATE");
        facts.effect(Effect.UPDATE);
        while (in.is("low_priority") || in.is("ignore")) {
            in.advance();
        }
        if (!oneTable()) {
            severalTables();
        }
        filter();
        returning();
    }

    /// `UPDATE t AS a SET …`; leaves everything as it was where it is not that.
    private boolean oneTable() {
        if (!reading.names.isIdentifier() && !in.is('.')) {
            return false;
        }
        int start = in.position();
        MySqlNames.Spelling spelling = reading.names.spelled();
        reading.from.partition();
        if (in.is("for") && in.is(1, "portion")) {
            facts.writes(reading.names.relation(spelling));
            portion();
        }
        reading.names.optionalAlias();
        reading.from.hints();
        if (!in.take("set")) {
            in.back(start);
            return false;
        }
        facts.writes(reading.names.relation(spelling));
        assignments();
        return true;
    }

    private void severalTables() {
        List<MySqlFromItems.Item> items = reading.from.listed();
        in.need("set");
        for (List<String> qualifier : assignments()) {
            written(qualifier, items);
        }
    }

    /// An assignment's table; where the column does not say which, it may be any.
    private void written(List<String> qualifier, List<MySqlFromItems.Item> items) {
        for (MySqlFromItems.Item item : items) {
            if (qualifier.isEmpty() || qualifier.getLast().equalsIgnoreCase(item.alias())) {
                facts.writes(item.table());
            }
        }
    }

    private void delete() {
        in.need("delete");
        facts.verb("DELETE");
        facts.effect(Effect.DELETE);
        while (in.is("low_priority") || in.is("quick") || in.is("ignore")) {
            if (in.is("quick") && (in.is(1, ',') || in.is(1, '.'))) {
                break; // a table of that name
            }
            in.advance();
        }
        if (in.is("history") && in.is(1, "from")) { // MariaDB
            in.advance();
        }
        boolean from = in.take("from");
        List<MySqlNames.Spelling> targets = targets();
        if (from && in.take("using")) {
            several(targets);
        } else if (!from) {
            in.need("from");
            several(targets);
        } else if (targets.size() == 1) {
            facts.writes(reading.names.relation(targets.getFirst()));
            afterSingleTable();
        } else {
            throw in.unexpected("USING");
        }
        filter();
        returning();
    }

    private void afterSingleTable() {
        reading.from.partition();
        if (in.is("for") && in.is(1, "portion")) {
            portion();
        }
        if (in.take("before")) { // DELETE HISTORY … BEFORE SYSTEM_TIME
            in.need("system_time");
            reading.expressions.read();
        }
        reading.names.optionalAlias();
        reading.from.partition();
    }

    /// `FOR PORTION OF period FROM … TO …`, in MariaDB only.
    private void portion() {
        in.advance(2);
        in.need("of");
        in.label();
        in.need("from");
        reading.expressions.read();
        in.need("to");
        reading.expressions.read();
    }

    /// `a, db.b.*`
    private List<MySqlNames.Spelling> targets() {
        List<MySqlNames.Spelling> targets = new ArrayList<>(1);
        do {
            targets.add(reading.names.spelled());
            if (in.take('.')) {
                in.need('*');
            }
        } while (in.take(','));
        return targets;
    }

    /// The tables deleted from are named by their aliases.
    private void several(List<MySqlNames.Spelling> targets) {
        List<MySqlFromItems.Item> items = reading.from.listed();
        for (MySqlNames.Spelling target : targets) {
            boolean found = false;
            for (MySqlFromItems.Item item : items) {
                if (target.name().equalsIgnoreCase(item.alias())) {
                    facts.writes(item.table());
                    found = true;
                }
            }
            if (!found) {
                Name own = reading.names.relation(target);
                facts.writes(own);
            }
        }
    }

    /// A LIMIT alone leaves it to chance which rows go.
    private void filter() {
        if (in.take("where")) {
            reading.expressions.read();
        } else {
            facts.unfiltered();
        }
        if (in.take("order", "by")) {
            reading.expressions.sortList();
        }
        if (in.is("limit")) {
            reading.queries.limit();
        }
    }

    /// In MariaDB, and not for UPDATE before 13.
    private void returning() {
        if (in.take("returning")) {
            facts.effect(Effect.READ);
            reading.queries.targets();
        }
    }
}
