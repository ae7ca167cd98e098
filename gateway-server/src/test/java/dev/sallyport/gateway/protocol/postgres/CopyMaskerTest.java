package dev.sallyport.gateway.protocol.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.gateway.masking.Masker;
import dev.sallyport.gateway.masking.TextMasker;
import dev.sallyport.gateway.sql.CopyOut;
import dev.sallyport.model.policy.Detector.BuiltIn;
import dev.sallyport.model.policy.MaskKind;
import dev.sallyport.model.policy.MaskRule;
import dev.sallyport.model.policy.Masks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// COPY data under masks, in each format, cut at each byte, and read no further than it is understood.
class CopyMaskerTest {
    private static final CellMask WORD = (_, _) -> Masker.WORD.getBytes(StandardCharsets.US_ASCII);

    private final ByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);

    @Test
    void textIsMaskedWhereverItIsCut() {
        String data = "1\tsecret\tkeep \\\\ \\t it\n2\t\\N\t\\N\n3\tse\\ncr\\\\et\\\tx\t\n";
        String masked = "1\t[masked]\tkeep \\\\ \\t it\n2\t\\N\t\\N\n3\t[masked]\t\n";

        everywhere("COPY t TO STDOUT", data, masked, null, WORD, null);
    }

    @Test
    void headersPassInTextAndCsv() {
        everywhere("COPY t TO STDOUT (HEADER)", "a\tb\nx\ty\n", "a\tb\n[masked]\ty\n", WORD, null);
        everywhere(
                "COPY t TO STDOUT CSV HEADER",
                "\"a\nb\",c\nx,y\n",
                "\"a\nb\",c\n[masked],y\n",
                WORD,
                null);
    }

    @Test
    void csvIsMaskedWhereverItIsCut() {
        everywhere(
                "COPY t TO STDOUT (FORMAT csv)",
                "1,secret,\"a \"\"b\"\",\nc\"\n2,,\n3,\"\",\"\"\n4,\"se,\n\"\"cret\",x\n",
                "1,[masked],\"a \"\"b\"\",\nc\"\n2,,\n3,\"[masked]\",\"\"\n4,\"[masked]\",x\n",
                null,
                WORD,
                null);
    }

    @Test
    void csvWithOtherSigns() {
        everywhere(
                "COPY t TO STDOUT (FORMAT csv, DELIMITER ';', QUOTE '''', ESCAPE '\\', NULL '-', FORCE_QUOTE *)",
                "'1';'it\\'s \\\\';-\n'2';'';'x'\n",
                "'1';'[masked]';-\n'2';'[masked]';'x'\n",
                null,
                WORD,
                null);
    }

    @Test
    void aValueThatMustBeQuotedIs() {
        CellMask odd = (_, _) -> "a\"b,c\\d".getBytes(StandardCharsets.US_ASCII);
        everywhere("COPY t TO STDOUT CSV", "x\n", "\"a\"\"b,c\\d\"\n", odd);
        everywhere("COPY t TO STDOUT", "x\n", "a\"b,c\\\\d\n", odd);
        everywhere("COPY t TO STDOUT DELIMITER ','", "x\n", "a\"b\\,c\\\\d\n", odd);
        everywhere("COPY t TO STDOUT", "x\ty\n", "\\N\ty\n", CellMask.NULL, null);
        everywhere(
                "COPY t TO STDOUT CSV NULL 'none'",
                "x,\"none\"\n",
                "none,\"none\"\n",
                CellMask.NULL,
                null);
    }

    @Test
    void detectorsLookIntoPlainValues() {
        Masker masker = new Masker(null);
        TextMasker detectors =
                new TextMasker(
                        new Masks(
                                List.of(
                                        new MaskRule(
                                                "e",
                                                List.of(),
                                                List.of(),
                                                List.of(BuiltIn.EMAIL),
                                                new MaskKind.Redact(),
                                                MaskRule.Predicates.ALLOWED))),
                        masker);
        CellMask text =
                new CellMasks(masker, detectors, _ -> false).of(null, 25, CellMasks.Format.TEXT);
        everywhere(
                "COPY t TO STDOUT",
                "a\\nalice@example.com\\\\\tb\n",
                "a\\n[masked]\\\\\tb\n",
                text,
                text);
        everywhere(
                "COPY t TO STDOUT CSV",
                "\"a, \"\"alice@example.com\"\"\",b\n",
                "\"a, \"\"[masked]\"\"\",b\n",
                text,
                text);
    }

    @Test
    void binaryIsMaskedWhereverItIsCut() {
        everywhere(
                "COPY t TO STDOUT (FORMAT binary)",
                binary(values("1", "secret"), values(null, null), values("", "")),
                binary(values("1", "[masked]"), values(null, null), values("", "[masked]")),
                null,
                WORD);
        everywhere(
                "COPY BINARY t TO STDOUT",
                binary(values("1", "secret")),
                binary(values("1", null)),
                null,
                CellMask.NULL);
    }

    @Test
    void whatIsNotAsDescribedIsRefused() {
        refused("COPY t TO STDOUT", "a\tb\tc\n", "3 values", WORD, null);
        refused("COPY t TO STDOUT", "a\n", "1 values", WORD, null);
        refused("COPY t TO STDOUT CSV", "\"a\"b,c\n", "behind a closing quote", WORD, null);
        refused("COPY t TO STDOUT CSV", "a\"b\",c\n", "quote within a value", WORD, null);
        byte[] flags = binary(values("1", "x"));
        flags[12] = 1;
        refused("COPY BINARY t TO STDOUT", flags, "critical flag", WORD, null);
        byte[] signature = binary(values("1", "x"));
        signature[0] = 'X';
        refused("COPY BINARY t TO STDOUT", signature, "PGCOPY", WORD, null);
        refused("COPY BINARY t TO STDOUT", binary(values("1")), "1 values", WORD, null);
        byte[] more = Arrays.copyOf(binary(), binary().length + 1);
        refused("COPY BINARY t TO STDOUT", more, "behind its end", WORD, null);
    }

    @Test
    void aRowThatNeverEndsIsRefused() {
        CopyMasker masker = masker("COPY t TO STDOUT", WORD);
        assertThat(masker.mask(frame("half a row".getBytes(StandardCharsets.US_ASCII)))).isNull();
        assertThatThrownBy(masker::end).hasMessageContaining("middle of a row");

        CopyMasker bounded = masker("COPY t TO STDOUT CSV", WORD);
        byte[] open = "\"".concat("x".repeat(600)).getBytes(StandardCharsets.US_ASCII);
        assertThat(bounded.mask(frame(open))).isNull();
        assertThatThrownBy(() -> bounded.mask(frame(new byte[500])))
                .isInstanceOfSatisfying(
                        ProtocolError.class, e -> assertThat(e.sqlState()).isEqualTo("54000"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    COPY t TO STDOUT                                   | SELECT * FROM ONLY t
                    copy public."T t" (a, "B b") to stdout with binary | SELECT a, "B b" FROM ONLY public."T t"
                    COPY (SELECT ')' AS x FROM t) TO STDOUT CSV;       | '      SELECT '')'' AS x FROM t'
                    COPY t TO STDOUT USING DELIMITERS E'\\t' WITH NULL AS '' | SELECT * FROM ONLY t
                    COPY t TO STDOUT WITH CSV HEADER QUOTE '"' FORCE QUOTE a, b | SELECT * FROM ONLY t
                    COPY t TO STDOUT (ENCODING 'utf-8', HEADER off)    | SELECT * FROM ONLY t
                    """)
    void readsWhatIsCopied(String sql, String select) {
        assertThat(CopyOut.read(sql).orElseThrow().select().strip()).isEqualTo(select.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SELECT 1
                    COPY t FROM STDIN
                    COPY t TO '/tmp/x'
                    COPY t TO PROGRAM 'x'
                    COPY t TO STDOUT; SELECT 1
                    COPY t TO STDOUT (FORMAT json)
                    COPY t TO STDOUT (ENCODING 'SJIS')
                    COPY t TO STDOUT (DELIMITER 'ab')
                    COPY t TO STDOUT (DELIMITER E'\\x09')
                    COPY t TO STDOUT (HEADER match)
                    COPY t TO STDOUT (NEW_OPTION)
                    COPY t TO STDOUT WITH OIDS
                    COPY t(a TO STDOUT
                    COPY t TO STDOUT (FORMAT csv
                    """)
    void readsNothingElse(String sql) {
        assertThat(CopyOut.read(sql)).isEmpty();
    }

    private void refused(String copy, String data, String why, @Nullable CellMask... masks) {
        refused(copy, data.getBytes(StandardCharsets.UTF_8), why, masks);
    }

    private void refused(String copy, byte[] data, String why, @Nullable CellMask... masks) {
        assertThatThrownBy(() -> masker(copy, masks).mask(frame(data)))
                .isInstanceOf(ProtocolError.class)
                .hasMessageContaining(why);
    }

    private void everywhere(String copy, String data, String masked, @Nullable CellMask... masks) {
        everywhere(
                copy,
                data.getBytes(StandardCharsets.UTF_8),
                masked.getBytes(StandardCharsets.UTF_8),
                masks);
    }

    /// Whole, in two messages cut at each byte, and byte by byte.
    private void everywhere(String copy, byte[] data, byte[] masked, @Nullable CellMask... masks) {
        for (int cut = 0; cut <= data.length; cut++) {
            CopyMasker masker = masker(copy, masks);
            ByteArrayOutputStream shown = new ByteArrayOutputStream();
            shown.writeBytes(payload(masker.mask(frame(Arrays.copyOf(data, cut)))));
            shown.writeBytes(
                    payload(masker.mask(frame(Arrays.copyOfRange(data, cut, data.length)))));
            masker.end();
            assertThat(shown.toByteArray()).as("cut at %d", cut).isEqualTo(masked);
        }
        CopyMasker masker = masker(copy, masks);
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        for (byte b : data) {
            shown.writeBytes(payload(masker.mask(frame(new byte[] {b}))));
        }
        masker.end();
        assertThat(shown.toByteArray()).as("byte by byte").isEqualTo(masked);
    }

    private CopyMasker masker(String copy, @Nullable CellMask... masks) {
        return new CopyMasker(
                CopyOut.read(copy).orElseThrow(),
                Arrays.asList(masks),
                allocator,
                new FrameLimits(10_000, 1_000, 100, 100));
    }

    private Frame frame(byte[] payload) {
        ByteBuf bytes = allocator.buffer(payload.length + 5);
        bytes.writeByte('d').writeInt(payload.length + 4).writeBytes(payload);
        return Frame.whole(MessageType.COPY_DATA, bytes);
    }

    private static byte[] payload(@Nullable Frame frame) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        if (frame != null) {
            ByteBuf in = frame.bytes();
            int messages = 0;
            while (in.isReadable()) {
                assertThat(in.readByte()).isEqualTo((byte) 'd');
                byte[] row = new byte[in.readInt() - 4];
                in.readBytes(row);
                payload.writeBytes(row);
                messages++;
            }
            assertThat(messages).isEqualTo(frame.messages());
            frame.release();
        }
        return payload.toByteArray();
    }

    private static @Nullable String[] values(@Nullable String... values) {
        return values;
    }

    private static byte[] binary(@Nullable String[]... rows) {
        ByteBuffer data = ByteBuffer.allocate(500);
        data.put("PGCOPY\n".getBytes(StandardCharsets.US_ASCII));
        data.put(new byte[] {(byte) 0xFF, '\r', '\n', 0}).putInt(0).putInt(0);
        for (String[] row : rows) {
            data.putShort((short) row.length);
            for (String value : row) {
                if (value == null) {
                    data.putInt(-1);
                } else {
                    data.putInt(value.length()).put(value.getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
        data.putShort((short) -1);
        return Arrays.copyOf(data.array(), data.position());
    }
}
