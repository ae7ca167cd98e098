package dev.sallyport.gateway.protocol.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.masking.Column;
import dev.sallyport.gateway.masking.MaskPlan;
import dev.sallyport.gateway.masking.Masker;
import dev.sallyport.gateway.masking.Origin;
import dev.sallyport.gateway.masking.TextMasker;
import dev.sallyport.gateway.protocol.OpenTarget;
import dev.sallyport.gateway.protocol.OpenTarget.Tls.Mode;
import dev.sallyport.gateway.sql.Part;
import dev.sallyport.gateway.sql.PostgresReader;
import dev.sallyport.model.policy.MaskKind;
import dev.sallyport.model.policy.MaskRule;
import dev.sallyport.model.policy.Masks;
import dev.sallyport.model.statement.Action;
import dev.sallyport.model.statement.Effect;
import dev.sallyport.model.statement.Name;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which of a result's columns are masked, by what a real PostgreSQL says of them.
class PostgresCatalogIT {
    private static final Masks MASKS =
            new Masks(
                    List.of(
                            new MaskRule(
                                    "email",
                                    List.of("public.customers.email"),
                                    new MaskKind.Email()),
                            new MaskRule(
                                    "card",
                                    List.of("public.customers.card"),
                                    new MaskKind.Partial(0, 4)),
                            new MaskRule(
                                    "measures",
                                    List.of("public.measures.secret"),
                                    new MaskKind.Redact()),
                            new MaskRule(
                                    "old",
                                    List.of("public.measures_old.note"),
                                    new MaskKind.Redact()),
                            new MaskRule(
                                    "base", List.of("public.base.secret"), new MaskKind.Null())));

    private static RealPostgres postgres;
    private static OpenTarget target;

    private final AtomicLong clock = new AtomicLong();
    private final AsideWire wire = new AsideWire();
    private final PostgresCatalog catalog =
            new PostgresCatalog("postgres", ByteBufAllocator.DEFAULT, clock::get);

