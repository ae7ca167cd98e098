package dev.sallyport.gateway.masking;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;

/// Makes a text of another's form: a digit for each digit, a letter for each letter, in its case; blanks and punctuation
/// stay.
///
/// Each character is drawn by a pseudo-random stream that the whole value seeds, so one character more or less makes
/// another token altogether, and nobody can go back, not even with the key, but by trying all values. A permutation such
/// as FF1 would keep different values apart; see decision 0019 for why that is not worth its price here.
final class Token {
    /// What could be a card's number must not be a good one.
    private static final int CARD_DIGITS_MIN = 12;

    private static final int CARD_DIGITS_MAX = 19;

    private final Mac mac;
    private byte[] stream = new byte[0];
    private byte[] seed = new byte[0];
    private int block;
    private int at;

    /// @param mac keyed; not shared while this works
    Token(Mac mac) {
        this.mac = mac;
    }

    String of(String value) {
        seed = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
        block = 0;
        stream = new byte[0];
        at = 0;
        StringBuilder token = new StringBuilder(value.length());
        value.codePoints().forEach(c -> token.append(like(c)));
        spoilCheckDigit(token);
        return token.toString();
    }

    private char like(int c) {
        if (Character.isDigit(c)) {
            return (char) ('0' + drawn(10));
        }
        if (Character.isLetter(c)) {
            return (char) ((Character.isUpperCase(c) ? 'A' : 'a') + drawn(26));
        }
        // Punctuation makes the form; a sign from elsewhere may be the value.
        return c < 0x80 ? (char) c : '*';
    }

    /// A number below the bound, all of them alike in likelihood to one part in 2^28.
    private int drawn(int bound) {
        if (at + 4 > stream.length) {
            stream =
                    mac.doFinal(
                            ByteBuffer.allocate(seed.length + 4).put(seed).putInt(block++).array());
            at = 0;
        }
        int word = ByteBuffer.wrap(stream, at, 4).getInt();
        at += 4;
        return Integer.remainderUnsigned(word, bound);
    }

    /// A token that passes Luhn's check could be somebody's card; one that fails it is plainly no card, also for the
    /// detector.
    private static void spoilCheckDigit(StringBuilder token) {
        int digits = 0;
        int last = -1;
        for (int i = 0; i < token.length(); i++) {
            if (isDigit(token.charAt(i))) {
                digits++;
                last = i;
            }
        }
        if (digits >= CARD_DIGITS_MIN && digits <= CARD_DIGITS_MAX && isLuhn(token)) {
            token.setCharAt(last, (char) ('0' + (token.charAt(last) - '0' + 1) % 10));
        }
    }

    private static boolean isLuhn(CharSequence text) {
        int sum = 0;
        boolean second = false;
        for (int i = text.length() - 1; i >= 0; i--) {
            if (isDigit(text.charAt(i))) {
                int digit = text.charAt(i) - '0';
                int twice = digit * 2;
                sum += second ? (twice > 9 ? twice - 9 : twice) : digit;
                second = !second;
            }
        }
        return sum % 10 == 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
