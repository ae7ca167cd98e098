package dev.sallyport.gateway.sql;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The tokens of one SQL text as PostgreSQL's scanner cuts them.
///
/// Parallel arrays rather than token objects, because a token costs nothing to look at that way and every statement of
/// every session passes through here. Blanks and comments are left out.
final class Tokens {
    /// An unquoted identifier or keyword; its value is folded to lower case.
    static final byte WORD = 1;

    /// A quoted identifier, decoded; never a keyword.
    static final byte NAME = 2;

    /// A string whose value is known.
    static final byte STRING = 3;

    /// A string whose value the reader does not need and did not decode: `E'…'` with escapes, a continued string, `B''`.
    static final byte OPAQUE_STRING = 4;

    static final byte NUMBER = 5;

    /// `$1`
    static final byte PARAMETER = 6;

    /// Any operator but the single characters `*` and `=`, which are their own kind.
    static final byte OPERATOR = 7;

    /// `::`
    static final byte TYPECAST = 8;

    /// `:=`
    static final byte ASSIGN = 9;

    /// `=>`
    static final byte ARROW = 10;

    /// `..`
    static final byte DOTS = 11;

    /// What stands after the last token of a statement.
    static final byte END = 0;

    final String text;
    private byte[] kinds = new byte[32];
    private int[] starts = new int[32];
    private @Nullable String[] values = new @Nullable String[32];
    private int count;
    private @Nullable String flaw;

    Tokens(String text) {
        this.text = text;
    }

    void add(byte kind, int start, @Nullable String value) {
        if (count == kinds.length) {
            int more = count * 2;
            kinds = Arrays.copyOf(kinds, more);
            starts = Arrays.copyOf(starts, more);
            values = Arrays.copyOf(values, more);
        }
        kinds[count] = kind;
        starts[count] = start;
        values[count++] = value;
    }

    /// Takes back the last tokens, which turned out to be part of the one before them (`UESCAPE`).
    void shrinkTo(int newCount) {
        count = newCount;
    }

    void replace(int index, byte kind, @Nullable String value) {
        kinds[index] = kind;
        values[index] = value;
    }

    /// Notes why PostgreSQL's scanner refuses this text; the first reason stays.
    void flawed(String why) {
        if (flaw == null) {
            flaw = why;
        }
    }

    /// Why this text cannot be read exactly, or null if it can.
    @Nullable String flaw() {
        return flaw;
    }

    int count() {
        return count;
    }

    byte kind(int index) {
        return kinds[index];
    }

    int start(int index) {
        return starts[index];
    }

    /// The word, name, string or operator; null where it has no value of interest.
    @Nullable String value(int index) {
        return values[index];
    }

    /// The word or quoted name as it was written, before folding; quotes and escapes are gone.
    String spelling(int index) {
        String value = values[index];
        if (value == null) {
            return "";
        }
        // Folding changes no length: it touches ASCII letters only.
        return kinds[index] == WORD
                ? text.substring(starts[index], starts[index] + value.length())
                : value;
    }

    boolean isWord(int index, String word) {
        return index < count && kinds[index] == WORD && word.equals(values[index]);
    }
}
