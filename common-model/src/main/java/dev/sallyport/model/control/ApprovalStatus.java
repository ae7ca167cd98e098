package dev.sallyport.model.control;

import java.util.Locale;

/// Whether a question is open, and if not, how it ended.
public enum ApprovalStatus {
    OPEN,
    APPROVED,
    DENIED,
    EXPIRED,
    WITHDRAWN;

    /// The name as the control API writes it: `open`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The status of this word, as [#word()] gives it.
    ///
    /// @throws IllegalArgumentException where no status has that name
    public static ApprovalStatus ofWord(String word) {
        for (ApprovalStatus status : values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        throw new IllegalArgumentException(
                "approval status: "
                        + word
                        + " (expected: open, approved, denied, expired or withdrawn)");
    }
}
