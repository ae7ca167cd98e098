package dev.sallyport.gateway.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Writes statements of MySQL's dialect that a server with the tables `t0` to `t5` takes: each has the columns `id`, `v`
/// and `w`, so that any name of a column fits anywhere.
///
/// Full of what readers trip over: aliases and common table expressions called like tables, in another case too;
/// subqueries wherever one may stand; comments that are code; names in quotes.
final class RandomMySql {
    static final int TABLES = 6;

    private final Random random;
    private final List<String> commonTables = new ArrayList<>();
    private int aliases;
    private int budget;

    RandomMySql(Random random) {
        this.random = random;
    }

    String statement() {
        commonTables.clear();
        aliases = 0;
        budget = 12;
        return switch (random.nextInt(12)) {
            case 0 -> "INSERT INTO " + table() + " (id, v, w) " + threeColumns();
            case 1 -> "REPLACE " + table() + " SET id = " + scalar("") + ", v = 1, w = 1";
            case 2 ->
                    "INSERT INTO "
                            + table()
                            + " VALUES ("
                            + scalar("")
                            + ", 1, 2)"
                            + " ON DUPLICATE KEY UPDATE v = VALUES(v) + "
                            + scalar("");
            case 3 -> update();
            case 4 -> delete();
            case 5 -> severalDeleted();
            case 6 -> severalUpdated();
            case 7 -> "SET @x = " + scalar("");
            case 8 -> "DO " + scalar("");
            default -> with();
        };
    }

    private String with() {
        if (random.nextInt(3) > 0) {
            return query();
        }
        String name = commonName();
        String inner = threeColumns();
        commonTables.add(name);
        String outer = query();
        return "WITH " + name + " (id, v, w) AS (" + inner + ") " + outer;
    }

    /// The name of a table at times, and then what is under it is hidden.
    private String commonName() {
        return random.nextBoolean() ? "t" + random.nextInt(TABLES) : "c" + aliases++;
    }

    private String query() {
        String alias = alias();
        String text =
                "SELECT "
                        + pick("", "DISTINCT ", "/*!40001 SQL_NO_CACHE */ ", "STRAIGHT_JOIN ")
                        + pick("*", "1", alias + ".v", alias + ".*", "count(*)")
                        + comma(alias)
                        + " FROM "
                        + from(alias)
                        + where(alias);
        if (random.nextInt(6) == 0 && budget-- > 0) {
            return "("
                    + threeColumns()
                    + ") UNION "
                    + pick("ALL ", "")
                    + "("
                    + threeColumns()
                    + ")";
        }
        return text + pick("", "", " LIMIT 1", " ORDER BY 1", " FOR UPDATE", " LOCK IN SHARE MODE");
    }

    private String comma(String alias) {
        return random.nextInt(4) == 0 ? ", " + scalar(alias) + pick(" AS x", " x", " 'x'") : "";
    }

    private String threeColumns() {
        String alias = alias();
        return "SELECT "
                + alias
                + ".id, "
                + alias
                + ".v, "
                + alias
                + ".w FROM "
                + from(alias)
                + where(alias);
    }

    /// A FROM list whose first item has this alias.
    private String from(String alias) {
        String first = item(alias);
        StringBuilder text = new StringBuilder(first);
        for (int i = random.nextInt(3); i > 0 && budget-- > 0; i--) {
            String other = alias();
            switch (random.nextInt(6)) {
                case 0 -> text.append(", ").append(item(other));
                case 1 ->
                        text.append(" LEFT JOIN ")
                                .append(item(other))
                                .append(" ON ")
                                .append(condition(other));
                case 2 -> text.append(" JOIN ").append(item(other));
                case 3 ->
                        text.append(" JOIN (")
                                .append(item(other))
                                .append(" CROSS JOIN ")
                                .append(item(alias()))
                                .append(")");
                case 4 -> text.append(" STRAIGHT_JOIN ").append(item(other));
                default -> text.append(expanded(", " + item(other)));
            }
        }
        return text.toString();
    }

    /// Code in a comment, which holds no other such comment.
    private static String expanded(String text) {
        return text.contains("/*!") ? text : "/*!50003" + text + "*/";
    }

    private String item(String alias) {
        if (budget-- > 0 && random.nextInt(4) == 0) {
            return "(" + threeColumns() + ") " + pick("AS ", "") + alias;
        }
        return source() + pick(" AS ", " ", "\n", "/**/") + alias + pick("", "", " USE INDEX ()");
    }

