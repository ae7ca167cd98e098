package dev.sallyport.gateway.masking;

import dev.sallyport.model.policy.MaskKind;

/// Finds telephone numbers where their form says that they are such: `+` and 8 to 15 digits (E.164) with what people put
/// in between, or an area in parentheses and seven digits. Any other number of ten digits may be anything.
final class PhoneFinder implements Finder {
    private static final int DIGITS_MIN = 8;
    private static final int DIGITS_MAX = 15;

    private final MaskKind kind;

    PhoneFinder(MaskKind kind) {
        this.kind = kind;
    }

    @Override
    public int look(byte[] text, int from, int to, int at, Finds finds) {
        if (!Bytes.isEdge(text, from, to, at - 1)) {
            return at;
        }
        int end = text[at] == '+' ? international(text, to, at + 1) : area(text, to, at + 1);
        if (end < 0) {
            return at;
        }
        finds.add(at, end, kind);
        return end;
    }

    private static int international(byte[] text, int to, int start) {
        if (start >= to || text[start] < '1' || text[start] > '9') {
            return -1;
        }
        int digits = 0;
        int between = 0;
        int end = -1;
        for (int p = start; p < to; p++) {
            if (Bytes.isDigit(text[p])) {
                if (++digits > DIGITS_MAX) {
                    return end;
                }
                between = 0;
                if (digits >= DIGITS_MIN && (p + 1 == to || !Bytes.isWord(text[p + 1]))) {
                    end = p + 1;
                }
            } else if (!isBetween(text[p]) || ++between > 2) {
                return end;
            }
        }
        return end;
    }

    private static boolean isBetween(byte b) {
        return b == ' ' || b == '-' || b == '.' || b == '(' || b == ')' || b == '/';
    }

    /// `555) 555-0100`
    private static int area(byte[] text, int to, int start) {
        int p = digits(text, to, start, 3);
        if (p < 0 || p >= to || text[p] != ')') {
            return -1;
        }
        p++;
        if (p < to && text[p] == ' ') {
            p++;
        }
        p = digits(text, to, p, 3);
        if (p < 0 || p >= to || (text[p] != '-' && text[p] != '.' && text[p] != ' ')) {
            return -1;
        }
        p = digits(text, to, p + 1, 4);
        return p >= 0 && (p == to || !Bytes.isWord(text[p])) ? p : -1;
    }

    private static int digits(byte[] text, int to, int start, int count) {
        if (to - start < count) {
            return -1;
        }
        for (int p = start; p < start + count; p++) {
            if (!Bytes.isDigit(text[p])) {
                return -1;
            }
        }
        return start + count;
    }
}
