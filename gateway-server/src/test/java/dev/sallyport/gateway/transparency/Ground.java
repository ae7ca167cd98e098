package dev.sallyport.gateway.transparency;

import dev.sallyport.demo.PostgresOptions;
import dev.sallyport.demo.PostgresServer;
import dev.sallyport.demo.Shop;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// One server with the shop in it and one gateway before it, for clients to come to either way.
final class Ground implements AutoCloseable {
    static final String DATABASE = "shop";
    private static final String USER = "app";
    private static final String PASSWORD = "a password";

    private final PostgresServer server;
    private final AllowingGateway gateway;

    private Ground(PostgresServer server, AllowingGateway gateway) {
        this.server = server;
        this.gateway = gateway;
    }

    static Ground open() throws Exception {
        PostgresServer server =
                PostgresServer.start(
                        PostgresOptions.defaults().user(USER, PASSWORD).database(DATABASE, USER));
        server.run(DATABASE, "SET SESSION AUTHORIZATION " + USER + ";" + Shop.sql());
        return new Ground(server, AllowingGateway.before(server, DATABASE, USER, PASSWORD));
    }

    int port(Way way) {
        return switch (way) {
            case DIRECT -> server.port();
            case GATEWAY -> gateway.port();
        };
    }

    String user(Way way) {
        return switch (way) {
            case DIRECT -> USER;
            case GATEWAY -> AllowingGateway.TARGET;
        };
    }

    String password(Way way) {
        return switch (way) {
            case DIRECT -> PASSWORD;
            case GATEWAY -> gateway.token();
        };
    }

    /// A connection of the JDBC driver's.
    ///
    /// @param settings the driver's own, as `name=value`
    Connection connect(Way way, String... settings) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user(way));
        properties.setProperty("password", password(way));
        for (String setting : settings) {
            String[] pair = setting.split("=", 2);
            properties.setProperty(pair[0], pair[1]);
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port(way) + "/" + DATABASE, properties);
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        server.close();
    }
}
