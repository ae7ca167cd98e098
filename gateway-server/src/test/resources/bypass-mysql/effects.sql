case: two statements in one text
effects: read delete
statements: 2
writes: users
unfiltered: yes
--8<--
SELECT 1; DELETE FROM users
--8<--

case: REPLACE deletes what is in its way
effects: insert delete
writes: t
--8<--
REPLACE INTO t VALUES (1)
--8<--

case: INSERT updates what is in its way
effects: insert update read
writes: t
reads: u
--8<--
INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = (SELECT b FROM u)
--8<--

case: INSERT … SET with a subquery
effects: insert read
writes: t
reads: users
--8<--
INSERT INTO t SET a = (SELECT b FROM users LIMIT 1)
--8<--

case: a deletion from several tables names its tables by alias
effects: delete read
writes: users
reads: users b
unfiltered: no
--8<--
DELETE a FROM users AS a JOIN b ON a.id = b.id WHERE b.x = 1
--8<--

case: a deletion by USING without WHERE
effects: delete read
writes: users
reads: users b
unfiltered: yes
--8<--
DELETE FROM a USING users a, b
--8<--

case: an update of several tables writes those whose columns are set
effects: update read
writes: users
reads: a users
--8<--
UPDATE a JOIN users u ON a.i = u.i SET u.x = a.x WHERE a.y = 1
--8<--

case: an update of several tables writes any of them where no column says which
effects: update read
writes: a users
unfiltered: yes
--8<--
UPDATE a, users SET x = 1
--8<--

case: a LIMIT is no filter
effects: delete
unfiltered: yes
--8<--
DELETE FROM t ORDER BY a LIMIT 10
--8<--

case: an alias called like another table
effects: read
reads: secrets
--8<--
SELECT users.a FROM secrets AS users
--8<--

case: a derived table called like the table in it
effects: read
reads: users
--8<--
SELECT * FROM (SELECT * FROM users) users
--8<--

case: a common table expression hides a table of that spelling
effects: read
reads:
--8<--
WITH users AS (SELECT 1) SELECT * FROM users
--8<--

case: one of another spelling may be the table
effects: read
reads: users
--8<--
WITH Users AS (SELECT 1) SELECT * FROM users
--8<--

case: a common table expression hides no table of a database
effects: read
reads: db.users
--8<--
WITH users AS (SELECT 1) SELECT * FROM db.users
--8<--

case: a table in its own common table expression
effects: read
reads: users
--8<--
WITH users AS (SELECT * FROM users) SELECT * FROM users
--8<--

case: the rows of a query into a file of the server's
effects: read copy-file
reads: users
--8<--
SELECT * FROM users INTO OUTFILE '/tmp/x' FIELDS TERMINATED BY ','
--8<--

case: INTO DUMPFILE before FROM
effects: read copy-file
reads: t
--8<--
SELECT a INTO DUMPFILE '/tmp/x.so' FROM t
--8<--

case: INTO a variable writes nothing
effects: read
reads: t
--8<--
SELECT a INTO @x FROM t
--8<--

case: a file of the server's into a table
effects: insert copy-file
writes: t
--8<--
LOAD DATA INFILE '/etc/passwd' INTO TABLE t
--8<--

case: a file of the client's into a table
effects: insert delete copy-in read
writes: t
reads: users
--8<--
LOAD DATA LOCAL INFILE '/etc/passwd' REPLACE INTO TABLE t (a, @b) SET c = (SELECT max(x) FROM users)
--8<--

case: LOAD XML
effects: insert copy-file
writes: t
--8<--
LOAD XML INFILE 'x' INTO TABLE t ROWS IDENTIFIED BY '<row>'
--8<--

case: a function that reads a file is named
effects: read
functions: load_file
--8<--
SELECT LOAD_FILE('/etc/passwd')
--8<--

case: a blank before the parenthesis makes no difference
effects: read
functions: load_file db.f
--8<--
SELECT LOAD_FILE ('/etc/passwd'), db . f (1)
--8<--

case: a function of a shared library
understood: no
effects: create
--8<--
CREATE FUNCTION sys_exec RETURNS INT SONAME 'x.so'
--8<--

case: HANDLER reads without SELECT
effects: read
reads: users
--8<--
HANDLER users READ FIRST WHERE a = 1
--8<--

case: TABLE reads without SELECT
effects: read
reads: users
--8<--
TABLE users
--8<--

case: DO evaluates
effects: read
reads: users
functions: max sleep
--8<--
DO (SELECT max(a) FROM users), sleep(10)
--8<--

case: CALL with a subquery
effects: call read
functions: p
reads: users
--8<--
CALL p((SELECT a FROM users))
--8<--

case: ANALYZE of a statement executes it in MariaDB
server: 11.4.5-MariaDB
effects: explain delete
writes: users
unfiltered: yes
--8<--
ANALYZE FORMAT=JSON DELETE FROM users
--8<--

case: EXPLAIN ANALYZE executes
effects: explain read
reads: users
functions: f
--8<--
EXPLAIN ANALYZE SELECT f(a) FROM users
--8<--

case: EXPLAIN of a deletion deletes nothing
effects: explain read
writes: users
--8<--
EXPLAIN DELETE FROM users WHERE a = 1
--8<--

case: SHOW with a subquery
effects: read
reads: users
--8<--
SHOW TABLES WHERE (SELECT count(*) FROM users) > 0
--8<--

