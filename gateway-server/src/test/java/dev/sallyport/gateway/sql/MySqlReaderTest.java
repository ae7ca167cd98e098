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
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// What holds for every text of MySQL's dialect: limits, no exception, linear time, the cache, and what is not known.
final class MySqlReaderTest {
    private static final MySqlSettings PLAIN =
            new MySqlSettings(
                    Set.of(), MySqlServer.of("8.0.36").orElseThrow(), TableNames.AS_WRITTEN);

    private final SqlReader reader = new MySqlReader().under(PLAIN);

    @Test
    void aTextSeenTwiceIsNotReadAgain() {
        SqlText first = reader.read("SELECT * FROM users");
        SqlText second = reader.read("SELECT * FROM users");
        assertThat(second).isEqualTo(first);
        assertThat(reader.read(new String("SELECT * FROM users"))).isSameAs(second);
    }

    @Test
    void aTextSeenBeforeUnderOtherSettingsIsReadAgain() {
        MySqlReader all = new MySqlReader();
        String sql = "SELECT 1 FROM \"users\"";
        SqlReader plain = all.under(PLAIN);
        SqlReader ansi =
                all.under(
                        new MySqlSettings(
                                Set.of(SqlMode.ANSI_QUOTES),
                                PLAIN.server(),
                                TableNames.AS_WRITTEN));
        assertThat(only(plain.read(sql)).understood()).isFalse();
        assertThat(only(ansi.read(sql)).reads()).containsExactly(Name.of("users"));
        assertThat(only(plain.read(sql)).understood()).isFalse();
    }

    @Test
    void furtherSettingsAreReadWithoutBeingRemembered() {
        MySqlReader all = new MySqlReader();
        for (int version = 80_000; version < 80_000 + 2 * MySqlReader.SETTINGS_MAX; version++) {
            SqlReader one =
                    all.under(
                            new MySqlSettings(
                                    Set.of(),
                                    new MySqlServer(MySqlServer.Product.MYSQL, version),
                                    TableNames.FOLDED));
            assertThat(only(one.read("SELECT * FROM users")).reads())
                    .containsExactly(Name.of("users"));
        }
    }

    @Test
    void namesOfTablesAreFoldedWhereTheServerFoldsThem() {
        String sql = "SELECT A.Email FROM Shop.`Users` A, INFORMATION_SCHEMA.Tables";
        SqlReader folding =
                new MySqlReader()
                        .under(new MySqlSettings(Set.of(), PLAIN.server(), TableNames.FOLDED));
        assertThat(only(reader.read(sql)).reads())
                .containsExactly(
                        new Name("Shop", "Users"), new Name("information_schema", "tables"));
        assertThat(only(folding.read(sql)).reads())
                .containsExactly(
                        new Name("information_schema", "tables"), new Name("shop", "users"));
        assertThat(only(reader.read(sql)).columns()).containsExactly("a.email");
    }

    @Test
    void whatNobodyKnowsIsReadInEveryWay() {
        SqlReader unknown = new MySqlReader().under(MySqlSettings.unknown());
        assertThat(only(unknown.read("SELECT a FROM t WHERE b = 'x\\ny'")).understood()).isTrue();
        Action odd = only(unknown.read("SELECT 'a\\' FROM u; DELETE FROM v -- '"));
        assertThat(odd.understood()).isFalse();
        assertThat(odd.effects()).contains(Effect.READ, Effect.DELETE, Effect.UNKNOWN);
        assertThat(odd.writes()).contains(Name.of("v"));
    }

    @Test
    void tooManyWaysAreNoneAtAll() {
        SqlReader unknown = new MySqlReader().under(MySqlSettings.unknown());
        StringBuilder sql = new StringBuilder("SELECT 1");
        for (int version = 80_000; version < 80_040; version++) {
            sql.append(" /*!").append(version).append(" + 1 */");
        }
        assertThat(only(unknown.read(sql.toString())).understood()).isFalse();
        assertThat(only(reader.read(sql.toString())).understood()).isTrue();
    }

    @Test
    void modesAndVersionsAreReadAsServersSayThem() {
        assertThat(SqlMode.of("STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION")).contains(Set.of());
        assertThat(SqlMode.of("ansi_quotes, NO_BACKSLASH_ESCAPES"))
                .contains(Set.of(SqlMode.ANSI_QUOTES, SqlMode.NO_BACKSLASH_ESCAPES));
        assertThat(SqlMode.of("PIPES_AS_CONCAT,ANSI_QUOTES,ORACLE")).isEmpty();
        assertThat(MySqlServer.of("5.5.5-10.11.6-MariaDB-0+deb12u1"))
                .contains(new MySqlServer(MySqlServer.Product.MARIADB, 101_106));
        assertThat(MySqlServer.of("8.0.36-28 Percona Server"))
                .contains(new MySqlServer(MySqlServer.Product.MYSQL, 80_036));
        assertThat(MySqlServer.of("11.4.5-MariaDB-log"))
                .contains(new MySqlServer(MySqlServer.Product.MARIADB, 110_405));
        assertThat(MySqlServer.of("unknown")).isEmpty();
    }

