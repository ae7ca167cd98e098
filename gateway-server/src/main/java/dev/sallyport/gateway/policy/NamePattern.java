package dev.sallyport.gateway.policy;

import dev.sallyport.model.statement.Name;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A pattern for relations or functions: `public.*`, `*.audit_*`, `lower`.
///
/// What a rule allows must surely be meant; what it denies need only possibly be meant. So the two ask differently:
/// [#surelyMeans] reads the statement's name exactly, [#mayMean] assumes the worst of a name that says too little.
final class NamePattern {
    private final Glob schema;
    private final Glob name;
    private final Glob foldedSchema;
    private final Glob foldedName;
    private final boolean unqualifiedFits;

    /// @param deniedSchema the schema for rules that deny
    private NamePattern(String schema, String deniedSchema, String name, boolean unqualifiedFits) {
        this.schema = new Glob(schema);
        this.name = new Glob(name);
        foldedSchema = new Glob(deniedSchema.toLowerCase(Locale.ROOT));
        foldedName = new Glob(name.toLowerCase(Locale.ROOT));
        this.unqualifiedFits = unqualifiedFits;
    }

    /// A relation's pattern: `schema.name`, or `*` for all. A relation written without schema is taken to be in `public`.
    ///
    /// @return null where the text has no such form
    static @Nullable NamePattern ofRelation(String text) {
        if (text.equals("*")) {
            return new NamePattern("*", "*", "*", true);
        }
        int dot = text.indexOf('.');
        if (dot < 0 || !hasForm(text, dot)) {
            return null;
        }
        String schema = text.substring(0, dot);
        boolean unqualifiedFits = schema.equals("*") || schema.equals("public");
        return new NamePattern(schema, schema, text.substring(dot + 1), unqualifiedFits);
    }

    /// A function's pattern: `schema.name`, or `name` for one of PostgreSQL's own, or `*` for all. A function written
    /// without schema is taken to be PostgreSQL's own or in `public`. Where a rule denies, `name` is that name in any
    /// schema.
    ///
    /// @return null where the text has no such form
    static @Nullable NamePattern ofFunction(String text) {
        int dot = text.indexOf('.');
        if (!hasForm(text, dot)) {
            return null;
        }
        if (dot < 0) {
            return new NamePattern(text.equals("*") ? "*" : "pg_catalog", "*", text, true);
        }
        String schema = text.substring(0, dot);
        boolean unqualifiedFits =
                schema.equals("*") || schema.equals("public") || schema.equals("pg_catalog");
        return new NamePattern(schema, schema, text.substring(dot + 1), unqualifiedFits);
    }

    /// One part, or two with a dot between them, and none of them empty.
    private static boolean hasForm(String text, int dot) {
        boolean oneDotAtMost = dot < 0 || text.indexOf('.', dot + 1) < 0;
        return oneDotAtMost && !text.isBlank() && dot != 0 && dot != text.length() - 1;
    }

    /// For rules that allow.
    boolean surelyMeans(Name written) {
        String writtenSchema = written.schema();
        boolean schemaFits =
                writtenSchema == null ? unqualifiedFits : schema.matches(writtenSchema);
        return schemaFits && name.matches(written.name());
    }

    /// For rules that deny or hold: upper and lower case are one, and a name without schema may be in any.
    boolean mayMean(Name written) {
        String writtenSchema = written.schema();
        if (writtenSchema != null) {
            String folded = writtenSchema.toLowerCase(Locale.ROOT);
            String withoutDatabase = folded.substring(folded.lastIndexOf('.') + 1);
            if (!foldedSchema.matches(folded) && !foldedSchema.matches(withoutDatabase)) {
                return false;
            }
        }
        return foldedName.matches(written.name().toLowerCase(Locale.ROOT));
    }
}
