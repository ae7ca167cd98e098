package dev.sallyport.model.policy;

/// How a masked value is shown.
///
/// Kinds are ordered by how little they show: NULL, REDACT, hash, token, part, e-mail. Where two masks lie on one value,
/// the stricter one wins; see [#and].
public sealed interface MaskKind {
    /// More than this many characters are never kept: past it, a part is most of a value.
    int KEPT_MAX = 16;

    /// The value is shown as NULL.
    record Null() implements MaskKind {}

    /// The value is shown as a fixed word, or as NULL where its type has no room for one.
    record Redact() implements MaskKind {}

    /// The value is shown as a keyed hash of itself: equal values look equal, and that is all there is to see.
    ///
    /// @param domain values of different domains hash differently, so that only those can be joined that are meant to be
    record Hash(String domain) implements MaskKind {}

    /// The value is shown as another of its form: each digit as some digit, each letter as some letter of its case. Equal
    /// values have equal tokens.
    ///
    /// @param domain as of a hash
    record Token(String domain) implements MaskKind {}

    /// The first and the last characters stay, of a value that is at least twice as long.
    ///
    /// @param first how many, 0 to [#KEPT_MAX]
    /// @param last how many, 0 to [#KEPT_MAX]
    record Partial(int first, int last) implements MaskKind {
        public Partial {
            if (first < 0 || last < 0 || first > KEPT_MAX || last > KEPT_MAX || first + last == 0) {
                throw new IllegalArgumentException(
                        "characters kept: "
                                + first
                                + " and "
                                + last
                                + " (expected: 0.."
                                + KEPT_MAX
                                + " each, and at least one)");
            }
        }
    }

    /// The first character and the domain of an e-mail address stay.
    record Email() implements MaskKind {}

    /// What shows no more than either of the two.
    default MaskKind and(MaskKind other) {
        if (this instanceof Partial mine && other instanceof Partial theirs) {
            int first = Math.min(mine.first, theirs.first);
            int last = Math.min(mine.last, theirs.last);
            return first + last == 0 ? new Redact() : new Partial(first, last);
        }
        if (rank() != other.rank()) {
            return rank() < other.rank() ? this : other;
        }
        // Two domains: any one of them, but always the same.
        return domain().compareTo(other.domain()) <= 0 ? this : other;
    }

    /// The domain of a hash or token; empty for the others.
    default String domain() {
        return switch (this) {
            case Hash(String domain) -> domain;
            case Token(String domain) -> domain;
            case Null(), Redact(), Partial(_, _), Email() -> "";
        };
    }

    /// Whether it takes a key to make one.
    default boolean isKeyed() {
        return this instanceof Hash || this instanceof Token;
    }

    /// The kind as policies and recordings write it.
    default String word() {
        return switch (this) {
            case Null() -> "null";
            case Redact() -> "redact";
            case Hash(_) -> "hash";
            case Token(_) -> "token";
            case Partial(int first, int last) -> first == 0 && last == 4 ? "last4" : "partial";
            case Email() -> "email";
        };
    }

    private int rank() {
        return switch (this) {
            case Null() -> 0;
            case Redact() -> 1;
            case Hash(_) -> 2;
            case Token(_) -> 3;
            case Partial(_, _) -> 4;
            case Email() -> 5;
        };
    }
}
