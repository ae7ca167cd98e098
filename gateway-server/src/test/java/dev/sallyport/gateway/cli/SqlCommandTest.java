package dev.sallyport.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sallyport.gateway.sql.PostgresReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// `sql facts`, line by line.
final class SqlCommandTest {
    private final SqlCommand command = new SqlCommand();
    private final CommandLine line = new CommandLine(command);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void eachLineIsAnsweredWithItsFacts() throws IOException {
        int code =
                command.facts(
                        new PostgresReader(0),
                        in(
                                "{\"sql\": \"SELECT f(a) FROM s.t; DELETE FROM u\"}\n{\"sql\": \"nonsense\"}\n"),
                        out);

        assertThat(code).isZero();
        String[] answers = out.toString(StandardCharsets.UTF_8).split("\n");
        assertThat(answers).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(answers[0]);
        assertThat(first.get("understood").booleanValue()).isTrue();
        assertThat(first.get("facts")).hasSize(2);
        assertThat(first.at("/facts/0/reads/0").textValue()).isEqualTo("s.t");
        assertThat(first.at("/facts/0/functions/0").textValue()).isEqualTo("f");
        assertThat(first.at("/facts/0/columns/0").textValue()).isEqualTo("a");
        assertThat(first.at("/facts/1/writes/0").textValue()).isEqualTo("u");
        assertThat(first.at("/facts/1/unfiltered").booleanValue()).isTrue();
        assertThat(new ObjectMapper().readTree(answers[1]).get("understood").booleanValue())
                .isFalse();
    }

    @Test
    void whatMySqlHasToBeToldIsChecked() {
        line.setErr(new PrintWriter(new StringWriter()));
        assertThat(line.execute("facts", "--dialect", "mysql", "--sql-mode", "ORACLE"))
                .isEqualTo(2);
        assertThat(line.execute("facts", "--dialect", "mysql", "--server-version", "new"))
                .isEqualTo(2);
        assertThat(line.execute("facts", "--dialect", "oracle")).isEqualTo(2);
    }

    @Test
    void aLineWithoutSqlIsNamed() throws IOException {
        StringWriter errors = new StringWriter();
        line.setErr(new PrintWriter(errors));
        assertThat(
                        command.facts(
                                new PostgresReader(0),
                                in("{\"sql\": \"SELECT 1\"}\n{\"text\": \"SELECT 1\"}\n"),
                                out))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("line 2").contains("expected");
    }

    private static ByteArrayInputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