case: SET with a subquery
effects: set read
reads: users
--8<--
SET @a := (SELECT a FROM users LIMIT 1)
--8<--

case: a table made from a query
effects: create read
defines: x
reads: users
--8<--
CREATE TABLE x SELECT * FROM users
--8<--

case: a table made from a query behind its definition
effects: create read
defines: x
reads: users
--8<--
CREATE TABLE x (a INT) ENGINE=MEMORY IGNORE AS SELECT * FROM users
--8<--

case: OR REPLACE drops a table
server: 11.4.5-MariaDB
effects: create drop
defines: x
--8<--
CREATE OR REPLACE TABLE x (a INT)
--8<--

case: a table that stands for another server's
understood: no
effects: create
--8<--
CREATE TABLE x (a INT) ENGINE=FEDERATED CONNECTION='mysql://u@h/db/t'
--8<--

case: a view
effects: create read
defines: v
reads: users
--8<--
CREATE SQL SECURITY DEFINER VIEW v AS SELECT * FROM users
--8<--

case: the body of a procedure belongs to it
effects: create delete drop read
statements: 2
writes: users
defines: x
--8<--
CREATE PROCEDURE p() BEGIN DELETE FROM users; DROP TABLE x; END; SELECT 1
--8<--

case: a procedure of one statement ends with it
effects: create delete drop
statements: 2
--8<--
CREATE PROCEDURE p() DELETE FROM users; DROP TABLE x
--8<--

case: a trigger's body
effects: create insert read
defines: t
writes: log
reads: users
--8<--
CREATE TRIGGER a AFTER INSERT ON t FOR EACH ROW INSERT INTO log SELECT * FROM users
--8<--

case: an event's body
effects: create truncate
writes: log
--8<--
CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO TRUNCATE TABLE log
--8<--

case: a body that cannot be read takes the rest of the text with it
understood: no
effects: create drop
statements: 1
--8<--
CREATE PROCEDURE p() BEGIN WHATEVER; END; DROP TABLE x
--8<--

case: a block outside of any procedure runs in MariaDB
server: 11.4.5-MariaDB
effects: do delete
writes: users
--8<--
BEGIN NOT ATOMIC IF 1 THEN DELETE FROM users; END IF; END
--8<--

case: a branch outside of any procedure runs in MariaDB
server: 11.4.5-MariaDB
effects: do read drop
reads: a
defines: users
--8<--
IF (SELECT 1 FROM a) THEN DROP TABLE users; END IF
--8<--

case: BEGIN alone begins a transaction
effects: transaction delete
statements: 3
--8<--
BEGIN; DELETE FROM t WHERE a = 1; COMMIT
--8<--

case: a partition dropped is rows deleted
effects: alter truncate
defines: t
writes: t
--8<--
ALTER TABLE t DROP PARTITION p
--8<--

case: tables renamed, each named
effects: alter
defines: users old new
--8<--
RENAME TABLE users TO old, new TO users
--8<--

case: ALTER that renames
effects: alter
defines: users x
--8<--
ALTER TABLE users RENAME TO x
--8<--

case: a plugin's code
understood: no
effects: maintenance
--8<--
INSTALL PLUGIN x SONAME 'y.so'
--8<--

case: events of a binary log
understood: no
effects: maintenance
--8<--
BINLOG 'abc'
--8<--

case: KILL and SHUTDOWN
effects: maintenance
statements: 2
--8<--
KILL 5; SHUTDOWN
--8<--

case: locks
effects: read lock
statements: 2
defines: users
--8<--
SELECT * FROM t FOR UPDATE SKIP LOCKED; LOCK TABLES users WRITE
--8<--

case: an index's expression calls a function
effects: create
defines: t
functions: f
--8<--
CREATE INDEX i ON t ((f(a)))
--8<--

case: MATCH with a subquery behind it
effects: read
reads: t users
--8<--
SELECT * FROM t WHERE MATCH (a) AGAINST ('x' IN BOOLEAN MODE) OR a IN (SELECT b FROM users)
--8<--

case: a subquery in an interval
effects: read
reads: users
functions: now
--8<--
SELECT now() - INTERVAL (SELECT a FROM users) DAY
--8<--

case: a subquery in an ODBC escape
effects: read
reads: users
functions: abs
--8<--
SELECT {fn abs((SELECT a FROM users))}
--8<--

case: a subquery in JSON_TABLE
effects: read
reads: users
--8<--
SELECT * FROM JSON_TABLE((SELECT j FROM users), '$' COLUMNS (a INT PATH '$')) AS x
--8<--

case: a subquery in a window
effects: read
reads: t users
functions: sum
--8<--
SELECT sum(a) OVER (ORDER BY (SELECT b FROM users)) FROM t
--8<--

case: joins in parentheses and braces
effects: read
reads: a b c d users
--8<--
SELECT * FROM (a, (b JOIN c)) LEFT JOIN {OJ d LEFT JOIN users ON 1} ON 1
--8<--

case: a table behind an index hint
effects: read
reads: t users
--8<--
SELECT * FROM t USE INDEX (i), users
--8<--

case: a table behind LIMIT's subquery-less comma
effects: read
statements: 2
reads: t users
--8<--
SELECT * FROM t LIMIT 1, 2; TABLE users
--8<--

case: a table of another case under folded names
effects: read
reads: USERS
--8<--
SELECT * FROM USERS
--8<--
