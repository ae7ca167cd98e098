package dev.sallyport.gateway.identity;

import dev.sallyport.gateway.protocol.Refusal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The words of a failed sign-in: what the person is told, and what the log is told beyond it.
final class Refusals {
    private static final int QUOTED_CHARACTERS_MAX = 120;

    private Refusals() {}

    /// @param message for the person; holds nothing they did not know
    /// @param detail for the log and the recording
    static SignIn.Result.Unknown notIdentified(String message, String hint, String detail) {
        return new SignIn.Result.Unknown(
                new Refusal(Refusal.Kind.NOT_IDENTIFIED, message, hint), detail);
    }

    /// What somebody unknown sent us, made safe for a log line: quoted, shortened, without control characters.
    static String quoted(@Nullable Object value) {
        String text = String.valueOf(value);
        StringBuilder safe = new StringBuilder("'");
        text.codePoints()
                .limit(QUOTED_CHARACTERS_MAX)
                .forEach(c -> safe.appendCodePoint(isReadable(c) && c != '\'' ? c : '?'));
        return safe.append(text.length() > QUOTED_CHARACTERS_MAX ? "…'" : "'").toString();
    }

    /// Whether a character shows as itself: no control, no invisible or direction-changing one (Unicode Cc, Cf, Cs, Co,
    /// Cn, Zl, Zp), which would make a name look like another.
    static boolean isReadable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    /// A duration as people say it: `1 second`, `3 minutes`, `26 hours`, `5 days`.
    static String inWords(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 90) {
            return count(seconds, "second");
        }
        if (seconds < 90 * 60) {
            return count(Math.round(seconds / 60.0), "minute");
        }
        if (seconds < 48 * 3600) {
            return count(Math.round(seconds / 3600.0), "hour");
        }
        return count(Math.round(seconds / 86400.0), "day");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
