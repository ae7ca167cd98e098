package dev.sallyport.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Changes statements in ways that leave their meaning as it is, or change it in a known way: the facts have to follow.
///
/// `-Dsallyport.seed=N` repeats a run.
final class MutationTest {
    private static final long SEED = Long.getLong("sallyport.seed", System.nanoTime());

    private static final String[] BLANKS = {
        " ",
        "\n",
        "\t\r\n\f\u000b",
        "/**/",
        " /* ; DROP TABLE x; ' \" $$ */ ",
        " /* /* nested */ ' */ ",
        " -- '; DELETE FROM x\n",
        "\n--\r"
    };

    private final PostgresReader reader = new PostgresReader(0);
    private final Random random = new Random(SEED);

    @Test
    void blanksAndCommentsBetweenTokensMeanNothing() throws IOException {
        forEveryStatement(sql -> {
            StringBuilder changed = new StringBuilder();
            int from = 0;
            for (int start : starts(sql)) {
                changed.append(sql, from, start).append(blank());
                from = start;
            }
            return changed.append(sql.substring(from)).append(blank()).toString();
        });
    }

    @Test
    void theCaseOfAnUnquotedWordMeansNothing() throws IOException {
        forEveryStatement(sql -> {
            StringBuilder changed = new StringBuilder(sql);
            Tokens tokens = Lexer.lex(sql);
            for (int i = 0; i < tokens.count(); i++) {
                if (tokens.kind(i) == Tokens.WORD) {
                    for (int at = tokens.start(i);
                            at < sql.length() && Lexer.isIdentifierPart(sql.charAt(at));
                            at++) {
                        char c = sql.charAt(at);
                        boolean up = c >= 'a' && c <= 'z' && random.nextBoolean();
                        boolean down = c >= 'A' && c <= 'Z' && random.nextBoolean();
                        changed.setCharAt(at, up ? (char) (c - 32) : down ? (char) (c + 32) : c);
                    }
                }
            }
            return changed.toString();
        });
    }

    @Test
    void quotesAroundALowerCaseNameMeanNothing() throws IOException {
        forEveryStatement(sql -> {
            String changed = sql;
            // The names of grammar.tsv, none of them a keyword; from the back, so that places stay.
            Tokens tokens = Lexer.lex(sql);
            for (int i = tokens.count() - 1; i >= 0; i--) {
                String value = tokens.value(i);
                if (tokens.kind(i) == Tokens.WORD
                        && value != null
                        && value.matches("n\\d+")
                        && random.nextBoolean()) {
                    int start = tokens.start(i);
                    String quoted =
                            random.nextBoolean()
                                    ? '"' + value + '"'
                                    : "U&\"!006e" + value.substring(1) + "\" UESCAPE '!'";
                    changed =
                            changed.substring(0, start)
                                    + quoted
                                    + changed.substring(start + value.length());
                }
            }
            return changed;
        });
    }

    @Test
    void aSecondStatementIsSeenWhereverItIsPut() throws IOException {
        System.out.println("MutationTest: seed " + SEED);
        for (StatementTable.Row row : all()) {
            for (String text :
                    List.of(
                            row.sql() + ";DROP TABLE dropped",
                            row.sql() + "/**/;--\nDROP TABLE dropped;",
                            "DROP TABLE dropped;" + row.sql(),
                            ";;DROP\nTABLE dropped;;" + row.sql() + ";")) {
                List<Action> actions = reader.read(text).actions();
                assertThat(actions).as(text).hasSize(2);
                assertThat(actions)
                        .as(text)
                        .anyMatch(action ->
                                action.effects().equals(Set.of(Effect.DROP))
                                        && action.defines().equals(Set.of(Name.of("dropped"))));
                assertThat(actions).as(text).contains(only(row.sql()));
            }
        }
    }

    @Test
    void aQueryIsReadTheSameInsideAnother() throws IOException {
        int wrapped = 0;
        for (StatementTable.Row row : all()) {
            Action plain = only(row.sql());
            boolean isQuery = row.sql().matches("(?i)\\(*\\s*(select|values|table|with)\\b.*");
            boolean isChange = row.sql().matches("(?i)(insert|update|delete|merge)\\b.*");
            if ((!isQuery && !isChange) || plain.effects().contains(Effect.CREATE)) {
                continue; // SELECT INTO stands nowhere but outermost
            }
            wrapped++;
            List<String> outer = new ArrayList<>();
            outer.add("EXPLAIN ANALYZE " + row.sql());
            outer.add("EXPLAIN (verbose, ANALYZE true) " + row.sql());
            outer.add("PREPARE p AS " + row.sql());
            outer.add("WITH w AS (" + row.sql() + ") SELECT 1");
            outer.add("COPY (" + row.sql() + ") TO STDOUT");
            outer.add("WITH w AS MATERIALIZED (" + row.sql() + ") DELETE FROM gone USING w");
            if (isQuery && !row.sql().matches("(?i)with\\b.*(insert|update|delete|merge)\\b.*")) {
                outer.add("SELECT * FROM (" + row.sql() + ") AS x");
                outer.add("SELECT a, (((" + row.sql() + "))) FROM tt");
                outer.add("INSERT INTO tt SELECT * FROM (" + row.sql() + ") AS x");
                outer.add("CREATE VIEW v AS " + row.sql());
                outer.add("DECLARE c CURSOR FOR " + row.sql());
                outer.add("UPDATE tt SET a = (" + row.sql() + ") WHERE b IN (" + row.sql() + ")");
            }
            for (String text : outer) {
                Action action = only(text);
                assertThat(action.understood()).as(text).isTrue();
                // A VALUES reads nothing, but is called reading where it stands for itself.
                Set<Effect> effects = new TreeSet<>(plain.effects());
                effects.remove(Effect.READ);
                assertThat(action.effects()).as(text).containsAll(effects);
                assertThat(action.reads()).as(text).containsAll(plain.reads());
                assertThat(action.writes()).as(text).containsAll(plain.writes());
                assertThat(action.functions()).as(text).containsAll(plain.functions());
                assertThat(action.columns()).as(text).containsAll(plain.columns());
                assertThat(!plain.unfiltered() || action.unfiltered()).as(text).isTrue();
            }
        }
        assertThat(wrapped).isGreaterThan(400);
    }

    @Test
    void aStatementCutAnywhereIsStillRead() throws IOException {
        for (StatementTable.Row row : all()) {
            for (int start : starts(row.sql())) {
                assertThat(reader.read(row.sql().substring(0, start)).actions()).hasSizeLessThan(2);
            }
        }
    }

    private void forEveryStatement(UnaryOperator<String> mutation) throws IOException {
        System.out.println("MutationTest: seed " + SEED);
        for (StatementTable.Row row : all()) {
            Action plain = only(row.sql());
            String changed = mutation.apply(row.sql());
            assertThat(only(changed)).as(changed).isEqualTo(plain);
        }
    }

    private Action only(String sql) {
        List<Action> actions = reader.read(sql).actions();
        assertThat(actions).as(sql).hasSize(1);
        return actions.getFirst();
    }

    private String blank() {
        return BLANKS[random.nextInt(BLANKS.length)];
    }

    private static List<StatementTable.Row> all() throws IOException {
        List<StatementTable.Row> rows = new ArrayList<>(StatementTable.read("areas.tsv"));
        rows.addAll(StatementTable.read("grammar.tsv"));
        return rows;
    }

    /// Where blanks may be put: before each token.
    private static List<Integer> starts(String sql) {
        Tokens tokens = Lexer.lex(sql);
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < tokens.count(); i++) {
            starts.add(tokens.start(i));
        }
        return starts;
    }
}
