package dev.sallyport.gateway.sql;

import static dev.sallyport.gateway.sql.Tokens.ARROW;
import static dev.sallyport.gateway.sql.Tokens.ASSIGN;

import dev.sallyport.model.statement.Name;
import java.util.Set;

/// Reads what looks like a call but has a grammar of its own: `EXTRACT(… FROM …)`, `TRIM`, `CAST`, the XML and JSON forms.
///
/// Some of them the server turns into calls of functions of its own; those are reported under the name it gives them.
final class SpecialForms {
    private static final Set<String> FORMS =
            Set.of(
                    ("cast coalesce exists extract greatest grouping json json_array json_arrayagg json_exists json_object"
                                    + " json_objectagg json_query json_scalar json_serialize json_value least merge_action normalize"
                                    + " nullif overlay position row substring treat trim xmlattributes xmlconcat xmlelement xmlexists"
                                    + " xmlforest xmlparse xmlpi xmlroot xmlserialize json_table xmltable")
                            .split(" "));

    /// Words that stand between the expressions of XML and JSON forms; only they may be passed over there.
    private static final Set<String> FILLERS =
            Set.of(
                    ("absent array by conditional content default document empty encoding error exists false format indent json"
                                    + " keep key keys name nested no null object of omit on passing path preserve quotes ref"
                                    + " scalar standalone string strip true unconditional unique unknown utf8 utf16 utf32 value"
                                    + " version whitespace with without wrapper yes columns ordinality for order")
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
            case "treat" -> facts.calls(new Name("pg_catalog", cast()));
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
            case "json_object" -> jsonObject();
            default -> {
                if (word.startsWith("json") || word.equals("xmlexists")) {
                    // Servers before PostgreSQL 16 take the JSON forms for calls, of anybody's
                    // functions.
                    facts.calls(Name.of(word));
                }
                mixture();
                reading.calls.tail();
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
        while (!in.take(')')) {
            if (in.isLabel() && (in.kind(1) == ARROW || in.kind(1) == ASSIGN)) {
                in.advance(2);
            }
            expressions.readWithoutIn();
            switch (in.word()) {
                case "from", "for", "similar", "escape", "placing", "in" -> in.advance();
                default -> {
                    if (!in.is(')')) {
                        in.need(',');
                    }
                }
            }
        }
    }

    /// `json_object('{a,b}')` is a function; `JSON_OBJECT('a': 1)` is not. Read as the latter, reported as the former,
    /// unless it shows.
    private void jsonObject() {
        int start = in.position();
        in.need('(');
        int open = 1;
        boolean plain = !in.is(')') && !in.is("returning");
        for (int ahead = 0; open > 0 && in.kind(ahead) != Tokens.END; ahead++) {
            byte kind = in.kind(ahead);
            if (kind == '(' || kind == '[') {
                open++;
            } else if (kind == ')' || kind == ']') {
                open--;
            } else if (open == 1 && (kind == ':' || in.is(ahead, "value"))) {
                plain = false;
            }
        }
        in.back(start);
        if (plain) {
            expressions.function("json_object");
            pieces();
        } else {
            mixture();
        }
    }

    /// Expressions, commas, `AS` labels, `RETURNING` types and filler words in any order: the XML and JSON forms.
    void mixture() {
        in.need('(');
        in.enter();
        while (!in.take(')')) {
            if (in.take(',') || in.take(':')) {
                continue;
            }
            if (in.take("as")) {
                labelOrType();
            } else if (in.take("returning")) {
                reading.types.read();
            } else if (in.is("name") && in.kind(1) != '(' && reading.names.isIdentifier(1)) {
                in.advance(2);
            } else if (in.is("order") && in.is(1, "by")) {
                in.advance(2);
                expressions.sortList();
            } else if (FILLERS.contains(in.word())
                    && !in.is(1, '(')
                    && !in.is(1, '.')
                    && !in.is(1, '[')) {
                in.advance();
            } else if (reading.queries.startsHere()) {
                reading.queries.query();
            } else if (in.is("xmlnamespaces") || in.is("xmlattributes")) {
                in.advance();
                mixture();
            } else {
                expressions.read();
            }
        }
        in.leave();
    }

    private void labelOrType() {
        if (in.isLabel() && !reading.names.isIdentifier()) {
            in.advance();
        } else {
            reading.types.read();
        }
    }

    /// `XMLTABLE(… COLUMNS …)` and `JSON_TABLE(… COLUMNS (…))` in a FROM clause.
    void tableFunction() {
        in.advance();
        new TableFunctions(reading).read();
    }
}
