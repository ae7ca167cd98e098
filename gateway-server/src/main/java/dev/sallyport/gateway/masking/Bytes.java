package dev.sallyport.gateway.masking;

/// Questions about bytes of UTF-8 text that all finders ask.
final class Bytes {
    private Bytes() {}

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isLetter(byte b) {
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    /// An ASCII letter or digit, or a byte of any other character, which may be a letter.
    static boolean isWord(byte b) {
        return isDigit(b) || isLetter(b) || b < 0;
    }

    static boolean isBase64Url(byte b) {
        return isDigit(b) || isLetter(b) || b == '-' || b == '_';
    }

    static boolean isBase64(byte b) {
        return isDigit(b) || isLetter(b) || b == '+' || b == '/';
    }

    /// Whether there is no word character at this place: one before the first, or behind the last, counts as none, and so
    /// does the letter of an escape such as `\n`.
    static boolean isEdge(byte[] text, int from, int to, int at) {
        return at < from || at >= to || !isWord(text[at]) || isEscape(text, from, at);
    }

    /// Whether this is the letter of an escape such as `\n`, as JSON and many logs write a line's end.
    static boolean isEscape(byte[] text, int from, int at) {
        return at > from
                && text[at - 1] == '\\'
                && switch (text[at]) {
                    case 'n', 'r', 't', 'b', 'f' -> true;
                    default -> false;
                };
    }

    static boolean startsWith(byte[] text, int to, int at, byte[] prefix) {
        if (to - at < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (text[at + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
