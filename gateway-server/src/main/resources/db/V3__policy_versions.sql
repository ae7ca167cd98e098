-- Every policy that was ever in force, and each time it came into force. Times are milliseconds since 1970.
CREATE TABLE policy_text (
    sha256 TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE policy_activation (
    number INTEGER NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL REFERENCES policy_text (sha256),
    how TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    reason TEXT NOT NULL,
    activated INTEGER NOT NULL,
    restores INTEGER
) STRICT;
