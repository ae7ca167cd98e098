package dev.sallyport.gateway.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Reads the SQL of MySQL and MariaDB: what each statement of a text does, or that this is not to be said.
///
/// As [PostgresReader] does it: an exact lexer, a recursive reader over its tokens, and whatever is unexpected is not
/// understood. What MySQL adds is that one text reads differently from session to session and from server to server;
/// where that is not known, the text is read in every way there is, and understood where all of them agree.
/// Thread-safe; a text seen before under the same settings costs one look-up.
public final class MySqlReader {
    /// For how many different settings texts are remembered; further ones are read anew each time.
    static final int SETTINGS_MAX = 8;

    private static final int CACHE_BYTES_DEFAULT = 8 << 20;

    private final int cacheBytesMax;
    private final Map<MySqlSettings, ReadTexts> caches = new ConcurrentHashMap<>();

    public MySqlReader() {
        this(CACHE_BYTES_DEFAULT);
    }

    /// @param cacheBytesMax how much memory the texts read before may take under each of up to eight settings, roughly; 0
    ///     keeps none
    public MySqlReader(int cacheBytesMax) {
        this.cacheBytesMax = cacheBytesMax;
    }

    /// A reader of texts that come under these settings.
    public SqlReader under(MySqlSettings settings) {
        ReadTexts cache = cache(settings);
        return sql -> read(sql, settings, cache);
    }

    private ReadTexts cache(MySqlSettings settings) {
        ReadTexts known = caches.get(settings);
        if (known != null) {
            return known;
        }
        if (caches.size() >= SETTINGS_MAX) {
            return new ReadTexts(0);
        }
        return caches.computeIfAbsent(settings, any -> new ReadTexts(cacheBytesMax));
    }

    private static SqlText read(String sql, MySqlSettings settings, ReadTexts cache) {
        SqlText known = cache.find(sql);
        if (known != null) {
            return known;
        }
        SqlText text = readAnew(sql, settings);
        cache.keep(sql, text);
        return text;
    }

    private static SqlText readAnew(String sql, MySqlSettings settings) {
        if (sql.length() > PostgresReader.SQL_CHARACTERS_MAX) {
            return MySqlText.UNKNOWN;
        }
        List<MySqlRules> ways = MySqlWays.of(sql, settings);
        if (ways.isEmpty()) {
            return MySqlText.UNKNOWN;
        }
        SqlText first = new MySqlText(sql, ways.getFirst(), settings.tableNames()).read();
        if (ways.size() == 1) {
            return first;
        }
        List<SqlText> readings = new ArrayList<>(List.of(first));
        for (MySqlRules rules : ways.subList(1, ways.size())) {
            SqlText other = new MySqlText(sql, rules, settings.tableNames()).read();
            if (!readings.contains(other)) {
                readings.add(other);
            }
        }
        return readings.size() == 1 ? first : atOdds(readings);
    }

    /// One part that names whatever any reading finds, and is not understood.
    private static SqlText atOdds(List<SqlText> readings) {
        Facts all = new Facts();
        all.verb("UNKNOWN");
        for (SqlText reading : readings) {
            reading.actions().forEach(all::include);
        }
        return new SqlText(List.of(new Part(all.toAction(false), new SessionChange.Sets("*"))));
    }
}
