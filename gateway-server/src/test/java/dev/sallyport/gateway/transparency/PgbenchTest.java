package dev.sallyport.gateway.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// pgbench runs through the gateway without an error, in every mode it knows. How fast is for `bench/run` to say.
final class PgbenchTest {
    private static final int CLIENTS = 4;
    private static final int TRANSACTIONS = 100;
    private static final int CONNECTIONS = 15;

    private static Program pgbench;
    private static Ground ground;

    @BeforeAll
    static void open() throws Exception {
        pgbench = Program.required("pgbench");
        ground = Ground.open();
        // COPY, DDL and VACUUM, through the gateway as well.
        Program.Outcome made =
                pgbench.run(ground, Way.GATEWAY, "", "--initialize", "--scale=1", "--quiet");
        assertThat(made.code()).as(made.errors()).isZero();
    }

    @AfterAll
    static void close() throws Exception {
        if (ground != null) {
            ground.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended", "prepared"})
    void readsOnly(String protocol) throws Exception {
        runs(TRANSACTIONS, "--select-only", "--protocol=" + protocol);
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended", "prepared"})
    void readsAndWrites(String protocol) throws Exception {
        runs(TRANSACTIONS, "--builtin=tpcb-like", "--protocol=" + protocol);
    }

    @Test
    void connectsForEachTransaction() throws Exception {
        runs(CONNECTIONS, "--select-only", "--connect");
    }

    @Test
    void pipelines() throws Exception {
        Path script = Files.createTempFile("pipeline-", ".sql");
        try {
            Files.writeString(
                    script,
                    """
                    \\startpipeline
                    BEGIN;
                    SELECT abalance FROM pgbench_accounts WHERE aid = 1;
                    SELECT abalance FROM pgbench_accounts WHERE aid = 2;
                    COMMIT;
                    \\endpipeline
                    """);
            runs(TRANSACTIONS, "--file=" + script, "--protocol=prepared");
        } finally {
            Files.delete(script);
        }
    }

    private static void runs(int transactions, String... how) throws Exception {
        String[] arguments = new String[how.length + 4];
        System.arraycopy(how, 0, arguments, 0, how.length);
        arguments[how.length] = "--client=" + CLIENTS;
        arguments[how.length + 1] = "--transactions=" + transactions;
        arguments[how.length + 2] = "--no-vacuum";
        arguments[how.length + 3] = "--random-seed=4711";

        Program.Outcome outcome = pgbench.run(ground, Way.GATEWAY, "", arguments);

        assertThat(outcome.code()).as(outcome.errors()).isZero();
        assertThat(outcome.errors()).doesNotContain("error");
        assertThat(outcome.output())
                .contains(
                        "actually processed: "
                                + CLIENTS * transactions
                                + "/"
                                + CLIENTS * transactions)
                .contains("number of failed transactions: 0 (0.000%)");
    }
}
