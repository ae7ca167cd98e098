package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/// The server's part of the login: what it asks for, or that it is content.
///
/// @param kind the code that stands first
/// @param data what follows it: a salt, the names of SASL mechanisms, or a SASL message
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record Authentication(int kind, byte[] data) {
    static final byte TYPE = 'R';

    static final int OK = 0;
    static final int CLEARTEXT_PASSWORD = 3;
    static final int MD5_PASSWORD = 5;
    static final int SASL = 10;
    static final int SASL_CONTINUE = 11;
    static final int SASL_FINAL = 12;

    static Authentication of(int kind) {
        return new Authentication(kind, new byte[0]);
    }

    static Authentication read(Frame frame) {
        MessageReader reader = MessageReader.of("Authentication", TYPE, frame);
        int kind = reader.int32("kind");
        int expected =
                switch (kind) {
                    case OK, CLEARTEXT_PASSWORD -> 0;
                    case MD5_PASSWORD -> 4;
                    default -> reader.remaining();
                };
        if (reader.remaining() != expected) {
            throw reader.error(
                    "data", reader.remaining() + " bytes", expected + " bytes for kind " + kind);
        }
        return new Authentication(kind, reader.rest());
    }

    /// The mechanisms that [#SASL] offers, the server's favourite first.
    static List<String> mechanisms(Frame frame) {
        MessageReader reader = MessageReader.of("AuthenticationSASL", TYPE, frame);
        int kind = reader.int32("kind");
        if (kind != SASL) {
            throw reader.error("kind", kind, String.valueOf(SASL));
        }
        List<String> mechanisms = new ArrayList<>();
        for (String name = reader.cstring("mechanism");
                !name.isEmpty();
                name = reader.cstring("mechanism")) {
            mechanisms.add(name);
        }
        reader.end();
        return mechanisms;
    }

    /// The manual's name of this kind, for people.
    String name() {
        return switch (kind) {
            case OK -> "AuthenticationOk";
            case 2 -> "AuthenticationKerberosV5";
            case CLEARTEXT_PASSWORD -> "AuthenticationCleartextPassword";
            case MD5_PASSWORD -> "AuthenticationMD5Password";
            case 6 -> "AuthenticationSCMCredential";
            case 7 -> "AuthenticationGSS";
            case 8 -> "AuthenticationGSSContinue";
            case 9 -> "AuthenticationSSPI";
            case SASL -> "AuthenticationSASL";
            case SASL_CONTINUE -> "AuthenticationSASLContinue";
            case SASL_FINAL -> "AuthenticationSASLFinal";
            default -> "Authentication of unknown kind " + kind;
        };
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return new MessageWriter(allocator, TYPE).int32(kind).raw(data).frame();
    }

    @Override
    public String toString() {
        return name();
    }
}
