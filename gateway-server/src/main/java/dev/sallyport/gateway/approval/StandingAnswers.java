package dev.sallyport.gateway.approval;

import dev.sallyport.model.approval.Approval;
import dev.sallyport.model.approval.ApprovalId;
import dev.sallyport.model.policy.ApprovalTerms;
import dev.sallyport.model.policy.Holds;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.target.TargetName;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Approvals that hold beyond the statement they were given for: for the very same statement, of the same person, at the
/// same target, under the same version of the policy, which asks on the same terms.
///
/// In memory, like the questions: they end with the gateway. Safe on every thread.
public final class StandingAnswers {
    /// How many stand at once; beyond it the oldest is forgotten, and asked for again.
    static final int STANDING_MAX = 10_000;

    private final Clock clock;
    private final Map<Bound, Standing> standing = new LinkedHashMap<>();

    /// All that an answer is bound to.
    ///
    /// @param statementSha256 text and bound values, byte for byte
    /// @param actions what the text means in its session: another `search_path` may make it another statement
    private record Bound(
            String issuer,
            String subject,
            TargetName target,
            String statementSha256,
            List<Action> actions,
            ApprovalTerms terms,
            String policyVersion) {
        static Bound of(Approval approval, String policyVersion) {
            return new Bound(
                    approval.who().issuer(),
                    approval.who().subject(),
                    approval.target(),
                    approval.statementSha256(),
                    approval.statement().actions(),
                    approval.terms(),
                    policyVersion);
        }
    }

    /// @param left how often it may be used yet
    private record Standing(ApprovalId id, Instant until, int left) {}

    public StandingAnswers(Clock clock) {
        this.clock = clock;
    }

    /// Keeps an approval that was just given and used for the first time, if its terms say that it holds.
    public synchronized void keep(Approval approved, String policyVersion) {
        Holds holds = approved.terms().holds();
        if (holds.isOnce()) {
            return;
        }
        if (standing.size() >= STANDING_MAX) {
            Iterator<Bound> oldest = standing.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        Bound bound = Bound.of(approved, policyVersion);
        standing.remove(bound);
        standing.put(
                bound,
                new Standing(approved.id(), clock.instant().plus(holds.time()), holds.times() - 1));
    }

    /// Uses an approval that stands for what would be asked now.
    ///
    /// @return the question by which it was given; empty where none stands
    public synchronized Optional<ApprovalId> use(Approval asked, String policyVersion) {
        if (asked.terms().holds().isOnce()) {
            return Optional.empty();
        }
        Bound bound = Bound.of(asked, policyVersion);
        Standing stands = standing.remove(bound);
        if (stands == null || !clock.instant().isBefore(stands.until)) {
            return Optional.empty();
        }
        if (stands.left > 1) {
            standing.put(bound, new Standing(stands.id, stands.until, stands.left - 1));
        }
        return Optional.of(stands.id);
    }
}
