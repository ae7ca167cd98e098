package dev.sallyport.gateway.net;

import dev.sallyport.gateway.protocol.Side;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// The last handler of either channel: hands what happens there to the [Relay].
final class RelayHandler<F> extends ChannelInboundHandlerAdapter {
    private final Relay<F> relay;
    private final Side side;

    RelayHandler(Relay<F> relay, Side side) {
        this.relay = relay;
        this.side = side;
    }

    @Override
    @SuppressWarnings(
            "unchecked") // the protocol's own codec stands before this handler and emits nothing
    // but F
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        relay.received(side, (F) frame);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        relay.readComplete(side);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        relay.writable(side, ctx.channel().isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        relay.ended(side);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        relay.broke(side, cause);
    }
}
