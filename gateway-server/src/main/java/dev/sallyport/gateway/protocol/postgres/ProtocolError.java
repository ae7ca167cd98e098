package dev.sallyport.gateway.protocol.postgres;

/// A message that breaks the protocol's rules, said with what came and what should have: a broken promise of the
/// peer's, which ends its connection.
final class ProtocolError extends RuntimeException {
    /// `protocol_violation`
    static final String PROTOCOL_VIOLATION = "08P01";

    /// `program_limit_exceeded`
    static final String LIMIT_EXCEEDED = "54000";

    /// `query_canceled`
    static final String QUERY_CANCELED = "57014";

    /// `character_not_in_repertoire`
    static final String NOT_UTF_8 = "22021";

    /// `invalid_parameter_value`
    static final String INVALID_PARAMETER_VALUE = "22023";

    private final String sqlState;

    ProtocolError(String what, Object value, String expectation) {
        this(PROTOCOL_VIOLATION, what, value, expectation);
    }

    /// @param what the field, such as `Bind parameters`
    /// @param value what came; never a secret, nor a value of a statement's
    ProtocolError(String sqlState, String what, Object value, String expectation) {
        super(what + ": " + value + " (expected: " + expectation + ")");
        this.sqlState = sqlState;
    }

    /// The SQLSTATE to tell the peer (manual, appendix A).
    String sqlState() {
        return sqlState;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
