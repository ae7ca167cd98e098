package dev.sallyport.model.terminal;

import java.util.Arrays;

/// The numbers of a control sequence: parameters, and below them, after colons, subparameters.
///
/// What comes after [#COUNT_MAX] of them is dropped, and a number stops growing at [#VALUE_MAX].
final class Parameters {
    static final int COUNT_MAX = 64;
    static final int VALUE_MAX = 0xFFFF;

    /// A subparameter that was left out.
    static final int ABSENT = -1;

    // The last place takes what comes too late, and is never read.
    private final int[] values = new int[COUNT_MAX + 1];
    private long subparameters;
    private int count = 1;

    void clear() {
        values[0] = 0;
        subparameters = 0;
        count = 1;
    }

    /// A digit, a semicolon or a colon.
    void take(int c) {
        if (c == ';') {
            begin(0, 0);
        } else if (c == ':') {
            begin(ABSENT, 1);
        } else {
            int value = Math.max(0, values[count - 1]);
            values[count - 1] = Math.min(VALUE_MAX, value * 10 + c - '0');
        }
    }

    private void begin(int value, long sub) {
        if (count < COUNT_MAX) {
            subparameters |= sub << count;
        }
        if (count <= COUNT_MAX) {
            count++;
        }
        values[count - 1] = value;
    }

    /// How many there are, subparameters among them; at least 1.
    int count() {
        return Math.min(count, COUNT_MAX);
    }

    /// The value at a place, 0 where there is none.
    int get(int i) {
        return i < count() ? Math.max(0, values[i]) : 0;
    }

    /// The value at a place, 1 where it is 0 or there is none: for counts.
    int orOne(int i) {
        return Math.max(1, get(i));
    }

    /// The value at a place, [#ABSENT] for a subparameter that was left out.
    int raw(int i) {
        return i < count() ? values[i] : ABSENT;
    }

    boolean isSub(int i) {
        return i < count() && ((subparameters >>> i) & 1) != 0;
    }

    /// What a keyframe holds: each value, doubled and with the lowest bit for a subparameter.
    int[] packed() {
        int[] packed = new int[count];
        for (int i = 0; i < count; i++) {
            packed[i] = ((values[i] + 1) << 1) | (isSub(i) ? 1 : 0);
        }
        return packed;
    }

    /// @param packed 1 to [#COUNT_MAX] + 1 values as [#packed] gives them
    void unpack(int[] packed) {
        clear();
        for (int i = 0; i < packed.length; i++) {
            values[i] = (packed[i] >> 1) - 1;
            subparameters |= i < COUNT_MAX ? (long) (packed[i] & 1) << i : 0;
        }
        count = packed.length;
    }

    void set(Parameters other) {
        System.arraycopy(other.values, 0, values, 0, other.count);
        subparameters = other.subparameters;
        count = other.count;
    }

    boolean same(Parameters other) {
        return count == other.count
                && subparameters == other.subparameters
                && Arrays.equals(values, 0, count, other.values, 0, count);
    }
}
