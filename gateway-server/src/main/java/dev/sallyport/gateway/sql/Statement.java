package dev.sallyport.gateway.sql;

/// Where one statement of a text stands.
///
/// @param start index of its first token
/// @param end index after its last token; the semicolon is not part of it
/// @param depth how deep its parentheses and brackets nest
record Statement(int start, int end, int depth) {}
