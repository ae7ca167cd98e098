case: a quote escaped by a backslash in an E string does not end it
effects: read
verdict: allow
--8<--
SELECT E'\''; --'
--8<--

case: the DROP behind an E string that ends is seen
effects: read drop
verdict: deny
defines: x
statements: 2
--8<--
SELECT E'\''; DROP TABLE x; --'
--8<--

case: a backslash does not escape in a plain string
effects: read drop
verdict: deny
defines: x
statements: 2
--8<--
SELECT 'a\'; DROP TABLE x; --'
--8<--

case: a backslash does escape in an E string whose e is small
effects: read
verdict: allow
--8<--
SELECT e'a\'; DROP TABLE x; --'
--8<--

case: a doubled quote goes on
effects: read
verdict: allow
--8<--
SELECT 'it''s; DROP TABLE x'
--8<--

case: a string continued over a line break keeps its mode
effects: read
verdict: allow
--8<--
SELECT E'a'
   '\'; DROP TABLE x; --'
--8<--

case: a string is continued over a line comment too
effects: read
verdict: allow
--8<--
SELECT E'a' -- and on
'\'; DROP TABLE x; --'
--8<--

case: without a line break there is no continuation
effects: read drop unknown
verdict: deny
understood: no
statements: 2
--8<--
SELECT E'a' '\'; DROP TABLE x; --'
--8<--

case: a block comment between strings is no continuation
effects: read drop unknown
verdict: deny
understood: no
statements: 2
--8<--
SELECT E'a' /*
*/ '\'; DROP TABLE x; --'
--8<--

case: block comments nest
effects: read
verdict: allow
--8<--
SELECT 1 /* /* */ ; DROP TABLE x; */
--8<--

case: the statement behind nested comments is seen
effects: read drop
verdict: deny
defines: x
statements: 2
--8<--
SELECT 1 /* /* */ */ ; DROP TABLE x
--8<--

case: an operator ends where a comment begins
effects: read
verdict: allow
reads: a
--8<--
SELECT 1+--; DROP TABLE x
2 FROM a
--8<--

case: an operator ends where a block comment begins
effects: read
verdict: allow
reads: b
--8<--
SELECT a @/* ; DROP TABLE x; */ 1 FROM b
--8<--

case: dollar quotes hold anything
effects: read
verdict: allow
--8<--
SELECT $a$ '; DROP TABLE x; -- $b$ $A$ $a$
--8<--

case: the statement behind a dollar quote is seen
effects: read drop
verdict: deny
defines: x
statements: 2
--8<--
SELECT $a$ $b$ $a$; DROP TABLE x; -- $b$
--8<--

case: a dollar inside an identifier begins no quote
effects: read drop
verdict: deny
defines: x
statements: 2
--8<--
SELECT a$$ FROM b; DROP TABLE x; -- $$
--8<--

case: a dollar quote right behind a parameter still begins
effects: read unknown
verdict: deny
understood: no
--8<--
SELECT $1$$; DROP TABLE x; $$
--8<--

case: a Unicode identifier is decoded
effects: read
verdict: allow
reads: users
--8<--
SELECT * FROM U&"\0075sers"
--8<--

case: a Unicode identifier with its own escape is decoded
effects: read
verdict: allow
reads: users
--8<--
SELECT * FROM u&"!0075s!+000065rs" UESCAPE '!'
--8<--

case: a Unicode escape that names nothing
effects: read unknown
verdict: deny
understood: no
--8<--
SELECT * FROM U&"\00zzsers"
--8<--

case: a quote in a Unicode string
effects: read
verdict: allow
--8<--
SELECT U&'\0027; DROP TABLE x; --'
--8<--

case: a backslash before the quote of a Unicode string does not escape it
effects: read drop unknown
verdict: deny
understood: no
statements: 2
--8<--
SELECT U&'\'; DROP TABLE x; --'
--8<--

case: a doubled double quote
effects: drop
verdict: deny
defines: a"; drop table b; --
--8<--
DROP TABLE "a""; drop table b; --"
--8<--

case: identifiers fold to lower case unless quoted
effects: read
verdict: allow
reads: users Users
--8<--
SELECT * FROM USERS, "Users"
--8<--

case: identifiers are cut at 63 bytes as the server does
effects: read
verdict: allow
reads: a23456789012345678901234567890123456789012345678901234567890123
--8<--
SELECT * FROM a23456789012345678901234567890123456789012345678901234567890123_and_more
--8<--

case: a string without its end
effects: read unknown
verdict: deny
understood: no
--8<--
SELECT 1 'abc
--8<--

case: a comment without its end
effects: read unknown
verdict: deny
understood: no
--8<--
SELECT 1 /* abc
--8<--

case: letters right behind a number, which servers read differently
effects: read unknown
verdict: deny
understood: no
--8<--
SELECT 1from users
--8<--

case: bit and hexadecimal strings and national ones
effects: read
verdict: allow
--8<--
SELECT B'1;0', X'1;F', N'; DROP TABLE x'
--8<--

case: semicolons in a rule's parentheses divide nothing
effects: create delete insert
verdict: deny
defines: a
writes: b c
unfiltered: yes
--8<--
CREATE RULE r AS ON UPDATE TO a DO ALSO (DELETE FROM b; INSERT INTO c VALUES (1);)
--8<--

case: semicolons in an SQL body divide nothing, and CASE's END ends nothing
effects: create delete drop insert read
verdict: deny
writes: a b
functions: g
defines: x
statements: 2
--8<--
CREATE FUNCTION f() RETURNS int BEGIN ATOMIC DELETE FROM a; INSERT INTO b SELECT CASE WHEN g() THEN 1 END; END; DROP TABLE x
--8<--

case: BEGIN and then a column named atomic is no body
effects: transaction drop
verdict: deny
defines: x
statements: 2
--8<--
BEGIN; DROP TABLE x
--8<--

case: a backslash is not SQL
effects: drop unknown
verdict: deny
understood: no
--8<--
\; DROP TABLE x
--8<--
