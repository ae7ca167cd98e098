package dev.sallyport.gateway.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Times as people read them, the zone always shown.
final class Times {
    private Times() {}

    /// For instance `2026-03-01T12:00:05Z`.
    static String at(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// For instance `9m 30s`, `2h 5m`, `3d 4h`; `0s` for nothing and less.
    static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + "m " + seconds % 60 + "s";
        }
        if (seconds < 86_400) {
            return seconds / 3_600 + "h " + seconds % 3_600 / 60 + "m";
        }
        return seconds / 86_400 + "d " + seconds % 86_400 / 3_600 + "h";
    }
}
