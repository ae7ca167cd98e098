case: SET ROLE
effects: role
verdict: deny
sets: role
--8<--
SET ROLE postgres
--8<--

case: SET LOCAL ROLE
effects: role
verdict: deny
sets: role
--8<--
SET LOCAL ROLE 'postgres'
--8<--

case: SET with role as a quoted parameter
effects: role
verdict: deny
sets: role
--8<--
SET SESSION "ROLE" TO postgres
--8<--

case: RESET ROLE
effects: role
verdict: deny
sets: role
--8<--
RESET role
--8<--

case: SET SESSION AUTHORIZATION
effects: role
verdict: deny
sets: session_authorization
--8<--
SET SESSION AUTHORIZATION postgres
--8<--

case: SET SESSION SESSION AUTHORIZATION
effects: role
verdict: deny
sets: session_authorization
--8<--
SET SESSION SESSION AUTHORIZATION DEFAULT
--8<--

case: session_authorization as a parameter
effects: role
verdict: deny
sets: session_authorization
--8<--
SET session_authorization = 'postgres'
--8<--

case: set_config of the role
effects: read role
verdict: deny
sets: role
functions: set_config
--8<--
SELECT set_config('ROLE', 'postgres', false)
--8<--

case: set_config deep in an expression, quoted and qualified
effects: read role
verdict: deny
reads: a
sets: role
functions: length pg_catalog.set_config
--8<--
SELECT 1 FROM a WHERE length(x) > 1 AND pg_catalog."set_config"($$role$$, 'x', true) IS NOT NULL
--8<--

case: set_config in a FROM clause
effects: read role
verdict: deny
sets: role
--8<--
SELECT * FROM set_config('role', 'x', true) AS x
--8<--

case: set_config of a harmless parameter
effects: read set
verdict: deny
path: perhaps []
--8<--
SELECT set_config('search_path', '', false)
--8<--

case: set_config of a computed parameter
effects: read role set unknown
verdict: deny
understood: no
sets: *
--8<--
SELECT set_config('ro' || 'le', 'x', false)
--8<--

case: set_config of a parameter with escapes
effects: read role set unknown
verdict: deny
understood: no
sets: *
--8<--
SELECT set_config(E'ro\x6ce', 'x', false)
--8<--

case: set_config of a Unicode string, which is decoded
effects: read role
verdict: deny
sets: role
--8<--
SELECT set_config(U&'\0072ole', 'x', false)
--8<--

case: set_config of a continued string
effects: read role set unknown
verdict: deny
understood: no
sets: *
--8<--
SELECT set_config('ro'
'le', 'x', false)
--8<--

case: set_config with named arguments
effects: read role set unknown
verdict: deny
understood: no
sets: *
--8<--
SELECT set_config(new_value => 'x', setting_name => 'role', is_local => false)
--8<--

case: set_config of a bound parameter
effects: read role set unknown
verdict: deny
understood: no
sets: *
--8<--
SELECT set_config($1, $2, false)
--8<--

case: set_config of two parameters
effects: read role set
verdict: deny
sets: *
--8<--
SELECT set_config('role', 'x', false), set_config('work_mem', '1', false)
--8<--

case: UPDATE pg_settings is set_config in disguise
effects: role set unknown update
verdict: deny
understood: no
sets: *
--8<--
UPDATE pg_settings SET setting = 'off' WHERE name = 'standard_conforming_strings'
--8<--

case: standard_conforming_strings
effects: set unknown
verdict: deny
understood: no
sets: standard_conforming_strings
--8<--
SET standard_conforming_strings = off
--8<--

case: standard_conforming_strings in another spelling
effects: set unknown
verdict: deny
understood: no
sets: standard_conforming_strings
--8<--
SET LOCAL U&"\0053tandard_Conforming_Strings" TO DEFAULT
--8<--

case: standard_conforming_strings by set_config
effects: read set unknown
verdict: deny
understood: no
sets: standard_conforming_strings
--8<--
SELECT set_config('Standard_Conforming_Strings', 'off', false)
--8<--

case: standard_conforming_strings by RESET
effects: set unknown
verdict: deny
understood: no
--8<--
RESET standard_conforming_strings
--8<--

