package dev.sallyport.gateway.sql;

/// The reader's way out where a statement is not what it knows how to read; caught where the statement begins.
///
/// Without a stack trace, because a client may make us throw it as often as it likes.
final class NotUnderstood extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotUnderstood(String why) {
        super(why, null, false, false);
    }
}
