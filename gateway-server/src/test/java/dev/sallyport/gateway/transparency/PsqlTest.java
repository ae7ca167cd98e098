package dev.sallyport.gateway.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// psql shows the same through the gateway, down to exit codes and messages.
final class PsqlTest {
    @TempDir static Path folder;
    private static Program psql;
    private static Ground ground;

    @BeforeAll
    static void open() throws Exception {
        psql = Program.required("psql");
        ground = Ground.open();
    }

    @AfterAll
    static void close() throws Exception {
        if (ground != null) {
            ground.close();
        }
    }

    static Stream<String> inputs() {
        return Stream.of(
                "SELECT * FROM customers ORDER BY id LIMIT 3;",
                "\\d customers",
                "\\d+ customer_totals",
                "\\dt",
                "\\di",
                "\\dT",
                "\\df pg_catalog.int4pl",
                "\\dn",
                "\\du",
                "\\dp customers",
                "\\sf pg_catalog.lo_from_bytea",
                "\\x\nSELECT * FROM orders WHERE id = 1;",
                "BEGIN;\nSELECT 1/0;\nSELECT 1;\nROLLBACK;\nSELECT 2;",
                "SELECT 1; SELECT 2\\; SELECT 3;",
                "SELECT 'a' AS x \\gset\n\\echo :x",
                "SELECT 1 AS a \\gdesc",
                "SELECT format('SELECT %s', i) FROM generate_series(1, 3) i \\gexec",
                "SELECT id, product, quantity FROM orders WHERE id < 20 ORDER BY id \\crosstabview id product quantity",
                "\\set FETCH_COUNT 7\nSELECT id FROM orders ORDER BY id LIMIT 30;",
                "\\copy (SELECT id, name FROM customers ORDER BY id LIMIT 5) TO STDOUT WITH (FORMAT csv, HEADER)",
                "CREATE TEMP TABLE t (a int, b text);\n\\copy t FROM STDIN\n1\tone\n2\ttwo\n\\.\nSELECT * FROM t;",
                "COPY (SELECT 1) TO STDOUT;",
                "\\set AUTOCOMMIT off\nSELECT 1;\n\\echo :AUTOCOMMIT\nROLLBACK;",
                "\\set ON_ERROR_ROLLBACK on\nBEGIN;\nSELECT nothing;\nSELECT 'goes on';\nCOMMIT;",
                "LISTEN a;\nDO $$ BEGIN RAISE NOTICE 'n'; END $$;",
                "\\errverbose\nSELEC;\n\\errverbose",
                "EXPLAIN (COSTS OFF) SELECT * FROM customers WHERE id = 1;");
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void printsTheSame(String input) throws Exception {
        Program.Outcome direct = psql.run(ground, Way.DIRECT, input, "--no-psqlrc");

        assertThat(psql.run(ground, Way.GATEWAY, input, "--no-psqlrc")).isEqualTo(direct);
        assertThat(direct.output() + direct.errors()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void stopsAtAnError(Way way) throws Exception {
        Program.Outcome outcome =
                psql.run(
                        ground,
                        way,
                        "SELECT 'before';\nSELECT 1/0;\nSELECT 'after';\n",
                        "--no-psqlrc",
                        "--set=ON_ERROR_STOP=1");

        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.output()).contains("before").doesNotContain("after");
        assertThat(outcome.errors()).contains("division by zero");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void copiesAFileInAndOut(Way way) throws Exception {
        Path in =
                Files.writeString(folder.resolve("in-" + way + ".csv"), "1,one\n2,\"t,wo\"\n3,\n");
        Path out = folder.resolve("out-" + way + ".csv");

        Program.Outcome outcome =
                psql.run(
                        ground,
                        way,
                        """
                        CREATE TEMP TABLE t (a int, b text);
                        \\copy t FROM '%s' CSV
                        \\copy t TO '%s' CSV
                        """
                                .formatted(in, out),
                        "--no-psqlrc",
                        "--set=ON_ERROR_STOP=1");

        assertThat(outcome.code()).as(outcome.errors()).isZero();
        assertThat(out).hasSameTextualContentAs(in);
    }

    @Test
    void aSingleTransactionOfSeveralCommands() throws Exception {
        String[] arguments = {
            "--no-psqlrc",
            "--single-transaction",
            "--command=SELECT 1",
            "--command=SELECT 1/0",
            "--command=SELECT 2"
        };

        assertThat(psql.run(ground, Way.GATEWAY, "", arguments))
                .isEqualTo(psql.run(ground, Way.DIRECT, "", arguments));
    }

    static Stream<Way> ways() {
        return Stream.of(Way.values());
    }
}
