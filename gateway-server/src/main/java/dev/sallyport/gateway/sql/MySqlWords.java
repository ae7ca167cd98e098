package dev.sallyport.gateway.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// MySQL's and MariaDB's keywords as far as reading needs them: which may not be a name, and which may call a function.
///
/// Reserved is what both reserve. A word that only one of them, or only a later version, reserves is an ordinary name
/// where a name must stand, and no alias without `AS`.
final class MySqlWords {
    /// Never a name without quotes, neither in MySQL 5.7 nor later, nor in MariaDB.
    static final Set<String> RESERVED =
            Set.of(
                    ("accessible add all alter analyze and as asc asensitive before between bigint binary blob both by call"
                                    + " cascade case change char character check collate column condition constraint continue"
                                    + " convert create cross current_date current_time current_timestamp current_user cursor"
                                    + " database databases day_hour day_microsecond day_minute day_second dec decimal declare"
                                    + " default delayed delete desc describe deterministic distinct distinctrow div double drop"
                                    + " dual each else elseif enclosed escaped exists exit explain false fetch float float4 float8"
                                    + " for force foreign from fulltext grant group having high_priority hour_microsecond"
                                    + " hour_minute hour_second if ignore in index infile inner inout insensitive insert int int1"
                                    + " int2 int3 int4 int8 integer interval into is iterate join key keys kill leading leave left"
                                    + " like limit linear lines load localtime localtimestamp lock long longblob longtext loop"
                                    + " low_priority match maxvalue mediumblob mediumint mediumtext middleint minute_microsecond"
                                    + " minute_second mod modifies natural not no_write_to_binlog null numeric on optimize option"
                                    + " optionally or order out outer outfile partition precision primary procedure purge range"
                                    + " read reads read_write real references regexp release rename repeat replace require"
                                    + " resignal restrict return revoke right rlike schema schemas second_microsecond select"
                                    + " sensitive separator set show signal smallint spatial specific sql sqlexception sqlstate"
                                    + " sqlwarning sql_big_result sql_calc_found_rows sql_small_result ssl starting straight_join"
                                    + " table terminated then tinyblob tinyint tinytext to trailing trigger true undo union unique"
                                    + " unlock unsigned update usage use using utc_date utc_time utc_timestamp values varbinary"
                                    + " varchar varcharacter varying when where while with write xor year_month zerofill")
                            .split(" "));

    /// Reserved by one of them, or since some version.
    static final Set<String> RESERVED_SOMEWHERE =
            Set.of(
                    ("array cube cume_dist dense_rank empty except first_value function generated get grouping groups intersect"
                                    + " io_after_gtids io_before_gtids json_table lag last_value lateral lead library"
                                    + " manual master_bind master_ssl_verify_server_cert member minus nth_value ntile of"
                                    + " offset optimizer_costs over parallel percent_rank qualify rank recursive returning row"
                                    + " row_number rows stored system tablesample virtual window page_checksum ref_system_id"
                                    + " do_domain_ids ignore_domain_ids delete_domain_id parse_vcol_expr")
                            .split(" "));

    /// Reserved words that begin a call all the same where a parenthesis follows.
    static final Set<String> CALLABLE =
            Set.of(
                    ("binary char current_date current_time current_timestamp current_user database default exists if insert"
                                    + " interval left localtime localtimestamp mod repeat replace right schema utc_date utc_time"
                                    + " utc_timestamp values convert case match")
                            .split(" "));

    /// What may stand between `INTERVAL` with its expression and the rest.
    static final Set<String> UNITS =
            Set.of(
                    ("microsecond second minute hour day week month quarter year second_microsecond minute_microsecond"
                                    + " minute_second hour_microsecond hour_second hour_minute day_microsecond day_second"
                                    + " day_minute day_hour year_month sql_tsi_second sql_tsi_minute sql_tsi_hour sql_tsi_day"
                                    + " sql_tsi_week sql_tsi_month sql_tsi_quarter sql_tsi_year sql_tsi_microsecond frac_second")
                            .split(" "));

    /// Names of character sets: with an underscore before it, each introduces a literal.
    static final Set<String> CHARACTER_SETS =
            Set.of(
                    ("armscii8 ascii big5 binary cp1250 cp1251 cp1256 cp1257 cp850 cp852 cp866 cp932 dec8 eucjpms euckr gb18030"
                                    + " gb2312 gbk geostd8 greek hebrew hp8 keybcs2 koi8r koi8u latin1 latin2 latin5 latin7 macce"
                                    + " macroman sjis swe7 tis620 ucs2 ujis utf16 utf16le utf32 utf8 utf8mb3 utf8mb4")
                            .split(" "));

    /// Further words that statements are full of.
    private static final String COMMON =
            "id name value text date datetime timestamp time count max min sum avg coalesce lower upper now concat"
                    + " substring truncate begin commit rollback start transaction isolation level committed end"
                    + " escape first last temporary view event function user role duplicate engine innodb charset"
                    + " session global local names autocommit any some offset nulls day month year hour minute"
                    + " prepare execute deallocate tables columns status variables warnings cast trim json_extract";

    private static final WordTable TABLE = table();

    private MySqlWords() {}

    /// The one instance of this word, or null if it is none of ours; see [WordTable#find].
    static @Nullable String find(String text, int start, int end, int hash) {
        return TABLE.find(text, start, end, hash);
    }

    private static WordTable table() {
        List<String> words = new ArrayList<>();
        for (Set<String> set : List.of(RESERVED, RESERVED_SOMEWHERE, UNITS)) {
            words.addAll(set);
        }
        words.addAll(List.of(COMMON.split(" ")));
        return new WordTable(words);
    }
}
