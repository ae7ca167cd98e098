package dev.sallyport.model.policy;

import java.util.ArrayList;
import java.util.List;

/// What policy says of a statement. The strictest wins and masks unite, so the order of rules never matters.
public sealed interface Decision {
    /// Why: the rules that made it, in the order of the file; never empty.
    List<Grounds> grounds();

    record Allow(List<Grounds> grounds, Masks masks) implements Decision {
        public Allow {
            grounds = List.copyOf(grounds);
        }
    }

    record NeedApproval(List<Grounds> grounds, Masks masks, ApprovalTerms terms)
            implements Decision {
        public NeedApproval {
            grounds = List.copyOf(grounds);
        }
    }

    record Deny(List<Grounds> grounds) implements Decision {
        public Deny {
            grounds = List.copyOf(grounds);
        }
    }

    /// Both decisions at once, as for two statements of one text: the stricter, and the masks of both.
    default Decision and(Decision other) {
        return switch (this) {
            case Deny mine ->
                    other instanceof Deny theirs
                            ? new Deny(join(mine.grounds, theirs.grounds))
                            : mine;
            case NeedApproval mine ->
                    switch (other) {
                        case Deny theirs -> theirs;
                        case NeedApproval theirs ->
                                new NeedApproval(
                                        join(mine.grounds, theirs.grounds),
                                        mine.masks.and(theirs.masks),
                                        mine.terms.and(theirs.terms));
                        case Allow theirs ->
                                new NeedApproval(
                                        mine.grounds, mine.masks.and(theirs.masks), mine.terms);
                    };
            case Allow mine ->
                    other instanceof Allow theirs
                            ? new Allow(
                                    join(mine.grounds, theirs.grounds),
                                    mine.masks.and(theirs.masks))
                            : other.and(mine);
        };
    }

    private static List<Grounds> join(List<Grounds> some, List<Grounds> more) {
        List<Grounds> all = new ArrayList<>(some);
        for (Grounds grounds : more) {
            if (!all.contains(grounds)) {
                all.add(grounds);
            }
        }
        return all;
    }
}
