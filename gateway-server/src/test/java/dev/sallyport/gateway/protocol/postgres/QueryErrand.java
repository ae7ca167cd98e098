package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.Errand;
import dev.sallyport.gateway.protocol.OpenTarget;
import io.netty.buffer.ByteBufAllocator;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs SQL on a real server and keeps what came back, as frames.
final class QueryErrand implements Errand<Frame>, TargetLine, TargetLogin.Outcome {
    private final TargetLogin login;
    private final String sql;
    private boolean loggedIn;
    private Errand.@Nullable Line<Frame> line;
    final List<Frame> frames = new ArrayList<>();

    private QueryErrand(OpenTarget target, String sql) {
        this.sql = sql;
        this.login =
                new TargetLogin(
                        target,
                        Map.of("database", "postgres"),
                        this,
                        ByteBufAllocator.DEFAULT,
                        this);
    }

    static QueryErrand run(OpenTarget target, String sql) {
        QueryErrand errand = new QueryErrand(target, sql);
        BlockingLine.run(target, errand);
        return errand;
    }

    RowDescription description() {
        return frames.stream()
                .filter(frame -> frame.type() == RowDescription.TYPE)
                .findFirst()
                .map(RowDescription::read)
                .orElseThrow(() -> new AssertionError("no rows: " + errors()));
    }

    List<Frame> rows() {
        return frames.stream().filter(frame -> frame.type() == DataRow.TYPE).toList();
    }

    List<ErrorResponse> errors() {
        return frames.stream()
                .filter(frame -> frame.type() == ErrorResponse.TYPE)
                .map(ErrorResponse::read)
                .toList();
    }

    List<NoticeResponse> notices() {
        return frames.stream()
                .filter(frame -> frame.type() == NoticeResponse.TYPE)
                .map(NoticeResponse::read)
                .toList();
    }

    @Override
    public void dialled(Errand.Line<Frame> opened) {
        line = opened;
        login.start();
    }

    @Override
    public void secured() {
        login.secured();
    }

    @Override
    public void fromTarget(Frame frame) {
        if (!loggedIn) {
            login.fromTarget(frame);
            return;
        }
        frames.add(frame);
        if (frame.type() == ReadyForQuery.TYPE) {
            line.close();
        }
    }

    @Override
    public void ended(String why) {}

    @Override
    public void send(Frame frame) {
        line.send(frame);
    }

    @Override
    public void startTls() {
        line.startTls();
    }

    @Override
    public @Nullable X509Certificate certificate() {
        return line.targetCertificate();
    }

    @Override
    public void ready(List<Frame> reports, @Nullable BackendKeyData key, Frame readyForQuery) {
        reports.forEach(Frame::release);
        readyForQuery.release();
        loggedIn = true;
        line.send(new Query(sql).toFrame(ByteBufAllocator.DEFAULT));
    }

    @Override
    public void failed(String message, String sqlState) {
        throw new AssertionError(message);
    }
}
