package dev.sallyport.gateway.masking;

/// The arithmetic by which numbers prove that they are no accident.
final class CheckDigits {
    private CheckDigits() {}

    /// Luhn's sum over the first `count` digits (ISO/IEC 7812-1, annex B).
    static boolean isLuhn(int[] digits, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int digit = digits[count - 1 - i];
            if (i % 2 == 1) {
                digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
            }
            sum += digit;
        }
        return sum % 10 == 0;
    }

    /// The digits' weighted sum.
    static int weighted(int[] digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += digits[i] * weights[i];
        }
        return sum;
    }

    /// The digits from `from` up to `to` as one number.
    static long number(int[] digits, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + digits[i];
        }
        return number;
    }

    static boolean areAllTheSame(int[] digits, int count) {
        for (int i = 1; i < count; i++) {
            if (digits[i] != digits[0]) {
                return false;
            }
        }
        return true;
    }

    /// ISO 7064, MOD 97-10, as an IBAN has it: the first four characters count last, letters as 10 to 35.
    ///
    /// @param characters upper-case letters and digits
    static boolean isIban(byte[] characters, int count) {
        int rest = 0;
        for (int i = 0; i < count; i++) {
            byte c = characters[(i + 4) % count];
            rest = Bytes.isDigit(c) ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97;
        }
        return rest == 1;
    }
}
