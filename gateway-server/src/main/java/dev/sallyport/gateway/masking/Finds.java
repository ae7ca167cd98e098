package dev.sallyport.gateway.masking;

import dev.sallyport.model.policy.MaskKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What was found in one text: places that do not overlap, in their order, each with how it is shown.
///
/// Kept from one text to the next, so that a text in which nothing is found costs no allocation.
final class Finds {
    private int[] starts = new int[8];
    private int[] ends = new int[8];
    private @Nullable MaskKind[] kinds = new @Nullable MaskKind[8];
    private int count;
    private int addressesEnd;

    void clear() {
        count = 0;
        addressesEnd = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    int start(int i) {
        return starts[i];
    }

    int end(int i) {
        return ends[i];
    }

    MaskKind kind(int i) {
        MaskKind kind = kinds[i];
        return kind == null ? new MaskKind.Null() : kind;
    }

    /// Sets where one begins and ends; the caller keeps them in their order.
    void move(int i, int start, int end) {
        starts[i] = start;
        ends[i] = end;
    }

    /// How far back an address may begin: where the last one ended.
    int addressesEnd() {
        return addressesEnd;
    }

    void addressEnds(int end) {
        addressesEnd = end;
    }

    /// Adds a place. It may begin before places that were added earlier, such as an address whose name looked like a
    /// phone number: they become one place, shown as the stricter kind says. Each place is swallowed once, so this stays
    /// linear.
    ///
    /// @param end one behind the last byte
    void add(int start, int end, MaskKind kind) {
        int from = start;
        int to = end;
        MaskKind shown = kind;
        while (count > 0 && ends[count - 1] > from) {
            count--;
            boolean same = starts[count] == from && ends[count] == to;
            from = Math.min(from, starts[count]);
            to = Math.max(to, ends[count]);
            // Part of two values together is not the part that either mask would leave.
            shown =
                    same
                            ? shown.and(kind(count))
                            : shown.and(kind(count)).and(new MaskKind.Redact());
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
            kinds = Arrays.copyOf(kinds, count * 2);
        }
        starts[count] = from;
        ends[count] = to;
        kinds[count++] = shown;
    }
}
