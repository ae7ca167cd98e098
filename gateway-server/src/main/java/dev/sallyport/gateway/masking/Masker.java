package dev.sallyport.gateway.masking;

import dev.sallyport.model.policy.MaskKind;
import org.jspecify.annotations.Nullable;

/// Masks one text.
///
/// What is left tells nothing of the length of what was taken, and is always plain text in any encoding that has ASCII.
public final class Masker {
    public static final String WORD = "[masked]";

    private static final String STARS = "****";

    /// Of a text shorter than this, its last four characters would be most of it.
    private static final int LAST4_LENGTH_MIN = 8;

    private Masker() {}

    /// @return null for SQL NULL
    public static @Nullable String mask(MaskKind kind, String value) {
        return switch (kind) {
            case NULL -> null;
            case REDACT -> WORD;
            case LAST4 -> last4(value);
            case EMAIL -> email(value);
        };
    }

    private static String last4(String value) {
        if (value.codePointCount(0, value.length()) < LAST4_LENGTH_MIN) {
            return STARS;
        }
        return STARS + value.substring(value.offsetByCodePoints(value.length(), -4));
    }

    /// `alice@example.com` becomes `a***@example.com`. What does not look like an address is not shown at all, and of a
    /// name of one character not even that.
    private static String email(String value) {
        int at = value.lastIndexOf('@');
        if (at <= 0 || at == value.length() - 1) {
            return WORD;
        }
        int first = value.offsetByCodePoints(0, 1);
        return (first == at ? "" : value.substring(0, first)) + "***" + value.substring(at);
    }
}
