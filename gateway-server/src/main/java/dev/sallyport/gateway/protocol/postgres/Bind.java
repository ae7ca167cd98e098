package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.model.statement.Parameter;
import dev.sallyport.model.statement.Parameter.TextForm;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

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
        return read(frame, statement -> parameter -> TextForm.UNKNOWN);
    }

    /// @param forms how the binary values of a statement are read as text, parameter by parameter
    static Bind read(Frame frame, Function<String, IntFunction<TextForm>> forms) {
        MessageReader reader = MessageReader.of("Bind", TYPE, frame);
        String portal = reader.cstring("portal");
        String statement = reader.cstring("statement");
        FormatCodes formats = reader.formatCodes("parameter formats");
        List<Parameter> parameters =
                readValues(reader, "parameters", formats, forms.apply(statement));
        FormatCodes resultFormats = reader.formatCodes("result formats");
        reader.end();
        return new Bind(portal, statement, formats, parameters, resultFormats);
    }

    /// A counted run of values with the formats that came before them.
    static List<Parameter> readValues(
            MessageReader reader, String field, FormatCodes formats, IntFunction<TextForm> forms) {
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
            boolean binary = formats.isBinary(i);
            parameters[i] =
                    new Parameter(
                            binary, reader.value(field), binary ? forms.apply(i) : TextForm.UTF8);
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
