package dev.sallyport.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What an administrator reads when the gateway does not start.
final class GatewayCommandTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final PrintStream before = System.err;

    @TempDir private Path folder;

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void listenNoMore() {
        System.setErr(before);
    }

    @Test
    void whatKeepsItFromStartingIsToldInOneLine() throws IOException {
        Path config = configuration();
        CommandLine line =
                new CommandLine(
                        new GatewayCommand((_, _) -> {
                            throw new IOException(
                                    "recordings: another gateway records here (expected: a folder of its own)");
                        }));

        int status = line.execute("--config", config.toString());

        assertThat(status).isEqualTo(1);
        assertThat(told.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines(
                        "sallyport gateway: recordings: another gateway records here (expected: a folder of its own)\n");
    }

    private Path configuration() throws IOException {
        Files.writeString(
                folder.resolve("policy.yaml"),
                """
                schema: sallyport.policy/v1
                roles:
                  job: {when: "claims.repository == 'example/orders'"}
                rules:
                  - {id: read, who: [job], targets: ["*"], effects: [read], allow: true}
                """);
        return Files.writeString(
                folder.resolve("gateway.yaml"),
                """
                schema: sallyport.gateway/v1
                issuers:
                  - {name: ci, issuer: "https://login.example.com", audience: sallyport}
                policy: policy.yaml
                targets:
                  orders:
                    protocol: postgres
                    address: db.example.com
                    credential: {user: app, password: "env:ORDERS_PASSWORD"}
                """);
    }
}
