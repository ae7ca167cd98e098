package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;
import java.util.SequencedMap;

/// An error, which ends the statement, in fields named by a letter (manual, "Error and Notice Message Fields").
record ErrorResponse(SequencedMap<Character, String> fields) {
    static final byte TYPE = 'E';

    ErrorResponse {
        fields = ReportFields.copy(fields);
    }

    /// @param severity such as `ERROR`
    /// @param sqlState five characters
    static ErrorResponse of(String severity, String sqlState, String message) {
        return new ErrorResponse(ReportFields.of(severity, sqlState, message));
    }

    static ErrorResponse read(Frame frame) {
        return new ErrorResponse(ReportFields.read(MessageReader.of("ErrorResponse", TYPE, frame)));
    }

    /// The field `V`, which is never translated, or `S` from servers older than 9.6.
    String severity() {
        return fields.getOrDefault('V', fields.getOrDefault('S', ""));
    }

    /// The field `C`, or `XX000` where the message has none.
    String sqlState() {
        return fields.getOrDefault('C', "XX000");
    }

    /// The field `M`.
    String message() {
        return fields.getOrDefault('M', "");
    }

    /// The same with this field set, at the end where it was not there.
    ErrorResponse with(char field, String value) {
        return new ErrorResponse(ReportFields.with(fields, field, value));
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return ReportFields.write(new MessageWriter(allocator, TYPE, 256), fields);
    }
}
