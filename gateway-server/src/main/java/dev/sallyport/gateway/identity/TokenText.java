package dev.sallyport.gateway.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A token's text, taken apart (RFC 7515 section 3.1), before anything in it is believed.
sealed interface TokenText {
    /// Real tokens have 1 to 4 thousand characters; the largest with group lists some 16 thousand.
    int CHARACTERS_MAX = 64 * 1024;

    Pattern LOOK = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*");

    @SuppressWarnings(
            "ArrayRecordComponent") // made, used and dropped within one check; never compared
    record Parts(
            Map<String, Object> header,
            Map<String, Object> claims,
            byte[] signedBytes,
            byte[] signature)
            implements TokenText {}

    record Unreadable(String why) implements TokenText {}

    static TokenText read(String token, StrictJson json) {
        if (token.length() > CHARACTERS_MAX) {
            return new Unreadable(
                    "token: "
                            + token.length()
                            + " characters (expected: at most "
                            + CHARACTERS_MAX
                            + ")");
        }
        if (!LOOK.matcher(token).matches()) {
            return new Unreadable(
                    "token: not three parts of base64url (expected: header.payload.signature)");
        }
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        Optional<byte[]> header = decode(token.substring(0, first));
        Optional<byte[]> payload = decode(token.substring(first + 1, second));
        Optional<byte[]> signature = decode(token.substring(second + 1));
        if (header.isEmpty() || payload.isEmpty() || signature.isEmpty()) {
            return new Unreadable("token: base64url that no encoder writes");
        }
        Optional<Map<String, Object>> head = header.flatMap(json::object);
        Optional<Map<String, Object>> claims = payload.flatMap(json::object);
        if (head.isEmpty() || claims.isEmpty()) {
            return new Unreadable(
                    (head.isEmpty() ? "header" : "payload")
                            + ": not a JSON object (expected: UTF-8, every name once, nothing after it)");
        }
        byte[] signed = token.substring(0, second).getBytes(StandardCharsets.US_ASCII);
        return new Parts(head.get(), claims.get(), signed, signature.get());
    }

    /// Whether it has a token's form. One with an empty signature (`alg: none`) has it too, so that it is refused as a
    /// token, with a token's words. Text too long to be looked at counts by its dots.
    static boolean looksLikeToken(String secret) {
        return secret.length() > CHARACTERS_MAX
                ? secret.chars().filter(c -> c == '.').count() == 2
                : LOOK.matcher(secret).matches();
    }

    /// Strictly: padding and stray bits in the last character are refused, so that one token has one spelling.
    private static Optional<byte[]> decode(String part) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            String canonical = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            return canonical.equals(part) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
