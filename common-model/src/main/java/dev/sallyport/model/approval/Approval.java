package dev.sallyport.model.approval;

import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.identity.SessionId;
import dev.sallyport.model.policy.ApprovalTerms;
import dev.sallyport.model.policy.Grounds;
import dev.sallyport.model.statement.Statement;
import dev.sallyport.model.target.TargetName;
import java.time.Instant;
import java.util.List;

/// A question put to people: may this statement, by this identity, in this session, go to this target? The answer is
/// bound to all four and works once.
///
/// @param statementSha256 [Statement#sha256()], which the answer must name
/// @param asked when it was put
/// @param expires when the answer becomes no
public record Approval(
        ApprovalId id,
        SessionId session,
        TargetName target,
        Identity who,
        Statement statement,
        String statementSha256,
        List<Grounds> grounds,
        ApprovalTerms terms,
        Instant asked,
        Instant expires) {
    public Approval {
        grounds = List.copyOf(grounds);
    }
}
