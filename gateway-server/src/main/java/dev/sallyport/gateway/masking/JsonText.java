package dev.sallyport.gateway.masking;

import java.util.Arrays;

/// Keeps a JSON text JSON while parts of it are replaced.
///
/// In a string, a word may stand for what was there; a number gives way to `null` as a whole. What is found across the
/// border of a string cannot be replaced.
final class JsonText {
    /// Stands in place of a number.
    static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private static final int ESCAPE_BYTES = 6;

    private final byte[] text;
    private final int to;
    private boolean[] inString = new boolean[0];

    JsonText(byte[] text, int to) {
        this.text = text;
        this.to = to;
    }

    /// The text with plain signs in place of their escapes: `\/`, and four hexadecimal digits for `@`, which no
    /// detector would know.
    /// Other escapes stay.
    ///
    /// @return `text` itself where it has none of them
    static byte[] withoutEscapes(byte[] text, int length) {
        int at = 0;
        while (at < length && text[at] != '\\') {
            at++;
        }
        if (at == length) {
            return text;
        }
        byte[] plain = new byte[length];
        System.arraycopy(text, 0, plain, 0, at);
        int end = at;
        boolean changed = false;
        while (at < length) {
            if (text[at] != '\\' || at + 1 == length) {
                plain[end++] = text[at++];
            } else if (text[at + 1] == '/') {
                plain[end++] = '/';
                at += 2;
                changed = true;
            } else if (plainSign(text, length, at) > 0) {
                plain[end++] = (byte) plainSign(text, length, at);
                at += ESCAPE_BYTES;
                changed = true;
            } else {
                plain[end++] = text[at++];
                plain[end++] = text[at++];
            }
        }
        return changed ? Arrays.copyOf(plain, end) : text;
    }

    /// The ASCII sign that an escape of four hexadecimal digits stands for, where it needs no escape; else 0.
    private static int plainSign(byte[] text, int length, int at) {
        if (at + ESCAPE_BYTES > length
                || text[at + 1] != 'u'
                || text[at + 2] != '0'
                || text[at + 3] != '0') {
            return 0;
        }
        int sign = Character.digit(text[at + 4], 16) * 16 + Character.digit(text[at + 5], 16);
        return sign >= ' ' && sign < 127 && sign != '"' && sign != '\\' ? sign : 0;
    }

    /// Makes each find one that can be replaced: what begins in the middle of an escape begins behind it, and of a number
    /// all of it counts.
    ///
    /// @return false where one cannot be
    boolean fits(Finds finds) {
        inString = new boolean[finds.count()];
        boolean inside = false;
        int find = 0;
        int at = 0;
        while (at < to && find < finds.count()) {
            int next = at + 1;
            if (inside && text[at] == '\\') {
                next = Math.min(to, at + (at + 1 < to && text[at + 1] == 'u' ? ESCAPE_BYTES : 2));
            }
            if (finds.start(find) < next) {
                int start = finds.start(find) > at ? next : at;
                if (inside ? !isOneString(start, finds.end(find)) : !isNumber(start)) {
                    return false;
                }
                inString[find] = inside;
                at = inside ? finds.end(find) : widen(finds, find, start);
                if (inside) {
                    finds.move(find, start, at);
                }
                find++;
                if (find < finds.count() && finds.start(find) < at) {
                    return false;
                }
                continue;
            }
            if (text[at] == '"') {
                inside = !inside;
            }
            at = next;
        }
        return find == finds.count();
    }

    /// Whether the find of that number, counted from 0, stands in a string. Only after [#fits].
    boolean isInString(int find) {
        return inString[find];
    }

    private boolean isOneString(int start, int end) {
        if (start >= end) {
            return false;
        }
        int at = start;
        while (at < end) {
            if (text[at] == '"') {
                return false;
            }
            at += text[at] == '\\' ? 2 : 1;
        }
        // An escape that the find cuts in two cannot stay behind it.
        return at == end;
    }

    private boolean isNumber(int at) {
        byte b = text[at];
        return Bytes.isDigit(b) || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
    }

    private int widen(Finds finds, int find, int at) {
        int start = at;
        while (start > 0 && isNumber(start - 1)) {
            start--;
        }
        int end = at;
        while (end < to && isNumber(end)) {
            end++;
        }
        finds.move(find, start, Math.max(end, finds.end(find)));
        return finds.end(find);
    }
}
