package dev.sallyport.gateway.sql;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What reading a statement costs: a new one, and one that was seen before.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReaderBenchmark {
    private static final String SQL =
            """
            SELECT c.id, c.name, c.email, count(*) AS orders, sum(o.amount) AS spent
            FROM customers c JOIN orders o ON o.customer_id = c.id
            WHERE c.country = 'DE' AND o.placed_at >= now() - interval '30 days' AND o.state IN ('paid', 'sent')
            GROUP BY c.id, c.name, c.email HAVING sum(o.amount) > 100 ORDER BY spent DESC LIMIT 20
            """;

    private final PostgresReader forgetting = new PostgresReader(0);
    private final PostgresReader remembering = new PostgresReader();

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
}
