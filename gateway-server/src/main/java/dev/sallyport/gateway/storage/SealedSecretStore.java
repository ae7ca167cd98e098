package dev.sallyport.gateway.storage;

import dev.sallyport.gateway.secrets.SealedRows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps sealed secrets in the database, without being able to open them.
public final class SealedSecretStore implements SealedRows {
    private final Database database;

    public SealedSecretStore(Database database) {
        this.database = database;
    }

    @Override
    public void put(String name, byte[] sealed) {
        database.call(connection -> {
            try (PreparedStatement upsert =
                    connection.prepareStatement(
                            """
                            INSERT INTO sealed_secret (name, sealed, changed) VALUES (?, ?, unixepoch() * 1000)
                            ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, changed = excluded.changed\
                            """)) {
                upsert.setString(1, name);
                upsert.setBytes(2, sealed);
                return upsert.executeUpdate();
            }
        });
    }

    @Override
    public Optional<byte[]> get(String name) {
        return database.call(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement(
                            "SELECT sealed FROM sealed_secret WHERE name = ?")) {
                select.setString(1, name);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
                }
            }
        });
    }

    @Override
    public List<String> names() {
        return database.call(connection -> {
            try (PreparedStatement select =
                            connection.prepareStatement(
                                    "SELECT name FROM sealed_secret ORDER BY name");
                    ResultSet rows = select.executeQuery()) {
                List<String> names = new ArrayList<>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            }
        });
    }

    @Override
    public boolean delete(String name) {
        return database.call(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM sealed_secret WHERE name = ?")) {
                delete.setString(1, name);
                return delete.executeUpdate() == 1;
            }
        });
    }
}
