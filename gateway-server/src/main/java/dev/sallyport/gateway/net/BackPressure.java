package dev.sallyport.gateway.net;

import dev.sallyport.gateway.protocol.PauseReason;
import io.netty.channel.Channel;
import java.util.EnumSet;

/// Whether one side is read: only while nothing speaks against it.
///
/// Reasons come and go independently of one another, so each is kept by name; a counter or a flag would let one part
/// resume what another has paused.
final class BackPressure {
    private final Channel channel;
    private final EnumSet<PauseReason> reasons = EnumSet.noneOf(PauseReason.class);

    BackPressure(Channel channel) {
        this.channel = channel;
    }

    void pause(PauseReason reason) {
        if (reasons.add(reason) && reasons.size() == 1) {
            channel.config().setAutoRead(false);
        }
    }

    void resume(PauseReason reason) {
        if (reasons.remove(reason) && reasons.isEmpty()) {
            channel.config().setAutoRead(true);
        }
    }
}
