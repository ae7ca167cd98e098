package dev.sallyport.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sallyport.demo.MariaDbServer;
import dev.sallyport.model.statement.Action;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds the lexer of MySQL's dialect against a real server: puzzles of quotes, comments and modes, of which the server
/// tells what it made of them.
///
/// The server is MariaDB, for no MySQL comes as a Maven artifact; where the two differ is written down in
/// docs/PROTOCOLS.md, and those cases are in the bypass suite by the letter of MySQL's sources.
final class MySqlOracleIT {
    private static final List<Set<SqlMode>> MODES =
            List.of(
                    EnumSet.noneOf(SqlMode.class),
                    EnumSet.of(SqlMode.ANSI_QUOTES),
                    EnumSet.of(SqlMode.NO_BACKSLASH_ESCAPES),
                    EnumSet.allOf(SqlMode.class));

    /// What puzzles are made of. The INSERT is the witness: it leaves a row behind only where it is code.
    private static final List<String> PIECES =
            List.of(
                    "'",
                    "'",
                    "\"",
                    "`",
                    "\\",
                    "\\\\",
                    "''",
                    "--",
                    "-- ",
                    "#",
                    "\n",
                    "/*",
                    "*/",
                    "/*!",
                    "/*!50000",
                    "/*!50000 ",
                    "/*!50701",
                    "/*!99999 ",
                    "/*!100000 ",
                    "/*!110405",
                    "/*!110406 ",
                    "/*M!",
                    "/*M!100000 ",
                    "/*M!999999 ",
                    "*/ ",
                    " ",
                    " ",
                    "a",
                    "1",
                    "1e",
                    "0x",
                    "x'",
                    "b'",
                    "N'",
                    "_utf8'",
                    "@",
                    "@@",
                    ".",
                    "e",
                    "$",
                    "+",
                    "-",
                    "%",
                    ",",
                    "é",
                    "\r",
                    "\t",
                    ";",
                    "; SELECT 2",
                    "; INSERT INTO witness VALUES (1)",
                    "; INSERT INTO witness VALUES (1); ",
                    " AS a",
                    "(",
                    ")",
                    "{d '",
                    "}",
                    "|",
                    "&&",
                    "!=",
                    ":=",
                    "NULL");

    private static final List<String> FRAMES =
            List.of(
                    ", '…'",
                    ", \"…\"",
                    ", 1 AS `…`",
                    "/*…*/",
                    "/*!…*/",
                    "/*!50000 …*/",
                    "/*!99999 …*/",
                    "/*!50699 …*/",
                    "/*!50701 …*/",
                    "/*!110405 …*/",
                    "/*!110406 …*/",
                    "/*M!…*/",
                    "/*M!999999 …*/",
                    " -- …\n",
                    "--…\n",
                    "#…\n",
                    ", N'…'",
                    ", _utf8'…'",
                    ", @'…'",
                    "; INSERT INTO witness VALUES (1…)",
                    "; SELECT 2…",
                    ", 1.…",
                    ", 0…",
                    ", '…' '…'");

    private static @Nullable MariaDbServer server;

    @BeforeAll
    static void startServer() throws Exception {
        Optional<MariaDbServer> started = MariaDbServer.start();
        assumeTrue(started.isPresent(), "no MariaDB for this machine among Maven's artifacts");
        server = started.get();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE witness (n INT) ENGINE=MEMORY");
        }
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private static Connection connect() throws SQLException {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server.connect(MariaDbServer.SUPERUSER);
    }

    /// What became of a text at the server.
    ///
    /// @param ran its statements that ran, in turn: `S` for a query, `W` for a witness
    /// @param error why the next did not, or null
    /// @param value the first column of the first row
    private record Outcome(String ran, @Nullable String error, @Nullable String value) {}

    @Test
    void whatTheServerRunsTheReaderHasSeen() throws SQLException {
        long seed = Long.getLong("sallyport.seed", System.nanoTime());
        int puzzles = Integer.getInteger("sallyport.puzzles", 6_000);
        Random random = new Random(seed);
        String repeat = "repeat with -Dsallyport.seed=" + seed;
        int ran = 0;
        int understood = 0;
        try (Connection connection = connect()) {
            for (int i = 0; i < puzzles; i++) {
                String text = puzzle(random);
                Set<SqlMode> modes = MODES.get(random.nextInt(MODES.size()));
                Outcome outcome = run(connection, modes, text);
                SqlText read = reader(modes).read(text);
                String what = repeat + ", " + modes + ": " + text.replace("\n", "\\n");
                if (!outcome.ran.isEmpty()) {
                    ran++;
                    understood += isUnderstood(read) ? 1 : 0;
                }
                check(what, outcome, read);
            }
        }
        // Else the puzzles are too hard, and the test shows nothing.
        assertThat(ran).as(repeat).isGreaterThan(puzzles / 5);
        assertThat(understood).as(repeat).isGreaterThan(ran / 2);
    }

