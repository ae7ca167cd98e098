package dev.sallyport.gateway.sql;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What reading a statement of MySQL's dialect costs: a new one, one that was seen before, and one that has to be read
/// in two ways because the session's modes are not known.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MySqlReaderBenchmark {
    private static final String SQL =
            """
            SELECT c.id, c.name, c.email, count(*) AS orders, sum(o.amount) AS spent
            FROM customers c JOIN `orders` o ON o.customer_id = c.id
            WHERE c.country = "DE" AND o.placed_at >= now() - INTERVAL 30 DAY AND o.state IN ('paid', 'sent')
            GROUP BY c.id, c.name, c.email HAVING sum(o.amount) > 100 ORDER BY spent DESC LIMIT 20
            """;

    private static final MySqlSettings KNOWN =
            new MySqlSettings(
                    Set.of(), MySqlServer.of("8.0.36").orElseThrow(), TableNames.AS_WRITTEN);

    private final SqlReader forgetting = new MySqlReader(0).under(KNOWN);
    private final SqlReader remembering = new MySqlReader().under(KNOWN);
    private final SqlReader doubting = new MySqlReader(0).under(MySqlSettings.unknown());

    // As it comes from the wire each time: another object with the same text, its hash not yet worked out.
    private final char[] wire = SQL.toCharArray();

    @Benchmark
    public SqlText readAnew() {
        return forgetting.read(new String(wire));
    }

    @Benchmark
    public SqlText readBefore() {
        return remembering.read(new String(wire));
    }

    @Benchmark
    public SqlText readInTwoWays() {
        return doubting.read(new String(wire));
    }
}
