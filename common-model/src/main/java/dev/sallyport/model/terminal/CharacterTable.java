package dev.sallyport.model.terminal;

import java.util.Arrays;

/// How many cells a character takes, and whether it grows the character before it.
///
/// Generated from Unicode 16.0 (East_Asian_Width, General_Category, Grapheme_Cluster_Break and
/// Extended_Pictographic, as ICU4J 77.1 holds them) by `src/test/oracle/GenerateCharacterTable.java`. Widths are those
/// of the C libraries' `wcwidth`, since it is with those that the recorded programs laid out their lines: marks and
/// format characters take none, wide and full-width ones two, ambiguous ones one.
final class CharacterTable {
    // Classes of Unicode Standard Annex 29, as far as a terminal needs them.
    static final int OTHER = 0;
    static final int EXTEND = 1;
    static final int ZWJ = 2;
    static final int SPACING_MARK = 3;
    static final int PREPEND = 4;
    static final int REGIONAL = 5;
    static final int PICTOGRAPHIC = 6;
    static final int HANGUL_L = 7;
    static final int HANGUL_V = 8;
    static final int HANGUL_T = 9;
    static final int HANGUL_SYLLABLE = 10;

    // What the letters of RUNS stand for: class << 2 | width.
    private static final byte[] VALUES = {
        0x1, 0x19, 0x4, 0x11, 0x0, 0xd, 0x5, 0x1e, 0x20, 0x24, 0x8, 0x1a, 0x2, 0x6, 0x2a, 0x21, 0x15
    };

    // Every code point in order: how many of a kind (in base 36), and which kind.
    private static final String RUNS =
            """
            4pA1B4A1BghA34C7nA7C7bA19C1A1C1A2C1A2C1A1C1kA6DaAbC1A1E1aAlCgA1C2tA7C1D1A6C2A2C1A4Cx\
            A1D1A1CuArC2jAbC1mA9C9A1CoA4C1A9C1A3C1A5C17A3C1gA2D5A9C16AoC1DwC1F1iA1C1F1C1A3F8C4F1\
            C2F1A7CaA2CtA1C2F1kA1C1A1G2F4C2A2F2A2F1C9A1GaA2CqA1C2A2C1F1kA1C1A3F2C4A2C2A3C3A1CuA2\
            C3A1CbA2C1F1kA1C1A3F5C1A2C1F1A2F1CkA2CmA6C1A1C2F1kA1C1A1G1C1F4C2A2F2A2F1C7A2C1GaA2Cu\
            A1C1nA1G1F1C2F3A3F1A3F1C9A1G14A1C3F1C1jA1C1A3C4F1A3C1A4C7A2CbA2CtA1C2F1kA1C1A1F1C1G1\
            F1G2F1A1C2G1A2G2C7A2GbA2CfA1FcA2C2F1jA2C1A1G2F4C1A3F1A3F1C1D8A1GaA2CtA1C2F1yA1C4A1G2\
            F3C1A1C1A7F1GiA2F1pA1C1A1F7CcA8C2qA1C1A1F9CbA7C21A2CrA1C1A1C1A1C4A2F1dAeC1F5C1A2C5Ab\
            C1A10C9A1C2uA4C1F6C1A2C2F2CnA2F2C4A3CgA4CdA1C1A1F2C6A1CfA1C2qA2oH20I2gJ9pA3CqaA3C1Gs\
            A2C1GtA2CuA2C1sA2C1F7C8F1C2FbC9A1C19A3C1E1C39A2CyA1C3aA3C4F2C3F4A2F1C6F3C63A2C2F1C1l\
            A1F1C1F7C1A1C1A1C2A8C6FaC2A1C1cAvC1dA4C1F1bA1C1G5C1G1C1G4F1C2G12A9CcA2C1FuA1F4C2F2C1\
            G3C1kA1C1F2C3F1C1F3C2G1cA8F8C2F2C48A3C1AdC1F7C4A1C6A1C2A1F2C5iA1sCejA1E1C1K2EqA5EdA1\
            BcA1BmA5E1AaE2oAxC1dA1BmA1B2iA6BfA2Ba7A2LcA1B2M2lA1B1yA1BpA4L3B1L2B1L4A3B5jA1B6fA2Ba\
            A1B9A1B1mA2B2L1A6B1AcB1A2LqB8LgBcL17B1L6B4A6M3B1LdB1L8B2LhB2L5B2L8B1L5B1LlB1L7B2L1B1\
            L4B1L2B1L7B1L2A2B2L7B1A1B1A1B6A1B3A1B6A1LaA2BfA1B2A1B4A1L1A1L4A3L1A1LbA5B19A3L9A1BeA\
            1LeA1LacA2BcvA3BjA2L1fA1L4A1LbdA3C3xA1C2oAwC3kAqM1A2hMcA5yMqA1mM4C2N1LcM1L1M2A2eM2A2\
            C2tM5A17M1A2mM1A2eM9A1cM1A14M8A1zM1L1M1LmibM3A1jMbsA4C1AaCwA2C28A2C7kA1C3A1C4A1CnA2F\
            2C1F4A1C2bA2F1eAgF2CqAiCdA1C12A8CpAbC1F1GcAtH3A3C1F1bA1C2F4C2F2C2F1G10A1C1vA6C2F2C2F\
            2CcA1C8A1C1F1aA1C1fA1C1A3C2A2C5A2C1A1C15A1F2C2F5A1F1C6kA2F1C2F1C2F1A1F1CiA8mcOcAnI4E\
            1dJ4E6ioAe8MuA1CkhAgCaM6AgCzM1AjM1A4M43A1E1A2oM1pA2G1sA7MiA3Ee9A1C6aA1C45A5C1aeA3C1A\
            2C5A4C14A3C4A1C4lA2CfxA4C1tA5C8tA2C27A4C1yAbC1dA4C3eA1F1C1F1hAfC15A1C2A2CaA3C1F19A3F\
            4C2F2C2A1D4A1CaA1D1eA3C10A5C1F8CgA2F18A1CcA2C1F1cA3F9C1F1G1A2D5A4C1A1F1C2kA3F3C2F1C1\
            G2C6A1C2A1C4dA1C3F8ClA2C2F1jA2C1A1G1F1C4F2A2F2A2F1G9A1GaA2F2A7C3A5C1vA1G2F6C1A1G2A1G\
            1A3G1F1A2F1C1G1C1D1CeA2C2aA3F8C2F3C1F1CnA1C29A1G2F6C1F1C2F1G1F2C1F2C6jA1G2F4C2A4F2C1\
            F2CrA2C2aA3F8C2F1C1F2C2yA1C1F1C2F6C1G1C2tA1C1F1C2A4C1F5C74A3F9C1F2C6tA1G5F1A2F2A2C1G\
            1C1D1F1D1F1C3xA3F4C2A2C4F1C3A1FsAaC14A6C1F1D4C8A1C9A6C2F3C14A6DdC1F2Cb9A1F7C1A6C1F1C\
            2aAmC1A1F7C1F2C1F2C3eA6C3A1C1A2C1A7C1D1C1uA5F1A2C1A2F1C1F1C9nA2C2F9A2C1D1F1cA2F5C3A2\
            F1C1G1CnA1C445AgE1C6AfC8ugAcC3F3C1xcA5C1nA7CfgA1P3A4PdgA1C1A1jF7A4C25A4M1CbA2NeA4qgM\
            8AyeM15AaM6w7A4M1A7M1A2M1A83MfA1MtA3M2A1MeA4M8Ab0M1whA2C1A4E3mkA1aC2AnCf2A2G3C3A6G8E\
            8C2A7CuA4C44A3C57A2fM9AnM1ahA1jC4A1eC8A1CeA1CmA5C1AfC11sA7C1AhC2A7C1A2C1A5C2sA1C4gA7\
            CafA1C1pA4Ce4A4C72A2CkgA7C31A7C1bpA4B1L5mB1L1cBdA3BvA1B1oA6BcA2BeA1L2AaLiA1lBqQ1M2Ld\
            BaM1LkM1L2M9L1M4B9M7B2LeB6L4aBxLcB9L1B1yL1BmLcB17L4B5LcBhL3B1L3B3L5N1rL1B1L1B57L2B1r\
            L8A5B4L1BoLiB1LqB2LdB1L2eB2dL1cA1yL6B1L3B3L2B3L4B4LbB2L7B9L3B38AcB2dAbBcL4B1LfBcA4B1\
            kA8BaA6B14A8BuA2aBcA1bL1AaL1A55L34BdL3BaL5B1kL7BfL2BbL6B9L7B74AseB2A1ekeM2A1ekeMe1oi\
            AwE2oC3kE6oC2s0E44jkA\
            """;

