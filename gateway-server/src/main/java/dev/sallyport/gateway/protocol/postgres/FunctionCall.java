package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.model.statement.Parameter;
import dev.sallyport.model.statement.Parameter.TextForm;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/// Calls a function by its OID, with no SQL to read.
///
/// @param functionOid unsigned
/// @param resultFormat 0 for text, 1 for binary
record FunctionCall(
        int functionOid, FormatCodes argumentFormats, List<Parameter> arguments, int resultFormat) {
    static final byte TYPE = 'F';

    static FunctionCall read(Frame frame) {
        MessageReader reader = MessageReader.of("FunctionCall", TYPE, frame);
        int functionOid = reader.int32("function");
        FormatCodes formats = reader.formatCodes("argument formats");
        List<Parameter> arguments =
                Bind.readValues(reader, "arguments", formats, argument -> TextForm.UNKNOWN);
        int resultFormat = reader.int16("result format");
        if (resultFormat != 0 && resultFormat != 1) {
            throw reader.error("result format", resultFormat, "0 for text or 1 for binary");
        }
        reader.end();
        return new FunctionCall(functionOid, formats, arguments, resultFormat);
    }

    Frame toFrame(ByteBufAllocator allocator) {
        MessageWriter writer =
                new MessageWriter(allocator, TYPE)
                        .int32(functionOid)
                        .formatCodes(argumentFormats)
                        .int16(arguments.size());
        for (Parameter argument : arguments) {
            writer.value(argument.value());
        }
        return writer.int16(resultFormat).frame();
    }
}
