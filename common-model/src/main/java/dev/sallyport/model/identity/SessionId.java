package dev.sallyport.model.identity;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/// Names one session: 26 characters of Crockford base 32, sorted by the time they were made.
///
/// The form is that of a ULID (48 bits of Unix milliseconds, 80 random bits), so that recordings sort by age by name.
public record SessionId(String value) {
    private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final Pattern FORM = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    private static final SecureRandom RANDOM = new SecureRandom();

    public SessionId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "session id: " + value + " (expected: 26 characters of base 32)");
        }
    }

    /// A new id, made of this time (Unix milliseconds) and 80 random bits.
    public static SessionId at(long unixMillis) {
        char[] digits = new char[26];
        long time = unixMillis;
        for (int i = 9; i >= 0; i--) {
            digits[i] = DIGITS[(int) (time & 31)];
            time >>>= 5;
        }
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        for (int i = 0; i < 16; i++) {
            digits[10 + i] = DIGITS[random[i] & 31];
        }
        return new SessionId(new String(digits));
    }

    /// When it was made, Unix milliseconds.
    public long unixMillis() {
        long time = 0;
        for (int i = 0; i < 10; i++) {
            time = time << 5 | java.util.Arrays.binarySearch(DIGITS, value.charAt(i));
        }
        return time;
    }

    @Override
    public String toString() {
        return value;
    }
}
