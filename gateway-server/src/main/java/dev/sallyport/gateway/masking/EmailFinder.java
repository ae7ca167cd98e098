package dev.sallyport.gateway.masking;

import dev.sallyport.model.policy.MaskKind;

/// Finds e-mail addresses from their `@`, or the `%40` that a URL has in its place.
///
/// Names and domains may hold letters of any script (RFC 6531). A domain holds neither `@` nor `%`, so no byte is looked
/// at twice to the right; to the left, a name reaches no further than the last address.
final class EmailFinder implements Finder {
    /// A quoted name is looked for no further back.
    private static final int QUOTED_BYTES_MAX = 66;

    private final MaskKind kind;

    EmailFinder(MaskKind kind) {
        this.kind = kind;
    }

    @Override
    public int look(byte[] text, int from, int to, int at, Finds finds) {
        int behind = at + 1;
        if (text[at] == '%') {
            if (at + 3 > to || text[at + 1] != '4' || text[at + 2] != '0') {
                return at;
            }
            behind = at + 3;
        }
        int end = domainEnd(text, behind, to);
        if (end < 0) {
            return at;
        }
        int start = nameStart(text, Math.max(from, finds.addressesEnd()), at);
        if (start == at) {
            return at;
        }
        finds.add(start, end, kind);
        finds.addressEnds(end);
        return end;
    }

    /// The end of `labels.with.dots` whose last label has two letters or more; -1 where it is none.
    private static int domainEnd(byte[] text, int start, int to) {
        int p = start;
        int label = start;
        int end = -1;
        while (p < to) {
            byte b = text[p];
            if (b == '.') {
                if (p == label) {
                    break;
                }
                label = p + 1;
            } else if (!Bytes.isWord(b) && b != '-') {
                break;
            }
            p++;
            if (label > start && p - label >= 2 && (p == to || !isDomain(text[p]))) {
                end = isTopLabel(text, label, p) ? p : end;
            }
        }
        return end;
    }

    private static boolean isDomain(byte b) {
        return Bytes.isWord(b) || b == '-';
    }

    private static boolean isTopLabel(byte[] text, int start, int end) {
        return (Bytes.isLetter(text[start]) || text[start] < 0) && text[end - 1] != '-';
    }

    private static int nameStart(byte[] text, int from, int at) {
        if (at > from && text[at - 1] == '"') {
            int least = Math.max(from, at - QUOTED_BYTES_MAX);
            int p = at - 2;
            while (p >= least && text[p] != '"' && text[p] != '\n') {
                p--;
            }
            return p >= least && text[p] == '"' ? p : at;
        }
        int p = at;
        while (p > from && isName(text[p - 1]) && !Bytes.isEscape(text, from, p - 1)) {
            p--;
        }
        // A quote or a sign before the name belongs to the text around it.
        while (p < at && !Bytes.isWord(text[p]) && text[p] != '_') {
            p++;
        }
        return p;
    }

    /// RFC 5322's atom, without signs that separate things in JSON, arrays, URLs and SQL far oftener than they stand in a
    /// name.
    private static boolean isName(byte b) {
        return Bytes.isWord(b)
                || switch (b) {
                    case '.', '_', '-', '+', '%', '\'', '~', '!', '#', '$', '^', '*' -> true;
                    default -> false;
                };
    }
}
