package dev.sallyport.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A short run of what `bench/fuzz/run` does for hours: texts cut up and put together anew, and families of texts that
/// grow.
///
/// `-Dsallyport.seed=N` repeats a run, `-Dsallyport.fuzz.texts=N` lengthens it.
final class ReaderFuzzTest {
    private static final int TEXTS = Integer.getInteger("sallyport.fuzz.texts", 20_000);

    private static final List<String> PIECES =
            List.of(
                    "'",
                    "''",
                    "\"",
                    "$$",
                    "$a$",
                    "E'",
                    "\\'",
                    "U&'",
                    "U&\"",
                    " UESCAPE '!'",
                    "--",
                    "\n",
                    "\r",
                    "/*",
                    "*/",
                    ";",
                    "(",
                    ")",
                    "[",
                    "]",
                    ",",
                    ".",
                    "..",
                    "::",
                    ":=",
                    "=>",
                    ":",
                    "*",
                    "=",
                    "+-",
                    "->>",
                    "<",
                    "$1",
                    "1",
                    "1e",
                    "0x",
                    "1.",
                    "\u00e9",
                    "\ud83d\ude00",
                    "\ud83d",
                    "\0",
                    "a",
                    "\"A\"",
                    " select ",
                    " from ",
                    " with ",
                    " recursive ",
                    " as ",
                    " case ",
                    " end ",
                    " when ",
                    " begin atomic ",
                    " in ",
                    " like ",
                    " escape ",
                    " is ",
                    " not ",
                    " values ",
                    " union ",
                    " on ",
                    " set ",
                    " delete from ",
                    " update ",
                    " insert into ",
                    " merge into ",
                    " returning ",
                    " create ",
                    " function ",
                    " table ",
                    " view ",
                    " explain analyze ",
                    " prepare p as ",
                    " interval '1' ",
                    " operator(",
                    " over (",
                    " array[",
                    " set_config('search_path', ",
                    " json_table(",
                    " xmltable(",
                    " copy ",
                    " do ");

    @Test
    void whatHoldsForAnyTextHoldsForThese() throws IOException {
        long seed = Long.getLong("sallyport.seed", System.nanoTime());
        System.out.println("ReaderFuzzTest: seed " + seed);
        Random random = new Random(seed);
        ReaderProperties properties = new ReaderProperties();
        List<String> texts = new ArrayList<>();
        for (String file : List.of("areas.tsv", "grammar.tsv")) {
            for (StatementTable.Row row : StatementTable.read(file)) {
                texts.add(row.sql());
            }
        }
        for (String file : BypassFile.ALL) {
            for (BypassFile.Case one : BypassFile.read(file)) {
                texts.add(one.sql());
            }
        }
        texts.forEach(properties::check);
        for (int i = 0; i < TEXTS; i++) {
            properties.check(mutant(texts, random));
        }
    }

    private static String mutant(List<String> texts, Random random) {
        StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
        for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(6)) {
                case 0 -> text.delete(at, to);
                case 1 -> text.insert(at, text.substring(at, to));
                case 2 -> {
                    String other = texts.get(random.nextInt(texts.size()));
                    int from = random.nextInt(other.length());
                    int end = Math.min(other.length(), from + random.nextInt(60));
                    text.insert(at, other, from, end);
                }
                case 3 -> text.replace(at, to, PIECES.get(random.nextInt(PIECES.size())));
                case 4 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())).repeat(3));
                default -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return text.toString();
    }

    static Stream<Arguments> families() {
        return Stream.of(
                family("columns", n -> "SELECT " + "a,".repeat(n) + "a"),
                family("dots", n -> "SELECT a" + ".a".repeat(n)),
                family("dots of a table", n -> "SELECT FROM a" + ".a".repeat(n)),
                family("operators", n -> "SELECT 1" + "+-1".repeat(n)),
                family("prefixes", n -> "SELECT " + "- ".repeat(n) + "1"),
                family("operators by name", n -> "SELECT 1" + " operator(a.+) 1".repeat(n)),
                family("joins", n -> "SELECT FROM a" + " JOIN a ON b".repeat(n)),
                family("joins left open", n -> "SELECT FROM a" + " JOIN a".repeat(n)),
                family("unions", n -> "SELECT 1" + " UNION SELECT 1".repeat(n)),
                family("parentheses", n -> "INSERT INTO a " + "(".repeat(90) + "b,".repeat(n)),
                family("rows", n -> "INSERT INTO a VALUES (1)" + ",(1)".repeat(n)),
                family(
                        "nested names",
                        n ->
                                "WITH RECURSIVE a AS (".repeat(80)
                                        + "SELECT "
                                        + "b,".repeat(n)
                                        + "b"
                                        + ") SELECT 1".repeat(80)),
                family("WITH", n -> "WITH a AS (SELECT 1)" + ",a AS (SELECT 1)".repeat(n)),
                family("WHEN", n -> "SELECT CASE" + " WHEN a THEN b".repeat(n) + " END"),
                family("LIKE", n -> "SELECT a" + " LIKE b ESCAPE c AND d".repeat(n)),
                family("casts", n -> "SELECT a" + "::numeric(1,2)[]".repeat(n)),
                family("subscripts", n -> "SELECT a" + "[1:2]".repeat(n)),
                family("literals", n -> "SELECT interval".repeat(n)),
                family("types", n -> "CREATE TABLE a (b int" + ",b numeric(1)".repeat(n) + ")"),
                family("grants", n -> "GRANT SELECT ON a" + ",a".repeat(n) + " TO b"),
                family("parameters", n -> "CREATE FUNCTION f(a int" + ",a int=1".repeat(n) + ")"),
                family("body", n -> "CREATE FUNCTION f() BEGIN ATOMIC " + "SELECT 1;".repeat(n)),
                family("rule", n -> "CREATE RULE a AS ON UPDATE TO b DO (" + ";".repeat(n) + ")"),
                family("schema", n -> "CREATE SCHEMA a" + " CREATE TABLE b(c int)".repeat(n)),
                family("JSON", n -> "SELECT json_object(" + "a:b,".repeat(n) + "a:b)"),
                family("XML", n -> "SELECT xmlforest(" + "a as b,".repeat(n) + "a)"),
                family("path", n -> "SET search_path = a" + ",b".repeat(n)),
                family("options", n -> "COPY a TO STDOUT (" + "b c,".repeat(n) + "b)"),
                family("alters", n -> "ALTER TABLE a ADD b int" + ",ADD b int".repeat(n)));
    }

    private static Arguments family(String name, IntFunction<String> of) {
        return Arguments.of(name, of);
    }

    /// Twice the text, about twice the work.
    @ParameterizedTest(name = "{0}")
    @MethodSource("families")
    void workGrowsWithTheText(String name, IntFunction<String> of) {
        long once = looks(of.apply(300));
        long twice = looks(of.apply(600));
        assertThat(twice).isLessThanOrEqualTo(once * 2 + once / 5 + 100);
    }

    private static long looks(String sql) {
        Tokens tokens = Lexer.lex(sql);
        return Splitter.split(tokens).stream()
                .mapToLong(statement -> ReaderProperties.looks(tokens, statement))
                .sum();
    }
}
