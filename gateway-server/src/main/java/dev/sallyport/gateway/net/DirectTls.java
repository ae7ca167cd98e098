package dev.sallyport.gateway.net;

import dev.sallyport.gateway.protocol.Side;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Looks at a client's very first byte: one that begins a TLS record starts TLS at once, without a request in the
/// clear (PostgreSQL 17's `sslnegotiation=direct`). Then it leaves the pipeline.
final class DirectTls extends ChannelInboundHandlerAdapter {
    private static final int TLS_HANDSHAKE_RECORD = 0x16;

    private final Relay<?> relay;

    DirectTls(Relay<?> relay) {
        this.relay = relay;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
            ctx.fireChannelRead(message);
            return;
        }
        boolean tls = bytes.getByte(bytes.readerIndex()) == TLS_HANDSHAKE_RECORD;
        if (tls) {
            relay.startTls(Side.CLIENT);
        }
        ctx.pipeline().remove(this);
        if (tls) {
            ctx.pipeline().fireChannelRead(bytes);
        } else {
            ctx.fireChannelRead(bytes);
        }
    }
}
