package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.Refusal;
import dev.sallyport.model.approval.Approval;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;

/// What the gateway itself says to clients, in the protocol's form.
final class Answers {
    private final ByteBufAllocator alloc;

    Answers(ByteBufAllocator alloc) {
        this.alloc = alloc;
    }

    ByteBufAllocator alloc() {
        return alloc;
    }

    /// ErrorResponse (section 54.8).
    ///
    /// @param severity `ERROR`, or `FATAL` where the connection ends
    /// @param hint what to do next, or empty
    Frame error(String severity, String sqlState, String message, String hint) {
        return told(MessageType.ERROR_RESPONSE, severity, sqlState, message, hint);
    }

    Frame refusal(String severity, Refusal refusal) {
        return error(severity, sqlState(refusal.kind()), refusal.message(), refusal.hint());
    }

    /// Tells that a statement is held, by whom it can be approved, and until when.
    Frame held(Approval approval) {
        Duration wait = Duration.between(approval.asked(), approval.expires());
        String rules =
                String.join(
                        ", ",
                        approval.grounds().stream()
                                .map(grounds -> grounds.rule() + ": " + grounds.says())
                                .toList());
        return told(
                MessageType.NOTICE_RESPONSE,
                "NOTICE",
                "00000",
                "held for approval as " + approval.id() + " (" + rules + ")",
                "waiting up to "
                        + inWords(wait)
                        + " for "
                        + approval.terms().rolesInWords()
                        + "; ./sallyport approvals approve "
                        + approval.id()
                        + "; Ctrl-C withdraws the request");
    }

    private static String inWords(Duration wait) {
        return wait.toMinutes() > 0 ? wait.toMinutes() + " min" : wait.toSeconds() + " s";
    }

    private Frame told(byte type, String severity, String sqlState, String message, String hint) {
        MessageWriter writer =
                new MessageWriter(alloc, type, 64 + message.length() + hint.length())
                        .int8('S')
                        .cstring(severity)
                        .int8('V')
                        .cstring(severity)
                        .int8('C')
                        .cstring(sqlState)
                        .int8('M')
                        .cstring(plain(message));
        if (!hint.isEmpty()) {
            writer.int8('H').cstring(plain(hint));
        }
        return writer.int8(0).frame();
    }

    /// A zero byte would end the field early.
    private static String plain(String text) {
        return text.replace('\0', ' ');
    }

    /// The SQLSTATE that clients and drivers know best for it (manual, appendix A).
    static String sqlState(Refusal.Kind kind) {
        return switch (kind) {
            case DENIED, NOT_APPROVED -> "42501";
            case CANCELLED -> "57014";
            case NOT_IDENTIFIED, NOT_ADMITTED -> "28000";
            case TARGET_UNAVAILABLE -> "08001";
            case NOT_RECORDED -> "58030";
            case LIMIT -> "53300";
        };
    }

    Frame authenticationCleartextPassword() {
        return new MessageWriter(alloc, MessageType.AUTHENTICATION, 16).int32(3).frame();
    }

    Frame authenticationOk() {
        return new MessageWriter(alloc, MessageType.AUTHENTICATION, 16).int32(0).frame();
    }

    Frame backendKeyData(int processId, byte[] key) {
        return new MessageWriter(alloc, MessageType.BACKEND_KEY_DATA, 48)
                .int32(processId)
                .raw(key)
                .frame();
    }

    /// A single bare byte: the answer to SSLRequest and GSSENCRequest.
    Frame bareByte(char answer) {
        return Frame.whole(MessageType.STARTUP, alloc.buffer(1).writeByte(answer));
    }

    /// The one statement that stands in for a refused Query: it cannot be parsed, so it does nothing but fail, in the
    /// transaction and at the place where the refused one stood.
    Frame refusedQuery() {
        return new MessageWriter(alloc, MessageType.QUERY, 64).cstring(INVALID).frame();
    }

    /// The same for a batch of the extended protocol. It is named, so that the client's unnamed statement stays.
    Frame refusedParse() {
        return new MessageWriter(alloc, MessageType.PARSE, 64)
                .cstring("sallyport refused")
                .cstring(INVALID)
                .int16(0)
                .frame();
    }

    private static final String INVALID = "refused by sallyport";

    Frame describePortal(String portal) {
        return new MessageWriter(alloc, MessageType.DESCRIBE, 32).int8('P').cstring(portal).frame();
    }

    Frame parseCopy(String select) {
        return new MessageWriter(alloc, MessageType.PARSE, 64 + select.length())
                .cstring(COPY)
                .cstring(select)
                .int16(0)
                .frame();
    }

    Frame describeCopy() {
        return new MessageWriter(alloc, MessageType.DESCRIBE, 32).int8('S').cstring(COPY).frame();
    }

    Frame forgetCopy() {
        return new MessageWriter(alloc, MessageType.CLOSE, 32).int8('S').cstring(COPY).frame();
    }

    /// Named, so that the client's unnamed statement stays.
    private static final String COPY = "sallyport copy";

    Frame flush() {
        return new MessageWriter(alloc, MessageType.FLUSH, 8).frame();
    }

    Frame copyFail(String why) {
        return new MessageWriter(alloc, MessageType.COPY_FAIL, 64).cstring(why).frame();
    }
}
