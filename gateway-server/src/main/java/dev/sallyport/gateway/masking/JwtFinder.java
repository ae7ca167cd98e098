package dev.sallyport.gateway.masking;

import dev.sallyport.model.policy.MaskKind;

/// Finds JSON web tokens (RFC 7519): `{"` in base64url is `eyJ`, and points separate three parts, or five of one that is
/// encrypted (RFC 7516).
final class JwtFinder implements Finder {
    private static final int PARTS_MIN = 3;
    private static final int PARTS_MAX = 5;

    /// `{"alg":""}` takes fourteen.
    private static final int HEADER_MIN = 10;

    private final MaskKind kind;

    JwtFinder(MaskKind kind) {
        this.kind = kind;
    }

    @Override
    public int look(byte[] text, int from, int to, int at, Finds finds) {
        if (at + 3 > to
                || text[at + 1] != 'y'
                || text[at + 2] != 'J'
                || (at > from
                        && Bytes.isBase64Url(text[at - 1])
                        && !Bytes.isEscape(text, from, at - 1))) {
            return at;
        }
        int parts = 1;
        int p = at;
        while (p < to && Bytes.isBase64Url(text[p])) {
            p++;
        }
        if (p - at < HEADER_MIN) {
            return at;
        }
        // An unsigned token ends in a point, and an encrypted one may have an empty part.
        while (p < to && text[p] == '.' && parts < PARTS_MAX) {
            p++;
            while (p < to && Bytes.isBase64Url(text[p])) {
                p++;
            }
            parts++;
        }
        if (parts < PARTS_MIN) {
            return at;
        }
        finds.add(at, p, kind);
        return p;
    }
}
