package dev.sallyport.gateway.masking;

/// A column by its full name, as the target's catalog spells it.
public record BaseColumn(String schema, String table, String column) {
    @Override
    public String toString() {
        return schema + "." + table + "." + column;
    }
}
