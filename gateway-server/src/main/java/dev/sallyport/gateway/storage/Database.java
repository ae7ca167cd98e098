package dev.sallyport.gateway.storage;

import dev.sallyport.gateway.secrets.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway's one SQLite database, and the one thread that touches it.
///
/// SQLite's native calls would pin the carriers of virtual threads, and one writer at a time is all it allows anyway;
/// so every piece of work is handed to the platform thread `database`, and whoever asked waits. Never call it from an
/// event loop.
public final class Database implements AutoCloseable {
    public static final String FILE_NAME = "sallyport.db";

    /// How many pieces of work may wait; beyond it callers are refused at once instead of piling up.
    static final int WAITING_MAX = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final Path file;
    private final Connection connection;
    private final BlockingQueue<FutureTask<?>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Thread thread;
    // Set under the monitor, so that nothing is queued behind the last task.
    private boolean closed;

    private Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
        thread = Thread.ofPlatform().name("database").daemon(true).start(this::work);
    }

    /// Opens the database in this folder, makes it if there is none, and brings it up to date.
    ///
    /// @throws StorageException where there is no such folder, or the file is damaged, newer than this program, or
    ///     cannot be written
    public static Database open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new StorageException(
                    "state folder: " + folder + " (expected: an existing folder)", null);
        }
        Path file = folder.resolve(FILE_NAME);
        try {
            // Made here, so that it never exists with wider permissions; SQLite gives its side
            // files the same ones.
            PrivateFile.make(file);
        } catch (IOException e) {
            throw new StorageException("database " + file + ": cannot be made private: " + e, e);
        }
        Connection connection = Opening.open(file);
        try {
            Migrations.bundled().bringUpToDate(connection, file);
            return new Database(file, connection);
        } catch (SQLException | RuntimeException e) {
            Opening.closeAfter(e, connection);
            throw e instanceof SQLException sql
                    ? Opening.explained(file, sql)
                    : (RuntimeException) e;
        }
    }

    /// Has this done on the database's thread and waits for it. The work is one transaction: committed when it returns,
    /// rolled back when it throws.
    ///
    /// @throws StorageException where the database refuses, is closed, or too much waits already
    <T> T call(SqlWork<T> work) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException(
                    "called on the database's own thread: it would wait for itself");
        }
        FutureTask<T> task = new FutureTask<>(() -> Transaction.of(connection, work));
        synchronized (this) {
            if (closed) {
                throw new StorageException("database " + file + ": is closed", null);
            }
            if (!waiting.offer(task)) {
                throw new StorageException(
                        "database " + file + ": " + WAITING_MAX + " calls wait already", null);
            }
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case SQLException sql -> Opening.explained(file, sql);
                case null, default ->
                        new StorageException("database " + file + ": " + e.getCause(), e);
            };
        } catch (InterruptedException e) {
            // What was begun is finished: half a transaction would be worse than a late one.
            Thread.currentThread().interrupt();
            throw new StorageException("database " + file + ": interrupted while waiting", e);
        }
    }

    /// Finishes what waits, then closes the file.
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        // An empty task wakes the thread; if the queue is full, it is awake anyway.
        waiting.offer(new FutureTask<>(() -> Optional.empty()));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try (connection) {
            while (!isDone()) {
                waiting.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.warn("database not closed properly file={}", file, e);
        }
    }

    private synchronized boolean isDone() {
        return closed && waiting.isEmpty();
    }

    /// A piece of work on the connection: statements only; the transaction is the database's.
    @FunctionalInterface
    interface SqlWork<T> {
        T with(Connection connection) throws SQLException;
    }
}
