package dev.sallyport.model.statement;

/// How far the target is asked to go with a statement.
public enum Stage {
    /// Parse it and keep it: nothing happens yet, so nobody is asked to approve it; what is denied is refused already.
    PREPARE,
    /// Do it.
    EXECUTE
}