    @BeforeAll
    static void start() throws Exception {
        postgres = RealPostgres.start();
        target = postgres.target("trust_user", null, Mode.VERIFY_CA);
        postgres.run(
                """
                CREATE TABLE customers (id int PRIMARY KEY, name text, email text, card varchar(20), born date,
                  mail_folded text GENERATED ALWAYS AS (lower(email)) STORED);
                INSERT INTO customers VALUES (1, 'Alice', 'alice@example.com', '4111111111111111', '1990-01-01'),
                  (2, 'Bob', NULL, '5500000000000004', NULL);
                CREATE TABLE orders (id int, customer int, total numeric);
                INSERT INTO orders VALUES (1, 1, 9.50);
                CREATE VIEW contacts AS SELECT id AS who, email AS contact, reverse(email) AS odd, born FROM customers;
                CREATE VIEW contacts_of_contacts AS SELECT contact AS c, odd || 'x' AS d, who AS w FROM contacts;
                CREATE VIEW rows_of_customers AS SELECT id, row_to_json(c)::text AS j FROM customers c;
                CREATE VIEW sums AS SELECT customer, sum(total) AS sum FROM orders GROUP BY customer;
                CREATE MATERIALIZED VIEW kept AS SELECT id, email FROM customers;
                CREATE TABLE measures (at date, secret text, note text) PARTITION BY RANGE (at);
                CREATE TABLE measures_old PARTITION OF measures FOR VALUES FROM ('2000-01-01') TO ('2020-01-01');
                CREATE TABLE measures_new PARTITION OF measures FOR VALUES FROM ('2020-01-01') TO ('2040-01-01');
                CREATE TABLE base (id int, secret text);
                CREATE TABLE child (extra text) INHERITS (base);
                CREATE TABLE grandchild () INHERITS (child);
                CREATE FUNCTION peek(n int) RETURNS text LANGUAGE sql AS 'SELECT email FROM customers WHERE id = n';
                CREATE VIEW peeking AS SELECT peek(id) AS seen, id FROM orders;
                CREATE VIEW xml AS SELECT query_to_xml('select email from customers', true, true, '')::text AS x;
                CREATE TABLE "odd) :resorigtbl 1 ""name" (id int, "a {b" text);
                CREATE VIEW odd_view AS SELECT "a {b" AS "x} :resorigtbl 9", upper("a {b") AS y
                  FROM "odd) :resorigtbl 1 ""name";
                """);
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SELECT id, email AS harmless, name FROM customers                         | -, EMAIL, -
                    SELECT * FROM customers                                                   | -, -, EMAIL, LAST4, -, REDACT
                    SELECT x.y FROM (SELECT email AS y FROM customers) x                      | EMAIL
                    WITH w AS MATERIALIZED (SELECT card c, id FROM customers) SELECT * FROM w | LAST4, -
                    SELECT o.total, c.email FROM orders o JOIN customers c ON c.id=o.customer | -, EMAIL
                    SELECT email::text FROM customers GROUP BY email ORDER BY 1               | EMAIL
                    SELECT c FROM customers c                                                 | REDACT
                    SELECT (c).email FROM customers c                                         | EMAIL
                    SELECT lower(email) FROM customers                                        | REDACT
                    SELECT email FROM customers UNION ALL SELECT 'x'                          | REDACT
                    UPDATE customers SET name = name RETURNING id, email                      | -, EMAIL
                    SELECT who, contact, odd, born FROM contacts                              | -, EMAIL, REDACT, -
                    SELECT c, d, w FROM contacts_of_contacts                                  | EMAIL, REDACT, -
                    SELECT id, j FROM rows_of_customers                                       | -, REDACT
                    SELECT contacts FROM contacts                                             | REDACT
                    SELECT * FROM sums                                                        | -, -
                    SELECT id, email FROM kept                                                | -, EMAIL
                    SELECT secret, note FROM measures                                         | REDACT, REDACT
                    SELECT secret, note FROM measures_new                                     | REDACT, -
                    SELECT secret, note FROM measures_old                                     | REDACT, REDACT
                    SELECT id, secret, extra FROM child                                       | -, NULL, -
                    SELECT secret FROM grandchild                                             | NULL
                    SELECT seen, id FROM peeking                                              | REDACT, -
                    SELECT x FROM xml                                                         | REDACT
                    SELECT * FROM odd_view                                                    | -, -
                    SELECT relname, oid FROM pg_class LIMIT 1                                 | -, -
                    SELECT tablename, histogram_bounds FROM pg_stats LIMIT 1                  | REDACT, REDACT
                    SELECT table_name FROM information_schema.tables LIMIT 1                  | -
                    """)
    void masksFollowTheOrigin(String sql, String expected) {
        assertThat(kinds(sql, reading("customers"))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SELECT upper(name) FROM customers      | customers    | upper       | name     | -
                    SELECT count(*) FROM customers         | customers    | count       |          | -
                    SELECT upper(email) FROM customers     | customers    | upper       | email    | REDACT
                    SELECT c::text FROM customers c        | customers    |             | c        | REDACT
                    SELECT upper(contact) FROM contacts    | contacts     | upper       | contact  | REDACT
                    SELECT born + 1 FROM contacts          | contacts     |             | born     | -
                    SELECT sum(total) FROM orders          | orders       | sum         | total    | -
                    SELECT peek(1)                         |              | peek        |          | REDACT
                    SELECT length('a')                     |              | length      |          | -
                    SELECT coalesce(1, 2)                  |              | coalesce    |          | -
                    SELECT current_setting('TimeZone')     |              | current_setting |      | REDACT
                    SELECT max(total) FROM orders          | nowhere      | max         | total    | REDACT
                    SELECT max(secret) FROM grandchild     | grandchild   | max         | secret   | REDACT
                    SELECT max(extra) FROM child           | child        | max         | extra    | -
                    SELECT array_agg(most_common_vals::text) FROM pg_stats | pg_stats | array_agg | x | REDACT
                    """)
    void expressionsFollowWhatTheStatementReads(
            String sql, String relation, String function, String column, String expected) {
        Action action =
                new Action(
                        "SELECT",
                        EnumSet.of(Effect.READ),
                        relation == null ? Set.of() : Set.of(Name.of(relation)),
                        Set.of(),
                        Set.of(),
                        function == null ? Set.of() : Set.of(Name.of(function)),
                        column == null ? Set.of() : Set.of(column),
                        false,
                        true);

        assertThat(kinds(sql, List.of(action))).isEqualTo(expected);
    }

