package dev.sallyport.gateway.masking;

import dev.sallyport.model.policy.MaskKind;
import java.nio.charset.StandardCharsets;

/// Finds private keys in PEM (RFC 7468), also those of OpenSSH and OpenPGP, and those whose line ends are written `\n`,
/// as in JSON.
///
/// A key that is cut off before its last line is a key nonetheless: all that could be its body counts.
final class PemFinder implements Finder {
    private static final byte[] BEGIN = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "-----END ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PRIVATE_KEY = "PRIVATE KEY".getBytes(StandardCharsets.US_ASCII);

    /// `ENCRYPTED `, `OPENSSH `, `RSA `, `PGP ` and their like before `PRIVATE KEY`.
    private static final int LABEL_BYTES_MAX = 24;

    private final MaskKind kind;

    PemFinder(MaskKind kind) {
        this.kind = kind;
    }

    @Override
    public int look(byte[] text, int from, int to, int at, Finds finds) {
        if (!Bytes.startsWith(text, to, at, BEGIN)) {
            return at;
        }
        int p = at + BEGIN.length;
        int labelEnd = Math.min(to, p + LABEL_BYTES_MAX);
        while (p < labelEnd && text[p] != '-' && !Bytes.startsWith(text, to, p, PRIVATE_KEY)) {
            p++;
        }
        if (p >= labelEnd || text[p] == '-') {
            return at;
        }
        while (p < to && isBody(text, to, p) && !Bytes.startsWith(text, to, p, END)) {
            p++;
        }
        if (Bytes.startsWith(text, to, p, END)) {
            p = lastLineEnd(text, to, p + END.length);
        }
        finds.add(at, p, kind);
        return p;
    }

    /// `… PRIVATE KEY-----`
    private static int lastLineEnd(byte[] text, int to, int start) {
        int p = start;
        int labelEnd = Math.min(to, p + LABEL_BYTES_MAX + PRIVATE_KEY.length);
        while (p < labelEnd && text[p] != '-' && isBody(text, to, p)) {
            p++;
        }
        int dashesEnd = Math.min(to, p + 5);
        while (p < dashesEnd && text[p] == '-') {
            p++;
        }
        return p;
    }

    /// Base64, line ends as they are or as `\n`, and what stands in the lines of headers and dashes.
    private static boolean isBody(byte[] text, int to, int at) {
        byte b = text[at];
        return Bytes.isBase64(b)
                || switch (b) {
                    case '=', '-', '\n', '\r', ' ', '\t', ':', ',', '.', '(', ')' -> true;
                    case '\\' ->
                            at + 1 < to
                                    && (text[at + 1] == 'n'
                                            || text[at + 1] == 'r'
                                            || text[at + 1] == '\\');
                    default -> false;
                };
    }
}
