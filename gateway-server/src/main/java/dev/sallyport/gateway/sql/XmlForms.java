package dev.sallyport.gateway.sql;

/// Reads the XML forms, each after its own production in `gram.y`: `XMLELEMENT`, `XMLFOREST`, `XMLPARSE`, `XMLTABLE`, …
///
/// Their words are ordinary names elsewhere (`content`, `document`, `value`), so that each is looked for only where the
/// grammar has it; passed over anywhere, it would hide a column or an operator of that name.
final class XmlForms {
    private final Reading reading;
    private final Cursor in;
    private final Expressions expressions;

    XmlForms(Reading reading) {
        this.reading = reading;
        in = reading.in;
        expressions = reading.expressions;
    }

    /// The parentheses of the form of this name.
    void read(String form) {
        in.need('(');
        in.enter();
        switch (form) {
            case "xmlelement" -> {
                name();
                if (in.is(',') && in.is(1, "xmlattributes") && in.is(2, '(')) {
                    in.advance(2);
                    attributes();
                }
                if (in.take(',')) {
                    expressions.list();
                }
            }
            case "xmlpi" -> {
                name();
                if (in.take(',')) {
                    expressions.read();
                }
            }
            case "xmlforest" -> labelled();
            case "xmlparse" -> {
                documentOrContent();
                expressions.read();
                if (in.take("preserve") || in.take("strip")) {
                    in.need("whitespace");
                }
            }
            case "xmlroot" -> root();
            case "xmlserialize" -> {
                documentOrContent();
                expressions.read();
                in.need("as");
                reading.types.read();
                in.take("no");
                in.take("indent");
            }
            case "xmlexists" -> {
                expressions.read();
                passing();
            }
            default -> throw in.unexpected("an XML form");
        }
        in.leave();
        in.need(')');
    }

    /// `XMLTABLE([XMLNAMESPACES(…),] row PASSING document COLUMNS …)`, from its parenthesis on.
    void table() {
        in.need('(');
        in.enter();
        if (in.is("xmlnamespaces") && in.is(1, '(')) {
            in.advance();
            namespaces();
            in.need(',');
        }
        expressions.read();
        passing();
        in.need("columns");
        do {
            column();
        } while (in.take(','));
        in.leave();
        in.need(')');
    }

    private void name() {
        in.need("name");
        in.label();
    }

    private void attributes() {
        in.need('(');
        labelled();
        in.need(')');
    }

    /// `expression [AS label], …`
    private void labelled() {
        do {
            expressions.read();
            if (in.take("as")) {
                in.label();
            }
        } while (in.take(','));
    }

    private void documentOrContent() {
        if (!in.take("document")) {
            in.need("content");
        }
    }

    private void root() {
        expressions.read();
        in.need(',');
        in.need("version");
        if (!in.take("no", "value")) {
            expressions.read();
        }
        if (in.take(',')) {
            in.need("standalone");
            if (!in.take("yes")) {
                in.need("no");
                in.take("value");
            }
        }
    }

    /// `PASSING [BY REF] expression [BY VALUE]`
    private void passing() {
        in.need("passing");
        mechanism();
        expressions.read();
        mechanism();
    }

    private void mechanism() {
        if (in.is("by") && (in.is(1, "ref") || in.is(1, "value"))) {
            in.advance(2);
        }
    }

    private void namespaces() {
        in.need('(');
        do {
            if (in.take("default")) {
                expressions.read();
            } else {
                expressions.read();
                in.need("as");
                in.label();
            }
        } while (in.take(','));
        in.need(')');
    }

    private void column() {
        in.label();
        if (in.take("for", "ordinality")) {
            return;
        }
        reading.types.read();
        while (!in.is(',') && !in.is(')')) {
            switch (in.word()) {
                case "path", "default" -> {
                    in.advance();
                    expressions.read();
                }
                case "null" -> in.advance();
                default -> {
                    in.need("not");
                    in.need("null");
                }
            }
        }
    }
}
