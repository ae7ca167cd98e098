-- 200 customers and 1,000 orders, computed from their numbers alone: the same on every machine, without a random
-- function whose results might change between versions. Multiplying by a large odd number and taking the remainder
-- scatters the choices well enough.
INSERT INTO customers (id, name, email, phone, card_number, password_hash, city, created_at)
SELECT n,
       first || ' ' || last,
       lower(first) || '.' || lower(last) || n || '@example.test',
       CASE WHEN n % 17 = 0 THEN NULL ELSE '+1 555 01' || lpad((n * 7919 % 100)::text, 2, '0') || ' ' || lpad(n::text, 3, '0') END,
       CASE WHEN n % 23 = 0 THEN NULL ELSE body || luhn END,
       -- The form of bcrypt's output (cost 10, 22 characters of salt, 31 of hash); nobody knows a password for it.
       '$2b$10$' || translate(substr(encode(sha256(convert_to('salt ' || n, 'UTF8')), 'base64'), 1, 22), '+=', './')
                 || translate(substr(encode(sha256(convert_to('hash ' || n, 'UTF8')), 'base64'), 1, 31), '+=', './'),
       (ARRAY['Aarhus', 'Bergen', 'Cork', 'Delft', 'Évora', 'Fürth', 'Gdańsk', 'Hilo'])[1 + n * 31 % 8],
       timestamptz '2024-01-01 09:00:00+00' + n * interval '1 day 37 minutes'
FROM (SELECT n,
             (ARRAY['Ada', 'Bao', 'Chidi', 'Dana', 'Emil', 'Farah', 'Goro', 'Hana', 'Ines', 'Jonas'])[1 + n * 7 % 10] AS first,
             (ARRAY['Abel', 'Bright', 'Castro', 'Dahl', 'Engel', 'Fry', 'Grant', 'Holm', 'Ito', 'Jansen', 'Kaur', 'Lund'])[1 + n * 11 % 12] AS last,
             body,
             -- ISO/IEC 7812-1, annex B: of 15 digits the 1st, 3rd … count double.
             (10 - (SELECT sum(CASE WHEN i % 2 = 1 THEN digit * 2 / 10 + digit * 2 % 10 ELSE digit END)
                    FROM (SELECT i, substr(body, i, 1)::integer AS digit FROM generate_series(1, 15) i) digits) % 10) % 10 AS luhn
      FROM (SELECT n, '40000000' || lpad((n * 65537 % 10000000)::text, 7, '0') AS body
            FROM generate_series(1, 200) n) numbered) drawn;

INSERT INTO orders (id, customer_id, product, quantity, price, status, ordered_at)
SELECT n,
       1 + n * 7919 % 200,
       (ARRAY['lantern', 'rope', 'kettle', 'compass', 'blanket', 'map', 'whistle'])[1 + n * 13 % 7],
       1 + n * 17 % 5,
       (199 + n * 2503 % 9800) / 100.0,
       (ARRAY['new', 'paid', 'shipped', 'shipped', 'returned'])[1 + n * 29 % 5]::order_status,
       timestamptz '2025-01-01 12:00:00+00' + n * interval '7 hours 13 minutes'
FROM generate_series(1, 1000) n;

-- So that the next ones get the next numbers.
ALTER TABLE customers ALTER COLUMN id RESTART WITH 201;
ALTER TABLE orders ALTER COLUMN id RESTART WITH 1001;
