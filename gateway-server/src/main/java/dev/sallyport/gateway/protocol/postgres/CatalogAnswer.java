package dev.sallyport.gateway.protocol.postgres;

import dev.sallyport.gateway.masking.BaseColumn;
import dev.sallyport.gateway.masking.Lineage;
import dev.sallyport.gateway.masking.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes origins of the rows that [CatalogQuery] is answered with.
final class CatalogAnswer {
    /// A relation that was looked up, with the origin of each column by number; 0 is the row as a whole.
    ///
    /// @param generated the numbers of the columns that are computed from others
    record Known(Lineage.Relation relation, Map<Integer, Origin> origins, Set<Integer> generated) {}

    private record Relation(int oid, String schema, String name) {
        /// Their rows are nobody's data, and their views are not taken apart.
        boolean isSystems() {
            return schema.equals("pg_catalog") || schema.equals("information_schema");
        }

        BaseColumn column(String column) {
            return new BaseColumn(schema, name, column);
        }
    }

    private record View(Map<Integer, ViewTargets.Source> targets, Rows rows, Functions functions) {
        enum Rows {
            COLUMNS_ONLY,
            WHOLE
        }

        enum Functions {
            TRANSPARENT,
            OPAQUE
        }
    }

    private record Place(int oid, int number) {}

    private final Map<Integer, Relation> relations = new HashMap<>();
    private final Map<Integer, TreeMap<Integer, String>> columns = new HashMap<>();
    private final Map<Integer, Set<Integer>> generated = new HashMap<>();
    private final Map<Integer, Set<Integer>> parents = new HashMap<>();
    private final Map<Integer, Set<Integer>> children = new HashMap<>();
    private final Map<Integer, View> views = new HashMap<>();
    private final Map<Place, List<Place>> needs = new HashMap<>();
    private final Map<Place, Origin> origins = new HashMap<>();
    private final Set<Place> underWay = new HashSet<>();
    private final Set<String> opaqueFunctions = new HashSet<>();
    private final Set<Integer> textTypes = new HashSet<>();

    /// @throws ProtocolError where a row is not what was asked for
    CatalogAnswer(List<DataRow> rows) {
        rows.forEach(this::read);
    }

    /// All relations whose columns were told, by OID.
    Map<Integer, Known> relations() {
        Map<Integer, Known> known = new HashMap<>();
        columns.forEach((oid, numbers) -> {
            Relation relation = relations.get(oid);
            if (relation == null) {
                return;
            }
            Map<Integer, Origin> byNumber = new HashMap<>();
            Map<String, Origin> byName = new HashMap<>();
            numbers.forEach((number, name) -> {
                Origin origin = origin(new Place(oid, number));
                byNumber.put(number, origin);
                byName.put(name, origin);
            });
            byNumber.put(0, wholeRow(relation, numbers.keySet()));
            known.put(
                    oid,
                    new Known(
                            new Lineage.Relation(relation.schema, relation.name, byName),
                            byNumber,
                            generated.getOrDefault(oid, Set.of())));
        });
        return known;
    }

    Set<String> opaqueFunctions() {
        return opaqueFunctions;
    }

    /// OIDs of the types that hold text of any length.
    Set<Integer> textTypes() {
        return textTypes;
    }

    private void read(DataRow row) {
        if (row.values().size() != CatalogQuery.VALUES) {
            throw new ProtocolError(
                    "catalog row",
                    row.values().size() + " values",
                    String.valueOf(CatalogQuery.VALUES));
        }
        switch (text(row, 0)) {
            case CatalogQuery.RELATION ->
                    relations.put(
                            oid(row, 1), new Relation(oid(row, 1), text(row, 3), text(row, 4)));
            case CatalogQuery.COLUMN -> {
                columns.computeIfAbsent(oid(row, 1), _ -> new TreeMap<>())
                        .put(oid(row, 2), text(row, 3));
                if (text(row, 4).equals("t")) {
                    generated.computeIfAbsent(oid(row, 1), _ -> new HashSet<>()).add(oid(row, 2));
                }
            }
            case CatalogQuery.CHILD -> {
                parents.computeIfAbsent(oid(row, 1), _ -> new HashSet<>()).add(oid(row, 2));
                children.computeIfAbsent(oid(row, 2), _ -> new HashSet<>()).add(oid(row, 1));
            }
            case CatalogQuery.VIEW ->
                    views.put(
                            oid(row, 1),
                            new View(
                                    ViewTargets.read(text(row, 2)),
                                    text(row, 3).equals("f")
                                            ? View.Rows.COLUMNS_ONLY
                                            : View.Rows.WHOLE,
                                    text(row, 4).equals("f")
                                            ? View.Functions.TRANSPARENT
                                            : View.Functions.OPAQUE));
            case CatalogQuery.NEED ->
                    needs.computeIfAbsent(
                                    new Place(oid(row, 1), oid(row, 2)), _ -> new ArrayList<>())
                            .add(new Place(oid(row, 3), oid(row, 4)));
            case CatalogQuery.OPAQUE_FUNCTION -> opaqueFunctions.add(text(row, 1));
            case CatalogQuery.TEXT_TYPE -> textTypes.add(oid(row, 1));
            default ->
                    throw new ProtocolError(
                            "catalog row", text(row, 0), "a row that was asked for");
        }
    }

