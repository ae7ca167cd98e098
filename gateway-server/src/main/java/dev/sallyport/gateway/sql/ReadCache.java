package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Name;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Texts read before, bounded in bytes.
///
/// Two generations instead of a list in order of use: a hit in the young one is a plain look-up without lock or
/// allocation. When the young one is full it becomes the old one, and what is never asked for again goes with the next
/// turn.
final class ReadCache {
    private final long generationBytesMax;
    private final AtomicLong youngBytes = new AtomicLong();
    private volatile Map<String, SqlText> young = new ConcurrentHashMap<>();
    private volatile Map<String, SqlText> old = new ConcurrentHashMap<>();

    ReadCache(long bytesMax) {
        generationBytesMax = bytesMax / 2;
    }

    @Nullable SqlText get(String sql) {
        SqlText text = young.get(sql);
        if (text != null) {
            return text;
        }
        text = old.get(sql);
        if (text != null) {
            put(sql, text);
        }
        return text;
    }

    /// Keeps this, unless it alone would fill a quarter of the room.
    void put(String sql, SqlText text) {
        long bytes = bytes(sql, text);
        if (bytes > generationBytesMax / 2) {
            return;
        }
        if (youngBytes.get() + bytes > generationBytesMax) {
            turn();
        }
        if (young.put(sql, text) == null) {
            youngBytes.addAndGet(bytes);
        }
    }

    private synchronized void turn() {
        if (youngBytes.get() > generationBytesMax / 2) {
            old = young;
            young = new ConcurrentHashMap<>();
            youngBytes.set(0);
        }
    }

    /// What an entry takes, roughly and rather too much: two bytes a character, and every name with its set's nodes.
    static long bytes(String sql, SqlText text) {
        long bytes = 200 + 2L * sql.length();
        for (Action action : text.actions()) {
            long names = action.columns().size();
            for (Set<Name> set :
                    List.of(
                            action.reads(),
                            action.writes(),
                            action.defines(),
                            action.mentions(),
                            action.functions())) {
                names += set.size();
            }
            bytes += 600 + 160 * names;
        }
        return bytes;
    }
}
