package dev.sallyport.model.policy;

import java.time.Duration;

/// For what an approval is good: once, or for the very same statement of the same person at the same target again.
///
/// @param time from the answer on; zero where it is good once
/// @param times how many times in all, the first one included
public record Holds(Duration time, int times) {
    public static final Holds ONCE = new Holds(Duration.ZERO, 1);

    public Holds {
        if (times < 1 || time.isNegative()) {
            throw new IllegalArgumentException(
                    "holds: " + time + ", " + times + " (expected: 1 or more times)");
        }
    }

    public boolean isOnce() {
        return times == 1 || time.isZero();
    }

    /// The stricter of both in each.
    public Holds and(Holds other) {
        if (isOnce() || other.isOnce()) {
            return ONCE;
        }
        return new Holds(
                time.compareTo(other.time) < 0 ? time : other.time, Math.min(times, other.times));
    }

    /// `once`, or `for 1 h, at most 5 times`.
    public String inWords() {
        if (isOnce()) {
            return "once";
        }
        long seconds = time.toSeconds();
        String span =
                seconds % 3600 == 0
                        ? seconds / 3600 + " h"
                        : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
        return "for " + span + ", at most " + times + " times";
    }
}
