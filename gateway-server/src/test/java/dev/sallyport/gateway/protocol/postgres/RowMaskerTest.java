package dev.sallyport.gateway.protocol.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.gateway.masking.BaseColumn;
import dev.sallyport.gateway.masking.Column;
import dev.sallyport.gateway.masking.Lineage;
import dev.sallyport.gateway.masking.MaskPlan;
import dev.sallyport.gateway.masking.Masker;
import dev.sallyport.gateway.masking.Origin;
import dev.sallyport.gateway.masking.TextMasker;
import dev.sallyport.model.policy.MaskKind;
import dev.sallyport.model.policy.MaskRule;
import dev.sallyport.model.policy.Masks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Rows under a plan: what is masked, what stays byte for byte, and what is refused.
class RowMaskerTest {
    private static final List<MaskKind> KINDS =
            List.of(
                    new MaskKind.Null(),
                    new MaskKind.Redact(),
                    new MaskKind.Partial(0, 4),
                    new MaskKind.Email());

    private static final int TEXT = 25;
    private static final int INT4 = 23;
    private static final int JSONB = 3802;

    private final ByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);

    @Test
    void masksTextsByTheirKindAndTheRestByNull() {
        RowMasker masker =
                masker(
                        new int[] {TEXT, TEXT, TEXT, TEXT, INT4, JSONB, TEXT},
                        null,
                        new MaskKind.Redact(),
                        new MaskKind.Partial(0, 4),
                        new MaskKind.Email(),
                        new MaskKind.Partial(0, 4),
                        new MaskKind.Redact(),
                        new MaskKind.Null());

        Frame masked =
                masker.mask(
                        row(
                                "keep",
                                "secret",
                                "4111111111111111",
                                "bob@example.com",
                                "12345678",
                                "{}",
                                "x"));

        assertThat(texts(masked))
                .containsExactly(
                        Arrays.asList(
                                "keep",
                                "[masked]",
                                "****1111",
                                "b***@example.com",
                                null,
                                null,
                                null));
    }

    @Test
    void nullStaysNullAndRunsKeepTheirOrder() {
        RowMasker masker = masker(new int[] {TEXT, TEXT}, new MaskKind.Redact(), null);
        Frame one = row(null, "a");
        Frame two = row("x", null);
        ByteBuf both = allocator.buffer().writeBytes(one.bytes()).writeBytes(two.bytes());

        Frame masked = masker.mask(new Frame(DataRow.TYPE, both, 2, true));

        assertThat(masked.messages()).isEqualTo(2);
        assertThat(texts(masked))
                .containsExactly(Arrays.asList(null, "a"), Arrays.asList("[masked]", null));
        assertThat(both.refCnt()).isZero();
    }

    @Test
    void piecesOfALongRowAreGathered() {
        RowMasker masker = masker(new int[] {TEXT, TEXT}, null, new MaskKind.Redact());
        Frame row = row("a".repeat(100_000), "secret");
        int cut = 70_000;
        ByteBuf bytes = row.bytes();

        assertThat(masker.mask(new Frame(DataRow.TYPE, bytes.copy(0, cut), 1, false))).isNull();
        Frame masked =
                masker.mask(
                        new Frame(
                                DataRow.TYPE,
                                bytes.copy(cut, bytes.readableBytes() - cut),
                                0,
                                true));

        assertThat(texts(masked)).containsExactly(Arrays.asList("a".repeat(100_000), "[masked]"));
    }

    @Test
    void aRowTooLongToHoldIsRefused() {
        RowMasker masker =
                masker(
                        plan(new MaskKind.Redact()),
                        description(TEXT),
                        new FrameLimits(10_000, 1_000, 100, 100));
        Frame row = row("a".repeat(2_000));

        assertThat(masker.mask(new Frame(DataRow.TYPE, row.bytes().copy(0, 900), 1, false)))
                .isNull();
        assertThatThrownBy(() ->
                        masker.mask(new Frame(DataRow.TYPE, row.bytes().copy(900, 900), 0, false)))
                .isInstanceOfSatisfying(
                        ProtocolError.class, e -> assertThat(e.sqlState()).isEqualTo("54000"));
    }

    @Test
    void rowsThatLieAreRefused() {
        Frame row = row("a", "b");
        for (int at = 0; at < row.length(); at++) {
            ByteBuf cut = row.bytes().copy(0, at);
            if (at > 0) {
                assertThatThrownBy(() ->
                                masker(new int[] {TEXT, TEXT}, null, new MaskKind.Redact())
                                        .mask(new Frame(DataRow.TYPE, cut, 1, true)))
                        .as("cut at %d", at)
                        .isInstanceOf(ProtocolError.class);
                assertThat(cut.refCnt()).isZero();
            }
        }
        assertThatThrownBy(
                        () -> masker(new int[] {TEXT}, new MaskKind.Redact()).mask(row("a", "b")))
                .hasMessageContaining("columns: 2");
    }

    /// Against a masker so simple that it needs no test.
    @Test
    void anyRowIsMaskedAsIfTakenApart() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            int columns = random.nextInt(6);
            MaskKind[] kinds = new MaskKind[columns];
            int[] types = new int[columns];
            List<String> values = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                kinds[i] = random.nextBoolean() ? null : KINDS.get(random.nextInt(KINDS.size()));
                types[i] = random.nextInt(3) == 0 ? INT4 : TEXT;
                String value = random.nextInt(4) == 0 ? null : "ä@".repeat(random.nextInt(8));
                values.add(value);
                expected.add(
                        value == null || kinds[i] == null
                                ? value
                                : types[i] == INT4 ? null : new Masker(null).mask(kinds[i], value));
            }
            if (Arrays.stream(kinds).allMatch(kind -> kind == null)) {
                continue;
            }
            Frame masked = masker(types, kinds).mask(row(values.toArray(new String[0])));
            assertThat(texts(masked))
                    .as("seed %d, round %d", seed, round)
                    .containsExactly(expected);
        }
    }

    @Test
    void unmaskedColumnsStayByteForByte() {
        RowMasker masker = masker(new int[] {TEXT, TEXT}, null, new MaskKind.Redact());
        Frame masked =
                masker.mask(
                        new DataRow(List.of(new byte[] {(byte) 0xFF, 0, 1}, new byte[] {1}))
                                .toFrame(allocator));

        assertThat(ByteBufUtil.hexDump(masked.bytes()))
                .contains("00000003ff0001")
                .endsWith(ByteBufUtil.hexDump("[masked]".getBytes(StandardCharsets.US_ASCII)));
    }

    private RowMasker masker(int[] types, MaskKind... kinds) {
        return masker(plan(kinds), description(types), FrameLimits.DEFAULT);
    }

    private RowMasker masker(MaskPlan plan, RowDescription description, FrameLimits limits) {
        Masker masker = new Masker(null);
        CellMasks masks = new CellMasks(masker, new TextMasker(Masks.NONE, masker), _ -> false);
        return new RowMasker(
                Objects.requireNonNull(RowMasker.masks(plan, description, masks)),
                allocator,
                limits);
    }

    private static RowDescription description(int... types) {
        List<RowDescription.Field> fields = new ArrayList<>();
        for (int type : types) {
            fields.add(new RowDescription.Field("c", 1, 1, type, -1, -1, 0));
        }
        return new RowDescription(fields);
    }

    private static MaskPlan plan(MaskKind... kinds) {
        List<Column> columns = new ArrayList<>();
        for (MaskKind kind : kinds) {
            columns.add(
                    new Column(
                            "c",
                            new Origin.Base(
                                    new BaseColumn("s", "t", kind == null ? "open" : kind.word()),
                                    Set.of())));
        }
        List<MaskRule> rules =
                KINDS.stream()
                        .map(kind -> new MaskRule(kind.word(), List.of("s.t." + kind.word()), kind))
                        .toList();
        return MaskPlan.of(new Masks(rules), columns, List.of(), Lineage.UNKNOWN);
    }

    private Frame row(String... values) {
        List<byte[]> bytes = new ArrayList<>();
        for (String value : values) {
            bytes.add(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        }
        return new DataRow(bytes).toFrame(allocator);
    }

    private static List<List<String>> texts(Frame frame) {
        return DataRow.readAll(frame).stream()
                .map(row -> {
                    List<String> texts = new ArrayList<>();
                    for (int i = 0; i < row.values().size(); i++) {
                        texts.add(row.text(i));
                    }
                    return texts;
                })
                .toList();
    }
}
