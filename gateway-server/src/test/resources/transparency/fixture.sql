-- What the scripts find in their database, beside the shop.
CREATE TABLE item (
    id     integer PRIMARY KEY,
    name   text NOT NULL,
    amount numeric(10, 2) CONSTRAINT amount_not_negative CHECK (amount >= 0),
    tags   text[],
    note   text
);
INSERT INTO item VALUES
    (1, 'lantern', 12.50, '{light,iron}', 'heavy'),
    (2, 'rope', 3.00, '{}', NULL),
    (3, 'kettle', 20.00, '{iron,NULL}', ''),
    (4, 'map', NULL, NULL, 'worn'),
    (5, 'whistle', 0.99, '{"with space","with,comma"}', 'ünï');

CREATE TABLE part (
    id      integer PRIMARY KEY,
    item_id integer REFERENCES item (id),
    label   varchar(8) UNIQUE
);
INSERT INTO part VALUES (1, 1, 'glass'), (2, 1, 'handle'), (3, 3, 'lid');

CREATE TABLE counter (n integer NOT NULL);
INSERT INTO counter VALUES (0);

CREATE SEQUENCE tickets;
CREATE TYPE mood AS ENUM ('calm', 'cross');
CREATE TYPE pair AS (left_part integer, right_part text);
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);

CREATE FUNCTION noisy(n integer) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1..n LOOP RAISE NOTICE 'noise %', i; END LOOP;
    RETURN n;
END $$;

CREATE FUNCTION fails(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'failed: %', what USING DETAIL = 'a detail', HINT = 'a hint', ERRCODE = 'ZZ001',
        SCHEMA = 'a_schema', TABLE = 'a_table', COLUMN = 'a_column', DATATYPE = 'a_type', CONSTRAINT = 'a_constraint';
END $$;

CREATE FUNCTION both_ways(a integer, OUT b integer, OUT c text) LANGUAGE sql AS $$ SELECT a + 1, 'c' || a $$;
CREATE FUNCTION pairs(n integer) RETURNS SETOF pair LANGUAGE sql AS $$ SELECT i, 'p' || i FROM generate_series(1, n) i $$;
CREATE PROCEDURE swap(INOUT a integer, INOUT b integer) LANGUAGE plpgsql AS $$
DECLARE was integer := a;
BEGIN
    a := b;
    b := was;
END $$;
CREATE PROCEDURE quiet(a integer) LANGUAGE plpgsql AS $$ BEGIN PERFORM a; END $$;
CREATE PROCEDURE commits() LANGUAGE plpgsql AS $$
BEGIN
    UPDATE counter SET n = n + 1;
    COMMIT;
    UPDATE counter SET n = n + 10;
    ROLLBACK;
END $$;
