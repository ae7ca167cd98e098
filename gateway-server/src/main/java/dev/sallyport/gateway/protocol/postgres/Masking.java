package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.masking.BaseColumn;
import dev.sallyport.gateway.masking.Column;
import dev.sallyport.gateway.masking.Lineage;
import dev.sallyport.gateway.masking.MaskPlan;
import dev.sallyport.gateway.masking.Masker;
import dev.sallyport.gateway.masking.Origin;
import dev.sallyport.gateway.masking.Questions;
import dev.sallyport.gateway.masking.Reach;
import dev.sallyport.gateway.masking.TextMasker;
import dev.sallyport.gateway.protocol.Session;
import dev.sallyport.gateway.sql.CopyOut;
import dev.sallyport.gateway.sql.Part;
import dev.sallyport.model.policy.Masks;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Everything that hides values from one session: plans for results, COPY refused where it would show them, errors and
/// notices without what they quote.
///
/// Where the session has no masks, nothing here is ever reached.
final class Masking {
    /// After these, a relation may be another than it was.
    private static final Set<Effect> CHANGES_CATALOG =
            Set.of(
                    Effect.CREATE,
                    Effect.ALTER,
                    Effect.DROP,
                    Effect.DO,
                    Effect.CALL,
                    Effect.ROLE,
                    Effect.UNKNOWN);

    private final PostgresConversation.Phases means;
    private final Session session;
    private final PostgresCatalog catalog;
    private final Masker masker;
    private TextMasker detectors;
    private Masks detectorsOf = Masks.NONE;
    private boolean definesInTransaction;
    private @Nullable Planned planned;

    Masking(PostgresConversation.Phases means, Session session, String database) {
        this.means = means;
        this.session = session;
        this.catalog = means.catalogs().of(session.target(), database);
        this.masker = new Masker(means.maskKey());
        this.detectors = new TextMasker(Masks.NONE, masker);
    }

    /// Why this statement cannot run under its masks, or null where it can. A COPY whose data may hold what is masked is
    /// read closely enough to look into them.
    ///
    /// @param actions the statement's, with those of what it executes by name
    @Nullable Rejection refuses(Running running, List<Action> actions) {
        if (running.masks().isEmpty()) {
            return null;
        }
        detectors(running.masks());
        if (running.masks().denyPredicates()
                && new Questions(running.masks(), lineage()).mayBeAsked(actions)) {
            return new Rejection(
                    "42501",
                    "refused: this may filter, join, group, sort or compute by columns that are masked for you, and not to be"
                            + " asked about",
                    "name such columns by themselves and only in what is shown, or ask for a role that may see them");
        }
        if (!copiesOut(running)) {
            return null;
        }
        List<Action> copies =
                running.read.actions().stream()
                        .filter(action -> action.effects().contains(Effect.COPY_OUT))
                        .toList();
        if (!running.masks().hasDetectors()
                && !running.masks().hasNames()
                && !new Reach(running.masks(), lineage()).intoCopy(copies)) {
            return null;
        }
        running.copy = CopyOut.read(running.text).orElse(null);
        return running.copy != null
                ? null
                : new Rejection(
                        "42501",
                        "refused: COPY would show columns that are masked for you, in a form that cannot be looked into",
                        "send COPY … TO STDOUT by itself, with FORMAT, DELIMITER, NULL, HEADER, QUOTE, ESCAPE and FORCE_QUOTE"
                                + " alone, or use SELECT");
    }

