package dev.sallyport.gateway.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/// Opens the SQLite file and puts its errors into words that help whoever runs the gateway.
final class Opening {
    /// How long one statement waits for another process (a command line beside the gateway) to let go of the file.
    private static final int BUSY_MILLIS_MAX = 5_000;

    private Opening() {}

    /// @throws StorageException where it is no sound SQLite database
    static Connection open(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS_MAX);
        config.enforceForeignKeys(true);
        // Revoked passes and deleted secrets leave nothing behind in free pages.
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        Connection connection = null;
        try {
            connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
            check(connection, file);
            return connection;
        } catch (SQLException e) {
            closeAfter(e, connection);
            throw explained(file, e);
        } catch (RuntimeException e) {
            closeAfter(e, connection);
            throw e;
        }
    }

    private static void check(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            String found = row.next() ? row.getString(1) : "no answer";
            if (!found.equals("ok")) {
                throw damaged(file, found, null);
            }
        }
    }

    static StorageException explained(Path file, SQLException e) {
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(e.getErrorCode());
        return switch (code) {
            case SQLITE_NOTADB, SQLITE_CORRUPT -> damaged(file, String.valueOf(e.getMessage()), e);
            case SQLITE_BUSY, SQLITE_LOCKED ->
                    new StorageException(
                            "database "
                                    + file
                                    + ": another process held it for more than "
                                    + BUSY_MILLIS_MAX
                                    + " ms",
                            e);
            case SQLITE_FULL -> new StorageException("database " + file + ": the disk is full", e);
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM ->
                    new StorageException(
                            "database " + file + ": cannot be written: " + e.getMessage(), e);
            default -> new StorageException("database " + file + ": " + e.getMessage(), e);
        };
    }

    private static StorageException damaged(Path file, String found, @Nullable Throwable e) {
        return new StorageException(
                "database "
                        + file
                        + ": damaged, or no SQLite database ("
                        + found
                        + "). Restore it from a backup; or move"
                        + " it away and begin anew, without its passes and sealed secrets",
                e);
    }

    static void closeAfter(Throwable failure, @Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
