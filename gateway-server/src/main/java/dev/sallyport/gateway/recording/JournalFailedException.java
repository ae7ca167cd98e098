package dev.sallyport.gateway.recording;

/// The recording cannot be written, so what would have been recorded must not happen.
public final class JournalFailedException extends RuntimeException {
    JournalFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    JournalFailedException(String message) {
        super(message);
    }
}
