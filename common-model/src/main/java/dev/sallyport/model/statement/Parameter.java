package dev.sallyport.model.statement;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One bound value, in the bytes that the client sent.
///
/// @param binary whether the protocol calls the bytes binary; else they are text in UTF-8
/// @param value the bytes, or null for SQL NULL; not copied, and not to be changed
/// @param form reads the bytes as text, where they are binary; nothing is read before somebody asks
@SuppressWarnings("ArrayRecordComponent") // one is made for every value bound: no copy
public record Parameter(boolean binary, byte @Nullable [] value, TextForm form) {
    /// A value of a type that is not known: where it is binary, nobody can read it.
    public Parameter(boolean binary, byte @Nullable [] value) {
        this(binary, value, TextForm.UNKNOWN);
    }

    /// How the bytes of one type are read as text, as a protocol knows it.
    @FunctionalInterface
    public interface TextForm {
        TextForm UNKNOWN = value -> Optional.empty();

        TextForm UTF8 = TextForm::utf8;

        /// The value as SQL would print it; empty where the bytes are none of this type.
        Optional<String> read(byte[] value);

        private static Optional<String> utf8(byte[] value) {
            try {
                // Not the lenient decoder: two different values must not become the same text.
                return Optional.of(
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(value))
                                .toString());
            } catch (CharacterCodingException e) {
                return Optional.empty();
            }
        }
    }

    /// The value as text; empty for NULL, and where the bytes cannot be read.
    public Optional<String> text() {
        return value == null
                ? Optional.empty()
                : binary ? form.read(value) : TextForm.UTF8.read(value);
    }
}
