case: a backslash takes the quote with it
effects: read
--8<--
SELECT 'a\'; DROP TABLE x; -- '
--8<--

case: a backslash before the closing quote is itself escaped
effects: read drop
statements: 2
defines: x
--8<--
SELECT 'a\\'; DROP TABLE x; -- '
--8<--

case: under NO_BACKSLASH_ESCAPES the string ends and the DROP runs
mode: NO_BACKSLASH_ESCAPES
effects: read drop
statements: 2
defines: x
--8<--
SELECT 'a\'; DROP TABLE x; -- '
--8<--

case: where the mode is not known, a backslash before a quote is not understood
mode: ?
understood: no
effects: read drop
defines: x
--8<--
SELECT 'a\'; DROP TABLE x; -- '
--8<--

case: where the mode is not known, a harmless backslash is harmless
mode: ?
effects: read
reads: t
--8<--
SELECT 'a\nb' FROM t
--8<--

case: double quotes are a string
effects: read
reads: t
--8<--
SELECT "a; DROP TABLE x" FROM t
--8<--

case: under ANSI_QUOTES double quotes are a name
mode: STRICT_TRANS_TABLES,ANSI_QUOTES
effects: read
reads: t
--8<--
SELECT "a" FROM "t"
--8<--

case: under ANSI_QUOTES a backslash does not escape in a name
mode: ANSI_QUOTES
effects: read drop
reads: u
defines: x
statements: 2
--8<--
SELECT "a\" FROM u; DROP TABLE x; -- " FROM t
--8<--

case: where the mode is not known, a table in double quotes is not understood
mode: ?
understood: no
effects: read
--8<--
SELECT 1 FROM "t"
--8<--

case: ANSI brings ANSI_QUOTES along
mode: ANSI
effects: delete
writes: t
unfiltered: yes
--8<--
DELETE FROM "t"
--8<--

case: a doubled quote goes on
effects: read
--8<--
SELECT 'it''s; DROP TABLE x'
--8<--

case: the other quote is only a character
effects: read
--8<--
SELECT 'a"; DROP TABLE x; -- '
--8<--

case: a backtick within a name is doubled
effects: read
--8<--
SELECT 1 AS `a``; DROP TABLE x; -- `
--8<--

