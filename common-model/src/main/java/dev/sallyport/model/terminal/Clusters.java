package dev.sallyport.model.terminal;

import static dev.sallyport.model.terminal.CharacterTable.EXTEND;
import static dev.sallyport.model.terminal.CharacterTable.HANGUL_L;
import static dev.sallyport.model.terminal.CharacterTable.HANGUL_SYLLABLE;
import static dev.sallyport.model.terminal.CharacterTable.HANGUL_T;
import static dev.sallyport.model.terminal.CharacterTable.HANGUL_V;
import static dev.sallyport.model.terminal.CharacterTable.PICTOGRAPHIC;
import static dev.sallyport.model.terminal.CharacterTable.REGIONAL;
import static dev.sallyport.model.terminal.CharacterTable.SPACING_MARK;
import static dev.sallyport.model.terminal.CharacterTable.ZWJ;

/// Which characters are one with the one before them, where the program asked for that (mode 2027).
///
/// Unicode Standard Annex 29, extended grapheme clusters, without GB9b and GB9c (prepended marks and Indic conjuncts):
/// there the terminals that know mode 2027 do not agree.
final class Clusters {
    private static final int FIRST_SYLLABLE = 0xAC00;
    private static final int FINALS = 28;

    private Clusters() {}

    /// @param base the cell's character
    /// @param marks what has joined it so far
    static boolean joins(int base, String marks, int next) {
        int last = marks.isEmpty() ? base : marks.codePointBefore(marks.length());
        int before = CharacterTable.breakClass(last);
        return switch (CharacterTable.breakClass(next)) {
            case EXTEND, ZWJ, SPACING_MARK -> true;
            case PICTOGRAPHIC -> before == ZWJ && CharacterTable.breakClass(base) == PICTOGRAPHIC;
            case REGIONAL -> before == REGIONAL && marks.isEmpty();
            case HANGUL_L, HANGUL_SYLLABLE -> before == HANGUL_L;
            case HANGUL_V -> before == HANGUL_L || before == HANGUL_V || openSyllable(last);
            case HANGUL_T -> before == HANGUL_V || before == HANGUL_T || before == HANGUL_SYLLABLE;
            default -> false;
        };
    }

    static boolean isRegional(int codePoint) {
        return CharacterTable.breakClass(codePoint) == REGIONAL;
    }

    /// Whether U+FE0F makes an emoji of it, which is two cells wide.
    static boolean hasEmojiPresentation(int codePoint) {
        return CharacterTable.breakClass(codePoint) == PICTOGRAPHIC
                || (codePoint >= '0' && codePoint <= '9')
                || codePoint == '#'
                || codePoint == '*';
    }

    private static boolean openSyllable(int codePoint) {
        return CharacterTable.breakClass(codePoint) == HANGUL_SYLLABLE
                && (codePoint - FIRST_SYLLABLE) % FINALS == 0;
    }
}
