package dev.sallyport.gateway.sql;

/// One statement being read: its cursor, its facts, and the readers of its parts, which call each other through here.
final class Reading {
    final Cursor in;
    final Facts facts;
    final Names names;
    final Types types;
    final Expressions expressions;
    final Operands operands;
    final Calls calls;
    final SpecialForms forms;
    final Queries queries;
    final FromItems from;
    final Changes changes;
    final Statements statements;

    Reading(Cursor in, Facts facts) {
        this.in = in;
        this.facts = facts;
        names = new Names(this);
        types = new Types(this);
        expressions = new Expressions(this);
        operands = new Operands(this);
        calls = new Calls(this);
        forms = new SpecialForms(this);
        queries = new Queries(this);
        from = new FromItems(this);
        changes = new Changes(this);
        statements = new Statements(this);
    }
}
