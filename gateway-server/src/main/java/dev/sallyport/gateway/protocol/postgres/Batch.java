package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.model.statement.Stage;
import dev.sallyport.model.statement.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All messages of a client up to Query, Sync or Flush: the unit that is decided, and forwarded or refused, as a whole.
///
/// A Parse sent ahead would hold locks until its Sync, for as long as an approval takes; so nothing of a batch leaves
/// before all of it may.
final class Batch {
    /// A batch longer than this is decided in parts, as if the client had sent a Flush: a driver that sends thousands of
    /// rows before one Sync must not fill the gateway's memory.
    static final int BYTES_MAX = 1 << 20;

    /// @param expected the answer that the message will bring, or null where it brings none of its own
    record Step(Frame frame, @Nullable Expected expected) {}

    /// @param path where names without a schema are found then
    private record Parsed(PreparedStatement prepared, SearchPath path) {}

    /// One question for the gate.
    record Asking(Running running, Statement statement) {}

    /// What ended it.
    enum End {
        QUERY,
        SYNC,
        FLUSH,
        /// The bound on its bytes: a Flush of ours makes the target answer.
        FULL
    }

    private final List<Step> steps = new ArrayList<>(6);
    private final List<Parsed> parsed = new ArrayList<>(1);
    private final List<Asking> askings = new ArrayList<>(1);
    private @Nullable Map<String, PreparedStatement> statements;
    private @Nullable Map<String, Portal> portals;
    private @Nullable Map<Portal, Running> runningIn;
    private int bytes;

    /// Why it cannot go; the first reason counts.
    @Nullable Rejection rejection;

    /// Where names without a schema will be found when it has got so far; null as long as it changes nothing of that.
    @Nullable SearchPath path;

    int repliesDue;

    void add(Frame frame, @Nullable Expected expected) {
        steps.add(new Step(frame, expected));
        bytes += frame.length();
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    boolean isFull() {
        return bytes >= BYTES_MAX;
    }

    List<Step> steps() {
        return steps;
    }

    void parses(PreparedStatement prepared, SearchPath under) {
        if (statements == null) {
            statements = new HashMap<>(4);
        }
        statements.put(prepared.name, prepared);
        parsed.add(new Parsed(prepared, under));
    }

    void binds(Portal portal) {
        if (portals == null) {
            portals = new HashMap<>(4);
        }
        portals.put(portal.name, portal);
    }

    /// The statement of that name as it will be when this batch has got so far.
    PreparedStatement statement(String name, Names known) {
        PreparedStatement own = statements == null ? null : statements.get(name);
        return own != null ? own : known.statement(name);
    }

    Portal portal(String name, Names known) {
        Portal own = portals == null ? null : portals.get(name);
        return own != null ? own : known.portal(name);
    }

    void runs(Running running, Statement statement) {
        askings.add(new Asking(running, statement));
    }

    /// The portal's statement runs; a Parse of it in the same batch needs no question of its own then.
    void runs(Portal portal, Running running, Statement statement) {
        if (runningIn == null) {
            runningIn = new HashMap<>(4);
        }
        runningIn.put(portal, running);
        parsed.removeIf(each -> each.prepared == portal.prepared);
        runs(running, statement);
    }

    /// What an earlier Execute of this batch runs in that portal.
    @Nullable Running running(Portal portal) {
        return runningIn == null ? null : runningIn.get(portal);
    }

    /// All questions, those for statements that are only prepared first.
    List<Asking> askings(java.util.function.Function<PreparedStatement, Running> start) {
        if (parsed.isEmpty()) {
            return askings;
        }
        List<Asking> all = new ArrayList<>(parsed.size() + askings.size());
        for (Parsed each : parsed) {
            PreparedStatement prepared = each.prepared;
            all.add(
                    new Asking(
                            start.apply(prepared),
                            new Statement(
                                    prepared.text,
                                    each.path.resolve(prepared.read.actions()),
                                    List.of(),
                                    Stage.PREPARE)));
        }
        all.addAll(askings);
        return all;
    }

    void reject(Rejection why) {
        if (rejection == null) {
            rejection = why;
        }
    }

    void release() {
        steps.forEach(step -> step.frame().release());
        steps.clear();
    }
}
