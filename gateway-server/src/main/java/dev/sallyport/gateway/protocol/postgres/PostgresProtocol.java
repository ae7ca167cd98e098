package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.masking.MaskKey;
import dev.sallyport.gateway.protocol.Conversation;
import dev.sallyport.gateway.protocol.Door;
import dev.sallyport.gateway.protocol.FramedProtocol;
import dev.sallyport.gateway.protocol.Side;
import dev.sallyport.gateway.protocol.Wire;
import dev.sallyport.gateway.sql.PostgresReader;
import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;

/// PostgreSQL's frontend/backend protocol: how the gateway speaks it with `psql`, JDBC and the rest on one side and with
/// the server on the other.
public final class PostgresProtocol implements FramedProtocol<Frame> {
    private final FrameLimits limits;
    private final PostgresReader reader;
    private final Catalogs catalogs = new Catalogs();
    private final @Nullable MaskKey maskKey;

    /// @param frameBytesMax longest message that must be understood as a whole (a statement, its parameters)
    /// @param heldBytesMax how much a client may send ahead while a statement is held or runs
    /// @param maskKey what masks hash with; null where there is none, and what would be hashed becomes NULL
    public PostgresProtocol(
            PostgresReader reader, int frameBytesMax, int heldBytesMax, @Nullable MaskKey maskKey) {
        this.reader = reader;
        this.maskKey = maskKey;
        this.limits =
                new FrameLimits(
                        FrameLimits.DEFAULT.startupBytesMax(),
                        frameBytesMax,
                        FrameLimits.DEFAULT.wholeBytesMax(),
                        heldBytesMax);
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public void addCodec(ChannelPipeline pipeline, Side side) {
        FrameDecoder decoder = new FrameDecoder(side, limits);
        pipeline.addLast("frames-in", decoder);
        pipeline.addLast("frames-out", new FrameEncoder(side, decoder));
    }

    @Override
    public Conversation<Frame> converse(Door door, Wire<Frame> wire) {
        return new PostgresConversation(door, wire, limits, reader, catalogs, maskKey);
    }

    @Override
    public void release(Frame frame) {
        frame.release();
    }

    /// Registered with IANA for this protocol; PostgreSQL 17's clients insist on it.
    @Override
    public String directTlsName() {
        return "postgresql";
    }
}
