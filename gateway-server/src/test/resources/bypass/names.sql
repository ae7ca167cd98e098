case: a derived table named as the table in it
effects: read
verdict: allow
reads: users
--8<--
SELECT * FROM (SELECT * FROM users) users
--8<--

case: a CTE named as the table in it
effects: read
verdict: allow
reads: users
--8<--
WITH users AS (SELECT * FROM users) SELECT * FROM users
--8<--

case: a recursive CTE means itself
effects: read
verdict: allow
reads: a
--8<--
WITH RECURSIVE users AS (SELECT 1 AS id FROM a UNION ALL SELECT id + 1 FROM users) SELECT * FROM users
--8<--

case: a recursive CTE may mean a later one
effects: read
verdict: allow
reads: c
--8<--
WITH RECURSIVE a AS (SELECT * FROM b), b AS (SELECT * FROM c) SELECT * FROM a
--8<--

case: a CTE is not in sight outside of its query
effects: read
verdict: allow
reads: users
--8<--
SELECT * FROM (WITH users AS (SELECT 1) SELECT * FROM users) x, users
--8<--

case: a CTE hides no name with a schema
effects: read
verdict: allow
reads: public.users
--8<--
WITH users AS (SELECT 1) SELECT * FROM public.users
--8<--

case: a CTE hides no target of a change
effects: delete read
verdict: deny
writes: users
--8<--
WITH users AS (VALUES (1)) DELETE FROM users WHERE true
--8<--

case: a CTE in a subquery of a CTE
effects: read
verdict: allow
reads: b users
--8<--
WITH a AS (SELECT (WITH users AS (SELECT * FROM b) SELECT 1 FROM users)) SELECT * FROM users, a
--8<--

case: subqueries anywhere
effects: read
verdict: allow
reads: a b c d e f g h
--8<--
SELECT (SELECT 1 FROM a), CASE WHEN EXISTS (SELECT 1 FROM b) THEN ARRAY(SELECT 1 FROM c) END FROM LATERAL (SELECT 1 FROM d) x WHERE 1 IN (SELECT 1 FROM e) AND 2 = ANY (SELECT 2 FROM f) GROUP BY (SELECT 1 FROM g) ORDER BY (SELECT 1 FROM h)
--8<--

case: subqueries in LIMIT, OFFSET, FILTER, OVER and a subscript
effects: read
verdict: allow
reads: a b c d e
--8<--
SELECT x[(SELECT 1 FROM a)], count(*) FILTER (WHERE (SELECT true FROM b)) OVER (ORDER BY (SELECT 1 FROM c)) LIMIT (SELECT 1 FROM d) OFFSET (SELECT 1 FROM e)
--8<--

case: queries in parentheses with set operations
effects: read
verdict: allow
reads: a b c d
--8<--
((SELECT 1 FROM a) UNION (SELECT 2 FROM b)) EXCEPT ALL (TABLE c) INTERSECT SELECT 4 FROM d
--8<--

case: set operations inside an expression's parentheses
effects: read
verdict: allow
reads: a b
--8<--
SELECT 1 WHERE 1 IN ((SELECT 1 FROM a) UNION SELECT 2 FROM b)
--8<--

case: TABLE, ONLY, star, joins
effects: read
verdict: allow
reads: a b c d
--8<--
SELECT * FROM ONLY (a) JOIN b * USING (id) NATURAL LEFT JOIN c CROSS JOIN ONLY d
--8<--

case: TABLE by itself
effects: read
verdict: allow
reads: users
--8<--
TABLE ONLY users
--8<--

case: a join in parentheses
effects: read
verdict: allow
reads: a b c
--8<--
SELECT * FROM ((a JOIN b ON true) LEFT JOIN c ON true) AS j
--8<--

case: nested joins whose conditions come last
effects: read
verdict: allow
reads: a b c
--8<--
SELECT * FROM a LEFT JOIN b JOIN c ON b.x = c.x ON a.x = b.x
--8<--

case: functions in FROM are no tables
effects: read
verdict: allow
reads: a
functions: f public.g
--8<--
SELECT * FROM f(1) WITH ORDINALITY AS x(y, z), ROWS FROM (public.g(2) AS (a int, b text)), a
--8<--

case: a table sampled
effects: read
verdict: allow
reads: a
functions: f
--8<--
SELECT * FROM a TABLESAMPLE bernoulli (f(1)) REPEATABLE (2)
--8<--

case: words that are names here
effects: read
verdict: allow
reads: values index
functions: left
--8<--
SELECT left('a', 1), t.from, key, value FROM "values" t, index
--8<--

