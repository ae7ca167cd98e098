case: a mode that changes how the rest is read
understood: no
effects: set read
statements: 2
sets: sql_mode
--8<--
SET sql_mode = 'ANSI_QUOTES'; SELECT 1 FROM "x"
--8<--

case: the mode by its other names
effects: set
sets: sql_mode
--8<--
SET @@SESSION.`sql_mode` := concat(@@sql_mode, ',NO_BACKSLASH_ESCAPES')
--8<--

case: the mode behind another variable
effects: set
sets: sql_mode
--8<--
SET autocommit = 1, SESSION sql_mode = ''
--8<--

case: a server's mode is not the session's
effects: set maintenance
sets: global.sql_mode
--8<--
SET GLOBAL sql_mode = 'ANSI_QUOTES'
--8<--

case: several harmless variables
effects: set
sets: several
--8<--
SET autocommit = 1, time_zone = '+00:00'
--8<--

case: the names that are wanted
effects: set
sets: names
--8<--
SET NAMES utf8mb4
--8<--

case: a character set whose characters hold backslashes
understood: no
effects: set
sets: character_set_client
--8<--
SET NAMES gbk
--8<--

case: the character set as a variable
understood: no
effects: set
sets: character_set_client
--8<--
SET @@character_set_client = sjis
--8<--

case: the character set from an expression
understood: no
effects: set
sets: character_set_client
--8<--
SET character_set_client = concat('g', 'bk')
--8<--

case: SET CHARACTER SET
understood: no
effects: set
sets: character_set_client
--8<--
SET CHARACTER SET 'big5'
--8<--

case: SET CHARSET DEFAULT
understood: no
effects: set
sets: character_set_client
--8<--
SET CHARSET DEFAULT
--8<--

case: both at once
understood: no
effects: set
sets: *
--8<--
SET sql_mode = '', character_set_client = gbk
--8<--

case: a mode for one statement in MariaDB
server: 11.4.5-MariaDB
understood: no
effects: set read
--8<--
SET STATEMENT sql_mode = 'ANSI_QUOTES' FOR SELECT "a" FROM t
--8<--

case: a setting for one statement in MariaDB
server: 11.4.5-MariaDB
effects: set delete
writes: t
unfiltered: yes
--8<--
SET STATEMENT max_statement_time = 1 FOR DELETE FROM t
--8<--

case: another database means other tables
effects: set
sets: database
--8<--
USE other
--8<--

case: a role
effects: role
sets: role
--8<--
SET ROLE admin
--8<--

case: a password
effects: alter
--8<--
SET PASSWORD FOR 'root'@'localhost' = 'x'
--8<--

case: a user's own variable leaves nothing behind
effects: set
--8<--
SET @x = 'DROP TABLE t'
--8<--

case: a statement prepared from a literal is seen
effects: prepare delete
writes: users
unfiltered: yes
prepares: s
--8<--
PREPARE s FROM 'DELETE FROM users'
--8<--

case: the literal is read by the session's rules
understood: no
effects: prepare
prepares: s
--8<--
PREPARE s FROM 'SELECT \'a\'; DROP TABLE x'
--8<--

case: a statement prepared from a variable is unknown
understood: no
effects: prepare
prepares: s
--8<--
PREPARE s FROM @sql
--8<--

case: a statement prepared from an expression is unknown
server: 11.4.5-MariaDB
understood: no
effects: prepare
--8<--
PREPARE s FROM concat('DROP TABLE ', 't')
--8<--

case: what a prepared SET leaves behind would not show
understood: no
effects: prepare set
--8<--
PREPARE s FROM 'SET sql_mode = ANSI_QUOTES'
--8<--

case: EXECUTE names what it executes
effects: execute
executes: s
--8<--
EXECUTE S USING @a
--8<--

case: EXECUTE IMMEDIATE of a literal
server: 11.4.5-MariaDB
effects: execute drop
defines: t
--8<--
EXECUTE IMMEDIATE 'DROP TABLE t'
--8<--

case: EXECUTE IMMEDIATE of a variable
server: 11.4.5-MariaDB
understood: no
effects: execute
--8<--
EXECUTE IMMEDIATE @x
--8<--

case: a mode set in a block
server: 11.4.5-MariaDB
understood: no
effects: do set read
statements: 2
--8<--
BEGIN NOT ATOMIC SET sql_mode = ''; END; SELECT 1
--8<--

case: a mode set in a procedure's body is the procedure's
effects: create set read
statements: 2
--8<--
CREATE PROCEDURE p() SET sql_mode = ''; SELECT 1
--8<--
