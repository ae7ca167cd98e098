package dev.sallyport.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The tokens of MySQL's dialect, one form after the other.
final class MySqlLexerTest {
    private static final MySqlRules RULES =
            new MySqlRules(Set.of(), new MySqlServer(MySqlServer.Product.MYSQL, 80_036));

    /// Words are `w`, names `n`, strings `s`, literals without a known value `o`, numbers `1`, operators `~`, other
    /// signs themselves; `!` at the end where the text is flawed.
    @TestFactory
    Stream<DynamicTest> eachFormIsCutAsTheServersCutIt() {
        return Stream.of(
                        "a b|ww",
                        "a.b.c|n.n.n",
                        "a . b|w.w",
                        "`a`.b|n.n",
                        "`a`.1|n1",
                        "a.1e5|n.n",
                        "1a.2b|n.n",
                        "1.5e3 .5 5. 1e5 1e+5|11111",
                        "1e 1ex|nn",
                        "1.e|1!",
                        "0x1F 0b01 0xg 0b2 0X1|11nnn",
                        "x'41' b'01' X'' n'a'|ooos",
                        "x'4'|o!",
                        "x'4g'|w!",
                        "_utf8'a' _utf8 'a'|wsws",
                        "@a @`a` @'a' @|@n@n@s@n",
                        "@a.b$1 @@a @@a.b @@`a`|@n@@w@@w.n@@n",
                        "@@|@@!",
                        "'a' 'b' \"c\"|sss",
                        "'a''b' 'a\\'b'|ss",
                        "'a|!",
                        "`a``b`|n",
                        "`a|!",
                        "a--1 a-- 1\nb|w~~1ww",
                        "a--\u0001b\nc|ww",
                        "a#b\nc|ww",
                        "a/*b*/c|ww",
                        "a/*b|w!",
                        "a/b*c|w~w*w",
                        "/*!a*/b|ww",
                        "/*!50003a*/b|ww",
                        "/*!80037 a*/b|w",
                        "/*!80037 a/*c*/d*/b|w",
                        "/*!a/*c*/d*/b|www",
                        "/*M!a*/b|w",
                        "/*!a|w!",
                        "*/|*~",
                        "a:=b c:d|w=ww:w",
                        "a->'b' a->>'b'|w~sw~s",
                        "a<=>b a<>b a!=b a<<b a&&b a||b a|b|w~ww~ww~ww~ww~ww~ww~w",
                        "a=b a=!b|w=ww~w!",
                        "{d'a'}|{ws}",
                        "?,?|p,p",
                        "?a|pw!",
                        "\\|!",
                        "é ａ|ww",
                        "\uD83D\uDE00|w!",
                        "'\uD83D'|s!",
                        "/*+ a */b|w",
                        "/*+ SET_VAR(a=1) */b|w!",
                        "a\u00a0b|w")
                .map(line -> {
                    int bar = line.lastIndexOf('|');
                    String sql = line.substring(0, bar);
                    String wanted = line.substring(bar + 1);
                    return DynamicTest.dynamicTest(
                            sql, () -> assertThat(shape(sql)).isEqualTo(wanted));
                });
    }

    private static String shape(String sql) {
        Tokens tokens = MySqlLexer.lex(sql, RULES);
        StringBuilder shape = new StringBuilder();
        for (int i = 0; i < tokens.count(); i++) {
            shape.append(
                    switch (tokens.kind(i)) {
                        case Tokens.WORD -> 'w';
                        case Tokens.NAME -> 'n';
                        case Tokens.STRING -> 's';
                        case Tokens.OPAQUE_STRING -> 'o';
                        case Tokens.NUMBER -> '1';
                        case Tokens.OPERATOR -> '~';
                        case Tokens.ASSIGN -> '=';
                        case Tokens.PARAMETER -> 'p';
                        default -> (char) tokens.kind(i);
                    });
        }
        return shape.append(tokens.flaw() == null ? "" : "!").toString();
    }
}
