package dev.sallyport.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/// A real PostgreSQL server on loopback, on a free port, with its data in a temporary folder: about a second to start.
///
/// It is a child of this process, watched by a shell that reads from a pipe of ours: when the pipe ends, be it by
/// [#close] or because this process was killed, the shell ends the server and removes the folder. Nothing is left in
/// either case, which `pg_ctl start` could not promise.
public final class PostgresServer implements AutoCloseable {
    public static final String SUPERUSER = "postgres";
    public static final String HOST = "127.0.0.1";

    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(15);
    private static final int ATTEMPTS_MAX = 3;
    private static final String ENDED = "ended";

    /// `$1` is the folder to remove in the end, the rest is the server's command. Signals of a terminal are for the
    /// parent to handle, which then closes the pipe. A server that ended by itself leaves its log until then.
    private static final String WATCHING_SHELL =
            """
            trap '' INT TERM HUP
            folder=$1; shift
            exec 3<&0
            "$@" </dev/null 3<&- &
            server=$!
            { read -r _; [ -e "$folder/ended" ] || kill -INT $server; } <&3 3<&- 2>/dev/null &
            exec 3<&-
            wait $server
            echo $? >"$folder/ended"
            wait
            rm -rf "$folder"
            """;

    private final Process process;
    private final Path folder;
    private final int port;
    private final String superuserPassword;

    private PostgresServer(Process process, Path folder, int port, String superuserPassword) {
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.superuserPassword = superuserPassword;
    }

