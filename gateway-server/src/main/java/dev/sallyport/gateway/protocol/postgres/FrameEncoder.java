package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.Side;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/// Turns [Frame]s into bytes, and tells the decoder beside it the two things that only what goes out reveals: that the
/// next byte from the target answers an SSLRequest, and that the client is signed in.
final class FrameEncoder extends ChannelOutboundHandlerAdapter {
    private final Side to;
    private final FrameDecoder decoder;

    FrameEncoder(Side to, FrameDecoder decoder) {
        this.to = to;
        this.decoder = decoder;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!(message instanceof Frame frame)) {
            ctx.write(message, promise);
            return;
        }
        if (to == Side.TARGET && isSslRequest(frame)) {
            decoder.expectTlsAnswer();
        } else if (to == Side.CLIENT && isAuthenticationOk(frame)) {
            decoder.loggedIn();
        }
        ctx.write(frame.bytes(), promise);
    }

    private static boolean isSslRequest(Frame frame) {
        return frame.type() == MessageType.STARTUP
                && frame.length() == 8
                && frame.bytes().getInt(frame.bytes().readerIndex() + 4) == MessageType.SSL_REQUEST;
    }

    private static boolean isAuthenticationOk(Frame frame) {
        return frame.type() == MessageType.AUTHENTICATION
                && frame.length() == 9
                && frame.bytes().getInt(frame.bytes().readerIndex() + 5) == 0;
    }
}
