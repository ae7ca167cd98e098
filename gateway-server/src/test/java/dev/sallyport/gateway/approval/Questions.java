package dev.sallyport.gateway.approval;

import dev.sallyport.model.approval.Approval;
import dev.sallyport.model.approval.ApprovalId;
import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.policy.ApprovalTerms;
import dev.sallyport.model.policy.Grounds;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Parameter;
import dev.sallyport.model.statement.Stage;
import dev.sallyport.model.statement.Statement;
import dev.sallyport.model.target.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Questions and people for tests.
public final class Questions {
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    public static final Duration WAIT = Duration.ofMinutes(10);
    public static final Identity JOB = person("job-17");

    private Questions() {}

    public static Identity person(String name, String... roles) {
        return new Identity(
                "https://issuer.example.test", name + "-subject", name, Set.of(roles), Map.of());
    }

    public static ApprovalTerms terms(int people) {
        return ApprovalTerms.from(Set.of("dba"), people, WAIT, false);
    }

    public static ApprovalTerms termsWithReason() {
        return ApprovalTerms.from(Set.of("dba"), 1, WAIT, true);
    }

    /// A question by [#JOB] about `ALTER TABLE`, with one parameter.
    public static Approval question(ApprovalId id, ApprovalTerms terms, Instant asked) {
        return question(id, JOB, "ALTER TABLE orders ADD note text", terms, asked);
    }

    public static Approval question(
            ApprovalId id, Identity who, String text, ApprovalTerms terms, Instant asked) {
        Statement statement =
                new Statement(
                        text,
                        List.of(Action.of("ALTER TABLE", Effect.ALTER)),
                        List.of(new Parameter(false, new byte[] {'4', '2'})),
                        Stage.EXECUTE);
        return new Approval(
                id,
                SessionId.at(asked.toEpochMilli()),
                new TargetName("orders-prod"),
                who,
                statement,
                statement.sha256(),
                List.of(new Grounds("ddl-prod", "DDL in production needs a second pair of eyes")),
                terms,
                asked,
                asked.plus(terms.waitMax()));
    }
}
