import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Prints the runs of `CharacterTable.java` from ICU's copy of the Unicode Character Database.
///
/// Run by `java -cp icu4j-77.1.jar GenerateCharacterTable.java` (Unicode 16.0); what it prints replaces the text
/// between the markers there.
class GenerateCharacterTable {
    // As Width and Break in CharacterTable number them.
    static final int OTHER = 0, EXTEND = 1, ZWJ = 2, SPACING_MARK = 3, PREPEND = 4, REGIONAL = 5, PICTOGRAPHIC = 6,
            L = 7, V = 8, T = 9, SYLLABLE = 10;

    public static void main(String[] args) {
        System.out.println("// Unicode " + UCharacter.getUnicodeVersion());
        var letters = new TreeMap<Integer, Character>();
        var text = new StringBuilder();
        int start = 0;
        for (int point = 1; point <= 0x110000; point++) {
            if (point == 0x110000 || value(point) != value(start)) {
                int value = value(start);
                letters.computeIfAbsent(value, ignored -> (char) ('A' + letters.size()));
                text.append(Integer.toString(point - start, 36)).append(letters.get(value));
                start = point;
            }
        }
        var ofLetters = new ArrayList<Integer>();
        letters.entrySet().stream()
                .sorted((a, b) -> a.getValue() - b.getValue())
                .forEach(entry -> ofLetters.add(entry.getKey()));
        System.out.println("VALUES " + hex(ofLetters));
        for (int at = 0; at < text.length(); at += 84) {
            System.out.println(text.substring(at, Math.min(at + 84, text.length())));
        }
    }

    static List<String> hex(List<Integer> values) {
        return values.stream().map(value -> "0x" + Integer.toHexString(value)).toList();
    }

    static int value(int point) {
        return breakClass(point) << 2 | width(point);
    }

    /// As the C libraries' wcwidth counts, with which the recorded programs laid out their lines.
    static int width(int point) {
        if (point == 0xAD) {
            return 1;
        }
        if (point >= 0x1160 && point <= 0x11FF || point >= 0xD7B0 && point <= 0xD7FF) {
            return 0; // vowels and final consonants, drawn into the syllable that their first consonant began
        }
        if (UCharacter.hasBinaryProperty(point, UProperty.PREPENDED_CONCATENATION_MARK)) {
            return 1;
        }
        int category = UCharacter.getType(point);
        if (category == UCharacter.NON_SPACING_MARK || category == UCharacter.ENCLOSING_MARK
                || category == UCharacter.FORMAT || point >= 0xE0000 && point <= 0xE0FFF) {
            return 0;
        }
        int east = UCharacter.getIntPropertyValue(point, UProperty.EAST_ASIAN_WIDTH);
        return east == UCharacter.EastAsianWidth.WIDE || east == UCharacter.EastAsianWidth.FULLWIDTH ? 2 : 1;
    }

    static int breakClass(int point) {
        if (UCharacter.hasBinaryProperty(point, UProperty.EXTENDED_PICTOGRAPHIC)) {
            return PICTOGRAPHIC;
        }
        return switch (UCharacter.getIntPropertyValue(point, UProperty.GRAPHEME_CLUSTER_BREAK)) {
            case UCharacter.GraphemeClusterBreak.EXTEND -> EXTEND;
            case UCharacter.GraphemeClusterBreak.ZWJ -> ZWJ;
            case UCharacter.GraphemeClusterBreak.SPACING_MARK -> SPACING_MARK;
            case UCharacter.GraphemeClusterBreak.PREPEND -> PREPEND;
            case UCharacter.GraphemeClusterBreak.REGIONAL_INDICATOR -> REGIONAL;
            case UCharacter.GraphemeClusterBreak.L -> L;
            case UCharacter.GraphemeClusterBreak.V -> V;
            case UCharacter.GraphemeClusterBreak.T -> T;
            case UCharacter.GraphemeClusterBreak.LV, UCharacter.GraphemeClusterBreak.LVT -> SYLLABLE;
            default -> OTHER;
        };
    }
}
