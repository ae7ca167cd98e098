package dev.sallyport.gateway.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// PostgreSQL's keywords as far as reading needs them: which may not be a name, and which may not be a bare label.
///
/// From `kwlist.h` of PostgreSQL 18, whose keywords include those of the versions before it. A word that is a keyword
/// of another version only is an ordinary name, which is what that version would take it for where it matters.
final class Words {
    /// Never a name without quotes.
    static final Set<String> RESERVED =
            Set.of(
                    ("all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create"
                                    + " current_catalog current_date current_role current_time current_timestamp current_user"
                                    + " default deferrable desc distinct do else end except false fetch for foreign from grant"
                                    + " group having in initially intersect into lateral leading limit localtime localtimestamp"
                                    + " not null offset on only or order placing primary references returning select"
                                    + " session_user some symmetric system_user table then to trailing true union unique user"
                                    + " using variadic when where window with")
                            .split(" "));

    /// A function's or a type's name, but not a column's or an alias.
    static final Set<String> FUNCTION_OR_TYPE =
            Set.of(
                    ("authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull join"
                                    + " left like natural notnull outer overlaps right similar tablesample verbose")
                            .split(" "));

    /// Not a column label unless `AS` stands before it.
    static final Set<String> LABEL_NEEDS_AS =
            Set.of(
                    ("array as char character create day except fetch filter for from grant group having hour intersect into"
                                    + " isnull limit minute month notnull offset on order over overlaps precision returning"
                                    + " second to union varying where window with within without year")
                            .split(" "));

    /// Further words that statements are full of, so that the lexer finds them instead of making a new string each time.
    private static final String COMMON =
            "id name key value values text integer int bigint boolean numeric varchar timestamp date count max min sum avg"
                    + " coalesce lower upper now exists insert update delete merge set alter drop add if begin commit"
                    + " rollback by nulls first last start transaction isolation level read write committed between"
                    + " escape at time zone interval recursive materialized conflict nothing row rows over partition"
                    + " index view sequence schema function procedure trigger replace temp temporary show copy stdin stdout"
                    + " explain prepare execute deallocate discard all reset session local role truncate data type public";

    private static final String[] TABLE = table();

    private Words() {}

    /// The unquoted word that begins here, folded.
    static String at(String text, int start) {
        int end = start;
        int hash = 0;
        while (end < text.length() && Lexer.isIdentifierPart(text.charAt(end))) {
            hash = 31 * hash + Lexer.lower(text.charAt(end++));
        }
        String known = find(text, start, end, hash);
        return known != null ? known : Identifiers.fold(text, start, end);
    }

    /// The one instance of this word, or null if it is none of ours. The hash is that of the lower-case word, as
    /// [String#hashCode()] makes it.
    private static @Nullable String find(String text, int start, int end, int hash) {
        int slot = slot(hash);
        while (true) {
            String word = TABLE[slot];
            if (word.isEmpty()) {
                return null;
            }
            if (word.length() == end - start && same(word, text, start)) {
                return word;
            }
            slot = (slot + 1) & (TABLE.length - 1);
        }
    }

    private static boolean same(String word, String text, int start) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != Lexer.lower(text.charAt(start + i))) {
                return false;
            }
        }
        return true;
    }

    private static int slot(int hash) {
        return (hash ^ (hash >>> 15)) & 1023;
    }

    private static String[] table() {
        String[] table = new String[1024];
        Arrays.fill(table, "");
        for (Set<String> set :
                List.of(RESERVED, FUNCTION_OR_TYPE, LABEL_NEEDS_AS, Set.of(COMMON.split(" ")))) {
            for (String word : set) {
                int slot = slot(word.hashCode());
                while (!table[slot].isEmpty() && !table[slot].equals(word)) {
                    slot = (slot + 1) & (table.length - 1);
                }
                table[slot] = word;
            }
        }
        return table;
    }
}
