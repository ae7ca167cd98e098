package dev.sallyport.gateway.yaml;

import java.util.List;

/// What a YAML file holds, with the place of everything.
sealed interface Node {
    Spot spot();

    /// What it is, for messages: `'raed'`, `the number 3`, `a list`.
    String inWords();

    /// @param text without its quotes
    record Scalar(Spot spot, Kind kind, String text) implements Node {
        /// What YAML takes an unquoted scalar for.
        enum Kind {
            TEXT,
            NUMBER,
            TRUTH,
            NOTHING
        }

        @Override
        public String inWords() {
            return switch (kind) {
                case TEXT -> "'" + shortened(text) + "'";
                case NUMBER -> "the number " + text;
                case TRUTH -> text;
                case NOTHING -> "nothing";
            };
        }

        private static String shortened(String text) {
            return text.length() <= 60 ? text : text.substring(0, 57) + "...";
        }
    }

    record Sequence(Spot spot, List<Node> items) implements Node {
        @Override
        public String inWords() {
            return "a list";
        }
    }

    /// @param entries in the order of the file, no key twice
    record Mapping(Spot spot, List<Entry> entries) implements Node {
        record Entry(Scalar key, Node value) {}

        @Override
        public String inWords() {
            return "a section";
        }
    }
}
