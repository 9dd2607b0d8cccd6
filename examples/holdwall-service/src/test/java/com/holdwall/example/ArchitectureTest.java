package com.holdwall.example;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricFamily;
import com.holdwall.probes.metric.SignalFamily;
import com.holdwall.probes.micrometer.MeterSource;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The direction rules of the architecture. Gate 9 of the build. */
class ArchitectureTest {

  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("com.holdwall.runbook", "com.holdwall.probes", "com.holdwall.resilience");

  private static final String[] DRIVERS = {
    "com.zaxxer..",
    "redis..",
    "org.apache.kafka..",
    "dev.langchain4j..",
    "io.micrometer..",
    "jakarta..",
    "org.springframework..",
    "com.sun.net.httpserver..",
    "java.sql..",
    "javax.sql.."
  };

  /** Small things that any probe may use: numbers with names, windows, trends, an HTTP request. */
  private static final String[] SHARED_BY_PROBES = {
    "com.holdwall.probes.client",
    "com.holdwall.probes.internal",
    "com.holdwall.probes.metric",
    "com.holdwall.probes.trend",
    "com.holdwall.probes.window"
  };

  @Test
  void library_isOnTheClassPath_soTheRulesCannotPassForNothing() {
    Set<String> packages =
        LIBRARY.stream().map(c -> c.getPackageName()).collect(Collectors.toSet());
    assertThat(packages)
        .contains(
            "com.holdwall.runbook",
            "com.holdwall.runbook.diagnosis",
            "com.holdwall.probes",
            "com.holdwall.probes.jdbc",
            "com.holdwall.probes.kafka",
            "com.holdwall.resilience",
            "com.holdwall.resilience.jdbc");
  }

  @Test
  void runbookApi_dependsOnNoOtherModule() {
    noClasses()
        .that()
        .resideInAPackage("com.holdwall.runbook..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.holdwall.probes..", "com.holdwall.resilience..")
        .check(LIBRARY);
  }

  @Test
  void runbookApi_bringsJspecifyCommonmarkAndJacksonCoreOnly() {
    classes()
        .that()
        .resideInAPackage("com.holdwall.runbook..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "com.holdwall.runbook..",
                "java..",
                "org.jspecify..",
                "org.commonmark..",
                "com.fasterxml.jackson.core.."))
        .check(LIBRARY);
  }

  @Test
  void probesAndResilience_neverImportEachOther() {
    noClasses()
        .that()
        .resideInAPackage("com.holdwall.probes..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.holdwall.resilience..")
        .check(LIBRARY);
    noClasses()
        .that()
        .resideInAPackage("com.holdwall.resilience..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.holdwall.probes..")
        .check(LIBRARY);
  }

  @Test
  void rootPackages_importNoDriver() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "com.holdwall.probes", "com.holdwall.resilience", "com.holdwall.resilience.ai")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(DRIVERS)
        .check(LIBRARY);
  }

  @Test
  void driverPackagesOfTheProbes_neverImportOneAnother() {
    for (JavaPackage driver : LIBRARY.getPackage("com.holdwall.probes").getSubpackages()) {
      if (Set.of("com.holdwall.probes.http", "com.holdwall.probes.micrometer")
          .contains(driver.getName())) {
        continue;
      }
      noClasses()
          .that()
          .resideInAPackage(driver.getName() + "..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("com.holdwall.probes.*..")
                  .and(not(resideInAnyPackage(SHARED_BY_PROBES)))
                  .and(not(resideInAPackage(driver.getName() + ".."))))
          .check(LIBRARY);
    }
  }

  @Test
  void whatProbesShare_importsNoDriver() {
    noClasses()
        .that()
        .resideInAnyPackage(SHARED_BY_PROBES)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(DRIVERS)
        .check(LIBRARY);
  }

  @Test
  void everyMetric_isDeclaredAsAFamily_soThatTheReferenceHasIt() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Metric.class, MetricFamily.class, MeterSource.class)
        .should()
        .callConstructorWhere(target(owner(equivalentTo(Metric.class))))
        .orShould()
        .callMethodWhere(
            target(owner(equivalentTo(Metric.class))).and(target(nameMatching("gauge|counter"))))
        .check(LIBRARY);
  }

  @Test
  void everyFamilyOfMetrics_isAConstant_soThatTheReferenceFindsIt() {
    List<JavaCodeUnit> makers =
        LIBRARY.stream()
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTargetOwner().isEquivalentTo(MetricFamily.class))
            .filter(call -> Set.of("gauge", "counter").contains(call.getName()))
            .map(call -> call.getOrigin())
            .toList();
    assertThat(makers).hasSizeGreaterThan(20);
    assertThat(makers)
        .allSatisfy(
            maker ->
                assertThat(
                        maker.getName().equals("<clinit>")
                            || maker.getRawReturnType().isEquivalentTo(MetricFamily.class)
                            || maker.getRawReturnType().isEquivalentTo(SignalFamily.class))
                    .as(maker.getFullName())
                    .isTrue());
  }

  @Test
  void packages_areFreeOfCycles() {
    slices().matching("com.holdwall.(**)").should().beFreeOfCycles().check(LIBRARY);
  }

  @Test
  void everyPackage_isNullMarked() {
    Set<JavaPackage> packages =
        LIBRARY.stream().map(c -> c.getPackage()).collect(Collectors.toSet());
    assertThat(packages)
        .allSatisfy(p -> assertThat(p.isAnnotatedWith(NullMarked.class)).as(p.getName()).isTrue());
  }

  @Test
  void publicClasses_areFinalOrClosed_soThatNobodyExtendsAnImplementation() {
    classes()
        .that()
        .arePublic()
        .and()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .areNotAssignableTo(Throwable.class)
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(LIBRARY);
  }

  @Test
  void library_neverRunsACommand_orPrintsToTheConsole() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .orShould()
        .callMethodWhere(
            com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                    com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo(
                            Runtime.class)))
                .and(
                    com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                        com.tngtech.archunit.core.domain.properties.HasName.Predicates.name(
                            "exec"))))
        .check(LIBRARY);
    com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
        LIBRARY);
  }
}
