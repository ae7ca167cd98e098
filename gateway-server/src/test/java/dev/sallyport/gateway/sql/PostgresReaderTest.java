package dev.sallyport.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// What holds for every text: limits, no exception, linear time, and the cache.
final class PostgresReaderTest {
    private final PostgresReader reader = new PostgresReader();

    @Test
    void aTextSeenBeforeIsNotReadAgain() {
        SqlText first = reader.read("SELECT * FROM users");
        assertThat(reader.read(new String("SELECT * FROM users"))).isSameAs(first);
        assertThat(first.actions()).isSameAs(first.actions());
    }

    @Test
    void theCacheForgetsBeforeItGrowsOverItsBound() {
        PostgresReader small = new PostgresReader(200_000);
        SqlText first = small.read("SELECT c0");
        for (int i = 1; i < 1_000; i++) {
            small.read("SELECT c" + i);
        }
        assertThat(small.read("SELECT c0")).isNotSameAs(first).isEqualTo(first);
    }

    @Test
    void theCacheKeepsWhatIsAskedForAgain() {
        PostgresReader small = new PostgresReader(200_000);
        SqlText often = small.read("SELECT c0");
        for (int i = 1; i < 1_000; i++) {
            small.read("SELECT c" + i);
            assertThat(small.read("SELECT c0")).isSameAs(often);
        }
    }

    @Test
    void textsThatDifferInNumbersAndStringsOnlyAreReadOnce() {
        SqlText first = reader.read("SELECT a FROM t WHERE b = 'x' AND c > 1 LIMIT 10");
        assertThat(reader.read("SELECT a FROM t WHERE b = 'it''s' AND c > 2.5e3 LIMIT 20"))
                .isSameAs(first);
        assertThat(reader.read("SELECT a FROM t WHERE b = 'x' AND d > 1 LIMIT 10"))
                .isNotSameAs(first);
    }

    @Test
    void aShapeStandsForNothingWhereTheReaderLooksAtAValue() {
        reader.read("SELECT set_config('work_mem', '1MB', false)");
        assertThat(only(reader.read("SELECT set_config('role', 'admin', false)")).effects())
                .contains(Effect.ROLE);
        reader.read("EXPLAIN (ANALYZE 0) DELETE FROM t");
        assertThat(only(reader.read("EXPLAIN (ANALYZE 1) DELETE FROM t")).effects())
                .contains(Effect.DELETE);
        reader.read("SELECT U&\"d!0061t\" UESCAPE '!' FROM t");
        assertThat(only(reader.read("SELECT U&\"d!0061t\" UESCAPE '#' FROM t")).columns())
                .containsExactly("d!0061t");
    }

    /// Whatever stands in the values: a reader that remembers shapes must say what one says that remembers nothing.
    @Test
    void aReaderThatRemembersSaysWhatOneSaysThatDoesNot() throws IOException {
        long seed = System.nanoTime();
        System.out.println(
                "PostgresReaderTest.aReaderThatRemembersSaysWhatOneSaysThatDoesNot: seed " + seed);
        Random random = new Random(seed);
        List<BypassFile.Case> cases = suite();
        PostgresReader uncached = new PostgresReader(0);
        for (int i = 0; i < 20_000; i++) {
            String sql = cases.get(random.nextInt(cases.size())).sql();
            String other = otherValues(sql, random);
            assertThat(reader.read(other)).as(other).isEqualTo(uncached.read(other));
        }
    }

