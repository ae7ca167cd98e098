package dev.sallyport.model.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What policy says of a statement. The strictest wins and masks unite, so the order of rules never matters.
public sealed interface Decision {
    /// Why: the rules that made it, in the order of the file; never empty.
    List<Grounds> grounds();

    /// What rules that only watch would have made of it; null where none would have had a part.
    @Nullable Shadow shadow();

    /// The same decision with this beside it.
    Decision with(Shadow shadow);

    /// `allow`, `approve` or `deny`.
    String verdict();

    record Allow(List<Grounds> grounds, Masks masks, Limits limits, @Nullable Shadow shadow)
            implements Decision {
        public Allow {
            grounds = List.copyOf(grounds);
        }

        public Allow(List<Grounds> grounds, Masks masks) {
            this(grounds, masks, Limits.NONE, null);
        }

        @Override
        public Allow with(Shadow beside) {
            return new Allow(grounds, masks, limits, beside);
        }

        @Override
        public String verdict() {
            return "allow";
        }
    }

    record NeedApproval(
            List<Grounds> grounds,
            Masks masks,
            Limits limits,
            ApprovalTerms terms,
            @Nullable Shadow shadow)
            implements Decision {
        public NeedApproval {
            grounds = List.copyOf(grounds);
        }

        public NeedApproval(List<Grounds> grounds, Masks masks, ApprovalTerms terms) {
            this(grounds, masks, Limits.NONE, terms, null);
        }

        @Override
        public NeedApproval with(Shadow beside) {
            return new NeedApproval(grounds, masks, limits, terms, beside);
        }

        @Override
        public String verdict() {
            return "approve";
        }
    }

    record Deny(List<Grounds> grounds, @Nullable Shadow shadow) implements Decision {
        public Deny {
            grounds = List.copyOf(grounds);
        }

        public Deny(List<Grounds> grounds) {
            this(grounds, null);
        }

        @Override
        public Deny with(Shadow beside) {
            return new Deny(grounds, beside);
        }

        @Override
        public String verdict() {
            return "deny";
        }
    }

    /// Both decisions at once, as for two statements of one text: the stricter, the masks of both, and the tighter
    /// limits. What watching rules would have said of each is not carried over: it is asked of the whole.
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
                                        mine.limits.and(theirs.limits),
                                        mine.terms.and(theirs.terms),
                                        null);
                        case Allow theirs ->
                                new NeedApproval(
                                        mine.grounds,
                                        mine.masks.and(theirs.masks),
                                        mine.limits.and(theirs.limits),
                                        mine.terms,
                                        null);
                    };
            case Allow mine ->
                    other instanceof Allow theirs
                            ? new Allow(
                                    join(mine.grounds, theirs.grounds),
                                    mine.masks.and(theirs.masks),
                                    mine.limits.and(theirs.limits),
                                    null)
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
