package dev.sallyport.gateway.protocol.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.demo.PostgresOptions;
import dev.sallyport.demo.PostgresServer;
import dev.sallyport.gateway.sql.Part;
import dev.sallyport.gateway.sql.PostgresReader;
import dev.sallyport.model.statement.Action;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Random sessions at a real server: the path that is followed always holds the one that the server has.
///
/// `-Dsallyport.seed=N` repeats a run.
final class SearchPathFollowedIT {
    private static final List<String> STATEMENTS =
            List.of(
                    "BEGIN",
                    "START TRANSACTION READ ONLY",
                    "COMMIT",
                    "END AND CHAIN",
                    "ROLLBACK",
                    "ABORT",
                    "SAVEPOINT s",
                    "SAVEPOINT t",
                    "ROLLBACK TO s",
                    "ROLLBACK TO SAVEPOINT t",
                    "RELEASE s",
                    "SET search_path = a",
                    "SET SESSION search_path TO b, public",
                    "SET LOCAL search_path TO c",
                    "SET SCHEMA 'd'",
                    "SET LOCAL search_path = DEFAULT",
                    "SELECT set_config('search_path', 'e, a', false)",
                    "SELECT set_config('search_path', 'f', true)",
                    "SELECT set_config('search_path', 'g', false) WHERE false",
                    "RESET search_path",
                    "RESET ALL",
                    "DISCARD ALL",
                    "PREPARE p AS SELECT set_config('search_path', 'h', false)",
                    "EXECUTE p",
                    "EXPLAIN ANALYZE EXECUTE p",
                    "DEALLOCATE p",
                    "SET search_path = i; SELECT 1/0",
                    "SET search_path = j; COMMIT; SET search_path = k; SELECT 1/0",
                    "BEGIN; SET search_path = l; ROLLBACK; SELECT 1",
                    "SELECT 1/0",
                    "SELECT 1");

    private final PostgresReader reader = new PostgresReader();

    @Test
    void theServersPathIsAmongThoseFollowed() throws Exception {
        long seed = Long.getLong("sallyport.seed", System.nanoTime());
        System.out.println("SearchPathFollowedIT: seed " + seed);
        Random random = new Random(seed);
        int exact = 0;
        int known = 0;
        int asked = 0;
        try (PostgresServer server = PostgresServer.start(PostgresOptions.defaults())) {
            for (int session = 0; session < 120; session++) {
                StringBuilder history = new StringBuilder();
                Names names = new Names();
                names.begin();
                try (Connection connection = server.connect("postgres");
                        Statement statement = connection.createStatement()) {
                    statement.execute("SET search_path TO DEFAULT");
                    for (int step = 0; step < 40; step++) {
                        String sql = STATEMENTS.get(random.nextInt(STATEMENTS.size()));
                        history.append(sql).append(" | ");
                        run(sql, statement, names);
                        Set<String> actual = path(statement, names);
                        if (actual == null) {
                            continue;
                        }
                        asked++;
                        Set<String> followed = followed(names);
                        if (!followed.isEmpty()) {
                            assertThat(followed).as(history.toString()).containsAll(actual);
                            known++;
                            exact += followed.equals(actual) ? 1 : 0;
                        }
                    }
                }
            }
        }
        // It is followed, and not given up.
        assertThat(known).isGreaterThan(asked * 9 / 10);
        assertThat(exact).isGreaterThan(asked / 4);
    }

    /// Runs the text as the gateway would see it: a completion for each statement, or an error, and ReadyForQuery.
    private void run(String sql, Statement statement, Names names) throws SQLException {
        List<Part> parts = reader.read(sql).parts();
        boolean nothingRuns = status(statement) == ReadyForQuery.Status.IN_FAILED_TRANSACTION;
        int done = 0;
        try {
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() >= 0) {
                names.executed(parts.get(done++));
                rows = statement.getMoreResults();
            }
        } catch (SQLException e) {
            // The driver hides what completed before the error: here it is the last that fails, or
            // the
            // first.
            for (Part part : nothingRuns ? List.<Part>of() : parts.subList(0, parts.size() - 1)) {
                names.executed(part);
            }
            names.failed();
        }
        names.ready(status(statement));
    }

    private static ReadyForQuery.Status status(Statement statement) throws SQLException {
        return switch (statement
                .getConnection()
                .unwrap(org.postgresql.core.BaseConnection.class)
                .getTransactionState()) {
            case IDLE -> ReadyForQuery.Status.IDLE;
            case OPEN -> ReadyForQuery.Status.IN_TRANSACTION;
            case FAILED -> ReadyForQuery.Status.IN_FAILED_TRANSACTION;
        };
    }

    /// The server's, or null where it would not tell in a failed transaction.
    private static Set<String> path(Statement statement, Names names) throws SQLException {
        if (status(statement) == ReadyForQuery.Status.IN_FAILED_TRANSACTION) {
            return null;
        }
        try (ResultSet row = statement.executeQuery("SELECT current_setting('search_path')")) {
            row.next();
            Set<String> schemas = new TreeSet<>();
            for (String schema : row.getString(1).split(", *")) {
                if (!schema.equals("\"$user\"")) {
                    schemas.add(schema);
                }
            }
            return schemas;
        }
    }

    /// Where the session's path would look for a table; empty where it is not to be known.
    private Set<String> followed(Names names) {
        Action action = names.path().resolve(reader.read("SELECT FROM t").actions().getFirst());
        return action.understood()
                ? action.reads().stream()
                        .map(name -> name.schema() == null ? "public" : name.schema())
                        .collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }
}
