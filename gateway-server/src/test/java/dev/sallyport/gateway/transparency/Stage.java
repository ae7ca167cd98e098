package dev.sallyport.gateway.transparency;

import dev.sallyport.demo.PostgresOptions;
import dev.sallyport.demo.PostgresServer;
import dev.sallyport.demo.Shop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// Servers that are as alike as twins, so that one and the same script gets one and the same answer from each.
///
/// What makes them so: the same database, made anew for each file of scripts; the same object IDs, as RowDescription
/// shows a table's; and no background work.
final class Stage implements AutoCloseable {
    static final String DATABASE = "stage";
    static final String USER = "app";
    static final String PASSWORD = "a password";

    private final List<House> houses;

    private Stage(List<House> houses) {
        this.houses = List.copyOf(houses);
    }

    static Stage open(int servers) {
        List<CompletableFuture<House>> building =
                IntStream.range(0, servers)
                        .mapToObj(i -> CompletableFuture.supplyAsync(House::build))
                        .toList();
        return new Stage(building.stream().map(CompletableFuture::join).toList());
    }

    House house(int index) {
        return houses.get(index);
    }

    /// A fresh database everywhere.
    void reset() {
        CompletableFuture.allOf(
                        houses.stream()
                                .map(house -> CompletableFuture.runAsync(house::reset))
                                .toArray(CompletableFuture[]::new))
                .join();
    }

    /// Lets the next new object have the same ID everywhere, whatever happened before.
    void align() throws SQLException {
        long next = 0;
        for (House house : houses) {
            next = Math.max(next, house.nextObjectId() + 1);
        }
        for (House house : houses) {
            house.advanceTo(next);
        }
    }

    @Override
    public void close() throws SQLException {
        for (House house : houses) {
            house.close();
        }
    }

    /// One of the servers, with a superuser's connection beside what the scripts do.
    static final class House implements AutoCloseable {
        private final PostgresServer server;
        private final Connection superuser;

        private House(PostgresServer server, Connection superuser) {
            this.server = server;
            this.superuser = superuser;
        }

        static House build() {
            try {
                PostgresServer server =
                        PostgresServer.start(
                                PostgresOptions.defaults()
                                        // A thousand logins: proving oneself is not the point here.
                                        .user(USER, PASSWORD, PostgresOptions.Authentication.TRUST)
                                        .database("template", USER)
                                        .setting("max_prepared_transactions", "0")
                                        .setting("jit", "off"));
                server.run(
                        "template",
                        "SET SESSION AUTHORIZATION " + USER + ";" + Shop.sql() + fixture());
                server.run("template", TEMPORARY_SCHEMAS);
                server.run("postgres", OBJECT_IDS);
                House house = new House(server, server.connect("postgres"));
                house.reset();
                return house;
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("cannot set the stage", e);
            }
        }

        int port() {
            return server.port();
        }

        PostgresServer server() {
            return server;
        }

        Route direct() {
            return new DirectRoute(server.port());
        }

        void awaitRunning(String text) {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(5))
                    .until(() ->
                            number(
                                            "SELECT count(*) FROM pg_stat_activity WHERE datname = '"
                                                    + DATABASE
                                                    + "' AND wait_event_type IN ('Timeout', 'Lock') AND position('"
                                                    + text.replace("'", "''")
                                                    + "' in query) > 0")
                                    > 0);
        }

        private void reset() {
            try {
                execute("DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
                execute("CREATE DATABASE " + DATABASE + " TEMPLATE template OWNER " + USER);
            } catch (SQLException e) {
                throw new IllegalStateException("cannot reset the stage", e);
            }
        }

        private long nextObjectId() throws SQLException {
            return number("SELECT next_object_id()");
        }

        private void advanceTo(long id) throws SQLException {
            execute("SELECT advance_object_id(" + id + ")");
        }

        private void execute(String sql) throws SQLException {
            try (Statement statement = superuser.createStatement()) {
                statement.execute(sql);
            }
        }

        private long number(String sql) throws SQLException {
            try (Statement statement = superuser.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                result.next();
                return result.getLong(1);
            }
        }

        @Override
        public void close() throws SQLException {
            superuser.close();
            server.close();
        }

        private static String fixture() throws IOException {
            try (InputStream in = Stage.class.getResourceAsStream("/transparency/fixture.sql")) {
                if (in == null) {
                    throw new IOException("missing on the class path: /transparency/fixture.sql");
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    /// A backend makes the schema for its temporary tables when it first needs it, which takes object IDs or does not,
    /// depending on which of the server's slots it happens to sit in. So they are all there beforehand.
    private static final String TEMPORARY_SCHEMAS =
            """
            SET allow_system_table_mods = on;
            DO $$ BEGIN
                FOR slot IN 0..40 LOOP
                    EXECUTE format('CREATE SCHEMA pg_temp_%s', slot);
                    EXECUTE format('CREATE SCHEMA pg_toast_temp_%s', slot);
                END LOOP;
            END $$;
            """;

    /// A new large object takes the next ID from the counter that all objects share.
    private static final String OBJECT_IDS =
            """
            CREATE FUNCTION next_object_id() RETURNS bigint LANGUAGE plpgsql AS $$
            DECLARE id oid := lo_creat(-1);
            BEGIN
                PERFORM lo_unlink(id);
                RETURN id::bigint;
            END $$;
            CREATE FUNCTION advance_object_id(target bigint) RETURNS void LANGUAGE plpgsql AS $$
            BEGIN
                WHILE next_object_id() < target LOOP END LOOP;
            END $$;
            """;
}
