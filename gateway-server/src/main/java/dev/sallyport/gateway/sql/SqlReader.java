package dev.sallyport.gateway.sql;

/// Reads SQL of one dialect: what each statement of a text does, or that this is not to be said.
///
/// One reader with two dialects: tokens, facts and what comes out are the same for both; the lexers and the grammars
/// over their tokens are not, because PostgreSQL and MySQL agree neither on where a string ends nor on much else.
public interface SqlReader {
    /// What this text does. Never throws; what cannot be read has the effect `unknown`.
    SqlText read(String sql);
}
