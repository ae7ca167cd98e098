package dev.sallyport.gateway.protocol.postgres;

/// Bounds on what either side may make the gateway hold.
///
/// @param startupBytesMax longest startup packet (the server's own bound is 10,000)
/// @param frameBytesMax longest message that must be understood as a whole: Query, Parse, Bind; longer ones are refused
/// @param wholeBytesMax rows and COPY data longer than this are passed on in pieces
/// @param heldBytesMax what a client may send ahead of its turn before it is no longer read
record FrameLimits(int startupBytesMax, int frameBytesMax, int wholeBytesMax, int heldBytesMax) {
    static final FrameLimits DEFAULT = new FrameLimits(10_000, 16 << 20, 64 << 10, 256 << 10);
}
