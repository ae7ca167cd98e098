package dev.sallyport.gateway.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Runs a piece of work as one transaction.
///
/// Begun and ended in SQL, not by the driver: its commit begins the next transaction at once, which would hold the file's
/// write lock for ever and shut every other process out.
final class Transaction {
    private Transaction() {}

    /// Commits when the work returns, rolls back when it throws.
    static <T> T of(Connection connection, Database.SqlWork<T> work) throws SQLException {
        // Immediate: two writers wait for each other at the beginning, where it does no harm.
        execute(connection, "BEGIN IMMEDIATE");
        try {
            T result = work.with(connection);
            execute(connection, "COMMIT");
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            try {
                execute(connection, "ROLLBACK");
            } catch (SQLException second) {
                // SQLite rolls back by itself after some errors, and then has nothing to roll back.
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
