package dev.sallyport.gateway.sql;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Finds the one instance of a known word in a text, so that a lexer makes no new string for it.
final class WordTable {
    private final String[] slots;

    /// @param words in lower case; at most a third of the table is filled
    WordTable(Collection<String> words) {
        slots = new String[Integer.highestOneBit(Math.max(1, words.size() * 3 - 1)) * 2];
        Arrays.fill(slots, "");
        for (String word : words) {
            int slot = slot(word.hashCode());
            while (!slots[slot].isEmpty() && !slots[slot].equals(word)) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = word;
        }
    }

    /// The word that stands there in any case, or null if it is none of ours. The hash is that of the lower-case word,
    /// as [String#hashCode()] makes it.
    @Nullable String find(String text, int start, int end, int hash) {
        int slot = slot(hash);
        while (true) {
            String word = slots[slot];
            if (word.isEmpty()) {
                return null;
            }
            if (word.length() == end - start && same(word, text, start)) {
                return word;
            }
            slot = (slot + 1) & (slots.length - 1);
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

    private int slot(int hash) {
        return (hash ^ (hash >>> 15)) & (slots.length - 1);
    }
}
