package dev.ichnos.collector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds the walls of docs/architecture.md: which room may use which. One scan of all modules serves
 * every rule.
 */
class ArchitectureTest {
  private static final String BASE = "dev.ichnos.";
  private static final String COLLECTOR = BASE + "collector.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.ichnos");

  private static final List<String> JDK = List.of("java..", "javax..", "org.jspecify..");
  private static final List<String> FORMAT_LIBRARIES =
      List.of("com.google.protobuf..", "com.fasterxml.jackson.core..");
  private static final String MODEL = BASE + "model";
  private static final String IDENTITY = BASE + "identity..";
  private static final String REPAIR = BASE + "repair..";
  private static final String CODECS = BASE + "codec..";
  private static final String CONFIG = COLLECTOR + "config";
  private static final String COMPONENT = COLLECTOR + "component";
  private static final String TRANSPORT = COLLECTOR + "transport..";
  private static final String PIPELINE = COLLECTOR + "pipeline..";
  private static final String LOG = "org.slf4j..";
  private static final String PROTO = BASE + "proto..";

  /** Each room and what it may use beside itself and the JDK. */
  private static final Map<String, List<String>> ROOMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(PROTO, List.of(FORMAT_LIBRARIES.get(0))),
              Map.entry(MODEL, List.of()),
              Map.entry(BASE + "semconv", List.of()),
              Map.entry(BASE + "propagation", List.of(MODEL)),
              Map.entry(BASE + "codec", List.of(MODEL)),
              Map.entry(
                  BASE + "codec.wire",
                  List.of(MODEL, BASE + "codec", FORMAT_LIBRARIES.get(0), FORMAT_LIBRARIES.get(1))),
              Map.entry(IDENTITY, List.of(MODEL, BASE + "semconv", BASE + "propagation")),
              Map.entry(REPAIR, List.of(MODEL, BASE + "semconv", BASE + "propagation", IDENTITY)),
              Map.entry(BASE + "istio..", List.of(MODEL, BASE + "semconv", BASE + "propagation")),
              Map.entry(
                  CONFIG, List.of("com.fasterxml.jackson..", "org.yaml.snakeyaml..", COMPONENT)),
              Map.entry(COMPONENT, List.of("io.prometheus.metrics..", LOG)),
              Map.entry(TRANSPORT, List.of(CONFIG, COMPONENT, LOG, "io.netty..", "io.grpc..")),
              Map.entry(
                  PIPELINE,
                  List.of(CONFIG, COMPONENT, LOG, MODEL, BASE + "codec", IDENTITY, REPAIR)),
              Map.entry(
                  COLLECTOR + "journal..",
                  List.of(
                      PIPELINE,
                      CONFIG,
                      COMPONENT,
                      LOG,
                      MODEL,
                      BASE + "codec",
                      BASE + "codec.otlp")),
              Map.entry(
                  COLLECTOR + "receiver..",
                  List.of(
                      PIPELINE,
                      TRANSPORT,
                      CONFIG,
                      COMPONENT,
                      LOG,
                      MODEL,
                      CODECS,
                      "com.fasterxml.jackson.core..",
                      "io.grpc..")),
              Map.entry(
                  COLLECTOR + "exporter..",
                  List.of(
                      PIPELINE,
                      TRANSPORT,
                      CONFIG,
                      COMPONENT,
                      LOG,
                      MODEL,
                      CODECS,
                      BASE + "semconv",
                      PROTO,
                      "com.google.protobuf..",
                      "com.fasterxml.jackson.core..",
                      "io.grpc..",
                      "com.google.auth..")),
              Map.entry(
                  COLLECTOR + "kubernetes..",
                  List.of(
                      IDENTITY,
                      MODEL,
                      BASE + "semconv",
                      TRANSPORT,
                      CONFIG,
                      COMPONENT,
                      LOG,
                      "com.fasterxml.jackson..")),
              Map.entry(
                  COLLECTOR + "admin",
                  List.of(
                      PIPELINE,
                      TRANSPORT,
                      CONFIG,
                      COMPONENT,
                      LOG,
                      "io.prometheus.metrics..",
                      "com.fasterxml.jackson.core.."))));

  @TestFactory
  Stream<DynamicTest> room_usesOnlyWhatItsWallsAllow() {
    return ROOMS.entrySet().stream()
        .map(
            room ->
                DynamicTest.dynamicTest(
                    room.getKey(),
                    () -> {
                      List<String> allowed = new ArrayList<>(JDK);
                      allowed.add(room.getKey());
                      allowed.addAll(room.getValue());
                      classes()
                          .that()
                          .resideInAPackage(room.getKey())
                          .should()
                          .onlyDependOnClassesThat()
                          .resideInAnyPackage(allowed.toArray(String[]::new))
                          .allowEmptyShould(true)
                          .check(CLASSES);
                    }));
  }

  @Test
  void everyPackage_isARoom() {
    List<String> rooms = new ArrayList<>(ROOMS.keySet());
    // Held by rules of their own, or free to see all but the root.
    rooms.addAll(
        List.of(
            CODECS,
            "dev.ichnos.collector",
            COLLECTOR + "mapping",
            COLLECTOR + "demo",
            COLLECTOR + "bench"));
    classes().should().resideInAnyPackage(rooms.toArray(String[]::new)).check(CLASSES);
  }

  @Test
  void translators_haveNoFilesSocketsThreadsOrLog() {
    noClasses()
        .that()
        .resideInAnyPackage(MODEL, BASE + "semconv", BASE + "propagation", CODECS, IDENTITY, REPAIR)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..", "java.nio.file..", "java.nio.channels..", "java.util.concurrent", LOG)
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Thread")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File|RandomAccess).*")
        .check(CLASSES);
  }

  @Test
  void picocli_isUsedByTheRootAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ichnos.collector")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CLASSES);
  }

  @Test
  void formatCodec_usesModelSeamAndWireButNoOtherCodec() {
    List<String> allowed = new ArrayList<>(JDK);
    allowed.addAll(FORMAT_LIBRARIES);
    allowed.addAll(
        List.of(
            MODEL,
            BASE + "semconv",
            BASE + "propagation",
            BASE + "codec",
            BASE + "codec.wire",
            PROTO,
            BASE + "codec.*"));
    classes()
        .that()
        .resideInAPackage(BASE + "codec.*")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new))
        .check(CLASSES);
    slices()
        .matching(BASE + "codec.(*)")
        .that(
            DescribedPredicate.describe(
                "are a format", slice -> !slice.getNamePart(1).equals("wire")))
        .should()
        .notDependOnEachOther()
        // Envoy's messages hold OpenCensus' spans.
        .ignoreDependency(
            JavaClass.Predicates.resideInAPackage(BASE + "codec.envoy"),
            JavaClass.Predicates.resideInAPackage(BASE + "codec.opencensus"))
        .check(CLASSES);
  }

  @Test
  void receiversAndExporters_knowNoOtherOfTheirKind() {
    slices()
        .matching(COLLECTOR + "(receiver|exporter).(*)..")
        .should()
        .notDependOnEachOther()
        .check(CLASSES);
  }

  @Test
  void receiverAndExporterPackages_haveOnePublicTypeEach() {
    Map<String, List<String>> publicTypes = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      String name = type.getPackageName();
      if ((name.startsWith(COLLECTOR + "receiver.") || name.startsWith(COLLECTOR + "exporter."))
          && type.isTopLevelClass()
          && type.getModifiers().contains(JavaModifier.PUBLIC)) {
        publicTypes.computeIfAbsent(name, any -> new ArrayList<>()).add(type.getSimpleName());
      }
    }
    // OTLP over gRPC and over HTTP are two types of exporter in one room.
    assertThat(publicTypes)
        .allSatisfy(
            (room, types) -> assertThat(types).hasSize(room.endsWith("exporter.otlp") ? 2 : 1));
  }

  @Test
  void onlyTheRoot_seesTheRoot() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ichnos.collector")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.ichnos.collector")
        .check(CLASSES);
  }

  @Test
  void netty_isUsedByTransportAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(TRANSPORT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", "io.grpc.netty..")
        .check(CLASSES);
  }

  /** Its classes are loaded only where credentials are configured. */
  @Test
  void googlesLibraryForCredentials_isUsedByOneClassAlone() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.exporter\\.googlecloud\\.GoogleTokens(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.auth..")
        .check(CLASSES);
  }

  @Test
  void guava_isNotOurs() {
    noClasses()
        .that()
        .resideInAPackage("dev.ichnos..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.common..")
        .check(CLASSES);
  }

  @Test
  void everyPackage_isNullMarked() {
    classes()
        .that()
        .resideOutsideOfPackage(PROTO)
        .and()
        .haveSimpleNameNotEndingWith("package-info")
        .should(liveInANullMarkedPackage())
        .check(CLASSES);
  }

  private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
    return new ArchCondition<>("live in a package that is @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked =
            type.getPackage()
                .tryGetAnnotationOfType("org.jspecify.annotations.NullMarked")
                .isPresent();
        if (!marked) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " does not"));
        }
      }
    };
  }
}