case: select as a bare label
effects: read
verdict: allow
reads: a
--8<--
SELECT 1 select, 2 delete, 3 table FROM a
--8<--

case: FROM that belongs to a function
effects: read
verdict: allow
reads: a
functions: pg_catalog.extract pg_catalog.substring pg_catalog.btrim pg_catalog.overlay pg_catalog.position
--8<--
SELECT EXTRACT(year FROM d), substring(b FROM 1 FOR 2), trim(both 'x' FROM b), overlay(b PLACING c FROM 1), position(b IN c), b IS DISTINCT FROM c FROM a
--8<--

case: types are no functions and no columns
effects: read
verdict: allow
reads: a
functions:
--8<--
SELECT x::numeric(10,2)[], CAST(y AS timestamp(3) with time zone), interval '1' day, double precision '1.5', date '2000-01-01', numeric(10,2) '1' FROM a
--8<--

case: a foreign key mentions the other table
effects: alter
verdict: deny
defines: a
mentions: s.b
--8<--
ALTER TABLE a ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES s.b (y) ON DELETE SET NULL
--8<--

case: a partition attached is mentioned
effects: alter
verdict: deny
defines: a
mentions: salaries
--8<--
ALTER TABLE a ATTACH PARTITION salaries DEFAULT
--8<--

case: inheritance defines both
effects: alter
verdict: deny
defines: a salaries
--8<--
ALTER TABLE a INHERIT salaries
--8<--

case: expressions in definitions
effects: create
verdict: deny
defines: t p
mentions: q
functions: f g h
--8<--
CREATE TABLE IF NOT EXISTS t (a int DEFAULT f(1) NOT NULL CHECK (g(a) > 0), b int GENERATED ALWAYS AS (h(a)) STORED REFERENCES q, LIKE p INCLUDING ALL)
--8<--

case: an index's expressions and condition
effects: create
verdict: deny
defines: t
functions: lower f
--8<--
CREATE UNIQUE INDEX CONCURRENTLY i ON t USING btree (lower(a) text_pattern_ops DESC NULLS LAST, b) INCLUDE (c) WHERE f(d)
--8<--

case: ALTER COLUMN TYPE USING runs an expression
effects: alter read
verdict: deny
defines: t
reads: secrets
functions: f
--8<--
ALTER TABLE t ALTER COLUMN a TYPE int USING f(a) + (SELECT max FROM secrets), DROP COLUMN b
--8<--

case: a view's query
effects: create read
verdict: deny
defines: v
reads: users
--8<--
CREATE OR REPLACE VIEW v AS SELECT * FROM users WITH CASCADED CHECK OPTION
--8<--

case: a policy's expression
effects: create read
verdict: deny
defines: users
reads: admins
--8<--
CREATE POLICY p ON users FOR SELECT TO PUBLIC USING (id IN (SELECT id FROM admins)) WITH CHECK (true)
--8<--

case: the elements of a schema are all seen
effects: create grant read
verdict: deny
defines: a b c
reads: users
--8<--
CREATE SCHEMA s CREATE SEQUENCE a INCREMENT 2 CREATE TABLE b (x int) GRANT SELECT ON b TO PUBLIC WITH GRANT OPTION CREATE VIEW c AS SELECT * FROM users
--8<--

case: DROP of several
effects: drop
verdict: deny
defines: a s.b
--8<--
DROP TABLE IF EXISTS a, s.b CASCADE
--8<--

case: DROP POLICY mentions its table
effects: drop
verdict: deny
mentions: users
--8<--
DROP POLICY IF EXISTS p ON users
--8<--

case: large object functions are listed
effects: read
verdict: deny
functions: lo_export pg_read_file
--8<--
SELECT lo_export(1, '/tmp/x'), pg_read_file('/etc/passwd')
--8<--

case: JSON and XML forms hide no call and no query
effects: read
verdict: allow
reads: a b
functions: f g h json_array xmlexists
--8<--
SELECT JSON_ARRAY(SELECT f(x) FROM a), xmlelement(name foo, xmlattributes(g(1) AS x), (SELECT 1 FROM b)), xmlexists('/a' PASSING BY REF h(2))
--8<--

case: XMLTABLE hides no call
effects: read
verdict: allow
reads: a
functions: f g
--8<--
SELECT * FROM a, XMLTABLE('/x' PASSING f(a.d) COLUMNS id FOR ORDINALITY, n text PATH 'n' DEFAULT g(1)) t
--8<--

case: OPERATOR with a schema
effects: read
verdict: allow
reads: b
functions: f
--8<--
SELECT a OPERATOR(pg_catalog.+) f(1) FROM b
--8<--
