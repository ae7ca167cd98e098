package dev.sallyport.gateway.protocol.postgres;

import java.text.Normalizer;

/// Prepares a password for SCRAM as PostgreSQL does (RFC 4013, RFC 3454).
///
/// What SASLprep prohibits is taken as it is, since PostgreSQL does so on both sides. One difference is left: the
/// server knows only Unicode 3.2 and takes a password with a newer character as it is, while here the rest of such a
/// password is still normalised. That can only make a login fail.
final class SaslPrep {
    private SaslPrep() {}

    static String prepare(String password) {
        if (password.chars().allMatch(c -> c < 0x80)) {
            return password;
        }
        StringBuilder mapped = new StringBuilder(password.length());
        password.codePoints()
                .forEach(c -> {
                    if (isSpace(c)) {
                        mapped.append(' ');
                    } else if (!isMappedToNothing(c)) {
                        mapped.appendCodePoint(c);
                    }
                });
        String prepared = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        if (prepared.isEmpty()
                || prepared.codePoints().anyMatch(SaslPrep::isProhibited)
                || isBidiBroken(prepared)) {
            return password;
        }
        return prepared;
    }

    /// Table C.1.2.
    private static boolean isSpace(int c) {
        return c == 0xA0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200B)
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }

    /// Table B.1. U+200B stands in C.1.2 as well; PostgreSQL looks there first.
    private static boolean isMappedToNothing(int c) {
        return c == 0xAD
                || c == 0x34F
                || c == 0x1806
                || (c >= 0x180B && c <= 0x180D)
                || c == 0x200C
                || c == 0x200D
                || c == 0x2060
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFEFF;
    }

    /// Tables C.1.2, C.2, C.3 to C.9, and what no Unicode assigns.
    private static boolean isProhibited(int c) {
        if (isSpace(c)) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    true;
            default ->
                    c == 0x6DD
                            || c == 0x70F
                            || c == 0x180E
                            || (c >= 0x200C && c <= 0x200F)
                            || (c >= 0x2028 && c <= 0x202E)
                            || (c >= 0x2060 && c <= 0x2063)
                            || (c >= 0x206A && c <= 0x206F)
                            || (c >= 0x2FF0 && c <= 0x2FFB)
                            || c == 0x340
                            || c == 0x341
                            || c == 0xFEFF
                            || (c >= 0xFFF9 && c <= 0xFFFD)
                            || (c >= 0x1D173 && c <= 0x1D17A)
                            || (c >= 0xE0001 && c <= 0xE007F)
                            || (c & 0xFFFE) == 0xFFFE;
        };
    }

    /// RFC 3454 section 6: with a character of right-to-left script in it, none of left-to-right, and such a one at
    /// both ends.
    private static boolean isBidiBroken(String text) {
        if (text.codePoints().noneMatch(SaslPrep::isRightToLeft)) {
            return false;
        }
        boolean leftToRight =
                text.codePoints()
                        .anyMatch(c ->
                                Character.getDirectionality(c)
                                        == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
        return leftToRight
                || !isRightToLeft(text.codePointAt(0))
                || !isRightToLeft(text.codePointBefore(text.length()));
    }

    private static boolean isRightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
