case: keywords in a string
effects: read
verdict: allow
reads:
functions:
--8<--
SELECT 'DROP TABLE users; DELETE FROM users'
--8<--

case: keywords in a dollar-quoted string
effects: read
verdict: allow
reads:
--8<--
SELECT $x$DROP TABLE users; set_config('role')$x$
--8<--

case: keywords in comments
effects: read
verdict: allow
reads: a
--8<--
/* DELETE FROM users; */ SELECT 1 FROM a -- ; DROP TABLE users
--8<--

case: keywords in quoted identifiers
effects: read
verdict: allow
reads: delete from
--8<--
SELECT "drop", "set_config" FROM "delete from"
--8<--

case: keywords as columns
effects: read
verdict: allow
reads: logs
--8<--
SELECT l.delete, l.update, insert, truncate, copy, execute, call, role FROM logs l
--8<--

case: keywords as labels
effects: read
verdict: allow
reads: logs
--8<--
SELECT 1 AS delete, 2 AS "drop table", 3 AS select FROM logs
--8<--

case: a column named role in an update
effects: update
verdict: deny
writes: members
unfiltered: no
--8<--
UPDATE members SET role = 'admin' WHERE id = $1
--8<--

case: a table called set is updated
effects: update
verdict: deny
writes: set
--8<--
UPDATE set SET a = 1 WHERE true
--8<--

case: a CTE is no table
effects: read
verdict: allow
reads: a
--8<--
WITH b AS MATERIALIZED (SELECT * FROM a), c AS (SELECT * FROM b) SELECT * FROM c, b
--8<--

case: an alias is no table
effects: read
verdict: allow
reads: a
--8<--
SELECT x.y FROM a AS x, LATERAL (SELECT x.z) AS q
--8<--

case: a WHERE with a constant is still a WHERE
effects: delete
verdict: deny
writes: a
unfiltered: no
--8<--
DELETE FROM a WHERE true
--8<--

case: WHERE CURRENT OF
effects: delete
verdict: deny
writes: a
unfiltered: no
--8<--
DELETE FROM a WHERE CURRENT OF c
--8<--

case: only blanks and semicolons
effects:
verdict: allow
statements: 0
--8<--
 ; -- nothing
 /* at all */ ;
--8<--

case: ordinary migrations
effects: alter create transaction
verdict: deny
defines: orders orders_note
statements: 4
--8<--
BEGIN; ALTER TABLE IF EXISTS ONLY orders ADD COLUMN IF NOT EXISTS note text COLLATE "C" DEFAULT '' NOT NULL, VALIDATE CONSTRAINT c, OWNER TO app; CREATE SEQUENCE orders_note START WITH 1 OWNED BY orders.note; COMMIT
--8<--

case: a function with a body in a string is only created
effects: create
verdict: deny
reads:
writes:
--8<--
CREATE FUNCTION f(a int DEFAULT 1, OUT b numeric(10,2)) RETURNS SETOF record LANGUAGE sql COST 10 AS 'DELETE FROM users'
--8<--

case: a trigger
effects: create
verdict: deny
defines: users
--8<--
CREATE TRIGGER t BEFORE INSERT OR UPDATE OF a, b ON users FOR EACH ROW WHEN (new.a IS NOT NULL) EXECUTE FUNCTION f('drop table x')
--8<--

case: JSON operators and question marks
effects: read
verdict: allow
reads: docs
--8<--
SELECT d->'a'->>'b', d #>> '{a}', d ? 'x', d @> '{}', d ?| array['a'], -d::int, +1, @ -5 FROM docs
--8<--

case: slices, fields and rows
effects: read
verdict: allow
reads: t
--8<--
SELECT a[1:2], (b).c, (ROW(1, 2)).f1, ARRAY[[1,2],[3,4]], (t).*, t.* FROM t WHERE (a, b) = (1, 2) AND (x, y) OVERLAPS (z, w)
--8<--

case: windows and grouping sets
effects: read
verdict: allow
reads: t
functions: sum rank percentile_cont
--8<--
SELECT sum(a) OVER w, rank() OVER (PARTITION BY b ORDER BY c ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE TIES), percentile_cont(0.5) WITHIN GROUP (ORDER BY d) FROM t GROUP BY GROUPING SETS ((a), ROLLUP (b, c), ()) HAVING true WINDOW w AS (PARTITION BY a)
--8<--

case: what drivers and tools send
effects: read set transaction
verdict: deny
statements: 5
--8<--
BEGIN READ ONLY; SET extra_float_digits = 3; SET application_name = 'psql'; SHOW transaction_read_only; ROLLBACK TO SAVEPOINT a
--8<--
