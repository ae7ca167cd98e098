package dev.sallyport.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a [PostgresServer] is to be like. Immutable; each method gives a changed copy.
///
/// @param users beside the superuser; each may have a way of its own to log in
/// @param certificates what TLS is offered with; empty for no TLS
/// @param settings lines of `postgresql.conf`, unquoted: `statement_timeout` = `5s`
public record PostgresOptions(
        List<User> users,
        List<Database> databases,
        Optional<Certificates> certificates,
        Map<String, String> settings) {

    public PostgresOptions {
        users = List.copyOf(users);
        databases = List.copyOf(databases);
        settings = Map.copyOf(settings);
    }

    /// No user but the superuser, no database but `postgres`, no TLS.
    public static PostgresOptions defaults() {
        return new PostgresOptions(List.of(), List.of(), Optional.empty(), Map.of());
    }

    /// A user with a password that logs in by SCRAM-SHA-256.
    public PostgresOptions user(String name, String password) {
        return user(name, password, Authentication.SCRAM_SHA_256);
    }

    public PostgresOptions user(String name, String password, Authentication authentication) {
        List<User> more = new ArrayList<>(users);
        more.add(new User(name, password, authentication));
        return new PostgresOptions(more, databases, certificates, settings);
    }

    /// An empty database.
    ///
    /// @param owner a user named above, or `postgres`
    public PostgresOptions database(String name, String owner) {
        List<Database> more = new ArrayList<>(databases);
        more.add(new Database(name, owner));
        return new PostgresOptions(users, more, certificates, settings);
    }

    /// Offers TLS; who logs in by [Authentication#CERTIFICATE] or [Authentication#SCRAM_SHA_256_TLS] must use it.
    public PostgresOptions tls(Certificates offered) {
        return new PostgresOptions(users, databases, Optional.of(offered), settings);
    }

    public PostgresOptions setting(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, value);
        return new PostgresOptions(users, databases, certificates, more);
    }

    /// How a user proves to be it (`pg_hba.conf`, manual chapter 20).
    public enum Authentication {
        SCRAM_SHA_256("host", "scram-sha-256"),
        /// As before, and refused without TLS.
        SCRAM_SHA_256_TLS("hostssl", "scram-sha-256"),
        MD5("host", "md5"),
        /// In clear text.
        PASSWORD("host", "password"),
        /// Not at all.
        TRUST("host", "trust"),
        /// By a client certificate whose common name is the user's name.
        CERTIFICATE("hostssl", "cert");

        final String connection;
        final String method;

        Authentication(String connection, String method) {
            this.connection = connection;
            this.method = method;
        }
    }

    public record User(String name, String password, Authentication authentication) {
        @Override
        public String toString() {
            return name + " by " + authentication.method;
        }
    }

    public record Database(String name, String owner) {}
}