case: standard_conforming_strings of a role's later sessions
effects: alter unknown
verdict: deny
understood: no
--8<--
ALTER ROLE joe IN DATABASE shop SET standard_conforming_strings = off
--8<--

case: standard_conforming_strings in a function's options
effects: create unknown
verdict: deny
understood: no
--8<--
CREATE FUNCTION f() RETURNS int LANGUAGE sql SET "standard_conforming_strings" = off AS 'select 1'
--8<--

case: SET NAMES is client_encoding
effects: set
verdict: deny
sets: client_encoding
--8<--
SET NAMES 'SJIS'
--8<--

case: SET SCHEMA is search_path
effects: set
verdict: deny
path: session [evil]
--8<--
SET SCHEMA 'evil'
--8<--

case: SET TIME ZONE
effects: set
verdict: deny
sets: timezone
--8<--
SET TIME ZONE INTERVAL '1' HOUR
--8<--

case: RESET ALL
effects: set
verdict: deny
path: session as at start
--8<--
RESET ALL
--8<--

case: the default of transactions to come
effects: set
verdict: deny
sets: default_transaction_read_only
--8<--
SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE
--8<--

case: SET TRANSACTION
effects: transaction
verdict: allow
--8<--
SET TRANSACTION ISOLATION LEVEL SERIALIZABLE
--8<--

case: PREPARE TRANSACTION prepares no statement
effects: transaction
verdict: allow
--8<--
PREPARE TRANSACTION 'x'
--8<--

case: DISCARD and DEALLOCATE
effects: set
verdict: deny
statements: 3
--8<--
DISCARD ALL; DEALLOCATE PREPARE p; DEALLOCATE ALL
--8<--

case: the path, each name a schema however it is written
effects: set
verdict: deny
path: session [a, B, c, d, e"f, g]
--8<--
SET search_path TO A, "B", 'c', d, "e""f", U&"\0067"
--8<--

case: one string is one schema, comma and all
effects: set
verdict: deny
path: session [a, b]
--8<--
SET SESSION "search_path" = 'a, b'
--8<--

case: the path for a transaction
effects: set
verdict: deny
path: transaction [a]
--8<--
SET LOCAL search_path = a
--8<--

case: the path as at the start
effects: set
verdict: deny
path: session as at start
--8<--
SET search_path TO DEFAULT
--8<--

case: the path reset
effects: set
verdict: deny
path: session as at start
--8<--
RESET search_path
--8<--

case: the path from a string with escapes is not to be known
effects: set
verdict: deny
sets: search_path
--8<--
SET search_path = E'\x61'
--8<--

case: the path from what is set now is not to be known
effects: set
verdict: deny
sets: search_path
--8<--
SET search_path FROM CURRENT
--8<--

case: a function's list is one of names, folded as the server does
effects: read set
verdict: deny
functions: set_config
path: perhaps [a, B c, d"e]
--8<--
SELECT set_config('Search_Path', ' A , "B c","d""e" ', true)
--8<--

case: a list that is computed is not to be known
effects: read set
verdict: deny
sets: search_path
--8<--
SELECT set_config('search_path', 'a' || 'b', false)
--8<--

case: a list that is bound is not to be known
effects: read set
verdict: deny
sets: search_path
--8<--
SELECT set_config('search_path', $1, true)
--8<--

case: two paths in one statement may both come to be
effects: read set
verdict: deny
path: perhaps [a, b]
--8<--
SELECT CASE WHEN x THEN set_config('search_path', 'a', false) ELSE set_config('search_path', 'b', false) END FROM t
--8<--

case: one of two paths is computed
effects: read set
verdict: deny
sets: search_path
--8<--
SELECT set_config('search_path', 'a', false), set_config('search_path', v, false) FROM t
--8<--

case: a path and another setting
effects: read role set
verdict: deny
understood: no
sets: *
--8<--
SELECT set_config('search_path', 'a', false), set_config(n, v, false) FROM t
--8<--

case: a setting of a name like it
effects: set
verdict: deny
sets: search_path.x
--8<--
SET search_path.x = a
--8<--
