package dev.sallyport.gateway.sql;

/// One statement of MySQL's dialect being read: the counterpart of [Reading].
final class MySqlReading {
    final Cursor in;
    final Facts facts;
    final MySqlRules rules;
    final TableNames tableNames;
    final MySqlNames names;
    final MySqlTypes types;
    final MySqlExpressions expressions;
    final MySqlOperands operands;
    final MySqlCalls calls;
    final MySqlQueries queries;
    final MySqlFromItems from;
    final MySqlChanges changes;
    final MySqlLeftovers leftovers;
    final MySqlStatements statements;

    MySqlReading(Cursor in, Facts facts, MySqlRules rules, TableNames tableNames) {
        this.in = in;
        this.facts = facts;
        this.rules = rules;
        this.tableNames = tableNames;
        names = new MySqlNames(this);
        types = new MySqlTypes(this);
        expressions = new MySqlExpressions(this);
        operands = new MySqlOperands(this);
        calls = new MySqlCalls(this);
        queries = new MySqlQueries(this);
        from = new MySqlFromItems(this);
        changes = new MySqlChanges(this);
        leftovers = new MySqlLeftovers(this);
        statements = new MySqlStatements(this);
    }
}
