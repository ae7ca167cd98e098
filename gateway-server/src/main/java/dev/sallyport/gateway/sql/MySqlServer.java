package dev.sallyport.gateway.sql;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server that speaks MySQL's dialect, as far as it decides which executable comments run.
///
/// @param product whose it is
/// @param version as in an executable comment: 80036 for MySQL 8.0.36, 110405 for MariaDB 11.4.5
public record MySqlServer(Product product, int version) {
    /// They disagree about `/*M!`, about six digits, and about MySQL's versions from 5.7 on.
    public enum Product {
        MYSQL,
        MARIADB
    }

    /// The oldest that the reader was made for: MySQL 5.7.
    static final int MYSQL_VERSION_MIN = 50_700;

    /// The oldest that the reader was made for: MariaDB 10.0.
    static final int MARIADB_VERSION_MIN = 100_000;

    /// From here on MariaDB takes `/*!` and a version for one of MySQL's that means nothing to it (`sql_lex.cc`).
    private static final int MYSQL_ONLY_FIRST = 50_700;

    private static final int MYSQL_ONLY_LAST = 99_999;

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,2})\\.(\\d{1,2})\\.(\\d{1,2})");

    /// The server behind what it says of itself in its handshake, such as `8.0.36` or `5.5.5-10.11.6-MariaDB`.
    public static Optional<MySqlServer> of(String version) {
        boolean maria = version.contains("MariaDB");
        // MariaDB before 11 puts "5.5.5-" in front, which old replicas want to see.
        String own = maria && version.startsWith("5.5.5-") ? version.substring(6) : version;
        Matcher numbers = NUMBERS.matcher(own);
        if (!numbers.find()) {
            return Optional.empty();
        }
        int number =
                Integer.parseInt(numbers.group(1)) * 10_000
                        + Integer.parseInt(numbers.group(2)) * 100
                        + Integer.parseInt(numbers.group(3));
        return Optional.of(new MySqlServer(maria ? Product.MARIADB : Product.MYSQL, number));
    }

    /// How many of these digits are the version: five, and for MariaDB a sixth if there is one. Fewer than five are none.
    int versionDigits(int digits) {
        if (digits < 5) {
            return 0;
        }
        return digits >= 6 && product == Product.MARIADB ? 6 : 5;
    }

    /// Whether `/*!` with this version runs here.
    boolean runs(int wanted) {
        return wanted <= version
                && !(product == Product.MARIADB
                        && wanted >= MYSQL_ONLY_FIRST
                        && wanted <= MYSQL_ONLY_LAST);
    }

    /// Whether `/*M!` with this version runs here.
    boolean runsMaria(int wanted) {
        return product == Product.MARIADB && wanted <= version;
    }
}
