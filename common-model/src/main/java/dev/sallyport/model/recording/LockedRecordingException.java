package dev.sallyport.model.recording;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// None of the keys at hand opens the recording. It can be verified all the same.
public final class LockedRecordingException extends IOException {
    private static final long serialVersionUID = 1;

    private LockedRecordingException(String message) {
        super(message);
    }

    /// The recording's key; null where it is not encrypted.
    static @Nullable RecordingKey open(RecordingHeader header, List<ReadingKey> keys)
            throws LockedRecordingException {
        Envelope envelope = header.envelope().orElse(null);
        if (envelope == null) {
            return null;
        }
        for (ReadingKey key : keys) {
            try {
                RecordingKey opened = key.open(header).orElse(null);
                if (opened != null) {
                    return opened;
                }
            } catch (GeneralSecurityException e) {
                LockedRecordingException wrong =
                        new LockedRecordingException(
                                "recording "
                                        + header.id()
                                        + " names "
                                        + key.recipient()
                                        + " and does not open with it: "
                                        + e.getMessage());
                wrong.initCause(e);
                throw wrong;
            }
        }
        List<String> given = new ArrayList<>();
        keys.forEach(key -> given.add(key.recipient().toString()));
        List<String> fit = new ArrayList<>();
        envelope.slots().forEach(slot -> fit.add(slot.toString()));
        throw new LockedRecordingException(
                "recording "
                        + header.id()
                        + " is encrypted; it opens with the private half of "
                        + String.join(", or ", fit)
                        + (given.isEmpty() ? "" : " (given: " + String.join(", ", given) + ")"));
    }
}
