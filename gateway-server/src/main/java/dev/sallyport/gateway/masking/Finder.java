package dev.sallyport.gateway.masking;

/// Looks for one sort of thing where a byte stands that it can be known by.
///
/// Whatever the text, all calls of a finder for one text together take time in proportion to its length: each looks at a
/// bounded number of bytes, or goes on behind those that it has looked at.
interface Finder {
    /// @param text UTF-8, of which the bytes from `from` up to `to` count
    /// @param at where the byte stands
    /// @return where to go on; `at` where nothing was found
    int look(byte[] text, int from, int to, int at, Finds finds);
}
