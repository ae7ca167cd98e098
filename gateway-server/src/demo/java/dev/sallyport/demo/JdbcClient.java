package dev.sallyport.demo;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;

/// The PostgreSQL JDBC driver, for machines without `psql`; its results read like psql's.
final class JdbcClient implements SqlClient {
    @Override
    public String name() {
        return "JDBC (no psql on the path)";
    }

    @Override
    public Result run(
            InetSocketAddress gateway, String user, String password, String database, String sql) {
        String url =
                "jdbc:postgresql://"
                        + gateway.getAddress().getHostAddress()
                        + ":"
                        + gateway.getPort()
                        + "/"
                        + database;
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            StringJoiner rows = new StringJoiner("\n");
            boolean isResult = statement.execute(sql);
            while (isResult || statement.getUpdateCount() >= 0) {
                if (isResult) {
                    addRows(statement.getResultSet(), rows);
                }
                isResult = statement.getMoreResults();
            }
            return new Result(0, rows.toString(), "");
        } catch (SQLException e) {
            return new Result(1, "", "ERROR:  " + e.getSQLState() + ": " + e.getMessage());
        }
    }

    private static void addRows(ResultSet result, StringJoiner rows) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
            StringJoiner row = new StringJoiner("|");
            for (int i = 1; i <= columns; i++) {
                String value = result.getString(i);
                row.add(value == null ? "" : value);
            }
            rows.add(row.toString());
        }
    }
}
