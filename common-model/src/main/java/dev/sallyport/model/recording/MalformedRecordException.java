package dev.sallyport.model.recording;

import java.io.IOException;

/// A record that is not laid out as the format says, although its segment is intact: made by a writer that is wrong, or
/// hostile.
public final class MalformedRecordException extends IOException {
    MalformedRecordException(String message) {
        super(message);
    }
}
