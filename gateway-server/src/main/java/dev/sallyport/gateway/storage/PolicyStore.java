package dev.sallyport.gateway.storage;

import dev.sallyport.gateway.policy.Activation;
import dev.sallyport.gateway.policy.VersionStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Keeps policies and their activations in the database. Nothing is ever deleted: recordings name policies by their hash.
public final class PolicyStore implements VersionStore {
    private static final String COLUMNS =
            "SELECT number, sha256, how, issuer, subject, name, reason, activated, restores FROM policy_activation ";

    private final Database database;

    public PolicyStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(Activation activation, String text) {
        database.call(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO policy_text (sha256, text) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
                insert.setString(1, activation.sha256());
                insert.setString(2, text);
                insert.executeUpdate();
            }
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            """
                            INSERT INTO policy_activation
                                (number, sha256, how, issuer, subject, name, reason, activated, restores)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)\
                            """)) {
                insert.setInt(1, activation.number());
                insert.setString(2, activation.sha256());
                insert.setString(3, activation.how().word());
                insert.setString(4, activation.by().issuer());
                insert.setString(5, activation.by().subject());
                insert.setString(6, activation.by().name());
                insert.setString(7, activation.reason());
                insert.setLong(8, activation.at().toEpochMilli());
                insert.setObject(9, activation.restores());
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public List<Activation> latest(int max) {
        return all(COLUMNS + "ORDER BY number DESC LIMIT ?", max);
    }

    @Override
    public int count() {
        return database.call(connection -> {
            try (PreparedStatement select =
                            connection.prepareStatement("SELECT count(*) FROM policy_activation");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    @Override
    public Optional<Activation> find(int number) {
        return all(COLUMNS + "WHERE number = ?", number).stream().findFirst();
    }

    @Override
    public Optional<Activation> before(int number, String sha256) {
        return all(
                        COLUMNS + "WHERE number < ? AND sha256 <> ? ORDER BY number DESC LIMIT 1",
                        number,
                        sha256)
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Activation> findByHash(String beginning) {
        return all(
                        COLUMNS + "WHERE substr(sha256, 1, ?) = ? ORDER BY number DESC LIMIT 1",
                        beginning.length(),
                        beginning)
                .stream()
                .findFirst();
    }

    @Override
    public Optional<String> text(String sha256) {
        return database.call(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT text FROM policy_text WHERE sha256 = ?")) {
                select.setString(1, sha256);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
                }
            }
        });
    }

    private List<Activation> all(String sql, Object... values) {
        return database.call(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    select.setObject(i + 1, values[i]);
                }
                List<Activation> found = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.add(activation(row));
                    }
                }
                return found;
            }
        });
    }

    private static Activation activation(ResultSet row) throws SQLException {
        int restores = row.getInt(9);
        return new Activation(
                row.getInt(1),
                row.getString(2),
                Activation.How.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                new Activation.By(row.getString(4), row.getString(5), row.getString(6)),
                row.getString(7),
                Instant.ofEpochMilli(row.getLong(8)),
                restores == 0 ? null : restores);
    }
}
