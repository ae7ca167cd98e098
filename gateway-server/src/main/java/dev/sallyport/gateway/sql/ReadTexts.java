package dev.sallyport.gateway.sql;

import dev.sallyport.model.statement.Action;
import org.jspecify.annotations.Nullable;

/// What was read before: by the text itself, and by its shape, which is the text without its numbers and strings.
///
/// Most texts that are new differ from an earlier one only in such values, and nearly always they say nothing of what
/// the statement does; where the reader did look at one, the shape stands for nothing. A shape found is the very object
/// that was read, so that what others keep by identity (decisions, words) is found again too.
final class ReadTexts {
    /// A longer text is read anew rather than copied to look for its shape.
    private static final int SHAPE_LENGTH_MAX = 8192;

    /// How many texts seen once are remembered, by their hash alone.
    private static final int SEEN_ONCE = 1 << 12;

    private final Generations<Known> texts;
    private final Generations<Known> shapes;

    /// A text is kept when it comes a second time: most that differ in a value never do, and would only push out those
    /// that do. Written without a lock, as a lost entry costs no more than reading a text once more.
    private final int[] seenOnce = new int[SEEN_ONCE];

    /// @param kinds of the tokens, as two texts whose shapes look alike must also be cut alike
    @SuppressWarnings("ArrayRecordComponent") // never handed out, and compared by its content
    private record Known(byte[] kinds, SqlText text) implements Generations.Sized {
        /// Rather too much: every name with its set's nodes.
        @Override
        public long bytes() {
            long bytes = 100L + kinds.length;
            for (Action action : text.actions()) {
                bytes += 600 + 160L * names(action);
            }
            return bytes;
        }

        private static int names(Action action) {
            return action.columns().size()
                    + action.reads().size()
                    + action.writes().size()
                    + action.defines().size()
                    + action.mentions().size()
                    + action.functions().size();
        }
    }

    /// @param bytesMax how much memory may be taken, roughly; 0 keeps nothing
    ReadTexts(long bytesMax) {
        texts = new Generations<>(bytesMax / 2);
        shapes = new Generations<>(bytesMax / 2);
    }

    @Nullable SqlText find(String sql) {
        Known known = texts.get(sql);
        return known == null ? null : known.text;
    }

    /// As [#find], for a text cut into tokens already.
    @Nullable SqlText find(String sql, Tokens tokens) {
        if (!hasShape(tokens)) {
            return null;
        }
        Known known = shapes.get(tokens.shape());
        if (known == null || !tokens.areOf(known.kinds)) {
            return null;
        }
        if (isSeenAgain(sql)) {
            texts.put(sql, known);
        }
        return known.text;
    }

    /// Keeps what was just read, by its text alone.
    void keep(String sql, SqlText text) {
        if (isSeenAgain(sql)) {
            texts.put(sql, new Known(new byte[0], text));
        }
    }

    /// Keeps what was just read from these tokens. Whether a value was looked at depends on the shape alone, as all that
    /// was read until then is part of it.
    void keep(String sql, Tokens tokens, SqlText text) {
        keep(sql, text);
        if (hasShape(tokens) && !tokens.valuesMatter()) {
            shapes.put(tokens.shape(), new Known(tokens.kinds(), text));
        }
    }

    private static boolean hasShape(Tokens tokens) {
        return tokens.length() <= SHAPE_LENGTH_MAX && tokens.flaw() == null;
    }

    private boolean isSeenAgain(String sql) {
        int hash = sql.hashCode();
        int slot = (hash ^ hash >>> 15) & SEEN_ONCE - 1;
        boolean again = seenOnce[slot] == hash;
        seenOnce[slot] = hash;
        return again;
    }
}
