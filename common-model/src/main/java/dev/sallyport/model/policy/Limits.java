package dev.sallyport.model.policy;

/// How much one statement may bring, and how long it may run: the tightest of what all rules and entries of a policy say
/// that matched.
///
/// @param rows of one result
/// @param bytes of one result's rows, in the target protocol's own encoding
/// @param millis from the moment the target is given the statement until it is done
public record Limits(Bound rows, Bound bytes, Bound millis) {
    public static final Limits NONE = new Limits(Bound.NONE, Bound.NONE, Bound.NONE);

    /// The most of one thing.
    ///
    /// @param max [Long#MAX_VALUE] for no bound
    /// @param by the rule or the entry of `limits` that says so; empty for no bound
    public record Bound(long max, String by) {
        public static final Bound NONE = new Bound(Long.MAX_VALUE, "");

        public Bound {
            if (max < 0) {
                throw new IllegalArgumentException("max: " + max + " (expected: 0 or more)");
            }
        }

        public boolean isNone() {
            return max == Long.MAX_VALUE;
        }

        /// The tighter one; of two that are alike, this.
        public Bound and(Bound other) {
            return other.max < max ? other : this;
        }
    }

    public boolean isNone() {
        return rows.isNone() && bytes.isNone() && millis.isNone();
    }

    /// Whether anything of a result is bounded, not only the time.
    public boolean boundResults() {
        return !rows.isNone() || !bytes.isNone();
    }

    /// The tighter of both in each.
    public Limits and(Limits other) {
        if (other.isNone()) {
            return this;
        }
        return isNone()
                ? other
                : new Limits(
                        rows.and(other.rows), bytes.and(other.bytes), millis.and(other.millis));
    }
}
