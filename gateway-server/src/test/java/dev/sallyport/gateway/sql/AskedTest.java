package dev.sallyport.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which columns a statement does more with than show them.
class AskedTest {
    private final PostgresReader reader = new PostgresReader();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SELECT a, t.b AS x, t.*, * FROM t                                  |
                    SELECT count(*) FROM t                                             |
                    SELECT s.a FROM (SELECT a FROM t) s                                |
                    WITH w AS (SELECT a FROM t) SELECT a FROM w                        |
                    TABLE t                                                            |
                    INSERT INTO t (a, b) VALUES (1, 2) RETURNING a, b                  |
                    INSERT INTO t (a) SELECT b FROM u                                  |
                    UPDATE t SET a = 1 WHERE b = 2 RETURNING a                         | b
                    SELECT a FROM t WHERE b LIKE 'x%'                                  | b
                    SELECT lower(a), b FROM t                                          | a
                    SELECT (a) FROM t                                                  | a
                    SELECT CASE WHEN a < 'm' THEN 1/0 END FROM t                       | a
                    SELECT max(a), count(DISTINCT b) FROM t                            | a b
                    SELECT row_number() OVER (PARTITION BY a ORDER BY b) FROM t        | a b
                    SELECT sum(c) OVER w FROM t WINDOW w AS (ORDER BY a)               | a c
                    SELECT a FROM t ORDER BY b                                         | b
                    SELECT a AS x FROM t ORDER BY x                                    | a x
                    SELECT a, b FROM t ORDER BY 1                                      | a b
                    SELECT a, b FROM t ORDER BY (1)                                    | a b
                    SELECT a, count(*) FROM t GROUP BY 1                               | a
                    SELECT a FROM t GROUP BY ROLLUP ((1))                              | a
                    SELECT a FROM t GROUP BY b HAVING min(c) > 1                       | b c
                    SELECT DISTINCT a, b FROM t                                        | a b
                    SELECT DISTINCT ON (c) a FROM t                                    | a c
                    SELECT a FROM t UNION ALL SELECT b FROM u                          | a b
                    SELECT a FROM t JOIN u ON t.b = u.c                                | t.b u.c
                    SELECT a FROM t JOIN u USING (b)                                   | b
                    SELECT a FROM t NATURAL JOIN u                                     | *
                    SELECT x FROM (SELECT a AS x FROM t) s WHERE x = 1                 | a x
                    SELECT 1 FROM (SELECT a AS y FROM (SELECT b AS a FROM t) r) s WHERE y = 1 | a b y
                    SELECT x FROM t AS s (x) WHERE x = 1                               | * x
                    WITH w (x) AS (SELECT a FROM t) SELECT x FROM w WHERE x = 1        | * x
                    SELECT 1 FROM t WHERE t::text LIKE 'x'                             | * t
                    SELECT 1 FROM t AS r WHERE (r).a = 1                               | * r
                    SELECT b FROM t WHERE c IN (SELECT a FROM u)                       | a c
                    SELECT b, (SELECT a FROM u) FROM t                                 | a
                    SELECT b FROM t WHERE EXISTS (SELECT a FROM u)                     | a
                    SELECT ARRAY(SELECT a FROM t)                                      | a
                    SELECT b FROM (SELECT c, b FROM t WHERE d = 1) s                   | d
                    SELECT a FROM t LIMIT (SELECT b FROM u)                            | b
                    INSERT INTO t (a) VALUES (1) ON CONFLICT (b) DO NOTHING            | b
                    INSERT INTO t (a) VALUES (1) ON CONFLICT ON CONSTRAINT k DO NOTHING | *
                    DELETE FROM t USING u WHERE t.a = u.b                              | t.a u.b
                    MERGE INTO t USING u ON t.a = u.b WHEN MATCHED AND u.c = 1 THEN DELETE | t.a u.b u.c
                    EXPLAIN SELECT a FROM t WHERE b = 1                                | b
                    COPY (SELECT a FROM t WHERE b = 1) TO STDOUT                       | b
                    PREPARE p AS SELECT a FROM t WHERE b = $1                          | b
                    DECLARE c CURSOR FOR SELECT a FROM t ORDER BY b                    | b
                    """)
    void asks(String sql, String references) {
        Set<String> expected = new TreeSet<>();
        if (references != null) {
            expected.addAll(Arrays.asList(references.split(" ")));
        }
        SqlText text = reader.read(sql);
        assertThat(text.actions()).allMatch(action -> action.understood());
        assertThat(text.actions().getFirst().asks()).containsExactlyElementsOf(expected);
    }
}