    private static final int BLOCK_BITS = 8;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final byte[][] BLOCKS = unpack();

    private CharacterTable() {}

    /// The cells that a code point takes on its own: 0, 1 or 2.
    ///
    /// @param codePoint 0 to 0x10FFFF
    static int width(int codePoint) {
        return codePoint < 0x300 ? 1 : value(codePoint) & 3;
    }

    static int breakClass(int codePoint) {
        return value(codePoint) >> 2;
    }

    private static int value(int codePoint) {
        return BLOCKS[codePoint >> BLOCK_BITS][codePoint & (BLOCK - 1)];
    }

    // Two steps, since most blocks of 256 are of one kind, and those are kept once.
    private static byte[][] unpack() {
        byte[] flat = new byte[Character.MAX_CODE_POINT + 1];
        int point = 0;
        int length = 0;
        for (int i = 0; i < RUNS.length(); i++) {
            char c = RUNS.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                Arrays.fill(flat, point, point + length, VALUES[c - 'A']);
                point += length;
                length = 0;
            } else {
                length = length * 36 + Character.digit(c, 36);
            }
        }
        byte[][] blocks = new byte[flat.length >> BLOCK_BITS][];
        byte[][] uniform = new byte[64][];
        for (int i = 0; i < blocks.length; i++) {
            byte[] block = Arrays.copyOfRange(flat, i << BLOCK_BITS, (i + 1) << BLOCK_BITS);
            byte[] same = uniform[block[0]];
            if (same != null && Arrays.equals(same, block)) {
                block = same;
            } else if (Arrays.mismatch(block, 1, BLOCK, block, 0, BLOCK - 1) < 0) {
                uniform[block[0]] = block;
            }
            blocks[i] = block;
        }
        return blocks;
    }
}
