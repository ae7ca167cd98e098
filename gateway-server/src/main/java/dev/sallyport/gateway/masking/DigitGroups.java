package dev.sallyport.gateway.masking;

/// The digits that begin at one place of a text, also across the single blanks, dashes, points and slashes that people
/// put between groups of them.
final class DigitGroups {
    /// One more than the longest number that is looked for, so that a longer one shows.
    static final int DIGITS_MAX = 20;

    final int[] digits = new int[DIGITS_MAX];

    /// Behind each digit.
    final int[] ends = new int[DIGITS_MAX];

    private final boolean[] closes = new boolean[DIGITS_MAX];
    private final int[] groups = new int[DIGITS_MAX];
    int count;
    private int groupCount;

    /// Behind the digits that stand here without anything in between, however many.
    int runEnd;

    void read(byte[] text, int to, int at) {
        count = 0;
        groupCount = 0;
        int p = at;
        int inGroup = 0;
        while (p < to && count < DIGITS_MAX) {
            if (Bytes.isDigit(text[p])) {
                digits[count] = text[p] - '0';
                ends[count] = p + 1;
                closes[count++] = false;
                inGroup++;
            } else {
                groups[groupCount++] = inGroup;
                inGroup = 0;
                closes[count - 1] = true;
                if (!isSeparator(text[p]) || p + 1 >= to || !Bytes.isDigit(text[p + 1])) {
                    break;
                }
            }
            p++;
        }
        if (inGroup > 0) {
            groups[groupCount++] = inGroup;
            closes[count - 1] = p >= to || !Bytes.isDigit(text[p]);
        }
        runEnd = ends[Math.min(groups[0], count) - 1];
        while (runEnd < to && Bytes.isDigit(text[runEnd])) {
            runEnd++;
        }
    }

    /// Whether a group ends behind the first `count` digits.
    boolean endsAfter(int many) {
        return many <= count && closes[many - 1];
    }

    /// Whether these are the lengths of the first groups.
    boolean areGrouped(int... lengths) {
        if (groupCount < lengths.length) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < lengths.length; i++) {
            if (groups[i] != lengths[i]) {
                return false;
            }
            sum += lengths[i];
        }
        return endsAfter(sum);
    }

    /// Whether so many digits stand here without anything in between.
    boolean isRunOf(int length) {
        return groups[0] == length && endsAfter(length);
    }

    private static boolean isSeparator(byte b) {
        return b == ' ' || b == '-' || b == '.' || b == '/';
    }
}
