package dev.sallyport.gateway.transparency;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A client program of PostgreSQL's that is installed on this machine, or is not.
///
/// Where the property `sallyport.real` is `required`, as in CI, a missing program is a failure; elsewhere the tests
/// that need it are skipped.
final class Program {
    private static final long PATIENCE_SECONDS = 60;

    private final Path path;

    private Program(Path path) {
        this.path = path;
    }

    static Program required(String name) throws IOException {
        Optional<Path> found = find(name);
        if (found.isEmpty() && "required".equals(System.getProperty("sallyport.real"))) {
            throw new AssertionError(
                    name
                            + " is not installed, and -Dsallyport.real=required asks for it (Debian: postgresql-client, postgresql-contrib)");
        }
        Assumptions.assumeTrue(found.isPresent(), () -> name + " is not installed");
        return new Program(found.orElseThrow());
    }

    private static Optional<Path> find(String name) throws IOException {
        List<Path> places = new ArrayList<>();
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            places.add(Path.of(folder));
        }
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.map(v -> v.resolve("bin")).forEach(places::add);
            }
        }
        return places.stream().map(p -> p.resolve(name)).filter(Files::isExecutable).findFirst();
    }

    /// Runs it against the shop's database, told by libpq's environment.
    ///
    /// @param input what it reads from its standard input
    Outcome run(Ground ground, Way way, String input, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addFirst(path.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("PGHOST", "127.0.0.1");
        builder.environment().put("PGPORT", Integer.toString(ground.port(way)));
        builder.environment().put("PGUSER", ground.user(way));
        builder.environment().put("PGPASSWORD", ground.password(way));
        builder.environment().put("PGDATABASE", Ground.DATABASE);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Path output = Files.createTempFile("sallyport-client-", ".out");
        Path errors = Files.createTempFile("sallyport-client-", ".err");
        try {
            Process process =
                    builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        command
                                + " did not end within "
                                + PATIENCE_SECONDS
                                + " s: "
                                + Files.readString(errors));
            }
            // Byte for character, as a test may ask for any encoding.
            return new Outcome(
                    process.exitValue(),
                    Files.readString(output, StandardCharsets.ISO_8859_1),
                    Files.readString(errors, StandardCharsets.ISO_8859_1));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    /// What came of it.
    record Outcome(int code, String output, String errors) {}
}
