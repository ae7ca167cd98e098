package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Name;
import java.util.Set;

/// Reads what looks like a call but has a grammar of its own: `EXTRACT(… FROM …)`, `TRIM`, `CAST` and their like.
///
/// Some of them the server turns into calls of functions of its own; those are reported under the name it gives them.
final class SpecialForms {
    private static final Set<String> FORMS =
            Set.of(
                    ("cast coalesce exists extract greatest grouping json json_array json_arrayagg json_exists json_object"
                                    + " json_objectagg json_query json_scalar json_serialize json_value least merge_action normalize"
                                    + " nullif overlay position row substring treat trim xmlconcat xmlelement xmlexists"
                                    + " xmlforest xmlparse xmlpi xmlroot xmlserialize")
                            .split(" "));

    private final Reading reading;
    private final Cursor in;
    private final Facts facts;
    private final Expressions expressions;

    SpecialForms(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
        expressions = reading.expressions;
    }

    /// Whether this word and a parenthesis begin such a form.
    boolean isOne(String word) {
        return FORMS.contains(word);
    }

    /// Reads the form from its word on.
    void read(String word) {
        in.advance();
        switch (word) {
            case "cast" -> cast();
            case "treat" -> facts.calls(new Name("pg_catalog", inCatalog(cast())));
            case "coalesce",
                    "greatest",
                    "least",
                    "nullif",
                    "grouping",
                    "row",
                    "exists",
                    "xmlconcat" ->
                    expressions.parenthesised();
            case "merge_action" -> {
                in.need('(');
                in.need(')');
            }
            case "extract" -> extract();
            case "trim" -> trim();
            case "normalize", "overlay", "position", "substring" -> {
                expressions.function(word);
                pieces();
            }
            default -> {
                if (word.startsWith("json")) {
                    new JsonForms(reading).read(word);
                } else {
                    if (word.equals("xmlexists")) {
                        // The server's own name for it is the form's.
                        facts.calls(Name.of(word));
                    }
                    new XmlForms(reading).read(word);
                }
            }
        }
    }

    /// `(expression AS type)`; returns the type's name.
    private String cast() {
        in.need('(');
        expressions.read();
        in.need("as");
        String type = reading.types.read();
        in.need(')');
        return type;
    }

    /// The server's own name of a type that SQL has another for.
    private static String inCatalog(String type) {
        return switch (type) {
            case "bigint" -> "int8";
            case "int", "integer" -> "int4";
            case "smallint" -> "int2";
            case "real" -> "float4";
            case "double", "float" -> "float8";
            case "dec", "decimal" -> "numeric";
            case "boolean" -> "bool";
            case "char", "character", "nchar", "national" -> "bpchar";
            default -> type;
        };
    }

    private void extract() {
        in.need('(');
        expressions.function("extract");
        if (!in.is(')')) {
            if (in.isString()) {
                in.advance();
            } else {
                in.label();
            }
            in.need("from");
            expressions.read();
        }
        in.need(')');
    }

    private void trim() {
        in.need('(');
        switch (in.word()) {
            case "leading" -> {
                in.advance();
                expressions.function("ltrim");
            }
            case "trailing" -> {
                in.advance();
                expressions.function("rtrim");
            }
            default -> {
                in.take("both");
                expressions.function("btrim");
            }
        }
        if (!in.is("from")) {
            expressions.list();
        }
        if (in.take("from")) {
            expressions.list();
        }
        in.need(')');
    }

    /// Expressions with commas or words between them: `substring(a FROM b FOR c)`, `position(a IN b)`.
    private void pieces() {
        in.need('(');
        boolean similar = false;
        while (!in.take(')')) {
            reading.calls.takeArgumentName();
            expressions.readWithoutIn();
            switch (in.word()) {
                case "from", "for", "placing", "in" -> in.advance();
                case "similar" -> {
                    in.advance();
                    similar = true;
                }
                default -> {
                    if (!in.is(')') && !(similar && in.take("escape"))) {
                        in.need(',');
                    }
                }
            }
        }
    }

    /// `XMLTABLE(… COLUMNS …)` and `JSON_TABLE(… COLUMNS (…))` in a FROM clause.
    void tableFunction() {
        boolean isXml = in.is("xmltable");
        in.advance();
        if (isXml) {
            new XmlForms(reading).table();
        } else {
            new JsonForms(reading).table();
        }
    }
}
