package dev.sallyport.gateway.protocol.postgres.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes every message that a client may send (manual section 54.7), as bytes, right or wrong: nothing is checked.
public final class Frontend {
    public static final int PROTOCOL_3_0 = 3 << 16;
    public static final int PROTOCOL_3_2 = 3 << 16 | 2;
    public static final int CANCEL_REQUEST = 1234 << 16 | 5678;
    public static final int SSL_REQUEST = 1234 << 16 | 5679;
    public static final int GSS_ENCRYPTION_REQUEST = 1234 << 16 | 5680;

    private Frontend() {}

    /// A message with a type byte and a true length.
    public static byte[] message(char type, byte[] body) {
        return lyingMessage(type, body.length + 4, body);
    }

    /// A message that says it is as long as you like.
    public static byte[] lyingMessage(char type, int length, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) type)
                .putInt(length)
                .put(body)
                .array();
    }

    public static byte[] startup(int protocol, Map<String, String> parameters) {
        Body body = new Body();
        parameters.forEach((name, value) -> body.string(name).string(value));
        return untyped(protocol, body.int8(0).bytes());
    }

    public static byte[] sslRequest() {
        return untyped(SSL_REQUEST, new byte[0]);
    }

    public static byte[] gssEncryptionRequest() {
        return untyped(GSS_ENCRYPTION_REQUEST, new byte[0]);
    }

    /// @param key 4 bytes in protocol 3.0, 4 to 256 since 3.2
    public static byte[] cancelRequest(int processId, byte[] key) {
        return untyped(CANCEL_REQUEST, new Body().int32(processId).raw(key).bytes());
    }

    public static byte[] password(String password) {
        return message('p', new Body().string(password).bytes());
    }

    public static byte[] saslInitialResponse(String mechanism, String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        return message('p', new Body().string(mechanism).int32(bytes.length).raw(bytes).bytes());
    }

    public static byte[] saslResponse(String data) {
        return message('p', data.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] query(String sql) {
        return message('Q', new Body().string(sql).bytes());
    }

    public static byte[] parse(String name, String sql, int... types) {
        Body body = new Body().string(name).string(sql).int16(types.length);
        for (int type : types) {
            body.int32(type);
        }
        return message('P', body.bytes());
    }

    /// All parameters and results as text.
    public static byte[] bind(String portal, String statement, @Nullable String... values) {
        List<byte @Nullable []> bytes =
                Arrays.stream(values)
                        .<byte @Nullable []>map(
                                v -> v == null ? null : v.getBytes(StandardCharsets.UTF_8))
                        .toList();
        return bind(portal, statement, new int[0], bytes, new int[0]);
    }

    /// @param formats of the parameters: none, one for all, or one each; 0 is text, 1 is binary
    /// @param results formats of the results' columns, likewise
    public static byte[] bind(
            String portal,
            String statement,
            int[] formats,
            List<byte @Nullable []> values,
            int[] results) {
        Body body =
                new Body().string(portal).string(statement).int16s(formats).int16(values.size());
        for (byte[] value : values) {
            if (value == null) {
                body.int32(-1);
            } else {
                body.int32(value.length).raw(value);
            }
        }
        return message('B', body.int16s(results).bytes());
    }

    public static byte[] describeStatement(String name) {
        return named('D', 'S', name);
    }

    public static byte[] describePortal(String name) {
        return named('D', 'P', name);
    }

    /// @param rowsMax 0 for all
    public static byte[] execute(String portal, int rowsMax) {
        return message('E', new Body().string(portal).int32(rowsMax).bytes());
    }

    public static byte[] closeStatement(String name) {
        return named('C', 'S', name);
    }

    public static byte[] closePortal(String name) {
        return named('C', 'P', name);
    }

    public static byte[] sync() {
        return message('S', new byte[0]);
    }

    public static byte[] flush() {
        return message('H', new byte[0]);
    }

    public static byte[] copyData(byte[] data) {
        return message('d', data);
    }

    public static byte[] copyDone() {
        return message('c', new byte[0]);
    }

    public static byte[] copyFail(String reason) {
        return message('f', new Body().string(reason).bytes());
    }

    public static byte[] functionCall(
            int function, int[] formats, List<byte @Nullable []> arguments, int result) {
        Body body = new Body().int32(function).int16s(formats).int16(arguments.size());
        for (byte[] argument : arguments) {
            if (argument == null) {
                body.int32(-1);
            } else {
                body.int32(argument.length).raw(argument);
            }
        }
        return message('F', body.int16(result).bytes());
    }

    public static byte[] terminate() {
        return message('X', new byte[0]);
    }

    /// A message without a type byte, as the startup phase has them.
    public static byte[] untyped(int code, byte[] body) {
        return ByteBuffer.allocate(8 + body.length)
                .putInt(8 + body.length)
                .putInt(code)
                .put(body)
                .array();
    }

    private static byte[] named(char type, char kind, String name) {
        return message(type, new Body().int8(kind).string(name).bytes());
    }

    /// A message's body in the making, in the manual's words for its data types (section 54.6).
    public static final class Body {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        public Body int8(int value) {
            out.write(value);
            return this;
        }

        public Body int16(int value) {
            return int8(value >> 8).int8(value);
        }

        public Body int32(int value) {
            return int16(value >> 16).int16(value);
        }

        public Body int16s(int... values) {
            int16(values.length);
            for (int value : values) {
                int16(value);
            }
            return this;
        }

        public Body string(String value) {
            return raw(value.getBytes(StandardCharsets.UTF_8)).int8(0);
        }

        public Body raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        public byte[] bytes() {
            return out.toByteArray();
        }
    }
}
