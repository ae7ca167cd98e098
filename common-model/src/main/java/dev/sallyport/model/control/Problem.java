package dev.sallyport.model.control;

/// Why a call of the control API did not do what was asked (RFC 9457, `application/problem+json`).
///
/// @param type which problem, for programs: `urn:sallyport:problem:role-missing`
/// @param title the same in a few words
/// @param status the HTTP status
/// @param detail what was wrong this time, in one sentence
/// @param next what to do next, in one sentence (an extension member, RFC 9457 section 3.2)
public record Problem(String type, String title, int status, String detail, String next) {
    /// What every type begins with.
    public static final String TYPES = "urn:sallyport:problem:";

    /// Whether it is the problem of this name, such as `role-missing`.
    public boolean is(String name) {
        return type.equals(TYPES + name);
    }
}
