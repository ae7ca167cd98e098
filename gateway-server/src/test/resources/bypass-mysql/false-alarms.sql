case: keywords in strings
effects: read
reads: t
--8<--
SELECT 'DROP TABLE x', "DELETE FROM y" FROM t
--8<--

case: keywords in comments
effects: read
reads: t
--8<--
SELECT 1 /* DROP TABLE x */ -- DELETE FROM y
# TRUNCATE z
FROM t
--8<--

case: keywords as names in quotes
effects: read
reads: update
--8<--
SELECT `delete`, t.`drop` FROM `update` t
--8<--

case: keywords behind dots
effects: read
reads: t
--8<--
SELECT t.delete, t.drop FROM t
--8<--

case: functions called like statements
effects: read
reads: t
functions: insert repeat replace truncate
--8<--
SELECT insert('a', 1, 1, 'b'), replace(a, 'x', 'y'), truncate(a, 2), repeat('a', 3) FROM t
--8<--

case: words that are keywords elsewhere as columns
effects: read
reads: t
--8<--
SELECT begin, end, date, time, user, value, status, action FROM t
--8<--

case: words that are keywords elsewhere as aliases
effects: read
reads: t
--8<--
SELECT a name, b text FROM t data
--8<--

case: what mysqldump writes
effects: set alter insert
statements: 3
writes: t
defines: t
--8<--
/*!40101 SET NAMES utf8 */; /*!40000 ALTER TABLE `t` DISABLE KEYS */; INSERT INTO `t` VALUES (1,'a\'b'),(2,NULL)
--8<--

case: what a driver asks at first
effects: read
reads:
--8<--
/* mysql-connector-j-8.0.33 */SELECT @@session.auto_increment_increment AS auto_increment_increment, @@character_set_client AS character_set_client, @@sql_mode AS sql_mode
--8<--

case: a string as an alias
effects: read
reads: t
--8<--
SELECT a 'DROP', b AS "DELETE" FROM t
--8<--

case: FOR UPDATE in a string
effects: read
reads: t
--8<--
SELECT 'FOR UPDATE' FROM t WHERE a = 'x; FOR UPDATE'
--8<--

case: a semicolon at the end
effects: read
statements: 1
--8<--
SELECT 1;
--8<--

case: nothing but comments
effects:
statements: 0
--8<--
-- nothing
/* at all */ ;
--8<--

case: arithmetic with stars and slashes
effects: read
reads: t
--8<--
SELECT a*/**/b, a/2*3 FROM t
--8<--

case: every operator there is
effects: read
reads: t
--8<--
SELECT a <=> b, a << 2, a >> 1, a <> b, a != b, a && b, a || b, a DIV 2, a MOD 2, a XOR b, a SOUNDS LIKE b, a REGEXP 'x', a->'$.x', a->>'$.y', NOT a, !a, ~a FROM t
--8<--

case: dates in all ways
effects: read
reads: t
functions: extract now timestampdiff
--8<--
SELECT DATE '2025-01-01', {ts '2025-01-01 00:00:00'}, now() + INTERVAL '1 2' DAY_HOUR, EXTRACT(YEAR FROM d), TIMESTAMPDIFF(DAY, a, b) FROM t
--8<--
