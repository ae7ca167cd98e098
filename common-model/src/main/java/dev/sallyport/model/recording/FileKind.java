package dev.sallyport.model.recording;

/// What a file in the recording format is for. The numbers stand in its header.
public enum FileKind {
    /// One session, or what one run of the gateway did outside sessions.
    RECORDING(1, ".sprec"),
    /// Which recordings were opened, sealed and deleted.
    DAY_LOG(2, ".spday");

    private final int number;
    private final String suffix;

    FileKind(int number, String suffix) {
        this.number = number;
        this.suffix = suffix;
    }

    int number() {
        return number;
    }

    /// How names of such files end.
    public String suffix() {
        return suffix;
    }

    static FileKind of(int number) {
        for (FileKind kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new IllegalArgumentException("kind of file: " + number + " (expected: 1 or 2)");
    }
}
