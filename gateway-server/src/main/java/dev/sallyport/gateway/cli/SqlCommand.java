package dev.sallyport.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sallyport.gateway.sql.MySqlReader;
import dev.sallyport.gateway.sql.MySqlServer;
import dev.sallyport.gateway.sql.MySqlSettings;
import dev.sallyport.gateway.sql.PostgresReader;
import dev.sallyport.gateway.sql.SqlMode;
import dev.sallyport.gateway.sql.SqlReader;
import dev.sallyport.gateway.sql.SqlText;
import dev.sallyport.gateway.sql.TableNames;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Shows what the gateway's reader makes of SQL, so that anybody can hold it against the truth.
@Command(name = "sql", description = "Show what the gateway's SQL reader understands.")
public final class SqlCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a subcommand is needed (expected: facts)");
    }

    /// Whose SQL it is.
    public enum Dialect {
        /// PostgreSQL.
        postgres,
        /// MySQL and MariaDB.
        mysql
    }

    /// Reads one JSON object with a field `sql` a line, and writes one line each.
    ///
    /// @param dialect whose SQL to read
    /// @param sqlMode for MySQL, the value of `@@sql_mode`; null where it is not known
    /// @param server for MySQL, what the server says of its version; null where it is not known
    /// @return the exit code: 0, or 2 where a line is not such an object
    @Command(
            name = "facts",
            description =
                    "Read JSON lines with a field \"sql\" on standard input; write a line of facts for each.")
    public int facts(
            @Option(
                            names = "--dialect",
                            defaultValue = "postgres",
                            description = "Whose SQL it is: ${COMPLETION-CANDIDATES}.")
                    Dialect dialect,
            @Option(
                            names = "--sql-mode",
                            paramLabel = "MODES",
                            description =
                                    "For mysql, the session's sql_mode. Left out: a text is understood where it reads the same under all of them.")
                    @Nullable String sqlMode,
            @Option(
                            names = "--server-version",
                            paramLabel = "VERSION",
                            description =
                                    "For mysql, such as 8.0.36 or 11.4.5-MariaDB. Left out: a text is understood where it reads the same for all.")
                    @Nullable String server)
            throws IOException {
        return facts(reader(dialect, sqlMode, server), System.in, System.out);
    }

    private SqlReader reader(Dialect dialect, @Nullable String sqlMode, @Nullable String server) {
        return switch (dialect) {
            case postgres -> new PostgresReader(0);
            case mysql ->
                    new MySqlReader(0)
                            .under(
                                    new MySqlSettings(
                                            sqlMode == null
                                                    ? null
                                                    : SqlMode.of(sqlMode)
                                                            .orElseThrow(() ->
                                                                    wrong(
                                                                            "--sql-mode",
                                                                            sqlMode,
                                                                            "neither ORACLE nor MSSQL")),
                                            server == null
                                                    ? null
                                                    : MySqlServer.of(server)
                                                            .orElseThrow(() ->
                                                                    wrong(
                                                                            "--server-version",
                                                                            server,
                                                                            "such as 8.0.36")),
                                            TableNames.AS_WRITTEN));
        };
    }

    private ParameterException wrong(String option, String value, String expected) {
        return new ParameterException(
                spec.commandLine(), option + ": " + value + " (expected: " + expected + ")");
    }

    int facts(SqlReader reader, InputStream from, OutputStream to) throws IOException {
        ObjectMapper json = new ObjectMapper();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8));
        PrintWriter out = new PrintWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            JsonNode sql = line.isBlank() ? null : json.readTree(line).get("sql");
            if (sql == null || !sql.isTextual()) {
                out.flush();
                spec.commandLine()
                        .getErr()
                        .println(
                                "line "
                                        + number
                                        + ": no text in it (expected: a JSON object with a field \"sql\")");
                return 2;
            }
            out.println(json.writeValueAsString(answer(json, reader.read(sql.textValue()))));
        }
        out.flush();
        return 0;
    }

    private static ObjectNode answer(ObjectMapper json, SqlText text) {
        ObjectNode answer = json.createObjectNode();
        answer.put("understood", text.actions().stream().allMatch(Action::understood));
        ArrayNode facts = answer.putArray("facts");
        for (Action action : text.actions()) {
            ObjectNode one = facts.addObject();
            one.put("verb", action.verb());
            add(one.putArray("effects"), action.effects().stream().map(Effect::word).toList());
            add(one.putArray("reads"), action.reads());
            add(one.putArray("writes"), action.writes());
            add(one.putArray("defines"), action.defines());
            add(one.putArray("mentions"), action.mentions());
            add(one.putArray("functions"), action.functions());
            add(one.putArray("columns"), action.columns());
            one.put("unfiltered", action.unfiltered());
        }
        return answer;
    }

    private static void add(ArrayNode array, Collection<?> values) {
        values.forEach(value -> array.add(value.toString()));
    }
}