    /// Puts other values, or things that only look like values, where a digit or a quote stands.
    private static String otherValues(String sql, Random random) {
        StringBuilder other = new StringBuilder();
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            if ((digit || c == '\'') && random.nextInt(3) == 0) {
                other.append(VALUES.get(random.nextInt(VALUES.size())));
            } else {
                other.append(c);
            }
        }
        return other.toString();
    }

    private static final List<String> VALUES =
            List.of(
                    "0",
                    "1",
                    "7",
                    ".5",
                    "1.",
                    "1e5",
                    "0x1F",
                    "1_000",
                    "''",
                    "'a'",
                    "' '",
                    "'",
                    "-1",
                    "E'\\''",
                    "$1",
                    "$$x$$",
                    "'a'\n'b'",
                    "..",
                    "1a",
                    "'role'",
                    "N'x'",
                    "B'1'",
                    "--");

    @Test
    void aTextTooLongForTheCacheIsReadAllTheSame() {
        PostgresReader small = new PostgresReader(10_000);
        String sql = "SELECT '" + "x".repeat(20_000) + "' FROM users";
        assertThat(small.read(sql)).isNotSameAs(small.read(sql)).isEqualTo(small.read(sql));
        assertThat(only(small.read(sql)).reads()).containsExactly(Name.of("users"));
    }

    @Test
    void aTextOverTheLimitIsNotUnderstood() {
        String sql = "SELECT '" + "x".repeat(PostgresReader.SQL_CHARACTERS_MAX) + "'";
        assertThat(only(reader.read(sql))).isEqualTo(Action.of("UNKNOWN", Effect.UNKNOWN));
    }

    @Test
    void tooManyStatementsAreNotUnderstood() {
        assertThat(reader.read("SELECT 1;".repeat(PostgresReader.STATEMENTS_MAX)).actions())
                .hasSize(PostgresReader.STATEMENTS_MAX)
                .allMatch(Action::understood);
        assertThat(
                        only(reader.read("SELECT 1;".repeat(PostgresReader.STATEMENTS_MAX + 1)))
                                .understood())
                .isFalse();
    }

    @Test
    void tooManyTokensAreNotUnderstoodButTheirEffectIsSeen() {
        Action action =
                only(reader.read("INSERT INTO a VALUES " + "(1, 2), ".repeat(3_000) + "(1, 2)"));
        assertThat(action.understood()).isFalse();
        assertThat(action.effects()).contains(Effect.INSERT, Effect.UNKNOWN);
    }

    @Test
    void nestingUpToTheLimitIsReadAndNoDeeper() {
        int depth = PostgresReader.DEPTH_MAX;
        assertThat(
                        only(reader.read("SELECT " + "(".repeat(depth) + "1" + ")".repeat(depth)))
                                .understood())
                .isTrue();
        depth++;
        assertThat(
                        only(reader.read("SELECT " + "(".repeat(depth) + "1" + ")".repeat(depth)))
                                .understood())
                .isFalse();
    }

    @Test
    void nestedSubqueriesUpToTheLimitAreRead() {
        int depth = PostgresReader.DEPTH_MAX;
        Action action =
                only(
                        reader.read(
                                "SELECT (".repeat(depth)
                                        + "SELECT 1 FROM users"
                                        + ")".repeat(depth)));
        assertThat(action.understood()).isTrue();
        assertThat(action.reads()).containsExactly(Name.of("users"));
    }

    @Test
    void nothingOverflowsTheStack() {
        for (String opening :
                List.of(
                        "(",
                        "(SELECT ",
                        "CASE WHEN ",
                        "ARRAY[",
                        "f(",
                        "- ",
                        "NOT ",
                        "EXISTS (",
                        "a[",
                        "{",
                        "E'",
                        "/*",
                        "WITH a AS (",
                        "((",
                        "U&\"",
                        "$a$",
                        "(SELECT * FROM (",
                        "EXPLAIN ",
                        "1 IN (",
                        "ROW(",
                        "a::b(",
                        "JSON_ARRAY(")) {
            String sql = "SELECT " + opening.repeat(50_000);
            Action action = only(reader.read(sql));
            assertThat(action.understood()).as(opening).isFalse();
            assertThat(action.effects()).contains(Effect.UNKNOWN);
        }
        assertThat(only(reader.read("EXPLAIN ".repeat(9_000) + "SELECT 1")).understood()).isFalse();
    }

    @Test
    void hostileTextsTakeLinearTime() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    for (String piece :
                            List.of(
                                    "/*",
                                    "*/",
                                    "'",
                                    "''",
                                    "\"",
                                    "$$",
                                    "$a",
                                    "$a$b",
                                    "E'\\",
                                    "--\n",
                                    "U&'x' ",
                                    "U&\"x\" uescape ",
                                    "'a'\n",
                                    "'a' --b\n",
                                    "(",
                                    "a.",
                                    "select (",
                                    "with a as (",
                                    "+-",
                                    "@-",
                                    ";",
                                    "a ",
                                    "1.",
                                    "json_object(",
                                    "from a,",
                                    "begin atomic ",
                                    "with recursive a as (",
                                    "$1",
                                    "::")) {
                        reader.read(piece.repeat(900_000 / piece.length()));
                    }
                });
    }

    @Test
    void aNulOrHalfACharacterIsNotUnderstood() {
        assertThat(only(reader.read("SELECT 1\0; DROP TABLE x")).understood()).isFalse();
        assertThat(only(reader.read("SELECT '\ud800'")).understood()).isFalse();
        assertThat(only(reader.read("SELECT a\udc00")).understood()).isFalse();
        assertThat(only(reader.read("SELECT \u00e4, '\ud83d\ude00' FROM \"\u00dc\"")).understood())
                .isTrue();
    }

    @Test
    void aLineCommentEndsAtACarriageReturn() {
        Action action = only(reader.read("-- harmless\rDROP TABLE x"));
        assertThat(action.effects()).containsExactly(Effect.DROP);
        assertThat(action.defines()).containsExactly(Name.of("x"));
    }

    @Test
    void prepareCarriesWhatExecuteWillDo() {
        Part prepare =
                reader.read("PREPARE p (int) AS DELETE FROM users WHERE id = $1").parts().get(0);
        assertThat(prepare.change()).isInstanceOf(SessionChange.Prepares.class);
        if (prepare.change() instanceof SessionChange.Prepares(String name, Part inner)) {
            assertThat(name).isEqualTo("p");
            assertThat(inner.action().verb()).isEqualTo("DELETE");
            assertThat(inner.action().effects()).containsExactly(Effect.DELETE);
            assertThat(inner.action().understood()).isTrue();
        }
        assertThat(prepare.action().verb()).isEqualTo("PREPARE");
        assertThat(reader.read("EXPLAIN ANALYZE EXECUTE \"P q\"(1)").parts().get(0).executes())
                .isEqualTo("P q");
        assertThat(reader.read("CREATE TABLE a AS EXECUTE p").parts().get(0).executes())
                .isEqualTo("p");
    }

    @Test
    void deallocateSaysWhatGoes() {
        List<Part> parts =
                reader.read("DEALLOCATE p; DEALLOCATE PREPARE ALL; DISCARD ALL; DEALLOCATE \"all\"")
                        .parts();
        assertThat(parts.stream().map(Part::change))
                .containsExactly(
                        new SessionChange.Deallocates("p"),
                        new SessionChange.Deallocates(null),
                        new SessionChange.Deallocates(null),
                        new SessionChange.Deallocates("all"));
    }

    @Test
    void verbsAreForPeople() {
        List<String> verbs = new ArrayList<>();
        for (Action action :
                reader.read(
                                "WITH a AS (SELECT 1) DELETE FROM b; ALTER TABLE a RENAME TO b; create unique index on a (b);"
                                        + " EXPLAIN ANALYZE SELECT 1; set role a; drop materialized view x; values (1); reset all; (select 1)")
                        .actions()) {
            verbs.add(action.verb());
        }
        assertThat(verbs)
                .containsExactly(
                        "DELETE",
                        "ALTER TABLE",
                        "CREATE INDEX",
                        "EXPLAIN ANALYZE",
                        "SET ROLE",
                        "DROP MATERIALIZED VIEW",
                        "VALUES",
                        "RESET",
                        "SELECT");
    }

    /// Repeat a failure by putting its seed in place of the clock.
    @Test
    void pastedPiecesOfTheSuiteNeverThrow() throws IOException {
        long seed = System.nanoTime();
        System.out.println("PostgresReaderTest.pastedPiecesOfTheSuiteNeverThrow: seed " + seed);
        Random random = new Random(seed);
        List<BypassFile.Case> cases = suite();
        PostgresReader uncached = new PostgresReader(0);
        for (int i = 0; i < 20_000; i++) {
            String one = cases.get(random.nextInt(cases.size())).sql();
            String other = cases.get(random.nextInt(cases.size())).sql();
            String pasted =
                    one.substring(0, random.nextInt(one.length() + 1))
                            + other.substring(random.nextInt(other.length() + 1));
            assertThat(uncached.read(pasted)).as(pasted).isNotNull();
        }
    }

    private static List<BypassFile.Case> suite() throws IOException {
        List<BypassFile.Case> cases = new ArrayList<>();
        for (String file :
                List.of(
                        "lexing.sql",
                        "effects.sql",
                        "session.sql",
                        "names.sql",
                        "false-alarms.sql")) {
            cases.addAll(BypassFile.read(file));
        }
        return cases;
    }

    private static Action only(SqlText text) {
        assertThat(text.actions()).isNotEmpty();
        return text.actions().get(0);
    }
}
