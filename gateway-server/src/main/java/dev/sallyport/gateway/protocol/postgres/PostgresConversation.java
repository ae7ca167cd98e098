package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.masking.MaskKey;
import dev.sallyport.gateway.protocol.Conversation;
import dev.sallyport.gateway.protocol.Door;
import dev.sallyport.gateway.protocol.Reason;
import dev.sallyport.gateway.protocol.Side;
import dev.sallyport.gateway.protocol.Wire;
import dev.sallyport.gateway.sql.PostgresReader;
import dev.sallyport.model.approval.Approval;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// One client's connection from its first byte to its last: it signs in ([ClientLogin]), the target is dialled and signed
/// in to ([TargetConnection]), and then statements are exchanged ([Exchange]).
final class PostgresConversation implements Conversation<Frame> {
    private final Answers answers = new Answers(PooledByteBufAllocator.DEFAULT);
    private final Wire<Frame> wire;
    private Phase phase;

    PostgresConversation(
            Door door,
            Wire<Frame> wire,
            FrameLimits limits,
            PostgresReader reader,
            Catalogs catalogs,
            @Nullable MaskKey maskKey) {
        this.wire = wire;
        Phases phases =
                new Phases(
                        door,
                        wire,
                        limits,
                        reader,
                        catalogs,
                        maskKey,
                        answers,
                        next -> phase = next);
        this.phase = new ClientLogin(phases);
    }

    /// What every phase works with.
    ///
    /// @param maskKey null where the gateway has none
    /// @param next goes on to the next phase
    record Phases(
            Door door,
            Wire<Frame> wire,
            FrameLimits limits,
            PostgresReader reader,
            Catalogs catalogs,
            @Nullable MaskKey maskKey,
            Answers answers,
            java.util.function.Consumer<Phase> next) {}

    @Override
    public void fromClient(Frame frame) {
        phase.fromClient(frame);
    }

    @Override
    public void fromTarget(Frame frame) {
        phase.fromTarget(frame);
    }

    @Override
    public void dialled() {
        phase.dialled();
    }

    @Override
    public void dialFailed(Throwable why) {
        phase.dialFailed(why);
    }

    @Override
    public void secured(Side side) {
        phase.secured(side);
    }

    @Override
    public void ended(Side side, Reason reason, @Nullable Throwable broken) {
        switch (reason) {
            case TARGET_LEFT -> fatal("08006", "the target closed the connection");
            case PROTOCOL_ERROR -> {
                String why = broken == null ? "" : String.valueOf(broken.getMessage());
                if (side == Side.CLIENT) {
                    String sqlState =
                            broken instanceof ProtocolError error
                                    ? error.sqlState()
                                    : ProtocolError.PROTOCOL_VIOLATION;
                    fatal(sqlState, why);
                } else {
                    fatal("08P01", "what the target sent cannot be passed on: " + why);
                }
            }
            default -> {
                // The client is gone: nobody is left to be told.
            }
        }
    }

    @Override
    public void waiting(Approval approval) {
        phase.waiting(approval);
    }

    @Override
    public void cancel() {
        phase.cancel();
    }

    @Override
    public void closing(Reason reason) {
        switch (reason) {
            case KILLED ->
                    fatal(
                            "57P01",
                            "terminating connection: the session was ended by an administrator");
            case OVERDUE ->
                    fatal(
                            "57014",
                            "terminating connection: a statement ran longer than its limit, and did not end when cancelled");
            case IDLE -> fatal("57P05", "terminating connection: nothing was asked for too long");
            case SHUTDOWN -> fatal("57P01", "terminating connection: the gateway is shutting down");
            case JOURNAL_FAILED ->
                    fatal(
                            "58030",
                            "terminating connection: the gateway cannot record what is done");
            case LOGIN_TIMEOUT ->
                    fatal("57014", "terminating connection: signing in took too long");
            default -> fatal("57P01", "terminating connection: " + reason.word());
        }
    }

    @Override
    public void gone() {
        phase.gone();
    }

    private void fatal(String sqlState, String message) {
        if (phase.clientMayBeTold()) {
            wire.toClient(answers.error("FATAL", sqlState, message, ""));
        }
    }
}
