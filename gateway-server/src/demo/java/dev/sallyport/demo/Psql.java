package dev.sallyport.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// PostgreSQL's own command line client, as a pipeline job starts it.
public final class Psql implements SqlClient {
    private final Path program;

    private Psql(Path program) {
        this.program = program;
    }

    /// The one on the path.
    public static Optional<Psql> find() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "psql"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Psql::new);
    }

    @Override
    public String name() {
        return "psql";
    }

    @Override
    public Result run(
            InetSocketAddress gateway, String user, String password, String database, String sql) {
        try {
            Process process = start(gateway, user, password, database, List.of("-c", sql));
            return finish(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while psql ran", e);
        }
    }

    /// Starts it with these arguments beside those that make its output plain.
    public Process start(
            InetSocketAddress gateway,
            String user,
            String password,
            String database,
            List<String> arguments)
            throws IOException {
        List<String> command =
                new java.util.ArrayList<>(
                        List.of(
                                program.toString(),
                                "-X",
                                "-A",
                                "-t",
                                "-v",
                                "ON_ERROR_STOP=1",
                                "-v",
                                "VERBOSITY=verbose"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment()
                .putAll(
                        java.util.Map.of(
                                "PGHOST",
                                gateway.getAddress().getHostAddress(),
                                "PGPORT",
                                String.valueOf(gateway.getPort()),
                                "PGUSER",
                                user,
                                "PGPASSWORD",
                                password,
                                "PGDATABASE",
                                database,
                                "PGSSLMODE",
                                "prefer",
                                "LC_ALL",
                                "C.UTF-8"));
        return builder.start();
    }

    static Result finish(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        // On a thread of its own: the common pool may have but one, which the JDK's HTTP client
        // needs for its answers.
        FutureTask<String> errors = new FutureTask<>(() -> read(process.getErrorStream()));
        Thread.ofVirtual().name("psql errors").start(errors);
        String output = read(process.getInputStream());
        try {
            return new Result(process.waitFor(), output.strip(), errors.get().strip());
        } catch (ExecutionException e) {
            throw new IOException("standard error of psql", e);
        }
    }

    private static String read(java.io.InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
