package dev.sallyport.gateway.protocol.postgres;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The SQL that asks PostgreSQL's catalog (12 and newer) for what a lookup needs.
///
/// It is one statement, so all of the answer is of one moment, and each row says with its first value what it tells. It
/// reads nothing but tables that every user may read, and calls no function that locks a relation, so it never waits
/// for the DDL of the session on whose behalf it is asked.
///
/// The walk starts from what the lookup names, and goes through views to what they read, up to parents and down to
/// children. What is only met on the way up or down lends its name; its other children are none of our business.
final class CatalogQuery {
    /// `oid, walk, schema, name, kind`; the walk is `all` for relations whose columns are told
    static final String RELATION = "relation";

    /// `relation, number, name, generated?`
    static final String COLUMN = "column";

    /// `child, parent`
    static final String CHILD = "child";

    /// `view, query tree, whole rows in it?, functions in it that nobody can see through?`
    static final String VIEW = "view";

    /// `relation, number, needed relation, needed number`: a view (number 0) or a generated column needs this column, or
    /// some relation without any column of it (0). Generated columns say so in one place up to PostgreSQL 14, and in
    /// another from 15 on
    static final String NEED = "need";

    /// `name`
    static final String OPAQUE_FUNCTION = "opaque";

    /// `oid`
    static final String TEXT_TYPE = "text";

    static final int VALUES = 6;

    /// PostgreSQL's own functions that read what their arguments name, or what others left behind.
    static final Set<String> READING_FUNCTIONS =
            Set.of(
                    "query_to_xml",
                    "query_to_xmlschema",
                    "query_to_xml_and_xmlschema",
                    "cursor_to_xml",
                    "cursor_to_xmlschema",
                    "table_to_xml",
                    "table_to_xmlschema",
                    "table_to_xml_and_xmlschema",
                    "schema_to_xml",
                    "schema_to_xmlschema",
                    "schema_to_xml_and_xmlschema",
                    "database_to_xml",
                    "database_to_xmlschema",
                    "database_to_xml_and_xmlschema",
                    "ts_stat",
                    "ts_rewrite",
                    "pg_read_file",
                    "pg_read_binary_file",
                    "lo_get",
                    "loread",
                    "pg_stat_get_activity",
                    "pg_stat_get_backend_activity",
                    "pg_logical_slot_get_changes",
                    "pg_logical_slot_peek_changes",
                    "pg_logical_slot_get_binary_changes",
                    "pg_logical_slot_peek_binary_changes",
                    "current_setting",
                    "pg_mcv_list_items");

