package dev.sallyport.model.terminal;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The addresses of hyperlinks (OSC 8), by the numbers that cells carry.
///
/// Only the latest are kept: a cell with an older number has no link any more. So a flood of links costs no more than
/// a fixed number of strings, whatever the screen holds.
final class Links {
    /// Addresses kept.
    static final int KEPT_MAX = 1024;

    /// UTF-16 units of an address; a longer one makes no link.
    static final int LENGTH_MAX = 2048;

    /// After so many there are no more.
    static final int LAST_MAX = Integer.MAX_VALUE - 1;

    private @Nullable String[] addresses = {};
    private int last;

    Links() {}

    Links(Links other) {
        addresses = other.addresses.clone();
        last = other.last;
    }

    /// The number of the last one added, 0 for none.
    int last() {
        return last;
    }

    /// The number by which a cell names an address; 0, which is none, for one that is not kept.
    int add(String address) {
        if (address.length() > LENGTH_MAX || last == LAST_MAX) {
            return 0;
        }
        if (!address.equals(address(last).orElse(null))) {
            put(last + 1, address);
            last++;
        }
        return last;
    }

    Optional<String> address(int number) {
        return number < firstKept(last) || number > last || addresses.length == 0
                ? Optional.empty()
                : Optional.ofNullable(addresses[number % KEPT_MAX]);
    }

    /// The first number that is kept when so many were given out.
    static int firstKept(int last) {
        return Math.max(1, last - KEPT_MAX + 1);
    }

    /// What a keyframe brings back: the last number, then addresses by [#put].
    void restore(int lastNumber) {
        last = lastNumber;
    }

    void put(int number, String address) {
        if (addresses.length == 0) {
            addresses = new @Nullable String[KEPT_MAX];
        }
        addresses[number % KEPT_MAX] = address;
    }

    boolean same(Links other) {
        return last == other.last && Arrays.equals(addresses, other.addresses);
    }
}