    /// The plan for a COPY whose query is described.
    ///
    /// @return null where something must be looked up first
    @Nullable ResultMask planCopy(Running running, RowDescription described) {
        CopyOut copy = Objects.requireNonNull(running.copy, "planned for a COPY");
        CatalogLookup lookup = CatalogLookup.of(described.fields(), running.read.actions());
        boolean leavesOut = described.fields().size() != running.copyColumns;
        if (leavesOut && !running.copyLookedUp) {
            // What was known may be outdated. What is learnt now is not: the describing has locked
            // the table.
            running.copyLookedUp = true;
            catalog.forget(lookup.oids());
        }
        if (!catalog.knows(lookup)) {
            return null;
        }
        MaskPlan plan =
                MaskPlan.of(running.masks(), origins(described), running.read.actions(), lineage());
        List<Integer> copied = copiedColumns(copy, running, described);
        List<@Nullable CellMask> each = new ArrayList<>();
        RowDescription columns = described;
        if (copied.size() == running.copyColumns && !(leavesOut && definesInTransaction)) {
            columns = new RowDescription(copied.stream().map(described.fields()::get).toList());
            plan = plan.only(copied);
            CellMasks masks = cellMasks(running.masks());
            for (int i = 0; i < copied.size(); i++) {
                each.add(
                        masks.of(
                                plan.kind(i),
                                columns.fields().get(i).typeOid(),
                                copy.format() == CopyOut.Format.BINARY
                                        ? CellMasks.Format.BINARY
                                        : CellMasks.Format.TEXT));
            }
        } else {
            // Nobody knows which column is which.
            each.addAll(Collections.nCopies(running.copyColumns, CellMask.NULL));
        }
        running.describe(columns);
        FrameMask masker =
                each.stream().allMatch(Objects::isNull)
                        ? null
                        : new CopyMasker(copy, each, means.answers().alloc(), means.limits());
        return new ResultMask(plan, columns.fields().size(), masker);
    }

    /// COPY of a table leaves out its generated columns, unless it names them.
    private List<Integer> copiedColumns(CopyOut copy, Running running, RowDescription described) {
        List<Integer> copied = new ArrayList<>();
        for (int i = 0; i < described.fields().size(); i++) {
            RowDescription.Field field = described.fields().get(i);
            if (copy.source() != CopyOut.Source.TABLE
                    || described.fields().size() == running.copyColumns
                    || !catalog.isGenerated(field.tableOid(), field.columnNumber())) {
                copied.add(i);
            }
        }
        return copied;
    }

    /// @return null where something must be looked up first
    @Nullable ResultMask plan(Running running, RowDescription columns) {
        Planned last = planned;
        if (last != null && last.fits(running, columns, catalog) && !definesInTransaction) {
            return resultMask(running, last.plan, columns);
        }
        if (running.masks().hasColumns()
                && !catalog.knows(CatalogLookup.of(columns.fields(), running.read.actions()))) {
            return null;
        }
        List<Column> origins = origins(columns);
        MaskPlan plan = MaskPlan.of(running.masks(), origins, running.read.actions(), lineage());
        boolean byColumnsAlone =
                origins.stream().noneMatch(column -> column.origin() instanceof Origin.Computed);
        planned =
                byColumnsAlone && !definesInTransaction
                        ? new Planned(
                                columns,
                                running.masks(),
                                catalog.generation(),
                                System.nanoTime(),
                                plan)
                        : null;
        return resultMask(running, plan, columns);
    }

    /// The last plan, for the next result with the very same columns: pipelines repeat themselves. Only for columns whose
    /// masks depend on nothing else, and only for a second, as the catalog itself is believed for a minute at most.
    private record Planned(
            RowDescription columns, Masks masks, Object generation, long atNanos, MaskPlan plan) {
        private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

        @SuppressWarnings(
                "ReferenceEquality") // generations are compared by identity, that is their point
        boolean fits(Running running, RowDescription described, PostgresCatalog catalog) {
            return generation == catalog.generation()
                    && System.nanoTime() - atNanos < FRESH_NANOS
                    && masks.equals(running.masks())
                    && columns.equals(described);
        }
    }

    private ResultMask resultMask(Running running, MaskPlan plan, RowDescription columns) {
        List<@Nullable CellMask> each =
                plan.isEmpty() ? null : RowMasker.masks(plan, columns, cellMasks(running.masks()));
        RowMasker masker =
                each == null ? null : new RowMasker(each, means.answers().alloc(), means.limits());
        return new ResultMask(plan, columns.fields().size(), masker);
    }

    private CellMasks cellMasks(Masks masks) {
        return new CellMasks(masker, detectors(masks), catalog::isText);
    }

    /// What the masks' detectors are made of, which is the same until the policy changes.
    private TextMasker detectors(Masks masks) {
        if (!masks.equals(detectorsOf)) {
            detectors = new TextMasker(masks, masker);
            detectorsOf = masks;
        }
        return detectors;
    }

    void lookUp(RowDescription columns, Running running, Runnable then) {
        catalog.resolve(
                CatalogLookup.of(columns.fields(), running.read.actions()),
                means.wire(),
                session.target(),
                then);
    }

