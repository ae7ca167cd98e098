-- Sealed secrets: AES-256-GCM under a key that is not in this database.
CREATE TABLE sealed_secret (
    name TEXT NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