    private static String text(DataRow row, int value) {
        String text = row.text(value);
        if (text == null) {
            throw new ProtocolError("catalog row " + row.text(0), "NULL at " + value, "a value");
        }
        return text;
    }

    private static int oid(DataRow row, int value) {
        try {
            return (int) Long.parseLong(text(row, value));
        } catch (NumberFormatException e) {
            throw new ProtocolError(
                    "catalog row " + row.text(0), "no number at " + value, "a number");
        }
    }

    private Origin origin(Place place) {
        Origin known = origins.get(place);
        if (known != null) {
            return known;
        }
        // Views cannot go in circles; if they seem to, nothing is known of them.
        if (!underWay.add(place)) {
            return new Origin.Unresolved();
        }
        Origin origin = findOrigin(place);
        underWay.remove(place);
        origins.put(place, origin);
        return origin;
    }

    private Origin findOrigin(Place place) {
        Relation relation = relations.get(place.oid);
        TreeMap<Integer, String> numbers = columns.get(place.oid);
        String name = numbers == null ? null : numbers.get(place.number);
        if (relation == null || numbers == null || name == null) {
            return new Origin.Unresolved();
        }
        BaseColumn own = relation.column(name);
        if (relation.isSystems()) {
            return new Origin.Base(own, Set.of());
        }
        View view = views.get(place.oid);
        if (view != null) {
            return viewColumn(place, own, view);
        }
        Set<BaseColumn> kin = kin(place.oid, name);
        List<Place> generatedFrom = needs.get(place);
        if (generatedFrom == null) {
            return new Origin.Base(own, kin);
        }
        Set<BaseColumn> shows = new HashSet<>(kin);
        return addAll(shows, generatedFrom) ? new Origin.View(own, shows) : new Origin.Unresolved();
    }

    private Origin viewColumn(Place place, BaseColumn own, View view) {
        ViewTargets.Source source = view.targets.get(place.number);
        if (source != null) {
            return switch (origin(new Place(source.tableOid(), source.columnNumber()))) {
                case Origin.Base(BaseColumn column, Set<BaseColumn> kin) ->
                        new Origin.Base(own, with(kin, column));
                case Origin.View(BaseColumn column, Set<BaseColumn> shows) ->
                        new Origin.View(own, with(shows, column));
                case Origin.Computed(), Origin.Unresolved() -> new Origin.Unresolved();
            };
        }
        if (view.functions == View.Functions.OPAQUE) {
            return new Origin.Unresolved();
        }
        List<Place> needed = new ArrayList<>();
        for (Place need : needs.getOrDefault(new Place(place.oid, 0), List.of())) {
            if (need.number != 0) {
                needed.add(need);
            }
            if (view.rows == View.Rows.WHOLE) {
                columns.getOrDefault(need.oid, new TreeMap<>())
                        .keySet()
                        .forEach(number -> needed.add(new Place(need.oid, number)));
            }
        }
        Set<BaseColumn> shows = new HashSet<>();
        return addAll(shows, needed) ? new Origin.View(own, shows) : new Origin.Unresolved();
    }

    private Origin wholeRow(Relation relation, Set<Integer> numbers) {
        Set<BaseColumn> shows = new HashSet<>();
        List<Place> all =
                numbers.stream()
                        .filter(number -> number > 0)
                        .map(number -> new Place(relation.oid, number))
                        .toList();
        return addAll(shows, all)
                ? new Origin.View(relation.column("*"), shows)
                : new Origin.Unresolved();
    }

    /// @return false where one of the places is not known
    private boolean addAll(Set<BaseColumn> shows, List<Place> places) {
        for (Place place : places) {
            switch (origin(place)) {
                case Origin.Base(BaseColumn column, Set<BaseColumn> kin) -> {
                    shows.add(column);
                    shows.addAll(kin);
                }
                case Origin.View(BaseColumn column, Set<BaseColumn> more) -> {
                    shows.add(column);
                    shows.addAll(more);
                }
                case Origin.Computed(), Origin.Unresolved() -> {
                    return false;
                }
            }
        }
        return true;
    }

    /// The column of this name in all that the table is a child of, and in all its children.
    private Set<BaseColumn> kin(int oid, String column) {
        Set<BaseColumn> kin = new HashSet<>();
        for (Map<Integer, Set<Integer>> direction : List.of(parents, children)) {
            Deque<Integer> ahead = new ArrayDeque<>(List.of(oid));
            Set<Integer> seen = new HashSet<>(List.of(oid));
            for (Integer next = ahead.poll(); next != null; next = ahead.poll()) {
                for (int relative : direction.getOrDefault(next, Set.of())) {
                    if (seen.add(relative)) {
                        ahead.add(relative);
                        addColumn(kin, relations.get(relative), column);
                    }
                }
            }
        }
        return kin;
    }

    private static void addColumn(Set<BaseColumn> kin, @Nullable Relation relation, String column) {
        if (relation != null) {
            kin.add(relation.column(column));
        }
    }

    private static Set<BaseColumn> with(Set<BaseColumn> columns, BaseColumn column) {
        Set<BaseColumn> all = new HashSet<>(columns);
        all.add(column);
        return all;
    }
}
