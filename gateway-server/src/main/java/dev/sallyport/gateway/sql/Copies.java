package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;

/// Reads COPY, in which rows, files and shell commands of the server change places.
final class Copies {
    private final Reading reading;
    private final Cursor in;
    private final Facts facts;

    Copies(Reading reading) {
        this.reading = reading;
        in = reading.in;
        facts = reading.facts;
    }

    void read() {
        in.need("copy");
        facts.verb("COPY");
        if (in.take('(')) {
            reading.changes.preparable();
            in.need(')');
            in.need("to");
            other(Effect.COPY_OUT);
        } else {
            in.take("binary");
            Name table = reading.names.qualified();
            reading.names.optionalList();
            if (in.take("from")) {
                facts.effect(Effect.INSERT);
                facts.writes(table);
                other(Effect.COPY_IN);
            } else {
                in.need("to");
                facts.effect(Effect.READ);
                facts.reads(table);
                other(Effect.COPY_OUT);
            }
        }
        while (!in.statementEnds() && !in.is("where")) {
            in.skipOne();
        }
        if (in.take("where")) {
            reading.expressions.read();
        }
    }

    /// The other end: `STDIN`, `STDOUT`, a file of the server's, or a program there.
    private void other(Effect throughTheClient) {
        if (in.take("program")) {
            facts.effect(Effect.COPY_PROGRAM);
            in.needString();
        } else if (in.isString()) {
            facts.effect(Effect.COPY_FILE);
            in.advance();
        } else if (in.take("stdin") || in.take("stdout")) {
            facts.effect(throughTheClient);
        } else {
            throw in.unexpected("STDIN, STDOUT, PROGRAM or a file");
        }
    }
}
