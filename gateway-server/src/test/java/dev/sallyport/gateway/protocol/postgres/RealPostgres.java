package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.OpenTarget;
import dev.sallyport.model.target.Target;
import dev.sallyport.model.target.TargetName;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL with TLS and a user for each way to log in: `scram_user`, `md5_user`, `password_user` (all with
/// [#PASSWORD]) and `trust_user`.
final class RealPostgres implements AutoCloseable {
    static final String PASSWORD = "pencil, ä and \u2168";

    private static final String ACCESS =
            """
            host all postgres 127.0.0.1/32 trust
            host all trust_user 127.0.0.1/32 trust
            host all scram_user 127.0.0.1/32 scram-sha-256
            host all md5_user 127.0.0.1/32 md5
            host all password_user 127.0.0.1/32 password
            """;

    private final EmbeddedPostgres server;
    private final Path folder;

    private RealPostgres(EmbeddedPostgres server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    static RealPostgres start() throws Exception {
        Path folder = Files.createTempDirectory("sallyport-test-postgres-");
        Path key = folder.resolve("server.key");
        Path certificate = folder.resolve("server.crt");
        writeCertificate(folder, key, certificate);
        EmbeddedPostgres server =
                EmbeddedPostgres.builder()
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("unix_socket_directories", "")
                        .setServerConfig("fsync", "off")
                        .setServerConfig("ssl", "on")
                        .setServerConfig("ssl_cert_file", certificate.toString())
                        .setServerConfig("ssl_key_file", key.toString())
                        .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                        .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                        .setDataDirectoryCustomizer(data -> {
                            try {
                                Files.writeString(data.toPath().resolve("pg_hba.conf"), ACCESS);
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        })
                        .start();
        RealPostgres postgres = new RealPostgres(server, folder);
        postgres.run("CREATE ROLE trust_user LOGIN SUPERUSER");
        for (String user : new String[] {"scram_user", "password_user", "md5_user"}) {
            postgres.run(
                    "SET password_encryption = '"
                            + (user.equals("md5_user") ? "md5" : "scram-sha-256")
                            + "'; CREATE ROLE "
                            + user
                            + " LOGIN PASSWORD '"
                            + PASSWORD
                            + "'");
        }
        return postgres;
    }

    OpenTarget target(String user, @Nullable String password, OpenTarget.Tls.Mode mode) {
        return new OpenTarget(
                new Target(new TargetName("shop"), "postgres", Map.of()),
                "127.0.0.1",
                server.getPort(),
                new OpenTarget.Tls(mode, null, null, null),
                new OpenTarget.Credential(user, password),
                Map.of("database", "postgres"));
    }

    Connection connect() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    void run(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static void writeCertificate(Path folder, Path key, Path certificate) throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-sigalg",
                                "SHA384withECDSA",
                                "-dname",
                                "CN=localhost",
                                "-keystore",
                                store.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "changeit")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool ended with " + keytool.exitValue());
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        Files.createFile(
                key,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                key,
                pem("PRIVATE KEY", keys.getKey("server", "changeit".toCharArray()).getEncoded()));
        Files.writeString(
                certificate, pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN "
                + what
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END "
                + what
                + "-----\n";
    }
}