    /// Starts a server, its users and databases made.
    ///
    /// @throws IOException with the end of the server's log, if it does not start
    public static PostgresServer start(PostgresOptions options) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                PostgresServer server = launch(options);
                try {
                    server.furnish(options);
                    return server;
                } catch (SQLException e) {
                    server.close();
                    throw new IOException("cannot make users and databases", e);
                }
            } catch (PortTaken e) {
                if (attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while PostgreSQL was starting", e);
            }
        }
    }

    public int port() {
        return port;
    }

    public String superuserPassword() {
        return superuserPassword;
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + HOST + ":" + port + "/" + database;
    }

    /// A connection as superuser; the caller closes it.
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", superuserPassword);
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    /// Runs statements as superuser, separated by semicolons, in one implicit transaction.
    public void run(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            // Parameters and escapes are JDBC's own inventions; the text goes as it is.
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    public boolean isAlive() {
        return process.isAlive() && !Files.exists(folder.resolve(ENDED));
    }

    /// The server's operating system processes and the shell's watcher, for tests that kill them.
    public List<ProcessHandle> processes() {
        return process.descendants().toList();
    }

    /// What the server has logged so far; to be read before [#close].
    public String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /// Ends all of its connections, the server and its data. May be called twice.
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
            throw new IllegalStateException("PostgreSQL in " + folder + " does not end", e);
        } catch (InterruptedException e) {
            // The shell goes on ending the server: its pipe is closed.
            Thread.currentThread().interrupt();
        }
    }

    private static PostgresServer launch(PostgresOptions options)
            throws IOException, InterruptedException {
        Path home = PostgresBinaries.unpacked();
        ServerAccount account = ServerAccount.find();
        Path folder = Files.createTempDirectory("sallyport-postgres-");
        String password = randomPassword();
        int port = freePort();
        Process process = null;
        try {
            account.own(folder);
            initialise(home, account, folder, password);
            configure(account, folder, port, options);
            process =
                    new ProcessBuilder(command(home, account, folder))
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
            awaitReady(process, folder);
            return new PostgresServer(process, folder, port, password);
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (process == null) {
                Folders.delete(folder);
            } else {
                new PostgresServer(process, folder, port, password).close();
            }
            throw e;
        }
    }

    private static List<String> command(Path home, ServerAccount account, Path folder) {
        List<String> shell =
                List.of("/bin/sh", "-c", WATCHING_SHELL, "postgres-watcher", folder.toString());
        List<String> server =
                account.command(
                        home.resolve("bin/postgres").toString(),
                        "-D",
                        folder.resolve("data").toString());
        return java.util.stream.Stream.concat(shell.stream(), server.stream()).toList();
    }

    private static void initialise(Path home, ServerAccount account, Path folder, String password)
            throws IOException, InterruptedException {
        Path secret = Files.writeString(folder.resolve("password"), password);
        account.own(secret);
        Path log = folder.resolve("initdb.log");
        Process initdb =
                new ProcessBuilder(
                                account.command(
                                        home.resolve("bin/initdb").toString(),
                                        "--pgdata=" + folder.resolve("data"),
                                        "--username=" + SUPERUSER,
                                        "--pwfile=" + secret,
                                        "--auth=scram-sha-256",
                                        "--encoding=UTF8",
                                        "--locale=C",
                                        "--no-data-checksums",
                                        "--no-sync"))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        initdb.getOutputStream().close();
        int code = initdb.waitFor();
        Files.delete(secret);
        if (code != 0) {
            throw new IOException("initdb ended with " + code + ": " + Files.readString(log));
        }
    }

    private static void configure(
            ServerAccount account, Path folder, int port, PostgresOptions options)
            throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("port", Integer.toString(port));
        settings.put("listen_addresses", HOST);
        settings.put("unix_socket_directories", "");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        // The data is thrown away at the end: nothing needs to survive a crash.
        settings.put("fsync", "off");
        settings.put("synchronous_commit", "off");
        settings.put("full_page_writes", "off");
        settings.put("shared_buffers", "32MB");
        // No background work that a busy test machine would feel.
        settings.put("autovacuum", "off");
        StringBuilder access = new StringBuilder();
        access.append("host all ").append(SUPERUSER).append(" 127.0.0.1/32 scram-sha-256\n");
        if (options.certificates().isPresent()) {
            Certificates.PemFiles files = options.certificates().get().writeTo(folder);
            account.own(files.key());
            settings.put("ssl", "on");
            settings.put("ssl_ca_file", files.authority().toString());
            settings.put("ssl_cert_file", files.certificate().toString());
            settings.put("ssl_key_file", files.key().toString());
        }
        for (PostgresOptions.User user : options.users()) {
            access.append(user.authentication().connection)
                    .append(" all \"")
                    .append(user.name())
                    .append("\" 127.0.0.1/32 ")
                    .append(user.authentication().method)
                    .append('\n');
        }
        settings.putAll(options.settings());
        StringBuilder configuration = new StringBuilder();
        settings.forEach((name, value) ->
                configuration
                        .append(name)
                        .append(" = '")
                        .append(value.replace("'", "''"))
                        .append("'\n"));
        // What initdb wrote into postgresql.conf is guesses about this machine; all that counts is
        // said above.
        Files.writeString(folder.resolve("data/postgresql.conf"), configuration);
        Files.writeString(folder.resolve("data/pg_hba.conf"), access);
    }

    /// As `pg_ctl --wait` does: the postmaster writes `ready` into line 8 of its file.
    private static void awaitReady(Process process, Path folder)
            throws IOException, InterruptedException {
        Path state = folder.resolve("data/postmaster.pid");
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (System.nanoTime() < deadline) {
            if (process.waitFor(10, TimeUnit.MILLISECONDS) || Files.exists(folder.resolve(ENDED))) {
                String log = logEnd(folder);
                if (log.contains("could not bind")) {
                    throw new PortTaken(log);
                }
                throw new IOException("PostgreSQL did not start: " + log);
            }
            if (Files.exists(state)) {
                List<String> lines = Files.readAllLines(state);
                if (lines.size() >= 8 && lines.get(7).strip().equals("ready")) {
                    return;
                }
            }
        }
        throw new IOException(
                "PostgreSQL was not ready after "
                        + START_MAX.toSeconds()
                        + " s: "
                        + logEnd(folder));
    }

    private static String logEnd(Path folder) throws IOException {
        String log = Files.readString(folder.resolve("log"));
        return log.substring(Math.max(0, log.length() - 4_000));
    }

    private void furnish(PostgresOptions options) throws SQLException {
        if (options.users().isEmpty() && options.databases().isEmpty()) {
            return;
        }
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            for (PostgresOptions.User user : options.users()) {
                // A password kept as SCRAM cannot be proved by MD5, and the other way round.
                String kept =
                        user.authentication() == PostgresOptions.Authentication.MD5
                                ? "md5"
                                : "scram-sha-256";
                statement.execute("SET password_encryption = '" + kept + "'");
                statement.execute(
                        "CREATE ROLE %s LOGIN PASSWORD %s"
                                .formatted(
                                        statement.enquoteIdentifier(user.name(), true),
                                        statement.enquoteLiteral(user.password())));
            }
            for (PostgresOptions.Database database : options.databases()) {
                statement.execute(
                        "CREATE DATABASE %s OWNER %s"
                                .formatted(
                                        statement.enquoteIdentifier(database.name(), true),
                                        statement.enquoteIdentifier(database.owner(), true)));
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return probe.getLocalPort();
        }
    }

    private static String randomPassword() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// Somebody took the port between our looking and the server's binding.
    private static final class PortTaken extends IOException {
        PortTaken(String log) {
            super("port taken: " + log);
        }
    }
}
