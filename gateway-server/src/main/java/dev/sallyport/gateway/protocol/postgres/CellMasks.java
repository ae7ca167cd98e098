package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.masking.Masker;
import dev.sallyport.gateway.masking.TextMasker;
import dev.sallyport.gateway.masking.TextMasker.Form;
import dev.sallyport.model.policy.MaskKind;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Says how a column of some type and format is shown under some mask.
///
/// A text under a mask of its column is replaced by masked text, which is the same bytes in the text and the binary
/// format. A value of any other type becomes SQL NULL, whatever the mask: no number, date, uuid, JSON document or array
/// has room for a masked text, and a client that decodes binary values would break over one. Detectors look into
/// whatever holds text; a binary value that they cannot look into becomes NULL.
@SuppressWarnings("ReferenceEquality") // the very array given means: shown as it is
final class CellMasks {
    private final Masker masker;
    private final TextMasker detectors;
    private final IntPredicate isText;

    /// @param isText whether a type that is not PostgreSQL's own holds text, by its OID
    CellMasks(Masker masker, TextMasker detectors, IntPredicate isText) {
        this.masker = masker;
        this.detectors = detectors;
        this.isText = isText;
    }

    /// @param kind of the mask on the column, or null where there is none
    /// @return null where the values are shown as they are
    @Nullable CellMask of(@Nullable MaskKind kind, int typeOid, Format format) {
        if (kind != null) {
            return TypeForm.of(typeOid, isText) == TypeForm.TEXT && kind != new MaskKind.Null()
                    ? (value, length) -> masker.mask(kind, value, 0, length)
                    : CellMask.NULL;
        }
        return detectors.isEmpty() ? null : detecting(typeOid, format);
    }

    /// What detectors find in values of this type.
    ///
    /// @return null where there is nothing to look into
    @Nullable CellMask detecting(int typeOid, Format format) {
        boolean binary = format == Format.BINARY;
        return switch (TypeForm.of(typeOid, isText)) {
            case PLAIN -> null;
            case TEXT, XML -> in(Form.PLAIN);
            case JSON -> in(Form.JSON);
            case JSONB -> binary ? this::jsonb : in(Form.JSON);
            case INT4 -> binary ? (value, length) -> integer(value, length, 4) : in(Form.NUMBER);
            case INT8 -> binary ? (value, length) -> integer(value, length, 8) : in(Form.NUMBER);
            case NUMERIC -> binary ? this::numeric : in(Form.NUMBER);
            case NUMBERS -> binary ? new BinaryArray(this) : in(Form.NUMBER);
            case ARRAY -> binary ? new BinaryArray(this) : in(Form.LIST);
            case RECORD -> binary ? new BinaryRecord(this) : in(Form.LIST);
            case OTHER -> binary ? CellMask.NULL : in(Form.LIST);
        };
    }

    /// The format of a value, as RowDescription's format codes have it.
    enum Format {
        TEXT,
        BINARY;

        static Format of(int code) {
            return code == 0 ? TEXT : BINARY;
        }
    }

    private CellMask in(Form form) {
        return (value, length) -> detectors.mask(value, length, form);
    }

    /// A version byte, and then the text; of another version, nobody knows what follows.
    private byte @Nullable [] jsonb(byte[] value, int length) {
        if (length < 1 || value[0] != 1) {
            return null;
        }
        byte[] text = Arrays.copyOfRange(value, 1, length);
        byte[] masked = detectors.mask(text, text.length, Form.JSON);
        if (masked == text) {
            return value;
        }
        return masked == null
                ? null
                : ByteBuffer.allocate(masked.length + 1).put((byte) 1).put(masked).array();
    }

    private byte @Nullable [] integer(byte[] value, int length, int expected) {
        if (length != expected) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(value);
        return shownIf(value, Long.toString(expected == 4 ? bytes.getInt() : bytes.getLong()));
    }

    /// Digits in base 10,000 (numeric_send in PostgreSQL's numeric.c): how many, the weight of the first, sign, scale.
    private byte @Nullable [] numeric(byte[] value, int length) {
        if (length < 8) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(value, 0, length);
        int digits = bytes.getShort();
        int weight = bytes.getShort();
        bytes.getInt();
        if (digits < 0 || bytes.remaining() != digits * 2) {
            return null;
        }
        // A number of more digits than that is nobody's, and costs time to write down.
        if (digits > 12 || weight > 12 || weight < -12) {
            return value;
        }
        BigDecimal number = BigDecimal.ZERO;
        for (int i = 0; i < digits; i++) {
            number =
                    number.add(
                            BigDecimal.valueOf(bytes.getShort())
                                    .scaleByPowerOfTen(4 * (weight - i)));
        }
        return shownIf(value, number.toPlainString());
    }

    private byte @Nullable [] shownIf(byte[] value, String digits) {
        byte[] text = digits.getBytes(StandardCharsets.US_ASCII);
        return detectors.mask(text, text.length, Form.NUMBER) == text ? value : null;
    }
}
