package dev.sallyport.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sallyport.demo.MariaDbServer;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Name;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Asks a real server which tables a statement touches: a user who has rights on exactly those that the reader names
/// may run it, and one who lacks a single one of them may not.
final class MySqlRightsIT {
    /// `ER_TABLEACCESS_DENIED_ERROR` and `ER_COLUMNACCESS_DENIED_ERROR`
    private static final Set<Integer> DENIED = Set.of(1142, 1143);

    private final SqlReader reader =
            new MySqlReader(0)
                    .under(
                            new MySqlSettings(
                                    Set.of(),
                                    MySqlServer.of(MariaDbServer.VERSION).orElseThrow(),
                                    TableNames.AS_WRITTEN));

    @Test
    void theReaderNamesTheTablesThatTheServerChecks() throws Exception {
        Optional<MariaDbServer> started = MariaDbServer.start();
        assumeTrue(started.isPresent(), "no MariaDB for this machine among Maven's artifacts");
        long seed = Long.getLong("sallyport.seed", System.nanoTime());
        int statements = Integer.getInteger("sallyport.statements", 3_000);
        String repeat = "repeat with -Dsallyport.seed=" + seed;
        RandomMySql source = new RandomMySql(new Random(seed));
        List<Connection> users = new ArrayList<>();
        int exact = 0;
        try (MariaDbServer server = started.get()) {
            prepare(server);
            for (int subset = 0; subset < 1 << RandomMySql.TABLES; subset++) {
                users.add(server.connect("u" + subset));
            }
            for (int i = 0; i < statements; i++) {
                String text = source.statement();
                List<Action> actions = reader.read(text).actions();
                String what = repeat + ": " + text + "\n" + actions;
                assertThat(actions).as(what).hasSize(1);
                assertThat(actions.getFirst().understood()).as(what).isTrue();
                int named = subset(actions.getFirst());
                Integer error = run(users.get(named), text);
                assertThat(DENIED).as(what).doesNotContain(error == null ? 0 : error);
                if (error == null) {
                    exact += 1;
                    for (int table = 0; table < RandomMySql.TABLES; table++) {
                        if ((named & 1 << table) != 0) {
                            Integer without = run(users.get(named & ~(1 << table)), text);
                            assertThat(without).as("without t" + table + ", " + what).isIn(DENIED);
                        }
                    }
                }
            }
            for (Connection user : users) {
                user.close();
            }
        }
        // Else the server refuses what it is asked, and the test shows nothing.
        assertThat(exact).as(repeat).isGreaterThan(statements / 2);
    }

    private static int subset(Action action) {
        int subset = 0;
        for (Name name :
                Stream.concat(action.reads().stream(), action.writes().stream()).toList()) {
            if (name.name().matches("t[0-5]")
                    && (name.schema() == null || name.schema().equals("test"))) {
                subset |= 1 << (name.name().charAt(1) - '0');
            } else {
                throw new AssertionError("there is no " + name);
            }
        }
        return subset;
    }

    private static void prepare(MariaDbServer server) throws SQLException {
        try (Connection connection = server.connect(MariaDbServer.SUPERUSER);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "DELETE FROM mysql.db; DELETE FROM mysql.global_priv WHERE user = ''; FLUSH PRIVILEGES");
            for (int i = 0; i < RandomMySql.TABLES; i++) {
                statement.execute("CREATE TABLE t" + i + " (id INT PRIMARY KEY, v INT, w INT)");
            }
            for (int subset = 0; subset < 1 << RandomMySql.TABLES; subset++) {
                String user = "'u" + subset + "'@'127.0.0.1'";
                statement.execute("CREATE USER " + user);
                statement.execute("GRANT CREATE TEMPORARY TABLES ON test.* TO " + user);
                for (int i = 0; i < RandomMySql.TABLES; i++) {
                    if ((subset & 1 << i) != 0) {
                        statement.execute(
                                "GRANT SELECT, INSERT, UPDATE, DELETE ON test.t"
                                        + i
                                        + " TO "
                                        + user);
                    }
                }
            }
        }
    }

    /// The number of the server's error, or null.
    private static @Nullable Integer run(Connection connection, String text) {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(text);
            return null;
        } catch (SQLException e) {
            return e.getErrorCode();
        }
    }
}