case: a backslash does not escape a backtick
effects: read drop
statements: 2
--8<--
SELECT 1 AS `a\`; DROP TABLE x
--8<--

case: two dashes without a blank are two minus signs
effects: read
reads: t
--8<--
SELECT 1--1 FROM t
--8<--

case: two dashes and a tab are a comment
effects: read
--8<--
SELECT 1 --	; DROP TABLE x
--8<--

case: two dashes at the end of the text are a comment
effects: read
--8<--
SELECT 1 --
--8<--

case: what two dashes without a blank hide elsewhere is code here
effects: read drop
defines: x
statements: 2
--8<--
SELECT 1 --'
, 'a; DROP TABLE x -- '
--8<--

case: a carriage return does not end a comment
effects: read
--8<--
SELECT 1 -- a; DROP TABLE x
--8<--

case: a line feed ends a comment
effects: read drop
statements: 2
--8<--
SELECT 1 # a
; DROP TABLE x
--8<--

case: a number sign begins a comment without a blank
effects: read
--8<--
SELECT 1 #; DROP TABLE x
--8<--

case: comments do not nest
effects: read drop
statements: 2
--8<--
SELECT 1 /* a /* b */ ; DROP TABLE x; -- */
--8<--

case: an executable comment is code
effects: read drop
statements: 2
defines: x
--8<--
SELECT 1 /*! ; DROP TABLE x */
--8<--

case: an executable comment of an old version is code
effects: read
reads: users
--8<--
SELECT 1 /*!50003 UNION SELECT a FROM users */
--8<--

case: an executable comment may hide a keyword's other half
understood: no
effects: unknown
--8<--
DR/*!OP*/ TABLE x
--8<--

case: an executable comment parts words
effects: read
reads: t
--8<--
SELECT/*!50003*/1 FROM/**/t
--8<--

case: an ordinary comment ends within an executable one
effects: read
reads: t
--8<--
SELECT 1 /*! , 2 /* x */ , 3 FROM t */
--8<--

case: a newer server's comment is a comment to an older server
effects: read
reads:
--8<--
SELECT 1 /*!80037 UNION SELECT a FROM users */
--8<--

case: and code to a newer one
server: 8.4.0
effects: read
reads: users
--8<--
SELECT 1 /*!80037 UNION SELECT a FROM users */
--8<--

case: where the server is not known, it is not understood
server: ?
understood: no
effects: read
reads: users
--8<--
SELECT 1 /*!80037 UNION SELECT a FROM users */
--8<--

case: where the server is not known, but it makes no difference, it is understood
server: ?
effects: read
reads: t
--8<--
SELECT /*!80037 SQL_NO_CACHE */ a FROM t
--8<--

case: MariaDB passes over MySQL's versions from 5.7 on
server: 11.4.5-MariaDB
effects: read
reads:
--8<--
SELECT 1 /*!50701 UNION SELECT a FROM users */
--8<--

case: MariaDB's own comment is code to MariaDB
server: 11.4.5-MariaDB
effects: read
reads: users
--8<--
SELECT 1 /*M! UNION SELECT a FROM users */
--8<--

case: MariaDB's own comment is a comment to MySQL
effects: read
reads:
--8<--
SELECT 1 /*M! UNION SELECT a FROM users */
--8<--

case: MariaDB's own comment with a later version is not code
server: 5.5.5-10.11.6-MariaDB
effects: read
reads:
--8<--
SELECT 1 /*M!999999 UNION SELECT a FROM users */
--8<--

case: MySQL reads five digits of a version, MariaDB six
server: 11.4.5-MariaDB
effects: read
reads: users
--8<--
SELECT 1 /*!100100 , a FROM users */
--8<--

case: the sixth digit is code to MySQL
effects: read
--8<--
SELECT /*!501001 + */ 2
--8<--

case: a quote that opens in a comment of one server and not of another
server: ?
understood: no
effects: read drop
defines: x
--8<--
SELECT 1 /*!99999 ' */ ; DROP TABLE x; -- ' */
--8<--

case: an executable comment without its end is not understood
understood: no
effects: read
--8<--
SELECT 1 /*! , 2
--8<--

case: the end of a comment that was not begun
understood: no
effects: read
--8<--
SELECT 1 */ 2
--8<--

case: an exponent without digits, which older servers swallow
understood: no
effects: read
--8<--
SELECT table_name FROM information_schema 1.e.tables
--8<--

case: a name may begin with a digit
effects: read
reads: 1a
--8<--
SELECT 1a.b FROM 1a
--8<--

case: what follows a dot is a name, keyword or not
effects: read
reads: db.table
--8<--
SELECT a.select FROM db.table
--8<--

case: a keyword right before a dot is a name
effects: read
reads: db.update
--8<--
SELECT update.a FROM db.update
--8<--

case: a dot before a table's name says nothing
effects: read
reads: users
--8<--
SELECT * FROM .users
--8<--

case: a table's name in parts with blanks and comments
effects: read
reads: db.users
--8<--
SELECT * FROM db /* x */ . `users`
--8<--

case: strings side by side are one
effects: read
reads: t
--8<--
SELECT 'a' '; DROP TABLE x; ' "b" FROM t
--8<--

case: an introducer before a string
effects: read
reads: t
--8<--
SELECT _utf8mb4'a', _binary 'b', N'c', x'4142', b'01', 0x4142 FROM t
--8<--

case: hexadecimal digits that do not come in pairs
understood: no
effects: read
--8<--
SELECT x'414'
--8<--

case: a dollar quote, which is a name before MySQL 9
understood: no
effects: read
--8<--
SELECT $$'$$; DROP TABLE x; -- '
--8<--

case: a hint that sets the mode for its statement
understood: no
effects: read
--8<--
SELECT /*+ SET_VAR(sql_mode='ANSI_QUOTES') */ "a" FROM t
--8<--

case: a quote in a hint
understood: no
effects: read
--8<--
SELECT /*+ QB_NAME(`*/`) */ 1 FROM t
--8<--

case: a string without its end
understood: no
effects: read
--8<--
SELECT 'a; DROP TABLE x
--8<--

case: a user's variable called like a statement
effects: read
reads: t
--8<--
SELECT @`; DROP TABLE x`, @'; DROP TABLE y' FROM t
--8<--
