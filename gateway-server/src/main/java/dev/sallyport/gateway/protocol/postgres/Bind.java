package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.model.statement.Parameter;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Gives a prepared statement its parameters and makes a portal of it.
///
/// @param parameterFormats as the message has them; each parameter knows already whether it is binary
/// @param resultFormats the formats asked for the result's columns
record Bind(
        String portal,
        String statement,
        FormatCodes parameterFormats,
        List<Parameter> parameters,
        FormatCodes resultFormats) {
    static final byte TYPE = 'B';

    static Bind read(Frame frame) {
        MessageReader reader = MessageReader.of("Bind", TYPE, frame);
        String portal = reader.cstring("portal");
        String statement = reader.cstring("statement");
        FormatCodes formats = reader.formatCodes("parameter formats");
        List<Parameter> parameters = readValues(reader, "parameters", formats);
        FormatCodes resultFormats = reader.formatCodes("result formats");
        reader.end();
        return new Bind(portal, statement, formats, parameters, resultFormats);
    }

    /// A counted run of values with the formats that came before them.
    static List<Parameter> readValues(MessageReader reader, String field, FormatCodes formats) {
        int count = reader.count16(field, 4);
        if (!formats.fit(count)) {
            throw reader.error(
                    field,
                    count + " with " + formats.count() + " formats",
                    "none, one, or one for each");
        }
        if (count == 0) {
            return List.of();
        }
        Parameter[] parameters = new Parameter[count];
        for (int i = 0; i < count; i++) {
            parameters[i] = new Parameter(formats.isBinary(i), reader.value(field));
        }
        return Collections.unmodifiableList(Arrays.asList(parameters));
    }

    Frame toFrame(ByteBufAllocator allocator) {
        MessageWriter writer =
                new MessageWriter(allocator, TYPE)
                        .cstring(portal)
                        .cstring(statement)
                        .formatCodes(parameterFormats)
                        .int16(parameters.size());
        for (Parameter parameter : parameters) {
            writer.value(parameter.value());
        }
        return writer.formatCodes(resultFormats).frame();
    }
}
