package dev.sallyport.gateway.policy;

import dev.sallyport.model.identity.Identity;
import dev.sallyport.model.policy.Decision;
import dev.sallyport.model.policy.Limits;
import dev.sallyport.model.target.Target;
import java.util.Set;

/// One version of the policy, ready to be asked. Pure and in memory: it never blocks, and it is safe on every thread.
public interface Policy {
    /// SHA-256 of the policy's text, in hexadecimal; stands in every recorded decision.
    String version();

    /// The roles that the identity's claims give it.
    Set<String> rolesOf(Identity identity);

    /// Whether any rule could let this identity do anything at this target.
    boolean admits(Identity identity, Target target);

    /// Whether any mask could apply to this identity at this target.
    boolean mayMask(Identity identity, Target target);

    /// How many sessions this identity may have at this target at once.
    default Limits.Bound sessions(Identity identity, Target target) {
        return Limits.Bound.NONE;
    }

    /// The strictest of what all matching rules say; a deny where none matches, where a condition fails to evaluate, or
    /// where an action is not understood and no rule names [dev.sallyport.model.statement.Effect#UNKNOWN].
    Decision decide(Question question);
}
