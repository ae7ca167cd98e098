package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.protocol.Session;
import dev.sallyport.gateway.sql.CopyOut;
import dev.sallyport.gateway.sql.Part;
import dev.sallyport.gateway.sql.SqlText;
import dev.sallyport.model.policy.Limits;
import dev.sallyport.model.policy.Masks;
import dev.sallyport.model.recording.Event;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One statement from the gate's word to its end: counts and records what comes and goes.
final class Running {
    final SqlText read;

    /// As the client wrote it.
    final String text;

    private final Session session;
    private int number;
    private Masks masks = Masks.NONE;
    private Limits limits = Limits.NONE;
    private @Nullable ResultBound bound;
    private @Nullable Rejection overdue;
    private long startedNanos;
    private long rows;
    private long rowsRecorded;
    private long bytes;
    private long bytesRecorded;
    private boolean recordsRows = true;
    private boolean ended;
    private int partsDone;

    /// The columns of the rows that come now, and what masks them; null until they are known.
    @Nullable RowDescription columns;

    @Nullable ResultMask mask;

    /// The COPY whose data are to be masked; null for all that is none.
    @Nullable CopyOut copy;

    /// How many columns the COPY has; -1 until it has begun.
    int copyColumns = -1;

    /// Whether the catalog was asked anew for which of a table's columns it leaves out.
    boolean copyLookedUp;

    Running(Session session, String text, SqlText read) {
        this.session = session;
        this.text = text;
        this.read = read;
    }

    void asked(int asNumber) {
        number = asNumber;
    }

    int number() {
        return number;
    }

    void mayGo(Masks under, Limits within) {
        masks = under;
        limits = within;
        bound = within.boundResults() ? new ResultBound(within) : null;
    }

    /// Whether what stands behind it in its batch has to wait for its result. A COPY from the client has none, and its
    /// data must not wait.
    boolean holdsBatch() {
        return bound != null && !copiesIn();
    }

    Limits limits() {
        return limits;
    }

    /// What its rows must fit into, or null where nothing bounds them.
    @Nullable ResultBound bound() {
        return bound;
    }

    /// Why it was cancelled for its time, or null.
    @Nullable Rejection overdue() {
        return overdue;
    }

    void overdue(Rejection why) {
        overdue = why;
    }

    /// Why its result goes no further, or null.
    @Nullable Rejection overrun() {
        return bound == null ? null : bound.exceeded();
    }

    private boolean copiesIn() {
        for (Action action : read.actions()) {
            if (action.effects().contains(Effect.COPY_IN)) {
                return true;
            }
        }
        return false;
    }

    boolean hasFailed() {
        return ended;
    }

    Masks masks() {
        return masks;
    }

    void started() {
        startedNanos = System.nanoTime();
    }

    /// A result begins.
    void describe(RowDescription description) {
        columns = description;
        mask = null;
    }

    /// The columns are recorded with the first row, or the end, of their result: once, and with what masks them.
    private void recordColumns() {
        RowDescription described = columns;
        if (described != null && rows == 0) {
            ResultMask hidden = mask;
            session.record(
                    new Event.Columns(
                            number,
                            described.fields().stream().map(RowDescription.Field::name).toList(),
                            hidden == null ? List.of() : hidden.inWords()));
        }
    }

    /// Rows in the form in which the client will see them.
    void shown(Frame frame) {
        if (rows == 0) {
            recordColumns();
        }
        count(frame);
        if (fits(frame)) {
            rowsRecorded += frame.messages();
            session.record(new Event.Rows(number, frame.messages(), frame.bytes().nioBuffer()));
        }
    }

    /// COPY data of the client's.
    void taken(Frame frame) {
        count(frame);
        if (fits(frame)) {
            rowsRecorded += frame.messages();
            session.record(new Event.RowsIn(number, frame.messages(), frame.bytes().nioBuffer()));
        }
    }

    private void count(Frame frame) {
        rows += frame.messages();
        bytes += frame.length();
    }

    /// Rows are recorded from the first up to the bound, whole ones only; from then on they are counted.
    private boolean fits(Frame frame) {
        if (!recordsRows) {
            return false;
        }
        recordsRows =
                frame.messages() > 0
                        && frame.last()
                        && bytesRecorded + frame.length() <= session.rowBytesRecordedMax();
        if (recordsRows) {
            bytesRecorded += frame.length();
        }
        return recordsRows;
    }

    void completed(String tag) {
        if (!ended) {
            if (rows == 0) {
                recordColumns();
            }
            session.record(
                    new Event.Completed(
                            number,
                            tag,
                            rows,
                            rowsRecorded,
                            bytes,
                            System.nanoTime() - startedNanos));
            // The next statement of the same text counts anew.
            rows = 0;
            rowsRecorded = 0;
            bytes = 0;
            columns = null;
            mask = null;
            if (bound != null) {
                bound.next();
            }
        }
    }

    /// The statement of the text that has just completed, or null where there are more completions than statements.
    @Nullable Part nextPart() {
        int part = partsDone++;
        return part < read.parts().size() ? read.parts().get(part) : null;
    }

    void failed(String sqlState, String message) {
        if (!ended) {
            ended = true;
            session.record(new Event.Failed(number, sqlState, message));
        }
    }
}
