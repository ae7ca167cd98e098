package dev.sallyport.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.sallyport.gateway.protocol.FramedProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who may import whom in the gateway, each rule with its reason, and that the drawing of it is true.
final class ArchitectureTest {
    private static final String ROOT = "dev.sallyport.gateway";
    private static final String MODEL = "dev.sallyport.model..";

    /// One package of the gateway with those below it.
    private static String in(String name) {
        return ROOT + "." + name + "..";
    }

    private static JavaClasses gateway;

    @BeforeAll
    static void read() {
        gateway =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(ROOT);
        assertThat(gateway.contain(Gateway.class)).isTrue();
        assertThat(gateway.contain(ArchitectureTest.class)).isFalse();
    }

    // Rule 1: the two sides share the model and nothing else.

    @Test
    void theGatewayImportsOfOursTheModelOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage("dev.sallyport.."))
                                .or(resideInAnyPackage(ROOT + "..", MODEL)))
                .because(
                        "gateway and desktop meet in the model's words only: either is replaced without the other, and the demo's issuer for anybody never gets into the gateway")
                .check(gateway);
    }

    // Rule 2: a protocol is a package that can be deleted.

    @Test
    void aProtocolKnowsTheSpiAndNotWhoUsesIt() {
        classes()
                .that()
                .resideInAPackage(in("protocol.*"))
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage(ROOT + ".."))
                                .or(
                                        resideInAnyPackage(
                                                ROOT + ".protocol",
                                                in("protocol.*"),
                                                in("sql"),
                                                in("masking"))))
                .because(
                        "a wire protocol that knew policy, approval or recording could decide by itself; it asks through the SPI and is told")
                .check(gateway);
    }

    @Test
    void protocolsDoNotKnowOneAnother() {
        slices().matching(ROOT + ".protocol.(*)..")
                .should()
                .notDependOnEachOther()
                .because("deleting one protocol must leave the others compiling")
                .check(gateway);
    }

    @Test
    void onlyTheWiringNamesAProtocol() {
        noClasses()
                .that(are(not(resideInAPackage(in("protocol.*"))).and(not(theWiring()))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("protocol.*"))
                .because("a new protocol costs one line in Gateway, and no other file knows it")
                .check(gateway);
    }

    @Test
    void theSpiKnowsTheModelOnly() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".protocol")
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage("dev.sallyport.."))
                                .or(resideInAnyPackage(MODEL, ROOT + ".protocol")))
                .because(
                        "it is what a protocol and the rest promise each other, and neither of them")
                .check(gateway);
    }

    @Test
    void theSqlReaderAndTheMasksKnowTheModelOnly() {
        for (String name : new String[] {"sql", "masking"}) {
            classes()
                    .that()
                    .resideInAPackage(in(name))
                    .should()
                    .onlyDependOnClassesThat(
                            not(resideInAPackage("dev.sallyport.."))
                                    .or(resideInAnyPackage(MODEL, in(name))))
                    .because("they are pure functions that every protocol may use")
                    .check(gateway);
        }
    }

    // Rule 3: the gate decides and touches no channel; only the wiring knows all.

    @Test
    void theGateKnowsNoChannel() {
        noClasses()
                .that()
                .resideInAPackage(in("gate"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", in("net"), "java.nio.channels..")
                .because(
                        "what decides must be testable without a socket, and must not be able to send anything by itself")
                .check(gateway);
    }

    @Test
    void theGateKnowsPolicyApprovalRecordingAndTheSpi() {
        classes()
                .that()
                .resideInAPackage(in("gate"))
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage("dev.sallyport.."))
                                .or(
                                        resideInAnyPackage(
                                                MODEL,
                                                in("gate"),
                                                in("policy"),
                                                in("approval"),
                                                in("recording"),
                                                ROOT + ".protocol")))
                .because(
                        "it is the only place where a statement is decided, recorded, held and let go; it needs these four and no fifth")
                .check(gateway);
    }

    @Test
    void theSessionKnowsNoProtocolByNameAndNoNetwork() {
        noClasses()
                .that()
                .resideInAPackage(in("session"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("protocol.*"), in("net"), "io.netty..")
                .because("one session class serves every protocol, over a socket or in a test")
                .check(gateway);
    }

    @Test
    void policyApprovalAndRecordingDoNotKnowWhoAsks() {
        noClasses()
                .that()
                .resideInAnyPackage(in("policy"), in("approval"), in("recording"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        in("gate"),
                        in("session"),
                        in("net"),
                        in("protocol"),
                        in("control"),
                        in("storage"),
                        in("identity"),
                        in("config"))
                .because(
                        "each answers one question by itself: what is decided, who said yes, what is on record")
                .check(gateway);
    }

    @Test
    void onlyTheWiringOpensTheNetwork() {
        noClasses()
                .that(are(not(resideInAPackage(in("net"))).and(not(theWiring()))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("net"))
                .because("whoever reaches a channel can send past the gate")
                .check(gateway);
    }

    @Test
    void onlyTheWiringKnowsTheCommandLineAndItself() {
        noClasses()
                .that(are(not(resideInAPackage(in("cli"))).and(not(theWiring()))))
                .should()
                .dependOnClassesThat(are(resideInAPackage(in("cli")).or(theWiring())))
                .because(
                        "commands use the parts and are used by none; only Gateway knows all, and none knows Gateway")
                .check(gateway);
    }

    // Rule 4: an outside library has one home.

    @Test
    void theDatabaseIsInStorage() {
        onlyIn("storage", "java.sql..", "javax.sql..", "org.sqlite..")
                .because("one thread owns the connection, and only storage can keep to that")
                .check(gateway);
    }

    @Test
    void tokensAreReadInIdentity() {
        onlyIn("identity", "com.nimbusds..")
                .because("a token's checks are complete in one place or in none")
                .check(gateway);
    }

    @Test
    void yamlIsReadInYaml() {
        onlyIn("yaml", "org.snakeyaml..")
                .because("configuration and policy report a file's problems in one way")
                .check(gateway);
    }

    @Test
    void celIsEvaluatedInPolicy() {
        onlyIn("policy", "dev.cel..")
                .because(
                        "only a policy's conditions are expressions; a second home would be a second policy")
                .check(gateway);
    }

    @Test
    void vertxServesTheControlApi() {
        onlyIn("control", "io.vertx..")
                .because(
                        "the data path is Netty's alone; Vert.x is replaced by replacing one package")
                .check(gateway);
    }

    @Test
    void picocliReadsTheCommandLine() {
        noClasses()
                .that(
                        are(
                                not(resideInAPackage(in("cli")))
                                        .and(not(JavaClass.Predicates.belongToAnyOf(Main.class)))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .because("what a command does is not to depend on how its arguments were read")
                .check(gateway);
    }

    @Test
    void nettyStaysOnTheDataPath() {
        noClasses()
                .that(
                        are(
                                not(resideInAnyPackage(in("net"), in("protocol.*")))
                                        .and(not(belongToTheSpiCodec()))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .because(
                        "buffers have owners and channels have loops, and only code that knows which may hold one")
                .check(gateway);
    }

    @Test
    void theSpiNamesOfNettyThePipelineOnly() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".protocol")
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage("io.netty.."))
                                .or(
                                        JavaClass.Predicates.type(
                                                io.netty.channel.ChannelPipeline.class)))
                .because("a codec is put into a pipeline; all else of the SPI is without I/O")
                .check(gateway);
    }

    @Test
    void theHttpClientIsUsedForIssuersAndByCommands() {
        noClasses()
                .that(are(not(resideInAnyPackage(in("identity"), in("cli")))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .because(
                        "the gateway itself calls nobody but the issuers and the targets; a third place would be a way out")
                .check(gateway);
    }

    // Rule 5, the gateway's half: no circles.

    @Test
    void thereIsNoCircleOfPackages() {
        slices().assignedFrom(eachPackage())
                .should()
                .beFreeOfCycles()
                .because("packages that need each other are one package under two names")
                .check(gateway);
    }

    // And the drawing.

    /// An arrow of the drawing in docs/ARCHITECTURE.md, `session --> gate`.
    private static final Pattern ARROW =
            Pattern.compile("^ *([a-zA-Z.]+) --> ([a-zA-Z.]+) *$", Pattern.MULTILINE);

    @Test
    void theDrawingShowsEveryImportAndNoOther() throws IOException {
        var drawn = new TreeSet<String>();
        Matcher arrow = ARROW.matcher(Files.readString(Path.of("../docs/ARCHITECTURE.md")));
        while (arrow.find()) {
            drawn.add(arrow.group(1) + " --> " + arrow.group(2));
        }
        assertThat(drawn)
                .as("arrows in docs/ARCHITECTURE.md (expected: one for each import of packages)")
                .isEqualTo(imports());
    }

    private static TreeSet<String> imports() {
        return gateway.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> dependency.getTargetClass().getPackageName().startsWith(ROOT))
                .filter(dependency ->
                        !dependency
                                .getOriginClass()
                                .getPackageName()
                                .equals(dependency.getTargetClass().getPackageName()))
                .map(ArchitectureTest::drawn)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String drawn(Dependency dependency) {
        return drawn(dependency.getOriginClass()) + " --> " + drawn(dependency.getTargetClass());
    }

    private static String drawn(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "Gateway" : name.substring(ROOT.length() + 1);
    }

    // The rules' words.

    private static ArchRule onlyIn(String home, String... library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in(home))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library);
    }

    /// Gateway and Main, and what is nested in them.
    private static DescribedPredicate<JavaClass> theWiring() {
        return resideInAPackage(ROOT).as("Gateway and Main");
    }

    private static DescribedPredicate<JavaClass> belongToTheSpiCodec() {
        return JavaClass.Predicates.belongToAnyOf(FramedProtocol.class);
    }

    /// Reads better than a bare predicate where a rule is told.
    private static DescribedPredicate<JavaClass> are(DescribedPredicate<JavaClass> predicate) {
        return predicate.as("are %s", predicate.getDescription());
    }

    private static SliceAssignment eachPackage() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return type.getPackageName().startsWith(ROOT)
                        ? SliceIdentifier.of(type.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "each package of the gateway";
            }
        };
    }
}