    /// What a statement reaches is learnt before it is judged.
    void lookUp(List<Action> actions, Runnable then) {
        catalog.resolve(CatalogLookup.of(actions), means.wire(), session.target(), then);
    }

    /// A loop, as it is asked of every statement under masks.
    private static boolean copiesOut(Running running) {
        for (Action action : running.read.actions()) {
            if (action.effects().contains(Effect.COPY_OUT)) {
                return true;
            }
        }
        return false;
    }

    /// Whether [#refuses] must know more than it does to tell.
    boolean mustLookUp(Running running, List<Action> actions) {
        return !running.masks().isEmpty()
                && (copiesOut(running) || running.masks().denyPredicates())
                && !catalog.knows(CatalogLookup.of(actions));
    }

    /// The error as the client may see it. The frame is taken over.
    Frame scrubError(Frame frame, ErrorResponse error, @Nullable Expected head) {
        boolean open = isOpen(head);
        if (open && detectors.isEmpty()) {
            return frame;
        }
        frame.release();
        ErrorResponse scrubbed = open ? error : ErrorScrubber.scrub(error);
        return ErrorScrubber.detect(scrubbed, detectors).toFrame(means.answers().alloc());
    }

    Frame scrubNotice(Frame frame, @Nullable Expected head) {
        boolean open = isOpen(head);
        if (open && detectors.isEmpty()) {
            return frame;
        }
        NoticeResponse notice = NoticeResponse.read(frame);
        frame.release();
        NoticeResponse scrubbed = open ? notice : ErrorScrubber.scrub(notice);
        return ErrorScrubber.detect(scrubbed, detectors).toFrame(means.answers().alloc());
    }

    /// What another session sent; only detectors can tell what is in it.
    Frame scrubNotification(Frame frame) {
        if (detectors.isEmpty()) {
            return frame;
        }
        NotificationResponse sent = NotificationResponse.read(frame);
        frame.release();
        String shown = detectors.mask(sent.payload(), TextMasker.Form.PLAIN);
        return new NotificationResponse(
                        sent.processId(), sent.channel(), shown == null ? Masker.WORD : shown)
                .toFrame(means.answers().alloc());
    }

    /// An error's message for the recording: as the client sees it.
    String message(ErrorResponse error, Running running) {
        ErrorResponse scrubbed = mayShow(running) ? error : ErrorScrubber.scrub(error);
        return ErrorScrubber.detect(scrubbed, detectors).message();
    }

    /// What belongs to no statement that runs is judged by whether the session has masks at all: a deferred trigger may
    /// quote what an earlier statement touched.
    private boolean isOpen(@Nullable Expected head) {
        Running running =
                switch (head) {
                    case Expected.Executed executed -> executed.running();
                    case Expected.Queried queried -> queried.running();
                    case Expected.FunctionCalled called -> called.running();
                    case Expected.CopyParsed parsed -> parsed.running();
                    case Expected.CopyDescribed described -> described.running();
                    case null, default -> null;
                };
        return running == null ? !session.mayMask() : mayShow(running);
    }

    private boolean mayShow(Running running) {
        return running.masks().isEmpty()
                || !new Reach(running.masks(), lineage()).intoAnything(running.read.actions());
    }

    /// The catalog is looked at beside the session, where what its open transaction has defined cannot be seen. Until
    /// that ends, nothing is believed of what a definition could have changed.
    private Lineage lineage() {
        return definesInTransaction ? Lineage.UNKNOWN : catalog;
    }

    private List<Column> origins(RowDescription columns) {
        List<Column> known = catalog.columns(columns);
        if (!definesInTransaction) {
            return known;
        }
        return known.stream()
                .map(column ->
                        column.origin()
                                                instanceof
                                                Origin.Base(BaseColumn table, Set<BaseColumn> kin)
                                        && kin.isEmpty()
                                ? column
                                : new Column(column.name(), new Origin.Unresolved()))
                .toList();
    }

    /// The session is between transactions: what it has defined can be seen by all.
    void transactionEnded() {
        if (definesInTransaction) {
            definesInTransaction = false;
            catalog.invalidate();
        }
    }

    void executed(Part part) {
        if (session.mayMask() && !Collections.disjoint(part.action().effects(), CHANGES_CATALOG)) {
            definesInTransaction = true;
            catalog.invalidate();
        }
    }
}
