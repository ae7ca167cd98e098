package dev.sallyport.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the lexer makes of a text, and that no text makes it fail.
final class LexerTest {
    @Test
    void everyTextCutAtEveryCharacterIsLexedAndSplit() throws IOException {
        PostgresReader reader = new PostgresReader(0);
        for (String file :
                List.of(
                        "lexing.sql",
                        "effects.sql",
                        "session.sql",
                        "names.sql",
                        "false-alarms.sql")) {
            for (BypassFile.Case one : BypassFile.read(file)) {
                for (int end = 0; end <= one.sql().length(); end++) {
                    String cut = one.sql().substring(0, end);
                    Splitter.split(Lexer.lex(cut));
                    assertThat(reader.read(cut)).as(cut).isNotNull();
                }
            }
        }
    }

    @Test
    void operatorsEndWhereTheServerEndsThem() {
        assertThat(cut("a>=-1")).containsExactly("a", ">=", "-", "1");
        assertThat(cut("a@-1")).containsExactly("a", "@-", "1");
        assertThat(cut("a<+-+1")).containsExactly("a", "<", "+", "-", "+", "1");
        assertThat(cut("a*/**/b")).containsExactly("a", "*", "b");
        assertThat(cut("a||--c\nb")).containsExactly("a", "||", "b");
        assertThat(cut("a::b:=c=>d..e:f"))
                .containsExactly("a", "::", "b", ":=", "c", "=>", "d", "..", "e", ":", "f");
    }

    @Test
    void numbersEndWhereTheServerEndsThem() {
        assertThat(cut("1..2")).containsExactly("1", "..", "2");
        assertThat(cut("1.5e-3+.5")).containsExactly("1.5e-3", "+", ".5");
        assertThat(cut("1.+0x1F-1_000")).containsExactly("1.", "+", "0x1F", "-", "1_000");
        assertThat(cut("$1$$a$$")).containsExactly("$1", "$$a$$");
    }

    @Test
    void flawsAreNoted() {
        for (String flawed :
                List.of(
                        "'a",
                        "\"a",
                        "\"\"",
                        "$$a",
                        "$a$ $A$",
                        "/*",
                        "/*/**/",
                        "E'\\'",
                        "1a",
                        "$1a",
                        "$",
                        "\\",
                        "{",
                        "a\0",
                        "U&\"\\00g0\"",
                        "U&'\\d800'",
                        "U&\"a\" UESCAPE '00'",
                        "U&\"a\" UESCAPE '+'",
                        "U&'\\0000'")) {
            assertThat(Lexer.lex(flawed).flaw()).as(flawed).isNotNull();
        }
        for (String fine :
                List.of(
                        "''",
                        "'''",
                        "E'\\\\'",
                        "$$$$",
                        "/*/**/*/",
                        "a$b",
                        "_",
                        "U&'\\d83d\\de00'",
                        "U&\"a\" UESCAPE $$!$$",
                        "-",
                        "")) {
            boolean odd = fine.equals("'''");
            assertThat(Lexer.lex(fine).flaw() != null).as(fine).isEqualTo(odd);
        }
    }

    @Test
    void bodiesAndParenthesesAreNotDivided() {
        assertThat(statements("CREATE FUNCTION f() BEGIN ATOMIC END; SELECT 1")).isEqualTo(2);
        assertThat(
                        statements(
                                "CREATE OR REPLACE PROCEDURE f() BEGIN ATOMIC SELECT CASE WHEN a THEN b END; END; SELECT 1"))
                .isEqualTo(2);
        assertThat(
                        statements(
                                "CREATE FUNCTION f() BEGIN ATOMIC CREATE FUNCTION g() BEGIN ATOMIC SELECT 1; END; END; SELECT 1"))
                .isEqualTo(2);
        assertThat(statements("CREATE FUNCTION f(begin atomic) AS ''; SELECT 1")).isEqualTo(2);
        assertThat(statements("BEGIN; ATOMIC; END")).isEqualTo(3);
        assertThat(statements("CREATE TABLE begin (atomic int); SELECT 1")).isEqualTo(2);
        assertThat(statements("(;) ; a")).isEqualTo(2);
        assertThat(statements(";;a;;b;")).isEqualTo(2);
    }

    private static int statements(String sql) {
        return Splitter.split(Lexer.lex(sql)).size();
    }

    /// The pieces of text that the tokens stand for.
    private static List<String> cut(String sql) {
        Tokens tokens = Lexer.lex(sql);
        assertThat(tokens.flaw()).isNull();
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < tokens.count(); i++) {
            int end = i + 1 < tokens.count() ? tokens.start(i + 1) : sql.length();
            String piece = sql.substring(tokens.start(i), end);
            int comment = Math.min(index(piece, "--"), index(piece, "/*"));
            pieces.add(piece.substring(0, comment));
        }
        return pieces;
    }

    private static int index(String piece, String of) {
        int at = piece.indexOf(of);
        return at < 0 ? piece.length() : at;
    }
}
