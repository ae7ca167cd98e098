package dev.sallyport.gateway.masking;

import dev.sallyport.model.policy.MaskKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/// Masks one text, in UTF-8. One for each session, used on its loop only.
///
/// What is left tells nothing of the length of what was taken, but for a token, which is made to. It is always plain text
/// in any encoding that has ASCII.
public final class Masker {
    public static final String WORD = "[masked]";

    private static final byte[] WORD_BYTES = ascii(WORD);
    private static final byte[] STARS = ascii("****");
    private static final byte[] THREE_STARS = ascii("***");
    private static final byte[] HASH_PREFIX = ascii("h_");

    /// Half of SHA-256: a collision takes 2^64 values.
    private static final int HASH_BYTES = 16;

    private final @Nullable MaskKey key;
    private final Map<MaskKind, Mac> macs = new HashMap<>();

    /// @param key null where there is none: what would need it becomes NULL
    public Masker(@Nullable MaskKey key) {
        this.key = key;
    }

    /// @return null for SQL NULL
    public @Nullable String mask(MaskKind kind, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        byte[] masked = mask(kind, bytes, 0, bytes.length);
        return masked == null ? null : new String(masked, StandardCharsets.UTF_8);
    }

    /// Masks the bytes from `from` up to `to`.
    ///
    /// @return null for SQL NULL
    public byte @Nullable [] mask(MaskKind kind, byte[] value, int from, int to) {
        return switch (kind) {
            case MaskKind.Null() -> null;
            case MaskKind.Redact() -> WORD_BYTES;
            case MaskKind.Hash hash -> hash(hash, value, from, to);
            case MaskKind.Token token -> token(token, value, from, to);
            case MaskKind.Partial(int first, int last) -> partial(first, last, value, from, to);
            case MaskKind.Email() -> email(value, from, to);
        };
    }

    private byte @Nullable [] hash(MaskKind.Hash kind, byte[] value, int from, int to) {
        Mac mac = mac(kind, "hash");
        if (mac == null) {
            return null;
        }
        mac.update(value, from, to - from);
        return join(
                HASH_PREFIX,
                ascii(HexFormat.of().formatHex(Arrays.copyOf(mac.doFinal(), HASH_BYTES))));
    }

    private byte @Nullable [] token(MaskKind.Token kind, byte[] value, int from, int to) {
        Mac mac = mac(kind, "token");
        if (mac == null) {
            return null;
        }
        String text = new String(value, from, to - from, StandardCharsets.UTF_8);
        String token = new Token(mac).of(text);
        // Of a text without letters and digits, the token would be the text.
        return token.equals(text) ? WORD_BYTES : token.getBytes(StandardCharsets.UTF_8);
    }

    private @Nullable Mac mac(MaskKind kind, String purpose) {
        MaskKey secret = key;
        return secret == null
                ? null
                : macs.computeIfAbsent(kind, of -> secret.mac(purpose, of.domain()));
    }

    /// Of a text shorter than twice what is to stay, that would be most of it, and nothing stays.
    private static byte[] partial(int first, int last, byte[] value, int from, int to) {
        if (isShorterThan(2 * (first + last), value, from, to)) {
            return STARS;
        }
        int left = from;
        for (int i = 0; i < first; i++) {
            left = next(value, left, to);
        }
        int right = to;
        for (int i = 0; i < last; i++) {
            right = before(value, right, from);
        }
        return join(
                Arrays.copyOfRange(value, from, left), STARS, Arrays.copyOfRange(value, right, to));
    }

    /// `alice@example.com` becomes `a***@example.com`. What does not look like an address is not shown at all, and of a
    /// name of one character not even that.
    private static byte[] email(byte[] value, int from, int to) {
        int at = to - 1;
        while (at >= from && value[at] != '@') {
            at--;
        }
        if (at <= from || at == to - 1) {
            return WORD_BYTES;
        }
        int first = next(value, from, to);
        return join(
                Arrays.copyOfRange(value, from, first == at ? from : first),
                THREE_STARS,
                Arrays.copyOfRange(value, at, to));
    }

    /// Counts characters, and not bytes.
    private static boolean isShorterThan(int characters, byte[] value, int from, int to) {
        int at = from;
        for (int i = 0; i < characters; i++) {
            if (at >= to) {
                return true;
            }
            at = next(value, at, to);
        }
        return false;
    }

    private static int next(byte[] value, int at, int to) {
        int next = at + 1;
        while (next < to && isContinuation(value[next])) {
            next++;
        }
        return next;
    }

    private static int before(byte[] value, int at, int from) {
        int before = at - 1;
        while (before > from && isContinuation(value[before])) {
            before--;
        }
        return before;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
