package dev.sallyport.model.terminal;

import java.io.IOException;

/// Bytes that are no keyframe, or not one that this version reads.
public final class MalformedKeyframeException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedKeyframeException(String message) {
        super(message);
    }
}
