package dev.sallyport.gateway.protocol.postgres.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// One message from a server, as it came.
///
/// @param type its type byte (manual section 54.7)
/// @param body what follows the length
public record Message(char type, byte[] body) {
    /// An ErrorResponse's or NoticeResponse's fields by their letter (manual section 54.8).
    public Map<Character, String> fields() {
        if (type != 'E' && type != 'N') {
            throw new IllegalStateException("fields of: " + this + " (expected: E or N)");
        }
        Map<Character, String> fields = new LinkedHashMap<>();
        ByteBuffer rest = ByteBuffer.wrap(body);
        for (char field = (char) rest.get(); field != 0; field = (char) rest.get()) {
            fields.put(field, string(rest));
        }
        return fields;
    }

    public String sqlState() {
        return fields().getOrDefault('C', "");
    }

    public String text() {
        return fields().getOrDefault('M', "");
    }

    /// A DataRow's values as text, `null` for NULL.
    public String[] values() {
        ByteBuffer rest = buffer();
        String[] values = new String[rest.getShort()];
        for (int i = 0; i < values.length; i++) {
            int length = rest.getInt();
            if (length >= 0) {
                byte[] value = new byte[length];
                rest.get(value);
                values[i] = new String(value, StandardCharsets.UTF_8);
            }
        }
        return values;
    }

    /// A ParameterStatus's or any other message's strings, each up to its zero byte.
    public String string(int index) {
        ByteBuffer rest = ByteBuffer.wrap(body);
        for (int i = 0; i < index; i++) {
            string(rest);
        }
        return string(rest);
    }

    /// The body to read from; for the record's own accessor see [#body].
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(body);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message m && m.type == type && Arrays.equals(m.body, body);
    }

    @Override
    public int hashCode() {
        return 31 * type + Arrays.hashCode(body);
    }

    /// Its type, length and body, with what is not printable in hexadecimal; long bodies are cut.
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder().append(type).append('(').append(body.length).append(") ");
        int shown = Math.min(body.length, 400);
        for (int i = 0; i < shown; i++) {
            int b = body[i] & 0xff;
            if (b >= 0x20 && b < 0x7f && b != '\\') {
                text.append((char) b);
            } else {
                text.append("\\x")
                        .append(Character.forDigit(b >> 4, 16))
                        .append(Character.forDigit(b & 15, 16));
            }
        }
        return shown < body.length ? text.append('…').toString() : text.toString();
    }

    private static String string(ByteBuffer rest) {
        int start = rest.position();
        while (rest.get() != 0) {
            // to the end of the string
        }
        return new String(rest.array(), start, rest.position() - start - 1, StandardCharsets.UTF_8);
    }
}
