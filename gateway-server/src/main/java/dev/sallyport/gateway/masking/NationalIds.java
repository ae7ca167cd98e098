package dev.sallyport.gateway.masking;

import dev.sallyport.model.policy.Detector.BuiltIn;

/// Finds numbers that a state gives its people, by their form and, but for the American one, by their check digit.
final class NationalIds {
    private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";

    /// The values of the characters at odd places (counted from one) in a codice fiscale: of 0 to 9, then of A to Z.
    private static final int[] FISCALE_ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3,
        6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };

    private static final String FISCALE_FORM = "LLLLLLDDLDDLDDDL";

    private int start;
    private int end;

    /// Where the one found last begins.
    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /// Whether such an id stands at these digits.
    ///
    /// @param at where the digits begin
    boolean isThere(BuiltIn which, byte[] text, int from, int to, int at, DigitGroups groups) {
        start = at;
        return switch (which) {
            case US_SSN -> stands(text, from, to, groups, isSsn(text, groups) ? 9 : 0);
            case ES_DNI -> isDni(text, from, to, groups);
            case NL_BSN -> stands(text, from, to, groups, isBsn(groups) ? 9 : 0);
            case PL_PESEL -> stands(text, from, to, groups, isPesel(groups) ? 11 : 0);
            case IT_CODICE_FISCALE -> isFiscale(text, from, to);
            case FR_NIR -> stands(text, from, to, groups, isNir(groups) ? 15 : 0);
            case BR_CPF -> stands(text, from, to, groups, isCpf(groups) ? 11 : 0);
            case EMAIL, CARD, IBAN, PHONE, JWT, CLOUD_KEY, PRIVATE_KEY -> false;
        };
    }

    /// Nothing that makes it part of a longer word stands on either side.
    private boolean stands(byte[] text, int from, int to, DigitGroups groups, int count) {
        if (count == 0) {
            return false;
        }
        end = groups.ends[count - 1];
        return Bytes.isEdge(text, from, to, start - 1) && Bytes.isEdge(text, from, to, end);
    }

    /// No area is 000, 666 or from 900 on, no group 00, no serial 0000; without its dashes it is any nine digits.
    private static boolean isSsn(byte[] text, DigitGroups groups) {
        if (!groups.areGrouped(3, 2, 4)) {
            return false;
        }
        byte separator = text[groups.ends[2]];
        long area = CheckDigits.number(groups.digits, 0, 3);
        return (separator == '-' || separator == ' ')
                && separator == text[groups.ends[4]]
                && area != 0
                && area != 666
                && area < 900
                && CheckDigits.number(groups.digits, 3, 5) != 0
                && CheckDigits.number(groups.digits, 5, 9) != 0;
    }

    /// Eight digits, or X, Y or Z and seven, then the letter that their rest by 23 stands for.
    private boolean isDni(byte[] text, int from, int to, DigitGroups groups) {
        boolean foreigner =
                groups.isRunOf(7) && start > from && "XYZ".indexOf(text[start - 1] & ~0x20) >= 0;
        if (!foreigner && !groups.isRunOf(8)) {
            return false;
        }
        long number = CheckDigits.number(groups.digits, 0, foreigner ? 7 : 8);
        if (foreigner) {
            start--;
            number += "XYZ".indexOf(text[start] & ~0x20) * 10_000_000L;
        }
        int letter = groups.runEnd;
        if (letter < to && text[letter] == '-') {
            letter++;
        }
        end = letter + 1;
        return letter < to
                && Bytes.isLetter(text[letter])
                && (text[letter] & ~0x20) == DNI_LETTERS.charAt((int) (number % 23))
                && Bytes.isEdge(text, from, to, start - 1)
                && Bytes.isEdge(text, from, to, end);
    }

    private static boolean isBsn(DigitGroups groups) {
        int[] digits = groups.digits;
        return (groups.isRunOf(9) || groups.areGrouped(4, 2, 3))
                && CheckDigits.weighted(digits, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0
                && !CheckDigits.areAllTheSame(digits, 9);
    }

    /// Year, month with the century in it, day, four digits more, and one to check.
    private static boolean isPesel(DigitGroups groups) {
        if (!groups.isRunOf(11)) {
            return false;
        }
        long month = CheckDigits.number(groups.digits, 2, 4) % 20;
        long day = CheckDigits.number(groups.digits, 4, 6);
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= 31
                && CheckDigits.weighted(groups.digits, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0;
    }

    /// Sex, year, month, place and number, and a key of two digits: 97 less the rest by 97.
    private static boolean isNir(DigitGroups groups) {
        int[] digits = groups.digits;
        return groups.endsAfter(15)
                && (digits[0] == 1 || digits[0] == 2)
                && CheckDigits.number(digits, 3, 5) >= 1
                && 97 - CheckDigits.number(digits, 0, 13) % 97
                        == CheckDigits.number(digits, 13, 15);
    }

    private static boolean isCpf(DigitGroups groups) {
        int[] digits = groups.digits;
        if (!groups.isRunOf(11) && !groups.areGrouped(3, 3, 3, 2)) {
            return false;
        }
        int first = CheckDigits.weighted(digits, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        int second = CheckDigits.weighted(digits, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return first == digits[9] && second == digits[10] && !CheckDigits.areAllTheSame(digits, 11);
    }

    /// Six letters before the first two digits; the last character checks the others.
    private boolean isFiscale(byte[] text, int from, int to) {
        start -= 6;
        end = start + FISCALE_FORM.length();
        if (start < from
                || end > to
                || !Bytes.isEdge(text, from, to, start - 1)
                || !Bytes.isEdge(text, from, to, end)) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < FISCALE_FORM.length(); i++) {
            byte b = text[start + i];
            boolean letter = FISCALE_FORM.charAt(i) == 'L';
            if (letter ? !Bytes.isLetter(b) : !Bytes.isDigit(b)) {
                return false;
            }
            int value = letter ? (b & ~0x20) - 'A' : b - '0';
            if (i == FISCALE_FORM.length() - 1) {
                return sum % 26 == value;
            }
            sum += i % 2 == 1 ? value : FISCALE_ODD[letter ? value + 10 : value];
        }
        return false;
    }
}
