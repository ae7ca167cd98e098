package dev.sallyport.gateway.storage;

import dev.sallyport.gateway.identity.PassBook;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Optional;

/// Keeps passes in the database.
public final class PassStore implements PassBook {
    private final Database database;

    public PassStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(Row row, int livePerIdentityMax) {
        return database.call(connection -> {
            // Count and insert in one statement, so that no two additions can both be the last.
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            """
                            INSERT INTO pass (id, hash, issuer, subject, name, claims, target, created, expires)
                            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
                            WHERE (SELECT count(*) FROM pass WHERE issuer = ?3 AND subject = ?4 AND expires > ?8) < ?10\
                            """)) {
                insert.setString(1, row.id());
                insert.setString(2, row.hash());
                insert.setString(3, row.issuer());
                insert.setString(4, row.subject());
                insert.setString(5, row.name());
                insert.setString(6, row.claims());
                insert.setString(7, row.target());
                insert.setLong(8, row.created().toEpochMilli());
                insert.setLong(9, row.expires().toEpochMilli());
                insert.setInt(10, livePerIdentityMax);
                return insert.executeUpdate() == 1;
            }
        });
    }

    @Override
    public Optional<Row> find(String hash) {
        return database.call(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement(
                            """
                            SELECT id, hash, issuer, subject, name, claims, target, created, expires
                            FROM pass WHERE hash = ?\
                            """)) {
                select.setString(1, hash);
                try (ResultSet row = select.executeQuery()) {
                    if (!row.next()) {
                        return Optional.empty();
                    }
                    return Optional.of(
                            new Row(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getString(5),
                                    row.getString(6),
                                    row.getString(7),
                                    Instant.ofEpochMilli(row.getLong(8)),
                                    Instant.ofEpochMilli(row.getLong(9))));
                }
            }
        });
    }

    @Override
    public boolean remove(String id) {
        return database.call(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM pass WHERE id = ?")) {
                delete.setString(1, id);
                return delete.executeUpdate() == 1;
            }
        });
    }

    @Override
    public int sweep(Instant expiredBefore) {
        return database.call(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM pass WHERE expires < ?")) {
                delete.setLong(1, expiredBefore.toEpochMilli());
                return delete.executeUpdate();
            }
        });
    }
}
