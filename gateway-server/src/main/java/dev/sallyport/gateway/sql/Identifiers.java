package dev.sallyport.gateway.sql;

/// Folds and truncates identifiers as the server does, so that two spellings of one table are one name here too.
final class Identifiers {
    /// `NAMEDATALEN - 1`, in bytes of UTF-8.
    static final int BYTES_MAX = 63;

    private Identifiers() {}

    /// ASCII letters to lower case, the rest as it is (the server does so in multi-byte encodings), then [#truncate].
    static String fold(String text, int start, int end) {
        int upper = start;
        while (upper < end && Lexer.lower(text.charAt(upper)) == text.charAt(upper)) {
            upper++;
        }
        if (upper == end) {
            return truncate(text.substring(start, end));
        }
        char[] folded = new char[end - start];
        for (int i = start; i < end; i++) {
            folded[i - start] = Lexer.lower(text.charAt(i));
        }
        return truncate(new String(folded));
    }

    /// At most [#BYTES_MAX] bytes, whole characters only.
    static String truncate(String name) {
        if (name.length() * 3 <= BYTES_MAX) {
            return name;
        }
        int bytes = 0;
        int i = 0;
        while (i < name.length()) {
            int point = name.codePointAt(i);
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (bytes > BYTES_MAX) {
                return name.substring(0, i);
            }
            i += Character.charCount(point);
        }
        return name;
    }

    /// Whether surrogates come in pairs: what does not cannot have come from valid UTF-8.
    static boolean isWellFormed(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == end || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            } else if (Character.isLowSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
