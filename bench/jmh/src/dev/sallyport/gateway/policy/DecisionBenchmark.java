package dev.sallyport.gateway.policy;

import dev.sallyport.gateway.sql.PostgresReader;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.policy.Decision;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Stage;
import dev.sallyport.model.statement.Statement;
import dev.sallyport.model.target.Target;
import dev.sallyport.model.target.TargetName;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What a decision costs under docs/examples/policy-ci.yaml: for a statement as the reader remembers it, and for one that
/// it has read anew; and the same under twenty rules, each with a condition.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {
    private static final String SQL = "SELECT id, name, email FROM public.customers WHERE id = $1";

    private FilePolicy policy;
    private FilePolicy conditions;
    private List<Action> actions;
    private Identity who;
    private Target target;
    private InetAddress from;

    @Setup
    public void readPolicy() {
        Path file = Path.of(System.getProperty("sallyport.policy"));
        policy =
                switch (PolicyFile.load(file)) {
                    case PolicyFile.Loaded.Ready(PolicyFile read) -> read.policy();
                    case PolicyFile.Loaded.Faulty(var problems) ->
                            throw new IllegalStateException(problems.toString());
                };
        conditions = conditions();
        actions = new PostgresReader().read(SQL).actions();
        who =
                new Identity(
                        "https://token.actions.githubusercontent.com",
                        "job",
                        "job",
                        Set.of("migrate-job"),
                        Map.of());
        target = new Target(new TargetName("orders-prod"), "postgres", Map.of("env", "prod"));
        from = InetAddress.getLoopbackAddress();
        if (!(known() instanceof Decision.Allow)) {
            throw new IllegalStateException(known() + " (expected: allow)");
        }
        if (!(anewUnderTwentyConditions() instanceof Decision.Allow)) {
            throw new IllegalStateException(anewUnderTwentyConditions() + " (expected: allow)");
        }
    }

    private static FilePolicy conditions() {
        StringBuilder text =
                new StringBuilder(
                        """
                        schema: sallyport.policy/v1
                        roles: {migrate-job: {when: "claims.kind == 'job'"}}
                        rules:
                          - {id: read, who: [migrate-job], targets: ["*"], effects: [read], when: "target.labels.env == 'prod'", allow: true}
                        """);
        for (int i = 1; i < 20; i++) {
            text.append(
                    "  - {id: r%d, who: ['*'], targets: ['*'], effects: [read], when: \"statement.reads.exists(r, r == 'public.t%d') && !statement.unfiltered\", deny: 'no'}\n"
                            .formatted(i, i));
        }
        return switch (PolicyFile.parse("twenty", text.toString())) {
            case PolicyFile.Loaded.Ready(PolicyFile read) -> read.policy();
            case PolicyFile.Loaded.Faulty(var problems) ->
                    throw new IllegalStateException(problems.toString());
        };
    }

    @Benchmark
    public Decision known() {
        return decide(actions);
    }

    @Benchmark
    public Decision anew() {
        return decide(List.copyOf(new ArrayList<>(actions)));
    }

    @Benchmark
    public Decision knownUnderTwentyConditions() {
        return decide(conditions, actions);
    }

    @Benchmark
    public Decision anewUnderTwentyConditions() {
        return decide(conditions, List.copyOf(new ArrayList<>(actions)));
    }

    private Decision decide(List<Action> of) {
        return decide(policy, of);
    }

    private Decision decide(FilePolicy policy, List<Action> of) {
        Statement statement = new Statement(SQL, of, List.of(), Stage.EXECUTE);
        return policy.decide(new Question(who, target, statement, from, Instant.EPOCH));
    }
}