    private static void check(String what, Outcome outcome, SqlText read) {
        if (!isUnderstood(read)) {
            return;
        }
        StringBuilder seen = new StringBuilder();
        for (Action action : read.actions()) {
            seen.append(action.verb().equals("SELECT") ? 'S' : 'W');
        }
        if (outcome.error == null) {
            assertThat(seen).as(what).hasToString(outcome.ran);
        } else {
            assertThat(seen.toString()).as(what).startsWith(outcome.ran);
        }
    }

    @Test
    void literalsHaveTheValueTheServerSees() throws SQLException {
        long seed = Long.getLong("sallyport.seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> pieces =
                List.of(
                        "'", "''", "\"", "\"\"", "\\", "\\'", "\\\"", "\\\\", "n", "\\n", "\\0",
                        "\\%", "é", "a", "`", "--", "/*", "#", "%", "_", "\n", "Z", "\\Z", "𝄞");
        int same = 0;
        try (Connection connection = connect()) {
            for (int i = 0; i < 2_000; i++) {
                StringBuilder text = new StringBuilder("SELECT ");
                char quote = random.nextBoolean() ? '\'' : '"';
                text.append(quote);
                for (int j = random.nextInt(6); j > 0; j--) {
                    text.append(pieces.get(random.nextInt(pieces.size())));
                }
                text.append(quote);
                Set<SqlMode> modes = MODES.get(random.nextInt(MODES.size()));
                Tokens tokens =
                        MySqlLexer.lex(
                                text.toString(),
                                new MySqlRules(
                                        modes,
                                        MySqlServer.of(MariaDbServer.VERSION).orElseThrow()));
                if (tokens.flaw() != null
                        || tokens.count() != 2
                        || tokens.kind(1) != Tokens.STRING) {
                    continue;
                }
                Outcome outcome = run(connection, modes, text.toString());
                String what = "repeat with -Dsallyport.seed=" + seed + ", " + modes + ": " + text;
                assertThat(outcome.error).as(what).isNull();
                assertThat(tokens.value(1)).as(what).isEqualTo(outcome.value);
                same++;
            }
        }
        assertThat(same).isGreaterThan(300);
    }

    /// Mostly strings, names and comments that look whole but are full of what might end them early.
    private static String puzzle(Random random) {
        StringBuilder text = new StringBuilder("SELECT 1");
        for (int j = 1 + random.nextInt(4); j > 0; j--) {
            if (random.nextInt(5) == 0) {
                inside(random, text, 1);
            } else {
                String[] frame = FRAMES.get(random.nextInt(FRAMES.size())).split("…", 2);
                text.append(frame[0]);
                inside(random, text, 4);
                text.append(frame[1]);
            }
        }
        return text.toString();
    }

    private static void inside(Random random, StringBuilder text, int piecesMax) {
        for (int i = random.nextInt(piecesMax + 1); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
    }

    private static boolean isUnderstood(SqlText text) {
        return text.actions().stream().allMatch(Action::understood);
    }

    private static SqlReader reader(Set<SqlMode> modes) {
        return new MySqlReader(0)
                .under(
                        new MySqlSettings(
                                modes,
                                MySqlServer.of(MariaDbServer.VERSION).orElseThrow(),
                                TableNames.AS_WRITTEN));
    }

    private static Outcome run(Connection connection, Set<SqlMode> modes, String text)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(
                    "SET sql_mode = '"
                            + String.join(",", modes.stream().map(SqlMode::name).toList())
                            + "'");
        }
        List<String> values = new ArrayList<>();
        StringBuilder ran = new StringBuilder();
        String error = null;
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            boolean rows = statement.execute(text);
            while (rows || statement.getUpdateCount() >= 0) {
                if (rows) {
                    ran.append('S');
                    try (ResultSet result = statement.getResultSet()) {
                        if (result.next()) {
                            values.add(result.getString(1));
                        }
                    }
                } else if (statement.getUpdateCount() > 0) {
                    ran.append('W'); // and not a statement of nothing but a comment
                }
                rows = statement.getMoreResults();
            }
        } catch (SQLException e) {
            error = e.getMessage();
        }
        return new Outcome(ran.toString(), error, values.isEmpty() ? null : values.getFirst());
    }
}
