package dev.sallyport.gateway.protocol.postgres;

import java.util.BitSet;

/// The format codes of parameters or result columns: none for all text, one for all alike, or one for each.
///
/// Nearly every message has none or one, so those are shared.
///
/// @param count how many codes the message gives, 0..65535
/// @param binary which of them are 1; not to be changed
record FormatCodes(int count, BitSet binary) {
    static final FormatCodes NONE = new FormatCodes(0, new BitSet(0));
    static final FormatCodes TEXT = new FormatCodes(1, new BitSet(0));
    static final FormatCodes BINARY = new FormatCodes(1, BitSet.valueOf(new long[] {1}));

    /// The code at this place of the message: 0 or 1.
    int at(int index) {
        return binary.get(index) ? 1 : 0;
    }

    /// Whether this parameter or column is binary, by the rule that no code means text and one code is for all.
    boolean isBinary(int column) {
        return switch (count) {
            case 0 -> false;
            case 1 -> binary.get(0);
            default -> binary.get(column);
        };
    }

    /// Whether these codes can go with so many parameters or columns.
    boolean fit(int columns) {
        return count <= 1 || count == columns;
    }

    static final class Builder {
        private final int count;
        private final BitSet binary;

        Builder(int count) {
            this.count = count;
            this.binary = new BitSet(count);
        }

        Builder set(int index, int code) {
            if (code == 1) {
                binary.set(index);
            }
            return this;
        }

        FormatCodes build() {
            if (count == 1) {
                return binary.get(0) ? BINARY : TEXT;
            }
            return new FormatCodes(count, binary);
        }
    }
}
