package dev.sallyport.gateway.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.PGStatement;
import org.postgresql.copy.CopyManager;

/// The PostgreSQL JDBC driver does all its tricks, straight and through the gateway.
@ParameterizedClass
@EnumSource(Way.class)
final class JdbcTest {
    private static Ground ground;

    @Parameter Way way;
    private Connection connection;

    @BeforeAll
    static void open() throws Exception {
        ground = Ground.open();
    }

    @AfterAll
    static void close() throws Exception {
        ground.close();
    }

    @BeforeEach
    void connect() throws Exception {
        connection = ground.connect(way);
    }

    @AfterEach
    void disconnect() throws Exception {
        connection.close();
    }

    @Test
    void preparesOnTheServerAfterFiveUses() throws Exception {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT name FROM customers WHERE id = ?")) {
            PGStatement driver = statement.unwrap(PGStatement.class);
            for (int id = 1; id <= 12; id++) {
                statement.setInt(1, id);
                try (ResultSet result = statement.executeQuery()) {
                    assertThat(result.next()).isTrue();
                    assertThat(result.getString(1)).isNotEmpty();
                }
                assertThat(driver.isUseServerPrepare())
                        .isEqualTo(id >= 4); // that is, from the next use on
            }
        }
        assertThat(
                        number(
                                "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%FROM customers WHERE id = $1'"))
                .isEqualTo(1);
    }

    @Test
    void receivesBinaryAfterFiveUses() throws Exception {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT 7::int4, 8::int8, 1.5::float8, 12.34::numeric, true, date '2024-02-29', timestamptz '2024-02-29 12:00+00', '{1,2,NULL}'::int4[], 'ünï'::text, '\\x00ff'::bytea")) {
            for (int i = 0; i < 8; i++) {
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    assertThat(row.getInt(1)).isEqualTo(7);
                    assertThat(row.getLong(2)).isEqualTo(8);
                    assertThat(row.getDouble(3)).isEqualTo(1.5);
                    assertThat(row.getBigDecimal(4)).isEqualTo(new BigDecimal("12.34"));
                    assertThat(row.getBoolean(5)).isTrue();
                    assertThat(row.getObject(6, LocalDate.class))
                            .isEqualTo(LocalDate.of(2024, 2, 29));
                    assertThat(row.getObject(7, OffsetDateTime.class))
                            .isEqualTo(OffsetDateTime.of(2024, 2, 29, 12, 0, 0, 0, ZoneOffset.UTC));
                    assertThat((Integer[]) row.getArray(8).getArray()).containsExactly(1, 2, null);
                    assertThat(row.getString(9)).isEqualTo("ünï");
                    assertThat(row.getBytes(10)).containsExactly(0, 0xff);
                }
            }
        }
    }

    @Test
    void sendsParametersOfManyTypes() throws Exception {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT ?::int, ?::text, ?::numeric, ?::bytea, ?::date, ?::int[], ?::uuid, ?::text")) {
            java.util.UUID uuid = java.util.UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
            Array numbers = connection.createArrayOf("int4", new Integer[] {1, null, 3});
            for (int i = 0; i < 7; i++) {
                statement.setInt(1, i);
                statement.setString(2, "text " + i);
                statement.setBigDecimal(3, new BigDecimal("1.50"));
                statement.setBytes(4, new byte[] {0, 1});
                statement.setObject(5, LocalDate.of(2024, 1, 1));
                statement.setArray(6, numbers);
                statement.setObject(7, uuid);
                statement.setNull(8, Types.VARCHAR);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    assertThat(row.getInt(1)).isEqualTo(i);
                    assertThat(row.getString(2)).isEqualTo("text " + i);
                    assertThat(row.getBytes(4)).containsExactly(0, 1);
                    assertThat((Integer[]) row.getArray(6).getArray()).containsExactly(1, null, 3);
                    assertThat(row.getObject(7)).isEqualTo(uuid);
                    assertThat(row.getString(8)).isNull();
                }
            }
        }
    }

    @Test
    void batchesAThousand() throws Exception {
        try (Statement setup = connection.createStatement()) {
            setup.execute("CREATE TEMP TABLE batch (a int, b text)");
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO batch VALUES (?, ?)")) {
            for (int i = 0; i < 1_000; i++) {
                insert.setInt(1, i);
                insert.setString(2, "row " + i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(1_000).containsOnly(1);
        }
        assertThat(number("SELECT count(*) FROM batch")).isEqualTo(1_000);
    }

    @Test
    void batchesAThousandRewritten() throws Exception {
        try (Connection rewriting = ground.connect(way, "reWriteBatchedInserts=true");
                Statement setup = rewriting.createStatement()) {
            setup.execute("CREATE TEMP TABLE batch (a int, b text)");
            try (PreparedStatement insert =
                    rewriting.prepareStatement("INSERT INTO batch VALUES (?, ?)")) {
                for (int i = 0; i < 1_000; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "row " + i);
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(1_000);
            }
            try (ResultSet count = setup.executeQuery("SELECT count(*) FROM batch")) {
                count.next();
                assertThat(count.getInt(1)).isEqualTo(1_000);
            }
        }
    }

    @Test
    void aBatchThatFailsInTheMiddle() throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE batch (a int PRIMARY KEY)");
            for (int i : new int[] {1, 2, 2, 3}) {
                statement.addBatch("INSERT INTO batch VALUES (" + i + ")");
            }
            assertThatThrownBy(statement::executeBatch)
                    .isInstanceOfSatisfying(
                            BatchUpdateException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("23505"));
        }
        assertThat(number("SELECT 1")).isEqualTo(1);
    }

    @Test
    void readsByCursorInPortions() throws Exception {
        connection.setAutoCommit(false);
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT id FROM orders ORDER BY id")) {
            statement.setFetchSize(64);
            try (ResultSet rows = statement.executeQuery()) {
                int expected = 0;
                while (rows.next()) {
                    assertThat(rows.getInt(1)).isEqualTo(++expected);
                }
                assertThat(expected).isEqualTo(1_000);
            }
        }
        connection.commit();
    }

    @Test
    void copiesInAndOut() throws Exception {
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        try (Statement setup = connection.createStatement()) {
            setup.execute("CREATE TEMP TABLE copied (a int, b text)");
        }
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            rows.append(i).append("\trow ").append(i).append('\n');
        }

        assertThat(copy.copyIn("COPY copied FROM STDIN", new StringReader(rows.toString())))
                .isEqualTo(5_000);

        StringWriter out = new StringWriter();
        assertThat(copy.copyOut("COPY (SELECT * FROM copied ORDER BY a) TO STDOUT", out))
                .isEqualTo(5_000);
        assertThat(out).hasToString(rows.toString());
    }

    @Test
    void aCopyThatIsGivenUp() throws Exception {
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        try (Statement setup = connection.createStatement()) {
            setup.execute("CREATE TEMP TABLE copied (a int)");
        }
        var in = copy.copyIn("COPY copied FROM STDIN");
        in.writeToCopy("1\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 2);
        in.cancelCopy();
        assertThatThrownBy(() -> copy.copyIn("COPY copied FROM STDIN", new StringReader("x\n")))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22P02"));
        assertThat(number("SELECT count(*) FROM copied")).isZero();
    }

    @Test
    void transactionsAndSavepoints() throws Exception {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE tx (a int)");
            statement.execute("INSERT INTO tx VALUES (1)");
            Savepoint before = connection.setSavepoint("before");
            assertThatThrownBy(() -> statement.execute("SELECT 1/0"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("22012"));
            connection.rollback(before);
            statement.execute("INSERT INTO tx VALUES (2)");
        }
        connection.commit();
        assertThat(number("SELECT sum(a) FROM tx")).isEqualTo(3);
        connection.rollback();
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        connection.setReadOnly(true);
        assertThatThrownBy(() -> number("INSERT INTO orders DEFAULT VALUES RETURNING id"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
        connection.rollback();
    }

    @Test
    void autosaveRepairsFailedTransactions() throws Exception {
        try (Connection saving = ground.connect(way, "autosave=always");
                Statement statement = saving.createStatement()) {
            saving.setAutoCommit(false);
            statement.execute("CREATE TEMP TABLE saved (a int)");
            assertThatThrownBy(() -> statement.execute("SELECT nothing"))
                    .isInstanceOf(SQLException.class);
            statement.execute("INSERT INTO saved VALUES (1)");
            saving.commit();
        }
    }

    @Test
    void hearsNotifications() throws Exception {
        try (Connection other = ground.connect(way);
                Statement listen = connection.createStatement();
                Statement notify = other.createStatement()) {
            listen.execute("LISTEN news");
            notify.execute("NOTIFY news, 'hello'");
            PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications(10_000);
            assertThat(heard).hasSize(1);
            assertThat(heard[0].getParameter()).isEqualTo("hello");
        }
    }

    @Test
    void cancelsByTimeout() throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(30)"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        }
        assertThat(number("SELECT 1")).isEqualTo(1);
    }

    @Test
    void knowsTheTables() throws Exception {
        DatabaseMetaData metadata = connection.getMetaData();
        List<String> columns = new ArrayList<>();
        try (ResultSet found = metadata.getColumns(null, "public", "customers", null)) {
            while (found.next()) {
                columns.add(found.getString("COLUMN_NAME"));
            }
        }
        assertThat(columns).contains("email", "card_number").hasSize(8);
        try (ResultSet keys = metadata.getImportedKeys(null, "public", "orders")) {
            assertThat(keys.next()).isTrue();
            assertThat(keys.getString("PKTABLE_NAME")).isEqualTo("customers");
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT c.email AS contact FROM customers c WHERE id = ?")) {
            assertThat(statement.getMetaData().getColumnType(1)).isEqualTo(Types.VARCHAR);
            assertThat(statement.getParameterMetaData().getParameterType(1))
                    .isEqualTo(Types.INTEGER);
        }
        assertThat(metadata.getDatabaseProductVersion()).startsWith("18");
    }

    @Test
    void getsGeneratedKeysAndUpdatesRows() throws Exception {
        try (Statement statement =
                connection.createStatement(
                        ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
            statement.execute("CREATE TEMP TABLE keyed (id serial PRIMARY KEY, b text)");
            statement.executeUpdate(
                    "INSERT INTO keyed (b) VALUES ('x')", Statement.RETURN_GENERATED_KEYS);
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                assertThat(keys.getInt("id")).isEqualTo(1);
            }
            try (ResultSet rows = statement.executeQuery("SELECT id, b FROM keyed")) {
                rows.next();
                rows.updateString("b", "updated");
                rows.updateRow();
            }
            try (ResultSet rows = statement.executeQuery("SELECT b FROM keyed")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("updated");
            }
        }
    }

    @Test
    void callsFunctions() throws Exception {
        try (CallableStatement call = connection.prepareCall("{? = call upper(?)}")) {
            call.registerOutParameter(1, Types.VARCHAR);
            call.setString(2, "abc");
            call.execute();
            assertThat(call.getString(1)).isEqualTo("ABC");
        }
    }

    @Test
    void hearsWarningsAndTheFieldsOfErrors() throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DO $$ BEGIN RAISE WARNING 'careful'; END $$");
            assertThat(statement.getWarnings().getMessage()).isEqualTo("careful");
            assertThatThrownBy(() ->
                            statement.execute(
                                    "INSERT INTO orders (id, customer_id, product, quantity, price, ordered_at) VALUES (1, 1, 'x', 1, 1, now())"))
                    .isInstanceOfSatisfying(
                            org.postgresql.util.PSQLException.class,
                            e ->
                                    assertThat(e.getServerErrorMessage().getConstraint())
                                            .isEqualTo("orders_pkey"));
        }
    }

    @Test
    void severalResultsOfOneStatement() throws Exception {
        try (Statement statement = connection.createStatement()) {
            assertThat(
                            statement.execute(
                                    "SELECT 1; CREATE TEMP TABLE several (a int); INSERT INTO several VALUES (1), (2); SELECT 'last'"))
                    .isTrue();
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(2);
            assertThat(statement.getMoreResults()).isTrue();
        }
    }

    @Test
    void largeValuesBothWays() throws Exception {
        String large = "0123456789abcdef".repeat(1 << 16);
        try (PreparedStatement statement = connection.prepareStatement("SELECT ?::text")) {
            statement.setString(1, large);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                assertThat(row.getString(1)).isEqualTo(large);
            }
        }
    }

    @Test
    void inEveryQueryMode() throws Exception {
        for (String mode :
                List.of("simple", "extended", "extendedForPrepared", "extendedCacheEverything")) {
            try (Connection other = ground.connect(way, "preferQueryMode=" + mode);
                    PreparedStatement statement =
                            other.prepareStatement(
                                    "SELECT count(*) FROM orders WHERE customer_id = ?")) {
                for (int i = 0; i < 7; i++) {
                    statement.setInt(1, 5);
                    try (ResultSet row = statement.executeQuery()) {
                        row.next();
                        assertThat(row.getInt(1)).isEqualTo(5);
                    }
                }
            }
        }
    }

    private int number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
