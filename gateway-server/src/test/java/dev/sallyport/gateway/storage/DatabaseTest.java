package dev.sallyport.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir private Path folder;

    @Test
    void fileAndItsSideFilesAreTheOwnersAlone() throws Exception {
        try (Database database = Database.open(folder)) {
            database.call(connection -> update(connection, "CREATE TABLE t (a INTEGER)"));
            try (var files = Files.list(folder)) {
                assertThat(files.toList())
                        .isNotEmpty()
                        .allSatisfy(file ->
                                assertThat(
                                                PosixFilePermissions.toString(
                                                        Files.getPosixFilePermissions(file)))
                                        .as(file.toString())
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void widePermissionsOfAnOldFileAreNarrowed() throws Exception {
        Path file = Files.createFile(folder.resolve(Database.FILE_NAME));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Database.open(folder).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void workRunsOnTheOneThreadAndIsKept() {
        try (Database database = Database.open(folder)) {
            String thread =
                    database.call(connection -> {
                        update(connection, "CREATE TABLE t (a INTEGER)");
                        update(connection, "INSERT INTO t VALUES (7)");
                        return Thread.currentThread().getName();
                    });
            assertThat(thread).isEqualTo("database");
        }
        try (Database again = Database.open(folder)) {
            assertThat(again.<Integer>call(connection -> number(connection, "SELECT a FROM t")))
                    .isEqualTo(7);
        }
    }

    @Test
    void failedWorkLeavesNothing() {
        try (Database database = Database.open(folder)) {
            database.call(connection -> update(connection, "CREATE TABLE t (a INTEGER)"));
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() ->
                            database.call(connection -> {
                                update(connection, "INSERT INTO t VALUES (1)");
                                return update(connection, "INSERT INTO nowhere VALUES (1)");
                            }))
                    .withMessageContaining(Database.FILE_NAME);
            assertThat(
                            database.<Integer>call(
                                    connection -> number(connection, "SELECT count(*) FROM t")))
                    .isZero();
        }
    }

    @Test
    void manyVirtualThreadsTakeTurns() throws Exception {
        try (Database database = Database.open(folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            database.call(connection -> update(connection, "CREATE TABLE t (a INTEGER)"));
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(
                        threads.submit(() ->
                                database.call(connection ->
                                        update(connection, "INSERT INTO t VALUES (1)"))));
            }
            for (Future<Integer> one : all) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(1);
            }
            assertThat(
                            database.<Integer>call(
                                    connection -> number(connection, "SELECT count(*) FROM t")))
                    .isEqualTo(200);
        }
    }

    @Test
    void tooMuchWaitingIsRefusedAtOnce() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Database database = Database.open(folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first =
                    threads.submit(() ->
                            database.call(connection -> {
                                busy.countDown();
                                return awaited(release);
                            }));
            busy.await();
            List<Future<Integer>> rest = new ArrayList<>();
            for (int i = 0; i <= Database.WAITING_MAX; i++) {
                rest.add(threads.submit(() -> database.call(connection -> 1)));
            }
            org.awaitility.Awaitility.await().until(() -> rest.stream().anyMatch(Future::isDone));
            release.countDown();
            assertThat(first.get()).isEqualTo(1);
            long refused = 0;
            for (Future<Integer> one : rest) {
                refused += isRefused(one) ? 1 : 0;
            }
            assertThat(refused).isEqualTo(1);
        }
    }

    @Test
    void commandLineBesideTheGatewayIsNotShutOut() {
        try (Database gateway = Database.open(folder)) {
            gateway.call(connection -> update(connection, "CREATE TABLE t (a INTEGER)"));
            try (Database commandLine = Database.open(folder)) {
                for (int i = 0; i < 5; i++) {
                    commandLine.call(connection -> update(connection, "INSERT INTO t VALUES (1)"));
                    gateway.call(connection -> update(connection, "INSERT INTO t VALUES (2)"));
                }
            }
            assertThat(
                            gateway.<Integer>call(
                                    connection -> number(connection, "SELECT count(*) FROM t")))
                    .isEqualTo(10);
        }
    }

    @Test
    void callingFromItsOwnThreadFailsInsteadOfWaitingForEver() {
        try (Database database = Database.open(folder)) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> database.call(connection -> database.call(inner -> 1)))
                    .withMessageContaining("own thread");
        }
    }

    @Test
    void closedMeansClosed() {
        Database database = Database.open(folder);
        database.close();
        database.close();
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> database.call(connection -> 1))
                .withMessageContaining("closed");
    }

    @Test
    void missingFolderIsSaid() {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> Database.open(folder.resolve("none")))
                .withMessageContaining("none")
                .withMessageContaining("existing folder");
    }

    @Test
    void otherFileIsSaid() throws Exception {
        Files.write(
                folder.resolve(Database.FILE_NAME),
                "This is no database, whatever it is called."
                        .repeat(99)
                        .getBytes(StandardCharsets.UTF_8));
        assertDamaged();
    }

    @Test
    void damagedFileIsSaid() throws Exception {
        Database.open(folder).close();
        Path file = folder.resolve(Database.FILE_NAME);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 4096; i < bytes.length; i++) {
            bytes[i] = (byte) 0xA5;
        }
        Files.write(file, bytes);
        assertDamaged();
    }

    @Test
    void newerDatabaseIsSaid() throws Exception {
        Database.open(folder).close();
        change(
                "INSERT INTO schema_version (version, name, sha256) VALUES (99, 'V99__later.sql', 'x')");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> Database.open(folder))
                .withMessageContaining("version 99")
                .withMessageContaining("newer Sallyport");
    }

    @Test
    void databaseOfOtherScriptsIsSaid() throws Exception {
        Database.open(folder).close();
        change("UPDATE schema_version SET sha256 = 'other' WHERE version = 1");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> Database.open(folder))
                .withMessageContaining("V1__passes.sql");
    }

    @Test
    void failedMigrationLeavesTheDatabaseAsItWas() throws Exception {
        Path file = folder.resolve("other.db");
        Migrations.Script good =
                new Migrations.Script(
                        "V1__a.sql", "-- a;\nCREATE TABLE a (x);\nCREATE TABLE b (x);\n");
        Migrations.Script bad =
                new Migrations.Script(
                        "V2__b.sql", "CREATE TABLE c (x);\r\nCREATE TABLE a (x);\r\n");
        try (Connection connection = Opening.open(file)) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() ->
                            new Migrations(List.of(good, bad)).bringUpToDate(connection, file));
            assertThat(number(connection, "SELECT count(*) FROM sqlite_schema")).isZero();
            new Migrations(List.of(good)).bringUpToDate(connection, file);
            new Migrations(List.of(good)).bringUpToDate(connection, file);
            assertThat(
                            number(
                                    connection,
                                    "SELECT count(*) FROM sqlite_schema WHERE name IN ('a', 'b')"))
                    .isEqualTo(2);
        }
    }

    @Test
    void bundledScriptsAreNumberedWithoutAGap() {
        assertThat(Migrations.bundled()).isNotNull();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new Migrations(List.of(new Migrations.Script("V2__b.sql", ""))));
    }

    private void assertDamaged() {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> Database.open(folder))
                .withMessageContaining(Database.FILE_NAME)
                .withMessageContaining("backup");
    }

    private void change(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + folder.resolve(Database.FILE_NAME));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static boolean isRefused(Future<Integer> call) throws InterruptedException {
        try {
            call.get();
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            assertThat(e).hasMessageContaining("wait already");
            return true;
        }
    }

    private static int awaited(CountDownLatch latch) {
        try {
            latch.await();
            return 1;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
