package dev.sallyport.gateway.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a database's tables up to date, one numbered script after the other, all in one transaction.
///
/// What was applied is kept with its SHA-256, so that a script changed after its release is noticed instead of leaving
/// databases that differ. A library for this would be larger than all scripts together.
final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final List<Script> scripts;

    Migrations(List<Script> scripts) {
        for (int i = 0; i < scripts.size(); i++) {
            if (scripts.get(i).version() != i + 1) {
                throw new IllegalArgumentException(
                        "version: " + scripts.get(i).version() + " (expected: " + (i + 1) + ")");
            }
        }
        this.scripts = List.copyOf(scripts);
    }

    /// Those that come with this program, in `db/`. Released ones are never edited; new ones are added at the end.
    static Migrations bundled() {
        return new Migrations(
                List.of(
                        Script.bundled("V1__passes.sql"),
                        Script.bundled("V2__sealed_secrets.sql"),
                        Script.bundled("V3__policy_versions.sql")));
    }

    /// @throws StorageException where the database is newer than this program, or was made by other scripts
    void bringUpToDate(Connection connection, Path file) throws SQLException {
        int count =
                Transaction.<Integer>of(
                        connection,
                        inside -> {
                            Map<Integer, String> applied = applied(inside);
                            applied.forEach((version, sha256) -> check(version, sha256, file));
                            List<Script> missing = scripts.subList(applied.size(), scripts.size());
                            for (Script script : missing) {
                                apply(inside, script);
                            }
                            return missing.size();
                        });
        if (count > 0) {
            LOG.info(
                    "database brought up to date file={} version={} scripts={}",
                    file,
                    scripts.size(),
                    count);
        }
    }

    private void check(int version, String sha256, Path file) {
        if (version > scripts.size()) {
            throw new StorageException(
                    "database "
                            + file
                            + ": version "
                            + version
                            + " (expected: at most "
                            + scripts.size()
                            + "). It was made by a newer Sallyport: run that, or restore the backup from before the"
                            + " upgrade",
                    null);
        }
        Script script = scripts.get(version - 1);
        if (!script.sha256().equals(sha256)) {
            throw new StorageException(
                    "database "
                            + file
                            + ": "
                            + script.name()
                            + " was applied with SHA-256 "
                            + sha256
                            + " (expected: "
                            + script.sha256()
                            + "). It was made by a build with other scripts: run that build",
                    null);
        }
    }

    private static Map<Integer, String> applied(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    """
                    CREATE TABLE IF NOT EXISTS schema_version (
                        version INTEGER NOT NULL PRIMARY KEY,
                        name TEXT NOT NULL,
                        sha256 TEXT NOT NULL,
                        applied TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
                    ) STRICT\
                    """);
            Map<Integer, String> applied = new TreeMap<>();
            try (ResultSet rows =
                    statement.executeQuery("SELECT version, sha256 FROM schema_version")) {
                while (rows.next()) {
                    applied.put(rows.getInt(1), rows.getString(2));
                }
            }
            return applied;
        }
    }

    private static void apply(Connection connection, Script script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : script.statements()) {
                statement.executeUpdate(sql);
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO schema_version (version, name, sha256) VALUES (?, ?, ?)")) {
            insert.setInt(1, script.version());
            insert.setString(2, script.name());
            insert.setString(3, script.sha256());
            insert.executeUpdate();
        }
    }

    /// One script. Its statements end with a semicolon at the end of a line; `--` begins a comment line.
    ///
    /// @param name `V1__passes.sql`: the version before the two underscores
    record Script(String name, String text) {
        Script {
            text = text.replace("\r\n", "\n");
        }

        static Script bundled(String name) {
            try (InputStream in = Migrations.class.getResourceAsStream("/db/" + name)) {
                if (in == null) {
                    throw new IllegalStateException("/db/" + name + ": missing from this build");
                }
                return new Script(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException("/db/" + name, e);
            }
        }

        int version() {
            return Integer.parseInt(name.substring(1, name.indexOf("__")));
        }

        List<String> statements() {
            return Arrays.stream(text.replaceAll("(?m)^--.*$", "").split(";\\s*(\\n|$)"))
                    .map(String::strip)
                    .filter(sql -> !sql.isEmpty())
                    .toList();
        }

        String sha256() {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                return HexFormat.of()
                        .formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
