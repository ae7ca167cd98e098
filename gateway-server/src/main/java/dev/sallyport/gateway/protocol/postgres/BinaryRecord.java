package dev.sallyport.gateway.protocol.postgres;

import org.jspecify.annotations.Nullable;

/// Looks into a row in the binary format (record_send in PostgreSQL's rowtypes.c): how many values, and each with its
/// type. What is not so becomes NULL.
final class BinaryRecord implements CellMask {
    private final CellMasks masks;

    BinaryRecord(CellMasks masks) {
        this.masks = masks;
    }

    @Override
    public byte @Nullable [] mask(byte[] value, int length) {
        BinaryCells cells = new BinaryCells(value, length);
        if (!cells.has(4)) {
            return null;
        }
        int columns = cells.copyInt();
        for (int i = 0; i < columns; i++) {
            if (!cells.has(8)
                    || !cells.copyValue(
                            masks.detecting(cells.copyInt(), CellMasks.Format.BINARY))) {
                return null;
            }
        }
        return columns < 0 ? null : cells.end(value);
    }
}
