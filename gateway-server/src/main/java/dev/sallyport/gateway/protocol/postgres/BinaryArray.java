package dev.sallyport.gateway.protocol.postgres;

import org.jspecify.annotations.Nullable;

/// Looks into an array in the binary format (array_send in PostgreSQL's arrayfuncs.c): dimensions, a flag for NULLs, the
/// elements' type, length and lower bound of each dimension, then the elements. What is not so becomes NULL.
final class BinaryArray implements CellMask {
    private static final int DIMENSIONS_MAX = 6;

    private final CellMasks masks;

    BinaryArray(CellMasks masks) {
        this.masks = masks;
    }

    @Override
    public byte @Nullable [] mask(byte[] value, int length) {
        BinaryCells cells = new BinaryCells(value, length);
        if (!cells.has(12)) {
            return null;
        }
        int dimensions = cells.copyInt();
        // Flags say whether NULLs may follow, which they may from now on.
        int flags = cells.copyInt();
        int elementType = cells.copyInt();
        if (dimensions < 0
                || dimensions > DIMENSIONS_MAX
                || flags < 0
                || flags > 1
                || !cells.has(dimensions * 8)) {
            return null;
        }
        long elements = dimensions == 0 ? 0 : 1;
        for (int i = 0; i < dimensions; i++) {
            int many = cells.copyInt();
            cells.copyInt();
            elements *= many;
            if (many < 0 || !cells.has((int) Math.min(Integer.MAX_VALUE, elements * 4))) {
                return null;
            }
        }
        CellMask mask = masks.detecting(elementType, CellMasks.Format.BINARY);
        for (long i = 0; i < elements; i++) {
            if (!cells.copyValue(mask)) {
                return null;
            }
        }
        return cells.end(value);
    }
}
