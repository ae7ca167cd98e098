package dev.sallyport.model.recording;

import java.util.Arrays;

/// Where in a recording to begin reading: a place for each 64 KiB or so, and for each keyframe.
///
/// A recording of any length gets by with [#ENTRIES_MAX] places: where there are more, every second one goes, and from
/// then on they lie twice as far apart.
final class SegmentIndex {
    static final int ENTRY_BYTES = 32;
    static final int ENTRIES_MAX = 1 << 16;
    static final int KEYFRAME = 1;

    private static final int SPACING_BYTES = 64 * 1024;

    /// Four longs a place: offset, first sequence, first nanoseconds, and statements before with flags.
    private static final int LONGS = ENTRY_BYTES / Long.BYTES;

    private long[] places = new long[LONGS];
    private int size;
    private long spacing = SPACING_BYTES;

    int size() {
        return size;
    }

    /// A segment of records begins here.
    ///
    /// @param statementsBefore the highest number of a statement asked before it
    void note(long offset, long sequence, long nanos, int statementsBefore, boolean isKeyframe) {
        if (size > 0 && !isKeyframe && offset - offset(size - 1) < spacing) {
            return;
        }
        if (size == ENTRIES_MAX) {
            thinOut();
        }
        if (places.length == size * LONGS) {
            places = Arrays.copyOf(places, places.length * 2);
        }
        int at = size++ * LONGS;
        places[at] = offset;
        places[at + 1] = sequence;
        places[at + 2] = nanos;
        places[at + 3] = (long) statementsBefore << 32 | (isKeyframe ? KEYFRAME : 0);
    }

    /// Forgets what lies at this offset or behind it.
    void cutTo(long offset) {
        while (size > 0 && offset(size - 1) >= offset) {
            size--;
        }
    }

    /// The last place whose value is at most this one; the first if there is none. -1 in an empty index.
    int lastAtMost(Column column, long value) {
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (value(middle, column) <= value) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return size == 0 ? -1 : low;
    }

    /// What places are looked for by; each grows from place to place.
    enum Column {
        SEQUENCE,
        NANOS,
        STATEMENTS_BEFORE
    }

    long value(int place, Column column) {
        return switch (column) {
            case SEQUENCE -> places[place * LONGS + 1];
            case NANOS -> places[place * LONGS + 2];
            case STATEMENTS_BEFORE -> places[place * LONGS + 3] >>> 32;
        };
    }

    long offset(int place) {
        return places[place * LONGS];
    }

    boolean isKeyframe(int place) {
        return (places[place * LONGS + 3] & KEYFRAME) != 0;
    }

    void write(byte[] to, int at) {
        for (int i = 0; i < size * LONGS; i++) {
            BigEndian.putLong(to, at + i * Long.BYTES, places[i]);
        }
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws IllegalArgumentException where it is no index: too long, or its places do not follow each other
    static SegmentIndex read(byte[] from, int at, int length) {
        if (length % ENTRY_BYTES != 0 || length / ENTRY_BYTES > ENTRIES_MAX) {
            throw new IllegalArgumentException(
                    "index: "
                            + length
                            + " bytes (expected: a multiple of "
                            + ENTRY_BYTES
                            + ", for at most "
                            + ENTRIES_MAX
                            + " places)");
        }
        SegmentIndex index = new SegmentIndex();
        index.size = length / ENTRY_BYTES;
        index.places = new long[Math.max(1, index.size) * LONGS];
        for (int i = 0; i < index.size * LONGS; i++) {
            index.places[i] = BigEndian.getLong(from, at + i * Long.BYTES);
        }
        for (int i = 1; i < index.size; i++) {
            boolean follows = index.offset(i) > index.offset(i - 1);
            for (Column column : Column.values()) {
                follows &= index.value(i, column) >= index.value(i - 1, column);
            }
            if (!follows) {
                throw new IllegalArgumentException(
                        "index: place " + i + " does not follow the one before");
            }
        }
        return index;
    }

    private void thinOut() {
        for (int i = 1; i < size / 2; i++) {
            System.arraycopy(places, 2 * i * LONGS, places, i * LONGS, LONGS);
        }
        size /= 2;
        spacing *= 2;
    }
}