    private static final String QUERY =
            """
            WITH RECURSIVE wanted(oid, walk) AS (
              SELECT c.oid, 'all' FROM pg_class c
              WHERE c.oid = ANY ('{$oids}'::oid[])
                 OR c.relname = ANY (ARRAY[$relations]::name[]) AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
              UNION
              SELECT s.oid, s.walk FROM wanted w CROSS JOIN LATERAL (
                SELECT d.refobjid AS oid, 'all' AS walk
                FROM pg_class v
                JOIN pg_namespace n ON n.oid = v.relnamespace
                JOIN pg_rewrite r ON r.ev_class = v.oid AND r.ev_type = '1'
                JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                  AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> v.oid
                WHERE w.walk = 'all' AND v.oid = w.oid AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                UNION ALL
                SELECT h.inhparent, 'up' FROM pg_inherits h WHERE w.walk IN ('all', 'up') AND h.inhrelid = w.oid
                UNION ALL
                SELECT h.inhrelid, 'down' FROM pg_inherits h WHERE w.walk IN ('all', 'down') AND h.inhparent = w.oid
              ) s
            ), whole AS (
              SELECT c.oid, c.relkind, n.nspname IN ('pg_catalog', 'information_schema') AS own
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE c.oid IN (SELECT w.oid FROM wanted w WHERE w.walk = 'all')
            ), opaque AS (
              SELECT p.oid, p.proname FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
              WHERE p.oid >= 16384
                AND NOT (p.prokind = 'f' AND p.provolatile = 'i' AND l.lanname IN ('internal', 'c'))
                 OR p.oid < 16384 AND p.proname = ANY (ARRAY[$reading]::name[])
            )
            SELECT 'relation', w.oid::text, w.walk, n.nspname::text, c.relname::text, c.relkind::text
            FROM wanted w JOIN pg_class c ON c.oid = w.oid JOIN pg_namespace n ON n.oid = c.relnamespace
            UNION ALL
            SELECT 'column', a.attrelid::text, a.attnum::text, a.attname::text,
              CASE WHEN a.attgenerated = '' THEN 'f' ELSE 't' END, NULL
            FROM whole w JOIN pg_attribute a ON a.attrelid = w.oid WHERE NOT a.attisdropped
            UNION ALL
            SELECT 'child', h.inhrelid::text, h.inhparent::text, NULL, NULL, NULL
            FROM pg_inherits h
            WHERE h.inhrelid IN (SELECT w.oid FROM wanted w) AND h.inhparent IN (SELECT w.oid FROM wanted w)
            UNION ALL
            SELECT 'view', r.ev_class::text, r.ev_action::text,
              CASE WHEN position(':varattno 0 ' IN r.ev_action::text) > 0 THEN 't' ELSE 'f' END,
              CASE WHEN EXISTS (
                  SELECT FROM pg_depend d WHERE d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                    AND (d.refclassid = 'pg_operator'::regclass
                      OR d.refclassid = 'pg_proc'::regclass AND d.refobjid IN (SELECT o.oid FROM opaque o)))
                OR EXISTS (
                  SELECT FROM opaque o
                  WHERE o.oid < 16384 AND position(':funcid ' || o.oid || ' ' IN r.ev_action::text) > 0)
                THEN 't' ELSE 'f' END,
              NULL
            FROM whole w JOIN pg_rewrite r ON r.ev_class = w.oid AND r.ev_type = '1' WHERE NOT w.own
            UNION ALL
            SELECT 'need', r.ev_class::text, '0', d.refobjid::text, d.refobjsubid::text, NULL
            FROM whole w JOIN pg_rewrite r ON r.ev_class = w.oid AND r.ev_type = '1'
            JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
              AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> w.oid
            WHERE NOT w.own
            UNION ALL
            SELECT 'need', d.objid::text, d.objsubid::text, d.refobjid::text, d.refobjsubid::text, NULL
            FROM whole w JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = w.oid AND d.objsubid > 0
              AND d.refclassid = 'pg_class'::regclass AND d.refobjid = w.oid AND d.refobjsubid > 0
            WHERE w.relkind IN ('r', 'p', 'f')
            UNION ALL
            SELECT 'need', f.adrelid::text, f.adnum::text, d.refobjid::text, d.refobjsubid::text, NULL
            FROM whole w JOIN pg_attrdef f ON f.adrelid = w.oid
            JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid
              AND d.refclassid = 'pg_class'::regclass AND d.refobjid = w.oid
              AND d.refobjsubid > 0 AND d.refobjsubid <> f.adnum
            UNION ALL
            SELECT DISTINCT 'opaque', o.proname::text, NULL, NULL, NULL, NULL
            FROM opaque o WHERE o.proname = ANY (ARRAY[$functions]::name[])
            UNION ALL
            SELECT 'text', t.oid::text, NULL, NULL, NULL, NULL
            FROM pg_type t WHERE t.typcategory = 'S' AND t.typtype = 'b' AND t.typlen = -1
            """;

    private static final Pattern PLACE = Pattern.compile("\\$[a-z]+");

    private CatalogQuery() {}

    static String of(CatalogLookup lookup) {
        String oids =
                lookup.oids().stream()
                        .map(Integer::toUnsignedString)
                        .collect(Collectors.joining(","));
        // In one pass: a name may well read `$functions`.
        return PLACE.matcher(QUERY)
                .replaceAll(place ->
                        Matcher.quoteReplacement(
                                switch (place.group()) {
                                    case "$oids" -> oids;
                                    case "$reading" -> literals(READING_FUNCTIONS);
                                    case "$relations" -> literals(lookup.relations());
                                    default -> literals(lookup.functions());
                                }));
    }

    /// Names as string literals; the login asks for standard_conforming_strings, so a quote is all there is to double.
    private static String literals(Collection<String> names) {
        return names.stream()
                .map(name -> "'" + name.replace("'", "''") + "'")
                .collect(Collectors.joining(","));
    }
}
