package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.masking.Column;
import dev.sallyport.gateway.masking.Lineage;
import dev.sallyport.gateway.masking.Origin;
import dev.sallyport.gateway.protocol.OpenTarget;
import dev.sallyport.gateway.protocol.Wire;
import dev.sallyport.model.statement.Name;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is known of one database's catalog: where columns come from, and what names reach.
///
/// Shared by all sessions of one target and database, on whatever loops they run. It knows only what was asked for: a
/// lookup goes over a connection of its own, beside the session that needs it. What it knows it believes for a minute,
/// or until somebody reports DDL. What it does not know is masked.
final class PostgresCatalog implements Lineage {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresCatalog.class);

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(60);

    /// After this, what was not found or could not be asked is asked again.
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// How many relations, names and functions are kept; past it, all is forgotten and learnt anew.
    private static final int ENTRIES_MAX = 100_000;

    /// How often a lookup begins anew because of DDL meanwhile, before its result is taken as unknown.
    private static final int ATTEMPTS_MAX = 3;

    private final String database;
    private final ByteBufAllocator allocator;
    private final LongSupplier nanoClock;
    private volatile Snapshot snapshot = new Snapshot();

    /// @param nanoClock like [System#nanoTime()]
    PostgresCatalog(String database, ByteBufAllocator allocator, LongSupplier nanoClock) {
        this.database = database;
        this.allocator = allocator;
        this.nanoClock = nanoClock;
    }

    /// Something known until a moment; null where it is known that it cannot be known.
    private record Entry<T>(@Nullable T value, long until) {}

    /// What was learnt since the last DDL.
    private static final class Snapshot {
        final Map<Integer, Entry<CatalogAnswer.Known>> relations = new ConcurrentHashMap<>();
        final Map<String, Entry<List<Lineage.Relation>>> names = new ConcurrentHashMap<>();
        final Map<String, Entry<Boolean>> transparent = new ConcurrentHashMap<>();
        volatile Set<Integer> textTypes = Set.of();

        int size() {
            return relations.size() + names.size() + transparent.size();
        }
    }

    /// The origin of a column that RowDescription names.
    ///
    /// @param oid the relation's, unsigned
    /// @param attnum the column's number; 0 for the row as a whole
    /// @return null where it must be looked up first
    @Nullable Origin known(int oid, int attnum) {
        Entry<CatalogAnswer.Known> entry = fresh(snapshot.relations.get(oid));
        if (entry == null) {
            return null;
        }
        Origin origin = entry.value == null ? null : entry.value.origins().get(attnum);
        return origin == null ? new Origin.Unresolved() : origin;
    }

    /// Whether a column is known to be computed from others of its table.
    boolean isGenerated(int oid, int attnum) {
        Entry<CatalogAnswer.Known> entry = fresh(snapshot.relations.get(oid));
        return entry != null && entry.value != null && entry.value.generated().contains(attnum);
    }

    /// Forgets these relations, so that they are looked up anew.
    void forget(Set<Integer> oids) {
        oids.forEach(snapshot.relations::remove);
    }

    /// Whether all of this can be told now, if only as unknown.
    boolean knows(CatalogLookup lookup) {
        return missing(snapshot, lookup).isEmpty();
    }

    /// A result's columns for a mask plan. What is not known is [Origin.Unresolved].
    List<Column> columns(RowDescription description) {
        List<Column> columns = new ArrayList<>(description.fields().size());
        for (RowDescription.Field field : description.fields()) {
            Origin origin =
                    field.tableOid() == 0
                            ? new Origin.Computed()
                            : known(field.tableOid(), field.columnNumber());
            columns.add(
                    new Column(field.name(), origin == null ? new Origin.Unresolved() : origin));
        }
        return columns;
    }

    @Override
    public @Nullable List<Relation> relations(Name name) {
        Entry<List<Lineage.Relation>> entry = fresh(snapshot.names.get(name.name()));
        if (entry == null || entry.value == null) {
            return null;
        }
        String schema = name.schema();
        if (schema == null) {
            return entry.value;
        }
        // A database may stand before the schema.
        String only = schema.substring(schema.lastIndexOf('.') + 1);
        List<Lineage.Relation> those =
                entry.value.stream()
                        .filter(relation ->
                                relation.schema().equals(only)
                                        || (only.equals("pg_temp")
                                                && relation.schema().startsWith("pg_temp_")))
                        .toList();
        return those.isEmpty() ? null : those;
    }

    @Override
    public boolean isTransparent(Name function) {
        if (CatalogQuery.READING_FUNCTIONS.contains(function.name())) {
            return false;
        }
        Entry<Boolean> entry = fresh(snapshot.transparent.get(function.name()));
        return entry != null && Boolean.TRUE.equals(entry.value);
    }

    /// Whether a type that is not PostgreSQL's own holds text, so that it can show a masked text.
    boolean isText(int typeOid) {
        return snapshot.textTypes.contains(typeOid);
    }

    /// Learns what is missing of these relations, then goes on; see [#resolve(CatalogLookup, Wire, OpenTarget, Runnable)].
    void resolve(Set<Integer> oids, Wire<Frame> wire, OpenTarget target, Runnable then) {
        resolve(CatalogLookup.ofOids(oids), wire, target, then);
    }

    /// Learns what is missing, then goes on: at once where nothing is, else later on the same loop. It goes on in any
    /// case; what could not be learnt is unknown for a second.
    ///
    /// @param target with the credential to look with
    void resolve(CatalogLookup lookup, Wire<Frame> wire, OpenTarget target, Runnable then) {
        resolve(lookup, wire, target, then, 1);
    }

    /// What stands for all that is known now: another object once something was forgotten.
    Object generation() {
        return snapshot;
    }

    /// Forgets everything: a relation may have changed.
    void invalidate() {
        snapshot = new Snapshot();
    }

    private void resolve(
            CatalogLookup lookup, Wire<Frame> wire, OpenTarget target, Runnable then, int attempt) {
        if (snapshot.size() > ENTRIES_MAX) {
            invalidate();
        }
        Snapshot into = snapshot;
        CatalogLookup missing = missing(into, lookup);
        if (missing.isEmpty()) {
            then.run();
            return;
        }
        wire.aside(
                target,
                new CatalogErrand(
                        target,
                        database,
                        CatalogQuery.of(missing),
                        allocator,
                        new CatalogErrand.Outcome() {
                            @Override
                            public void answered(List<DataRow> rows) {
                                try {
                                    learn(into, missing, new CatalogAnswer(rows));
                                } catch (ProtocolError e) {
                                    failed(String.valueOf(e.getMessage()));
                                    return;
                                }
                                if (into == snapshot) {
                                    then.run();
                                } else if (attempt < ATTEMPTS_MAX) {
                                    resolve(lookup, wire, target, then, attempt + 1);
                                } else {
                                    failed(
                                            "the catalog changed during each of "
                                                    + attempt
                                                    + " lookups");
                                }
                            }

                            @Override
                            public void failed(String why) {
                                LOG.atWarn()
                                        .addKeyValue("target", target.target().name())
                                        .addKeyValue("database", database)
                                        .addKeyValue("why", why)
                                        .log("catalog lookup failed; what it was for is masked");
                                giveUp(snapshot, missing);
                                then.run();
                            }
                        }));
    }

    private void learn(Snapshot into, CatalogLookup asked, CatalogAnswer answer) {
        long fresh = nanoClock.getAsLong() + FRESH_NANOS;
        into.textTypes = Set.copyOf(answer.textTypes());
        giveUp(into, asked);
        Map<Integer, CatalogAnswer.Known> relations = answer.relations();
        relations.forEach((oid, known) -> into.relations.put(oid, new Entry<>(known, fresh)));
        for (String name : asked.relations()) {
            List<Lineage.Relation> named =
                    relations.values().stream()
                            .map(CatalogAnswer.Known::relation)
                            .filter(relation -> relation.name().equals(name))
                            .toList();
            // A name that no relation has may be one that only the session's own transaction sees.
            if (!named.isEmpty()) {
                into.names.put(name, new Entry<>(named, fresh));
            }
        }
        for (String function : asked.functions()) {
            into.transparent.put(
                    function, new Entry<>(!answer.opaqueFunctions().contains(function), fresh));
        }
    }

    private void giveUp(Snapshot into, CatalogLookup asked) {
        long retry = nanoClock.getAsLong() + RETRY_NANOS;
        asked.oids().forEach(oid -> into.relations.put(oid, new Entry<>(null, retry)));
        asked.relations().forEach(name -> into.names.put(name, new Entry<>(null, retry)));
        asked.functions().forEach(name -> into.transparent.put(name, new Entry<>(null, retry)));
    }

    private CatalogLookup missing(Snapshot in, CatalogLookup lookup) {
        return new CatalogLookup(
                missing(lookup.oids(), in.relations),
                missing(lookup.relations(), in.names),
                missing(lookup.functions(), in.transparent));
    }

    private <K, V> Set<K> missing(Set<K> wanted, Map<K, Entry<V>> known) {
        return wanted.stream()
                .filter(key -> fresh(known.get(key)) == null)
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    private <T> @Nullable Entry<T> fresh(@Nullable Entry<T> entry) {
        return entry == null || entry.until - nanoClock.getAsLong() < 0 ? null : entry;
    }
}
