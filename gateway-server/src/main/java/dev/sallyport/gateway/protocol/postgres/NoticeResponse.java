package dev.sallyport.gateway.protocol.postgres;

import io.netty.buffer.ByteBufAllocator;
import java.util.SequencedMap;

/// A warning or a note, which ends nothing, in fields named by a letter (manual, "Error and Notice Message Fields").
record NoticeResponse(SequencedMap<Character, String> fields) {
    static final byte TYPE = 'N';

    NoticeResponse {
        fields = ReportFields.copy(fields);
    }

    /// @param severity such as `ERROR`
    /// @param sqlState five characters
    static NoticeResponse of(String severity, String sqlState, String message) {
        return new NoticeResponse(ReportFields.of(severity, sqlState, message));
    }

    static NoticeResponse read(Frame frame) {
        return new NoticeResponse(
                ReportFields.read(MessageReader.of("NoticeResponse", TYPE, frame)));
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
    NoticeResponse with(char field, String value) {
        return new NoticeResponse(ReportFields.with(fields, field, value));
    }

    Frame toFrame(ByteBufAllocator allocator) {
        return ReportFields.write(new MessageWriter(allocator, TYPE, 256), fields);
    }
}