    /// The same with the SQL reader's own account of the statement.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SELECT 1 + 1, now(), 'x'                                                  | -, -, -
                    SELECT upper(name) FROM customers                                         | -
                    SELECT upper(c.name), c.email FROM customers c                            | REDACT, EMAIL
                    SELECT upper(email) FROM customers                                        | REDACT
                    SELECT max(email), count(id) FROM customers                               | REDACT, REDACT
                    SELECT sum(total) FROM orders                                             | -
                    SELECT c::text FROM customers c                                           | REDACT
                    SELECT row_to_json(c) FROM customers c                                    | REDACT
                    SELECT (SELECT email FROM customers LIMIT 1)                              | REDACT
                    SELECT array(SELECT email FROM customers)                                 | REDACT
                    SELECT c.to_jsonb FROM customers c                                        | REDACT
                    SELECT string_agg(contact, ',') FROM contacts                             | REDACT
                    SELECT peek(1)                                                            | REDACT
                    SELECT query_to_xml('select * from customers', true, true, '')            | REDACT
                    SELECT x.a FROM (SELECT lower(email) AS a FROM customers) x               | REDACT
                    EXPLAIN SELECT * FROM customers                                           | REDACT
                    EXPLAIN SELECT * FROM orders                                              | -
                    """)
    void theReaderAndTheCatalogAgree(String sql, String expected) {
        List<Action> actions =
                new PostgresReader().read(sql).parts().stream().map(Part::action).toList();

        assertThat(kinds(sql, actions)).isEqualTo(expected);
    }

    @Test
    void whatIsNotUnderstoodIsMasked() {
        assertThat(kinds("SELECT 1", List.of(Action.of("SELECT", Effect.UNKNOWN))))
                .isEqualTo("REDACT");
        assertThat(kinds("SELECT 1", List.of(Action.of("EXECUTE", Effect.EXECUTE))))
                .isEqualTo("REDACT");
        assertThat(kinds("SELECT 1", List.of(Action.of("SELECT", Effect.READ)))).isEqualTo("-");
    }

    @Test
    void rowsAreMaskedAsPlanned() {
        QueryErrand query =
                QueryErrand.run(
                        target,
                        "SELECT id, email, card, born, lower(name), email IS NULL FROM customers ORDER BY id");
        RowDescription description = query.description();
        MaskPlan plan = plan(description, reading("customers"));
        RowMasker masker =
                new RowMasker(
                        Objects.requireNonNull(
                                RowMasker.masks(
                                        plan,
                                        description,
                                        new CellMasks(
                                                new Masker(null),
                                                new TextMasker(Masks.NONE, new Masker(null)),
                                                catalog::isText))),
                        ByteBufAllocator.DEFAULT,
                        FrameLimits.DEFAULT);

        List<List<String>> rows = new ArrayList<>();
        for (Frame row : query.rows()) {
            Frame masked = masker.mask(row);
            for (DataRow shown : DataRow.readAll(masked)) {
                List<String> texts = new ArrayList<>();
                for (int i = 0; i < shown.values().size(); i++) {
                    texts.add(shown.text(i));
                }
                rows.add(texts);
            }
            masked.release();
        }

        assertThat(rows)
                .containsExactly(
                        Arrays.asList(
                                "1",
                                "a***@example.com",
                                "****1111",
                                "1990-01-01",
                                "[masked]",
                                null),
                        Arrays.asList("2", null, "****0004", null, "[masked]", null));
    }

    @Test
    void aRenamedColumnIsSeenAfterInvalidate() throws Exception {
        postgres.run("CREATE TABLE people (mail text); CREATE TABLE other (x int)");
        Masks masks =
                new Masks(
                        List.of(
                                new MaskRule(
                                        "m",
                                        List.of("public.people.post"),
                                        new MaskKind.Redact())));
        RowDescription description =
                QueryErrand.run(target, "SELECT mail FROM people").description();
        assertThat(plan(description, List.of(), masks).isEmpty()).isTrue();

        postgres.run("ALTER TABLE people RENAME mail TO post");
        assertThat(plan(description, List.of(), masks).isEmpty()).as("still believed").isTrue();
        catalog.invalidate();

        assertThat(plan(description, List.of(), masks).kind(0)).isEqualTo(new MaskKind.Redact());
    }

    @Test
    void whatIsKnownIsAskedOnceAMinute() {
        RowDescription description = QueryErrand.run(target, "SELECT id FROM orders").description();
        plan(description, List.of());
        plan(description, List.of());
        assertThat(wire.errands).isEqualTo(1);

        clock.addAndGet(61_000_000_000L);
        assertThat(catalog.known(description.fields().getFirst().tableOid(), 1)).isNull();
        plan(description, List.of());
        assertThat(wire.errands).isEqualTo(2);
    }

    @Test
    void whatIsNotThereIsUnresolvedAndAskedAgainAfterASecond() {
        AtomicInteger resumed = new AtomicInteger();
        catalog.resolve(Set.of(4_000_000), wire, target, resumed::incrementAndGet);
        assertThat(resumed).hasValue(1);
        assertThat(catalog.known(4_000_000, 1)).isInstanceOf(Origin.Unresolved.class);

        clock.addAndGet(1_100_000_000L);
        assertThat(catalog.known(4_000_000, 1)).isNull();
    }

    @Test
    void aTargetThatCannotBeAskedLeavesAllMasked() {
        OpenTarget wrong = postgres.target("scram_user", "wrong", Mode.VERIFY_CA);
        RowDescription description =
                QueryErrand.run(target, "SELECT id, 1 FROM orders").description();
        AtomicInteger resumed = new AtomicInteger();

        catalog.resolve(
                CatalogLookup.of(description.fields(), reading("orders")),
                wire,
                wrong,
                resumed::incrementAndGet);

        assertThat(resumed).hasValue(1);
        List<Column> columns = catalog.columns(description);
        MaskPlan plan = MaskPlan.of(MASKS, columns, reading("orders"), catalog);
        assertThat(plan.words(2)).containsExactly("redact", "redact");
    }

    @Test
    void errorsAndNoticesAreScrubbed() {
        QueryErrand cast = QueryErrand.run(target, "SELECT email::int FROM customers");
        ErrorResponse error = cast.errors().getFirst();
        assertThat(error.message()).contains("alice@example.com");
        ErrorResponse scrubbed = ErrorScrubber.scrub(error);
        assertThat(scrubbed.fields().values()).noneMatch(value -> value.contains("alice"));
        assertThat(scrubbed.message())
                .isEqualTo("invalid input syntax for type integer: \"[masked]\"");
        assertThat(scrubbed.sqlState()).isEqualTo("22P02");

        QueryErrand key =
                QueryErrand.run(
                        target,
                        "CREATE UNIQUE INDEX ON customers ((length(card)), (substr(email, 1, 0)))");
        assertThat(key.errors()).allMatch(e -> !ErrorScrubber.scrub(e).fields().containsKey('D'));

        QueryErrand raise =
                QueryErrand.run(
                        target,
                        "DO $$BEGIN RAISE NOTICE 'it is %', (SELECT email FROM customers WHERE id = 1);"
                                + " RAISE EXCEPTION 'it is %', (SELECT email FROM customers WHERE id = 1) USING ERRCODE='22012',"
                                + " HINT='alice', COLUMN='alice'; END$$");
        assertThat(raise.notices().getFirst().message()).contains("alice");
        assertThat(ErrorScrubber.scrub(raise.notices().getFirst()).fields().values())
                .noneMatch(value -> value.contains("alice"));
        assertThat(raise.errors().getFirst().message()).contains("alice");
        assertThat(ErrorScrubber.scrub(raise.errors().getFirst()).fields().values())
                .noneMatch(value -> value.contains("alice"));
    }

    private String kinds(String sql, List<Action> actions) {
        RowDescription description = QueryErrand.run(target, sql).description();
        MaskPlan plan = plan(description, actions);
        List<String> kinds = new ArrayList<>();
        for (int i = 0; i < description.fields().size(); i++) {
            MaskKind kind = plan.kind(i);
            kinds.add(kind == null ? "-" : kind.word().toUpperCase(Locale.ROOT));
        }
        return String.join(", ", kinds);
    }

    private MaskPlan plan(RowDescription description, List<Action> actions) {
        return plan(description, actions, MASKS);
    }

    private MaskPlan plan(RowDescription description, List<Action> actions, Masks masks) {
        AtomicInteger resumed = new AtomicInteger();
        catalog.resolve(
                CatalogLookup.of(description.fields(), actions),
                wire,
                target,
                resumed::incrementAndGet);
        assertThat(resumed).hasValue(1);
        return MaskPlan.of(masks, catalog.columns(description), actions, catalog);
    }

    private static List<Action> reading(String relation) {
        return List.of(
                new Action(
                        "SELECT",
                        EnumSet.of(Effect.READ),
                        Set.of(Name.of(relation)),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of("*"),
                        false,
                        true));
    }
}
