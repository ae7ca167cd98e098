package dev.sallyport.model.recording;

/// Why a recording was sealed. The numbers stand in the file.
public enum SealReason {
    /// It ended as it should.
    CLOSED(1),
    /// The gateway crashed; at its next start it sealed what was there.
    RECOVERED(2),
    /// The recording could no longer be written, and the gateway ended the session.
    JOURNAL_FAILED(3);

    private final int number;

    SealReason(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /// The word that JSON uses.
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /// @throws IllegalArgumentException where there is no such reason
    static SealReason ofWord(String word) {
        for (SealReason reason : values()) {
            if (reason.word().equals(word)) {
                return reason;
            }
        }
        throw new IllegalArgumentException(
                "reason of a seal: " + word + " (expected: closed, recovered or journal-failed)");
    }

    static @org.jspecify.annotations.Nullable SealReason of(int number) {
        for (SealReason reason : values()) {
            if (reason.number == number) {
                return reason;
            }
        }
        return null;
    }
}
