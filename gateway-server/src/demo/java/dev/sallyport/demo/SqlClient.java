package dev.sallyport.demo;

import java.net.InetSocketAddress;

/// What a pipeline runs its SQL with.
public interface SqlClient {
    /// How one run ended.
    ///
    /// @param status 0 if all went well
    /// @param output rows, columns parted by `|`, without headings
    /// @param errors what went to standard error: `ERROR:  42501: …`, notices
    record Result(int status, String output, String errors) {}

    /// Runs the SQL and waits for its end.
    ///
    /// @param user the target's name
    /// @param password a token or a pass
    Result run(
            InetSocketAddress gateway, String user, String password, String database, String sql);

    /// `psql`, or the PostgreSQL JDBC driver.
    String name();

    /// `psql` where there is one, else JDBC.
    static SqlClient best() {
        return Psql.find().<SqlClient>map(found -> found).orElseGet(JdbcClient::new);
    }
}
