package dev.sallyport.gateway.sql;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The ways in which a text could be read where the session's modes or the server are not known.
///
/// Only those that can make a difference: without a backslash or a double quote no mode does, without an executable
/// comment no server does, and between two versions that the text names all servers are alike.
final class MySqlWays {
    /// More ways than this, and the text is not worth reading.
    private static final int WAYS_MAX = 24;

    private static final MySqlServer ANY =
            new MySqlServer(MySqlServer.Product.MYSQL, MySqlServer.MYSQL_VERSION_MIN);

    private MySqlWays() {}

    /// At least one, and the first is the likeliest; none where there are too many.
    static List<MySqlRules> of(String text, MySqlSettings settings) {
        List<MySqlRules> ways = new ArrayList<>(1);
        List<Set<SqlMode>> modes = modes(text, settings);
        List<MySqlServer> servers = servers(text, settings);
        if (modes.size() * servers.size() > WAYS_MAX) {
            return List.of();
        }
        for (Set<SqlMode> some : modes) {
            for (MySqlServer server : servers) {
                ways.add(new MySqlRules(some, server));
            }
        }
        return ways;
    }

    private static List<Set<SqlMode>> modes(String text, MySqlSettings settings) {
        Set<SqlMode> known = settings.modes();
        if (known != null) {
            return List.of(known);
        }
        List<Set<SqlMode>> ways = new ArrayList<>(4);
        ways.add(EnumSet.noneOf(SqlMode.class));
        if (text.indexOf('"') >= 0) {
            ways.add(EnumSet.of(SqlMode.ANSI_QUOTES));
        }
        if (text.indexOf('\\') >= 0) {
            for (Set<SqlMode> way : List.copyOf(ways)) {
                EnumSet<SqlMode> more = EnumSet.of(SqlMode.NO_BACKSLASH_ESCAPES);
                more.addAll(way);
                ways.add(more);
            }
        }
        return ways;
    }

    private static List<MySqlServer> servers(String text, MySqlSettings settings) {
        MySqlServer known = settings.server();
        if (known != null) {
            return List.of(known);
        }
        if (!text.contains("/*!") && !text.contains("/*M!")) {
            return List.of(ANY);
        }
        TreeSet<Integer> mysql = new TreeSet<>(Set.of(MySqlServer.MYSQL_VERSION_MIN));
        TreeSet<Integer> maria = new TreeSet<>(Set.of(MySqlServer.MARIADB_VERSION_MIN));
        for (int at = text.indexOf('!'); at >= 0; at = text.indexOf('!', at + 1)) {
            int digits = 0;
            int version = 0;
            while (digits < 6
                    && at + 1 + digits < text.length()
                    && Lexer.isDigit(text.charAt(at + 1 + digits))) {
                version = version * 10 + text.charAt(at + 1 + digits) - '0';
                if (++digits == 5 && version > MySqlServer.MYSQL_VERSION_MIN) {
                    mysql.add(version);
                }
            }
            if (digits >= 5 && version > MySqlServer.MARIADB_VERSION_MIN) {
                maria.add(version);
            }
            if (mysql.size() + maria.size() > WAYS_MAX) {
                break; // there are too many already
            }
        }
        List<MySqlServer> servers = new ArrayList<>();
        mysql.forEach(v -> servers.add(new MySqlServer(MySqlServer.Product.MYSQL, v)));
        maria.forEach(v -> servers.add(new MySqlServer(MySqlServer.Product.MARIADB, v)));
        return servers;
    }
}
