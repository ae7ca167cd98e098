package dev.sallyport.gateway.protocol;

import io.netty.channel.ChannelPipeline;

/// A protocol whose bytes the gateway's own relay carries, as frames.
///
/// @param <F> one frame of it; whoever receives a frame owns it and releases it
public non-sealed interface FramedProtocol<F> extends Protocol {
    /// Adds what turns bytes into frames and frames into bytes, and nothing else. On the wire toward the client the
    /// decoder reads what clients send, and the other way round.
    void addCodec(ChannelPipeline pipeline, Side side);

    /// The conversation of one connection; it starts when the client's first frame arrives.
    Conversation<F> converse(Door door, Wire<F> wire);

    /// Lets go of a frame that nobody will handle.
    void release(F frame);

    /// The ALPN name under which clients may start TLS with their first byte, or empty where they may not.
    String directTlsName();
}