    @Test
    void aNulOrHalfACharacterIsNotUnderstood() {
        assertThat(reader.read("SELECT 1 -- \0; DROP TABLE x").actions())
                .noneMatch(Action::understood);
        assertThat(only(reader.read("SELECT '\ud800'")).understood()).isFalse();
        assertThat(only(reader.read("SELECT `\ud83d\ude00`")).understood()).isFalse();
        assertThat(only(reader.read("SELECT \u00e4, '\ud83d\ude00' FROM `\u00dc`")).understood())
                .isTrue();
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
        for (String sql :
                List.of(
                        "INSERT INTO a VALUES " + "(1, 2), ".repeat(3_000) + "(1, 2)",
                        "CREATE PROCEDURE p() BEGIN "
                                + "INSERT INTO a VALUES (1);".repeat(2_000)
                                + "END")) {
            Action action = only(reader.read(sql));
            assertThat(action.understood()).isFalse();
            assertThat(action.effects()).contains(Effect.INSERT, Effect.UNKNOWN);
        }
    }

    @Test
    void nestingUpToTheLimitIsRead() {
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
                        "f(",
                        "- ",
                        "NOT ",
                        "EXISTS (",
                        "{d ",
                        "/*",
                        "/*!",
                        "WITH a AS (",
                        "(SELECT * FROM (",
                        "EXPLAIN ",
                        "1 IN (",
                        "ROW(",
                        "INTERVAL ",
                        "CAST(",
                        "MATCH ",
                        "@",
                        "IF(",
                        "trim(")) {
            String sql = "SELECT " + opening.repeat(50_000);
            assertThat(reader.read(sql).actions()).as(opening).noneMatch(Action::understood);
        }
        for (String opening :
                List.of(
                        "EXPLAIN ",
                        "BEGIN NOT ATOMIC ",
                        "IF 1 THEN ",
                        "a: ",
                        "LOOP ",
                        "SET STATEMENT a = 1 FOR ",
                        "CREATE TABLE t ((",
                        "SELECT * FROM {a ",
                        "CREATE PROCEDURE p() ",
                        "DECLARE EXIT HANDLER FOR 1 ",
                        "ANALYZE ")) {
            String sql = opening.repeat(9_000 / opening.split(" ", -1).length);
            assertThat(reader.read(sql).actions()).as(opening).noneMatch(Action::understood);
        }
    }

    @Test
    void preparedTextsNestAsDeepAsTheyAreWritten() {
        String sql = "SELECT 1";
        for (int i = 0; i < 12; i++) {
            sql = "PREPARE a FROM '" + sql.replace("\\", "\\\\").replace("'", "''") + "'";
        }
        assertThat(only(reader.read(sql)).understood()).isFalse();
    }

    @Test
    void hostileTextsTakeLinearTime() {
        SqlReader unknown = new MySqlReader(0).under(MySqlSettings.unknown());
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> {
                    for (String piece :
                            List.of(
                                    "/*",
                                    "*/",
                                    "/*!",
                                    "/*!99999 ",
                                    "/*M!",
                                    "'",
                                    "\"",
                                    "`",
                                    "\\",
                                    "--",
                                    "-- ",
                                    "#",
                                    "\n",
                                    "(",
                                    ")",
                                    ";",
                                    ".",
                                    "@",
                                    "1",
                                    "1e",
                                    "0x",
                                    "a",
                                    "a.",
                                    "é",
                                    "-",
                                    ",",
                                    "x'",
                                    "BEGIN ",
                                    "a: ",
                                    "IF 1 THEN ",
                                    "CREATE PROCEDURE p() ; ",
                                    "SELECT ",
                                    "WITH ",
                                    "''",
                                    "/*+",
                                    "{",
                                    "CREATE EVENT e ; ",
                                    "INTERVAL ")) {
                        String many = piece.repeat(200_000 / piece.length());
                        unknown.read(many);
                        reader.read("SELECT " + many);
                        reader.read("CREATE PROCEDURE p() BEGIN " + many);
                    }
                });
    }

    @Test
    void nothingThatIsCutOrMixedUpMakesItThrow() throws IOException {
        long seed = Long.getLong("sallyport.seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>();
        for (String file :
                List.of("lexing.sql", "effects.sql", "session.sql", "false-alarms.sql")) {
            BypassFile.read("bypass-mysql", file).forEach(one -> texts.add(one.sql()));
        }
        SqlReader unknown = new MySqlReader(0).under(MySqlSettings.unknown());
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    for (String text : texts) {
                        for (int cut = 0; cut <= text.length(); cut++) {
                            reader.read(text.substring(0, cut));
                            reader.read(text.substring(cut));
                        }
                    }
                    for (int i = 0; i < 20_000; i++) {
                        String mixed = mixed(random, texts);
                        Assertions.assertDoesNotThrow(
                                () -> unknown.read(mixed),
                                () -> "repeat with -Dsallyport.seed=" + seed + ": " + mixed);
                    }
                });
    }

    private static String mixed(Random random, List<String> texts) {
        StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
        for (int i = random.nextInt(4); i >= 0; i--) {
            String other = texts.get(random.nextInt(texts.size()));
            int from = random.nextInt(other.length() + 1);
            int to = from + random.nextInt(other.length() - from + 1);
            int at = random.nextInt(text.length() + 1);
            if (random.nextBoolean()) {
                text.insert(at, other, from, to);
            } else {
                text.replace(
                        at, Math.min(text.length(), at + to - from), other.substring(from, to));
            }
        }
        return text.toString();
    }

    private static Action only(SqlText text) {
        assertThat(text.actions()).hasSize(1);
        return text.actions().getFirst();
    }
}
