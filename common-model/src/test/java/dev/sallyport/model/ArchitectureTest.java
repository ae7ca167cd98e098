package dev.sallyport.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the shared vocabulary may know: nothing of ours but itself, no network, no database.
final class ArchitectureTest {
    private static JavaClasses model;

    @BeforeAll
    static void read() {
        model =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.sallyport.model");
    }

    @Test
    void importsNothingOfOursAndFewOfOthers() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sallyport.model..",
                        "java.io",
                        "java.lang..",
                        "java.math",
                        "java.nio",
                        "java.nio.channels",
                        "java.nio.charset",
                        "java.nio.file..",
                        "java.security..",
                        "java.time..",
                        "java.util..",
                        "javax.crypto..",
                        "com.fasterxml.jackson..",
                        "com.github.luben.zstd",
                        "org.jspecify.annotations")
                .because(
                        "gateway and clients speak these words to each other: what the one side needs and the other lacks does not belong here")
                .check(model);
    }

    @Test
    void reachesNoNetworkAndNoDatabase() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..", "java.nio.channels.spi", "java.sql..", "javax.net..")
                .because("a record or a pure function can be tested, replayed and shown offline")
                .check(model);
    }

    @Test
    void hasNoCircleOfPackages() {
        slices().matching("dev.sallyport.model.(**)")
                .should()
                .beFreeOfCycles()
                .because("packages that need each other are one package under two names")
                .check(model);
    }
}
