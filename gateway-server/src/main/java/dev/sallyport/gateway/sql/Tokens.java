package dev.sallyport.gateway.sql;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The tokens of one SQL text as PostgreSQL's scanner cuts them.
///
/// Parallel arrays rather than token objects, because a token costs nothing to look at that way and every statement of
/// every session passes through here. Blanks and comments are left out.
final class Tokens {
    /// An unquoted identifier or keyword; its value is folded to lower case, when somebody asks for it.
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

    private final String text;
    private byte[] kinds = new byte[32];
    private int[] starts = new int[32];
    private @Nullable String[] values = new @Nullable String[32];
    private int count;
    private @Nullable String flaw;

    /// Where the numbers and plain strings stand, start and end by turns, in their order.
    private int[] literals = new int[8];

    private int literalCount;
    private boolean valuesMatter;

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

    /// Adds a number or a plain string, whose value says nothing of what a statement does unless somebody asks for it.
    void addLiteral(byte kind, int start, int end, @Nullable String value) {
        add(kind, start, value);
        if (literalCount + 2 > literals.length) {
            literals = Arrays.copyOf(literals, literals.length * 2);
        }
        literals[literalCount++] = start;
        literals[literalCount++] = end;
    }

    /// Takes back the last tokens, which turned out to be part of the one before them (`UESCAPE`).
    void shrinkTo(int newCount) {
        count = newCount;
        valuesMatter = true;
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

    /// The word, name or string; null where it has no value of interest.
    @Nullable String value(int index) {
        String value = values[index];
        if (kinds[index] == STRING) {
            valuesMatter = true;
        } else if (value == null && kinds[index] == WORD) {
            // Most texts are of a shape seen before, and then nobody asks for their words.
            value = Words.at(text, starts[index]);
            values[index] = value;
        }
        return value;
    }

    /// The word or quoted name as it was written, before folding; quotes and escapes are gone.
    String spelling(int index) {
        String value = value(index);
        if (value == null) {
            return "";
        }
        // Folding changes no length: it touches ASCII letters only.
        return kinds[index] == WORD
                ? text.substring(starts[index], starts[index] + value.length())
                : value;
    }

    boolean isWord(int index, String word) {
        return index < count && kinds[index] == WORD && word.equals(value(index));
    }

    /// The first character of a token.
    char firstCharacter(int index) {
        valuesMatter |= kinds[index] == NUMBER;
        return text.charAt(starts[index]);
    }

    int length() {
        return text.length();
    }

    /// Whether anybody asked for the value of a number or string: what was read from these tokens holds for these values
    /// only.
    boolean valuesMatter() {
        return valuesMatter;
    }

    /// The text with a mark in place of each number and plain string.
    String shape() {
        if (literalCount == 0) {
            return text;
        }
        StringBuilder shape = new StringBuilder(text.length());
        int from = 0;
        for (int i = 0; i < literalCount; i += 2) {
            shape.append(text, from, literals[i]).append('\0');
            from = literals[i + 1];
        }
        return shape.append(text, from, text.length()).toString();
    }

    /// The kinds of all tokens.
    byte[] kinds() {
        return Arrays.copyOf(kinds, count);
    }

    boolean areOf(byte[] otherKinds) {
        return Arrays.equals(kinds, 0, count, otherKinds, 0, otherKinds.length);
    }
}
