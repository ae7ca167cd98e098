-- Passes: only a secret's SHA-256 is kept. Times are milliseconds since 1970.
CREATE TABLE pass (
    id TEXT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    claims TEXT NOT NULL,
    target TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX pass_by_identity ON pass (issuer, subject, expires);
CREATE INDEX pass_by_expiry ON pass (expires);
