package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.Errand;
import dev.sallyport.gateway.protocol.OpenTarget;
import io.netty.buffer.ByteBufAllocator;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Logs in to the target beside the session, asks one query, and leaves.
final class CatalogErrand implements Errand<Frame>, TargetLine, TargetLogin.Outcome {
    /// A view's query tree is the longest value there is.
    private static final FrameLimits LIMITS = FrameLimits.DEFAULT;

    private static final int ROWS_MAX = 1_000_000;
    private static final long BYTES_MAX = 128L << 20;

    /// What came of it; exactly one of these is called, once.
    interface Outcome {
        void answered(List<DataRow> rows);

        void failed(String why);
    }

    private final ByteBufAllocator allocator;
    private final String query;
    private final Outcome outcome;
    private final TargetLogin login;
    private final RowGatherer gatherer;
    private final List<DataRow> rows = new ArrayList<>();
    private long bytes;
    private boolean loggedIn;
    private boolean over;
    private @Nullable String error;
    private @Nullable Line<Frame> line;

    CatalogErrand(
            OpenTarget target,
            String database,
            String query,
            ByteBufAllocator allocator,
            Outcome outcome) {
        this.allocator = allocator;
        this.query = query;
        this.outcome = outcome;
        this.gatherer = new RowGatherer(allocator, LIMITS);
        // No setting of the user's or the database's may change how the query reads: what the
        // startup packet asks for stands above those. Compiling it would take longer than running.
        this.login =
                new TargetLogin(
                        target,
                        Map.of(
                                "database",
                                database,
                                "application_name",
                                "sallyport catalog",
                                "client_encoding",
                                "UTF8",
                                "search_path",
                                "pg_catalog",
                                "standard_conforming_strings",
                                "on",
                                "default_transaction_read_only",
                                "on",
                                "statement_timeout",
                                "10s",
                                "jit",
                                "off"),
                        this,
                        allocator,
                        this);
    }

    @Override
    public void dialled(Line<Frame> opened) {
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
        boolean done = false;
        try {
            done = handle(frame);
        } catch (ProtocolError e) {
            fail(String.valueOf(e.getMessage()));
        }
        // Not within the try: what the answer leads to fails for its own reasons.
        if (done) {
            finish();
        }
    }

    @Override
    public void ended(String why) {
        login.abandon();
        fail(why.isEmpty() ? "the target ended the connection" : why);
    }

    @Override
    public void send(Frame frame) {
        line().send(frame);
    }

    @Override
    public void startTls() {
        line().startTls();
    }

    @Override
    public @Nullable X509Certificate certificate() {
        return line().targetCertificate();
    }

    @Override
    public void ready(List<Frame> reports, @Nullable BackendKeyData key, Frame readyForQuery) {
        reports.forEach(Frame::release);
        readyForQuery.release();
        loggedIn = true;
        send(new Query(query).toFrame(allocator));
    }

    @Override
    public void failed(String message, String sqlState) {
        fail(message);
    }

    /// @return whether the answer is complete
    private boolean handle(Frame frame) {
        if (frame.type() == DataRow.TYPE) {
            Frame whole = over ? frame : gatherer.gather(frame);
            if (whole != null) {
                readRows(whole);
            }
            return false;
        }
        try {
            if (frame.type() == ErrorResponse.TYPE) {
                error = ErrorResponse.read(frame).message();
            }
            return frame.type() == ReadyForQuery.TYPE;
        } finally {
            frame.release();
        }
    }

    private void readRows(Frame whole) {
        try {
            bytes += whole.length();
            if (rows.size() >= ROWS_MAX || bytes > BYTES_MAX) {
                throw new ProtocolError(
                        "catalog answer",
                        rows.size() + " rows, " + bytes + " bytes",
                        "at most " + ROWS_MAX + " rows, " + BYTES_MAX + " bytes");
            }
            if (!over) {
                rows.addAll(DataRow.readAll(whole));
            }
        } finally {
            whole.release();
        }
    }

    private void finish() {
        if (over) {
            return;
        }
        if (error != null) {
            fail(error);
            return;
        }
        over = true;
        send(BareMessage.TERMINATE.toFrame(allocator));
        line().close();
        outcome.answered(rows);
    }

    private void fail(String why) {
        if (over) {
            return;
        }
        over = true;
        gatherer.release();
        if (line != null) {
            line.close();
        }
        outcome.failed(why);
    }

    private Line<Frame> line() {
        if (line == null) {
            throw new IllegalStateException("errand: no connection (expected: dialled first)");
        }
        return line;
    }
}
