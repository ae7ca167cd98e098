package dev.sallyport.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real MariaDB server on loopback, on a free port, with its data in a temporary folder: two seconds to start.
///
/// Watched by a shell as [PostgresServer] is, so that nothing is left of it, however this process ends.
public final class MariaDbServer implements AutoCloseable {
    public static final String HOST = "127.0.0.1";

    /// Has every right and no password.
    public static final String SUPERUSER = "root";

    /// What the server says of its version.
    public static final String VERSION = "11.4.5-MariaDB";

    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(15);
    private static final String ENDED = "ended";

    /// See [PostgresServer], whose shell differs in the signal that means "at once" only.
    private static final String WATCHING_SHELL =
            """
            trap '' INT TERM HUP
            folder=$1; shift
            exec 3<&0
            "$@" </dev/null 3<&- &
            server=$!
            { read -r _; [ -e "$folder/ended" ] || kill -KILL $server; } <&3 3<&- 2>/dev/null &
            exec 3<&-
            wait $server
            echo $? >"$folder/ended"
            wait
            rm -rf "$folder"
            """;

    private final Process process;
    private final Path folder;
    private final int port;

    private MariaDbServer(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /// Starts a server with the databases `mysql` and `test`; empty where there is none for this machine.
    ///
    /// @throws IOException with the end of the server's log, if it does not start
    public static Optional<MariaDbServer> start() throws IOException {
        Optional<Path> home = MariaDbBinaries.unpacked();
        if (home.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(launch(home.get()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while MariaDB was starting", e);
        }
    }

    public int port() {
        return port;
    }

    /// A connection on which a text may hold several statements; the caller closes it.
    public Connection connect(String user) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mariadb://%s:%d/test?user=%s&allowMultiQueries=true&sslMode=disable"
                        .formatted(HOST, port, user));
    }

    /// Ends the server at once and removes its data. May be called twice.
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                Folders.delete(folder);
            }
        } catch (IOException e) {
            throw new IllegalStateException("MariaDB in " + folder + " does not end", e);
        } catch (InterruptedException e) {
            // The shell goes on ending the server: its pipe is closed.
            Thread.currentThread().interrupt();
        }
    }

    private static MariaDbServer launch(Path home) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sallyport-mariadb-");
        Process process = null;
        int port = freePort();
        try {
            initialise(home, folder);
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    "/bin/sh",
                                    "-c",
                                    WATCHING_SHELL,
                                    "mariadb-watcher",
                                    folder.toString()));
            command.addAll(command(home, folder));
            command.addAll(
                    List.of(
                            "--bind-address=" + HOST,
                            "--port=" + port,
                            "--socket=" + folder.resolve("socket"),
                            "--secure-file-priv=" + folder,
                            "--skip-ssl"));
            process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
            awaitReady(process, folder);
            return new MariaDbServer(process, folder, port);
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (process == null) {
                Folders.delete(folder);
            } else {
                new MariaDbServer(process, folder, port).close();
            }
            throw e;
        }
    }

    private static List<String> command(Path home, Path folder) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                home.resolve("bin/mariadbd").toString(),
                                "--no-defaults",
                                "--basedir=" + home,
                                "--lc-messages-dir=" + home.resolve("share"),
                                "--character-sets-dir=" + home.resolve("share/charsets"),
                                "--datadir=" + folder.resolve("data"),
                                "--character-set-server=utf8mb4",
                                "--lower-case-table-names=0",
                                // The data is thrown away at the end.
                                "--innodb-flush-log-at-trx-commit=0",
                                "--innodb-log-file-size=8M",
                                "--innodb-buffer-pool-size=16M",
                                "--log-warnings=1"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        return command;
    }

    /// What `mariadb-install-db` does: the server itself runs the scripts that make its own tables.
    private static void initialise(Path home, Path folder)
            throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("data/mysql"));
        Files.createDirectories(folder.resolve("data/test"));
        List<String> command = command(home, folder);
        command.add("--bootstrap");
        Path log = folder.resolve("bootstrap.log");
        Process bootstrap =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try (OutputStream script = bootstrap.getOutputStream()) {
            script.write("use mysql;\n".getBytes(StandardCharsets.UTF_8));
            for (String file :
                    List.of(
                            "mariadb_system_tables.sql",
                            "mariadb_performance_tables.sql",
                            "mariadb_system_tables_data.sql")) {
                Files.copy(home.resolve("share").resolve(file), script);
            }
        }
        int code = bootstrap.waitFor();
        if (code != 0) {
            throw new IOException("the bootstrap ended with " + code + ": " + end(log));
        }
    }

    private static void awaitReady(Process process, Path folder)
            throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (System.nanoTime() < deadline) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || Files.exists(folder.resolve(ENDED))) {
                throw new IOException("MariaDB did not start: " + end(log));
            }
            try (Stream<String> lines = Files.lines(log)) {
                if (lines.anyMatch(line -> line.contains("ready for connections"))) {
                    return;
                }
            }
        }
        throw new IOException(
                "MariaDB was not ready after " + START_MAX.toSeconds() + " s: " + end(log));
    }

    private static String end(Path log) throws IOException {
        String text = Files.readString(log);
        return text.substring(Math.max(0, text.length() - 4_000));
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return probe.getLocalPort();
        }
    }
}
