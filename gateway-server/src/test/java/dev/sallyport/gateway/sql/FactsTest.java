package dev.sallyport.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds the reader against PostgreSQL's own grammar: it says of no statement less than that does, and seldom more.
final class FactsTest {
    private final PostgresReader reader = new PostgresReader(0);

    @Test
    void statementsOfEveryArea() throws IOException {
        List<StatementTable.Row> rows = StatementTable.read("areas.tsv");
        assertThat(rows).hasSizeGreaterThan(220);
        check(rows);
    }

    @Test
    void aSentenceOfEveryProduction() throws IOException {
        List<StatementTable.Row> rows = StatementTable.read("grammar.tsv");
        assertThat(rows).hasSizeGreaterThan(2_500);
        check(rows);
    }

    private void check(List<StatementTable.Row> rows) {
        List<String> wrong = new ArrayList<>();
        for (StatementTable.Row row : rows) {
            SqlText text = reader.read(row.sql());
            if (text.actions().size() != 1) {
                wrong.add(text.actions().size() + " statements: " + row.sql());
                continue;
            }
            Action action = text.actions().getFirst();
            if (!action.understood()) {
                wrong.add("not understood: " + row.sql());
            }
            less(row, action).forEach(fact -> wrong.add("missed " + fact + ": " + row.sql()));
            more(row, action).forEach(fact -> wrong.add("too much, " + fact + ": " + row.sql()));
        }
        assertThat(wrong).isEmpty();
    }

    private static List<String> less(StatementTable.Row row, Action action) {
        Set<String> changed = names(action, Action::writes, Action::defines);
        Set<String> named = names(action, Action::reads, Action::writes, Action::defines);
        List<String> missed = new ArrayList<>();
        missing("write", row.writes(), changed, missed);
        missing("relation", row.reads(), named, missed);
        missing("relation", row.defines(), named, missed);
        missing("function", row.functions(), names(action, Action::functions), missed);
        if (row.unfiltered() && !action.unfiltered()) {
            missed.add("that there is no WHERE");
        }
        return missed;
    }

    /// What the reader adds on purpose: the procedure of a CALL, the SQL/JSON forms that older servers call as functions,
    /// and the relation that an ALTER … DEPENDS ON EXTENSION is about.
    private static List<String> more(StatementTable.Row row, Action action) {
        Set<String> known = new TreeSet<>(row.reads());
        known.addAll(row.writes());
        known.addAll(row.defines());
        known.addAll(row.functions());
        List<String> more = new ArrayList<>();
        if (!action.effects().contains(Effect.CALL)) {
            Set<String> functions = names(action, Action::functions);
            functions.removeIf(name -> name.startsWith("json"));
            missing("function", functions, known, more);
        }
        if (!row.sql().toLowerCase(Locale.ROOT).contains(" depends on extension ")) {
            missing(
                    "relation",
                    names(action, Action::reads, Action::writes, Action::defines),
                    known,
                    more);
        }
        return more;
    }

    private static void missing(
            String what, Collection<String> wanted, Set<String> found, List<String> missed) {
        wanted.stream()
                .filter(name -> !found.contains(name))
                .forEach(name -> missed.add(what + " " + name));
    }

    @SafeVarargs
    private static Set<String> names(Action action, Function<Action, Set<Name>>... of) {
        return Arrays.stream(of)
                .flatMap(each -> each.apply(action).stream())
                .map(name -> StatementTable.base(name.toString()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
