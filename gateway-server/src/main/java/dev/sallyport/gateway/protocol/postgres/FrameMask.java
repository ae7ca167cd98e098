package dev.sallyport.gateway.protocol.postgres;

import org.jspecify.annotations.Nullable;

/// Lays masks over the frames of one result.
interface FrameMask {
    /// @param frame owned, and let go of in any case
    /// @return a new frame, or null while what is there cannot be shown yet
    /// @throws ProtocolError where the frame is malformed, or longer than may be held
    @Nullable Frame mask(Frame frame);

    /// The result is complete.
    ///
    /// @throws ProtocolError where part of it is still kept back
    void end();

    /// Lets go of what is kept back.
    void release();
}
