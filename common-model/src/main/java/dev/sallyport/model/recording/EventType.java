package dev.sallyport.model.recording;

/// The numbers by which records name their event. A number is never given a second meaning.
final class EventType {
    static final int OPENED = 1;
    static final int ASKED = 2;
    static final int DECIDED = 3;
    static final int APPROVAL_ASKED = 4;
    static final int APPROVAL_ANSWERED = 5;
    static final int COLUMNS = 6;
    static final int ROWS = 7;
    static final int ROWS_IN = 8;
    static final int COMPLETED = 9;
    static final int FAILED = 10;
    static final int CANCELLED = 11;
    static final int NOTED = 12;
    static final int CLOSED = 13;
    static final int FORWARDED = 14;
    static final int SQL_KEYFRAME = 15;
    static final int TERMINAL_KEYFRAME = 16;
    static final int TERMINAL_IN = 17;
    static final int TERMINAL_OUT = 18;
    static final int RESIZED = 19;
    static final int HTTP_REQUEST = 20;
    static final int HTTP_RESPONSE = 21;
    static final int CHUNK = 22;
    static final int MARKED = 23;
    static final int LOST = 24;

    /// The highest of them.
    static final int LAST = LOST;

    private EventType() {}
}
