package dev.sallyport.gateway.protocol.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.statement.Parameter;
import dev.sallyport.model.statement.Parameter.TextForm;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Binary values read as text; the bytes are what PostgreSQL's own `int4send`, `uuid_send` … give.
class BinaryValueTest {
    @ParameterizedTest
    @CsvSource({
        "16, 01, true",
        "16, 00, false",
        "21, fffe, -2",
        "23, 0000002a, 42",
        "20, 8000000000000000, -9223372036854775808",
        "26, ffffffff, 4294967295",
        "700, 3fc00000, 1.5",
        "701, bff8000000000000, -1.5",
        "25, c3a9, é",
        "1043, 61, a",
        "114, 7b7d, {}",
        "3802, 017b7d, {}",
        "2950, a0eebc999c0b4ef8bb6d6bb9bd380a11, a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "1082, ffffffff, 1999-12-31",
        "1114, 00000000000f4240, 2000-01-01T00:00:01",
        "1184, ffffffffffffffff, 1999-12-31T23:59:59.999999Z",
    })
    void isReadByItsType(int oid, String hex, String text) {
        assertThat(read(oid, hex)).contains(text);
    }

    @ParameterizedTest
    @CsvSource({
        "23, 00002a",
        "23, 000000002a",
        "16, ''",
        "25, ff",
        "3802, 027b7d",
        "3802, ''",
        "1700, 0001000000000000002a",
        "0, 0000002a",
        "17, 00",
        // infinity
        "1082, 7fffffff",
        "1184, 7fffffffffffffff",
    })
    void isNotGuessed(int oid, String hex) {
        assertThat(read(oid, hex)).isEmpty();
    }

    private static Optional<String> read(int oid, String hex) {
        TextForm form = BinaryValue.ofType(oid);
        return new Parameter(true, HexFormat.of().parseHex(hex), form).text();
    }
}
