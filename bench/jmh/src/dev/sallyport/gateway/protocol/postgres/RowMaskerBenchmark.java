package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.masking.BaseColumn;
import dev.sallyport.gateway.masking.Column;
import dev.sallyport.gateway.masking.Lineage;
import dev.sallyport.gateway.masking.MaskKey;
import dev.sallyport.gateway.masking.MaskPlan;
import dev.sallyport.gateway.masking.Masker;
import dev.sallyport.gateway.masking.Origin;
import dev.sallyport.gateway.masking.TextMasker;
import dev.sallyport.gateway.sql.CopyOut;
import dev.sallyport.model.policy.Detector;
import dev.sallyport.model.policy.MaskKind;
import dev.sallyport.model.policy.MaskRule;
import dev.sallyport.model.policy.Masks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What masking costs for each row of ten columns, in runs of a hundred rows as they come from the target: as rows of a
/// result, in which a text is the same bytes in both formats, and as the text of a COPY.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RowMaskerBenchmark {
    private static final int ROWS = 100;
    private static final int COLUMNS = 10;
    private static final int TEXT = 25;
    private static final int JSONB = 3802;
    private static final int INT8 = 20;

    /// How all ten are masked; `two`: only two of them are; `detectors`: all texts are looked through; `binary`: the same
    /// for columns of which three are numbers and JSON in the binary format.
    @Param({"two", "redact", "last4", "email", "hash", "token", "detectors", "binary"})
    public String masks = "two";

    private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    private ByteBuf rows = allocator.buffer(0);
    private ByteBuf copy = allocator.buffer(0);
    private FrameMask masker = nothing();
    private FrameMask copyMasker = nothing();

    @Setup
    public void setUp() {
        Masker values = new Masker(MaskKey.of("0123456789abcdef0123456789abcdef"));
        Masks laid = new Masks(List.of(rule()));
        CellMasks cells = new CellMasks(values, new TextMasker(laid, values), type -> false);
        List<CellMask> each =
                Objects.requireNonNull(RowMasker.masks(plan(laid), description(), cells));
        masker = new RowMasker(each, allocator, FrameLimits.DEFAULT);
        CopyOut form = CopyOut.read("COPY t TO STDOUT").orElseThrow();
        copyMasker = new CopyMasker(form, each, allocator, FrameLimits.DEFAULT);
        rows = rows();
        copy = copy();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int maskRow() {
        Frame masked =
                Objects.requireNonNull(
                        masker.mask(new Frame(DataRow.TYPE, rows.retainedSlice(), ROWS, true)));
        int length = masked.length();
        masked.release();
        return length;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int maskCopy() {
        Frame masked =
                Objects.requireNonNull(
                        copyMasker.mask(
                                new Frame(
                                        MessageType.COPY_DATA, copy.retainedSlice(), ROWS, true)));
        int length = masked.length();
        masked.release();
        return length;
    }

    private MaskRule rule() {
        List<String> columns =
                switch (masks) {
                    case "two" -> List.of("s.t.c2", "s.t.c3");
                    case "detectors", "binary" -> List.of();
                    default -> List.of("s.t.*");
                };
        MaskKind kind =
                switch (masks) {
                    case "email" -> new MaskKind.Email();
                    case "hash" -> new MaskKind.Hash("d");
                    case "token" -> new MaskKind.Token("d");
                    case "last4", "two" -> new MaskKind.Partial(0, 4);
                    default -> new MaskKind.Redact();
                };
        List<Detector> detectors =
                columns.isEmpty() ? List.of(Detector.BuiltIn.values()) : List.of();
        return new MaskRule(
                "m", columns, List.of(), detectors, kind, MaskRule.Predicates.ALLOWED);
    }

    private ByteBuf rows() {
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            values.add(value(i));
        }
        ByteBuf run = allocator.directBuffer();
        for (int i = 0; i < ROWS; i++) {
            Frame row = new DataRow(values).toFrame(allocator);
            run.writeBytes(row.bytes());
            row.release();
        }
        return run;
    }

    private ByteBuf copy() {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < COLUMNS; i++) {
            row.append(i == 0 ? "" : "\t").append(text(i));
        }
        byte[] line = row.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        ByteBuf run = allocator.directBuffer();
        for (int i = 0; i < ROWS; i++) {
            run.writeByte(MessageType.COPY_DATA).writeInt(line.length + 4).writeBytes(line);
        }
        return run;
    }

    private byte[] value(int column) {
        if (masks.equals("binary")) {
            switch (column) {
                case 4, 5 -> {
                    return new byte[] {0, 0, 0, 0, 0, 0, 48, 57};
                }
                case 6 -> {
                    return "\u0001{\"state\": \"open\", \"lines\": [1, 2, 3]}"
                            .getBytes(StandardCharsets.UTF_8);
                }
                default -> {
                    // a text
                }
            }
        }
        return text(column).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(int column) {
        return switch (column) {
            case 2 -> "somebody@example.com";
            case 3 -> "4111111111111111";
            default -> "value of column " + column;
        };
    }

    private static MaskPlan plan(Masks masks) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            String name = "c" + i;
            columns.add(
                    new Column(name, new Origin.Base(new BaseColumn("s", "t", name), Set.of())));
        }
        return MaskPlan.of(masks, columns, List.of(), Lineage.UNKNOWN);
    }

    private RowDescription description() {
        boolean binary = masks.equals("binary");
        List<RowDescription.Field> fields = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            int type =
                    binary
                            ? switch (i) {
                                case 4, 5 -> INT8;
                                case 6 -> JSONB;
                                default -> TEXT;
                            }
                            : TEXT;
            fields.add(new RowDescription.Field("c", 1, i + 1, type, -1, -1, binary ? 1 : 0));
        }
        return new RowDescription(fields);
    }

    private static FrameMask nothing() {
        return new FrameMask() {
            @Override
            public Frame mask(Frame frame) {
                return frame;
            }

            @Override
            public void end() {}

            @Override
            public void release() {}
        };
    }
}
