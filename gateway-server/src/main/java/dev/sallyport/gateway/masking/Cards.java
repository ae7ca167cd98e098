package dev.sallyport.gateway.masking;

/// Which numbers can be a payment card's: the networks' prefixes (ISO/IEC 7812's issuer identification numbers), and how
/// long their numbers are.
final class Cards {
    static final int DIGITS_MIN = 12;
    static final int DIGITS_MAX = 19;

    private Cards() {}

    static boolean isCard(int[] digits, int count) {
        return count >= DIGITS_MIN
                && count <= DIGITS_MAX
                && isIssued((int) CheckDigits.number(digits, 0, 6), count)
                && CheckDigits.isLuhn(digits, count)
                && !CheckDigits.areAllTheSame(digits, count);
    }

    /// @param prefix the first six digits
    private static boolean isIssued(int prefix, int count) {
        int two = prefix / 10_000;
        int three = prefix / 1000;
        int four = prefix / 100;
        if (two / 10 == 4) {
            return count == 13 || count == 16 || count == 19; // Visa
        }
        if (two == 34 || two == 37) {
            return count == 15; // American Express
        }
        if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) {
            return count == 16; // Mastercard
        }
        if (four >= 2200 && four <= 2204) {
            return count >= 16; // Mir
        }
        if ((three >= 300 && three <= 305) || four == 3095 || two == 36 || two == 38 || two == 39) {
            return count >= 14; // Diners Club
        }
        if (four >= 3528 && four <= 3589) {
            return count >= 16; // JCB
        }
        if (four == 6011 || (three >= 644 && three <= 649) || two == 65 || two == 62) {
            return count >= 16; // Discover, UnionPay
        }
        return switch (four) {
            case 5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763 -> true; // Maestro
            default -> false;
        };
    }
}
