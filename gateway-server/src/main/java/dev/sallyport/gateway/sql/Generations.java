package dev.sallyport.gateway.sql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What was worked out before, by its text and bounded in bytes.
///
/// Two generations instead of a list in order of use: a hit in the young one is a plain look-up without lock or
/// allocation. When the young one is full it becomes the old one, and what is never asked for again goes with the next
/// turn.
final class Generations<V extends Generations.Sized> {
    /// What knows how much memory it takes, roughly.
    interface Sized {
        long bytes();
    }

    /// An entry's own share: the key's string, the table's node.
    private static final int ENTRY_BYTES = 160;

    private final long generationBytesMax;
    private final AtomicLong youngBytes = new AtomicLong();
    private volatile Map<String, V> young = new ConcurrentHashMap<>();
    private volatile Map<String, V> old = new ConcurrentHashMap<>();

    /// @param bytesMax of both generations; 0 keeps nothing
    Generations(long bytesMax) {
        generationBytesMax = bytesMax / 2;
    }

    @Nullable V get(String key) {
        V value = young.get(key);
        if (value != null) {
            return value;
        }
        value = old.get(key);
        if (value != null) {
            put(key, value);
        }
        return value;
    }

    /// Keeps this, unless it alone would fill a quarter of the room.
    void put(String key, V value) {
        long bytes = ENTRY_BYTES + 2L * key.length() + value.bytes();
        if (bytes > generationBytesMax / 2) {
            return;
        }
        if (youngBytes.get() + bytes > generationBytesMax) {
            turn();
        }
        if (young.put(key, value) == null) {
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
}
