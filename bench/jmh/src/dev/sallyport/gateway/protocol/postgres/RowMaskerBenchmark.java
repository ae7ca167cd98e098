package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.masking.BaseColumn;
import dev.sallyport.gateway.masking.Column;
import dev.sallyport.gateway.masking.Lineage;
import dev.sallyport.gateway.masking.MaskPlan;
import dev.sallyport.gateway.masking.Origin;
import dev.sallyport.model.policy.MaskKind;
import dev.sallyport.model.policy.MaskRule;
import dev.sallyport.model.policy.Masks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What masking costs for each row of ten text columns, two of them masked, in runs of a hundred rows as they come from
/// the target.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RowMaskerBenchmark {
    private static final int ROWS = 100;
    private static final int COLUMNS = 10;
    private static final int TEXT = 25;

    private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    private final ByteBuf rows = rows();
    private final RowMasker masker =
            new RowMasker(
                    plan(),
                    description(),
                    RowMasker::isBuiltInText,
                    allocator,
                    FrameLimits.DEFAULT);

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int maskRow() {
        Frame masked = masker.mask(new Frame(DataRow.TYPE, rows.retainedSlice(), ROWS, true));
        int length = masked.length();
        masked.release();
        return length;
    }

    private ByteBuf rows() {
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            values.add(value(i).getBytes(StandardCharsets.UTF_8));
        }
        ByteBuf run = allocator.directBuffer();
        for (int i = 0; i < ROWS; i++) {
            Frame row = new DataRow(values).toFrame(allocator);
            run.writeBytes(row.bytes());
            row.release();
        }
        return run;
    }

    private static String value(int column) {
        return switch (column) {
            case 2 -> "somebody@example.com";
            case 3 -> "4111111111111111";
            default -> "value of column " + column;
        };
    }

    private static MaskPlan plan() {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            String name =
                    switch (i) {
                        case 2 -> "email";
                        case 3 -> "card";
                        default -> "open";
                    };
            columns.add(
                    new Column(
                            name, new Origin.Base(new BaseColumn("s", "t", name), Set.of())));
        }
        List<MaskRule> rules =
                List.of(
                        new MaskRule("email", List.of("s.t.email"), new MaskKind.Email()),
                        new MaskRule("card", List.of("s.t.card"), new MaskKind.Partial(0, 4)));
        return MaskPlan.of(new Masks(rules), columns, List.of(), Lineage.UNKNOWN);
    }

    private static RowDescription description() {
        List<RowDescription.Field> fields = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            fields.add(new RowDescription.Field("c", 1, i + 1, TEXT, -1, -1, 0));
        }
        return new RowDescription(fields);
    }
}