    /// A table or a common table expression.
    private String source() {
        if (!commonTables.isEmpty() && random.nextInt(3) == 0) {
            return commonTables.get(random.nextInt(commonTables.size()));
        }
        return table();
    }

    private String table() {
        String name = "t" + random.nextInt(TABLES);
        return pick(
                name,
                name,
                "`" + name + "`",
                "test." + name,
                "`test`." + name,
                "test . `" + name + "`",
                "test.`" + name + "`");
    }

    /// One of its own, called like a table at times: then two may clash, and the server says so.
    private String alias() {
        return random.nextInt(4) == 0
                ? pick("t", "T") + random.nextInt(TABLES)
                : pick("a", "T", "value", "offset", "\u00e9") + aliases++;
    }

    private String where(String alias) {
        return random.nextInt(3) == 0 ? "" : " WHERE " + condition(alias);
    }

    private String condition(String alias) {
        if (budget-- <= 0) {
            return alias + ".v = 1";
        }
        return switch (random.nextInt(9)) {
            case 0 -> alias + ".v IN (" + pick("1, 2", column()) + ")";
            case 1 -> "EXISTS (" + query0() + ")";
            case 2 -> alias + ".v = ANY (" + column() + ")";
            case 3 -> "NOT " + condition(alias) + " OR " + condition(alias);
            case 4 -> "(" + alias + ".v, 1) = (SELECT " + "2, 1 FROM " + source() + " LIMIT 1)";
            case 5 -> alias + ".v BETWEEN " + scalar(alias) + " AND " + scalar(alias);
            case 6 -> "CASE WHEN " + condition(alias) + " THEN 1 ELSE " + scalar(alias) + " END";
            case 7 -> alias + ".v IS NOT NULL";
            default -> alias + ".v = " + scalar(alias);
        };
    }

    private String query0() {
        String alias = alias();
        return "SELECT * FROM " + from(alias) + where(alias);
    }

    private String column() {
        String alias = alias();
        return "SELECT " + alias + ".v FROM " + from(alias) + where(alias);
    }

    private String scalar(String alias) {
        if (budget-- <= 0) {
            return "1";
        }
        return switch (random.nextInt(10)) {
            case 0 -> "(SELECT max(v) FROM " + source() + ")";
            case 1 -> "((SELECT 1 FROM " + source() + " LIMIT 1))";
            case 2 -> "coalesce(1, (SELECT min(id) FROM " + table() + "))";
            case 3 -> "if(1, " + scalar(alias) + ", 2)";
            case 4 -> "INTERVAL(1, " + scalar(alias) + ")";
            case 5 -> "1 + -" + scalar(alias) + " DIV 2";
            case 6 -> "cast(" + scalar(alias) + " AS UNSIGNED)";
            case 7 -> "(@y := " + scalar(alias) + ")";
            case 8 -> "'it\\'s; SELECT v FROM t5 -- '";
            default -> alias.isEmpty() ? "1" : alias + ".w";
        };
    }

    private String update() {
        String table = table();
        return "UPDATE "
                + pick("", "IGNORE ")
                + table
                + pick("", " AS u")
                + " SET v = "
                + scalar("")
                + pick("", " WHERE id = 1", " WHERE EXISTS (" + query0() + ")")
                + pick("", " LIMIT 1");
    }

    private String delete() {
        return "DELETE "
                + pick("", "QUICK ")
                + "FROM "
                + table()
                + pick("", " WHERE id = " + scalar(""), " WHERE v IN (" + column() + ")");
    }

    private String severalDeleted() {
        String alias = alias();
        String other = alias();
        String tables = table() + " AS " + alias + ", " + table() + " " + other;
        String filter = pick("", " WHERE " + alias + ".id = " + other + ".id");
        return random.nextBoolean()
                ? "DELETE " + alias + pick("", ".*") + " FROM " + tables + filter
                : "DELETE FROM " + other + " USING " + tables + filter;
    }

    private String severalUpdated() {
        String alias = alias();
        String other = alias();
        return "UPDATE "
                + table()
                + " AS "
                + alias
                + " JOIN "
                + item(other)
                + " SET "
                + alias
                + ".v = "
                + other
                + ".v"
                + pick("", " WHERE " + condition(alias));
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
