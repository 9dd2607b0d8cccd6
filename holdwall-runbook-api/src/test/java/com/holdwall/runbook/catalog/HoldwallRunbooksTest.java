package com.holdwall.runbook.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.Check;
import com.holdwall.runbook.Command;
import com.holdwall.runbook.DetectionCondition;
import com.holdwall.runbook.Precondition;
import com.holdwall.runbook.ResolutionStep;
import com.holdwall.runbook.Role;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.SafetyClass;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.SymptomId;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The typed catalogue and the document say the same. */
class HoldwallRunbooksTest {

  private final RunbookCatalog catalog = HoldwallRunbooks.catalog();

  private Stream<ResolutionStep> resolution() {
    return catalog.runbooks().stream().flatMap(runbook -> runbook.resolution().stream());
  }

  private List<Command> commands() {
    return resolution().map(ResolutionStep::command).flatMap(Stream::ofNullable).toList();
  }

  @Test
  void document_isReadCompletely() {
    assertThat(catalog.runbooks()).hasSize(10);
    assertThat(catalog.runbooks().stream().flatMap(r -> r.symptoms().stream())).hasSize(30);
    assertThat(catalog.runbooks().stream().flatMap(r -> r.diagnosis().stream())).hasSize(31);
    assertThat(resolution()).hasSize(80);
    assertThat(resolution().map(step -> step.id().section()).distinct())
        .containsExactly(Section.IMMEDIATE, Section.SHORT_TERM, Section.LONG_TERM);
    assertThat(commands()).hasSize(6);
    assertThat(catalog.runbooks().stream().flatMap(r -> r.prevention().stream())).hasSize(30);
    assertThat(catalog.generalSteps()).hasSize(5);
    assertThat(catalog.generalSteps().stream().flatMap(step -> step.details().stream()))
        .hasSize(12);
    assertThat(catalog.contacts()).hasSize(4);
    assertThat(catalog.links()).hasSize(4);
    assertThat(catalog.title()).isEqualTo("Operational Runbooks");
  }

  @Test
  void resolution_hasTheNumberOfStepsOfEachRunbook() {
    assertThat(catalog.runbooks())
        .extracting(r -> r.resolution().size())
        .containsExactly(8, 7, 7, 9, 10, 7, 7, 9, 9, 7);
  }

  @Test
  void checks_are11Requests_and2Commands_and18ForAPerson() {
    Map<Class<?>, Long> kinds =
        catalog.runbooks().stream()
            .flatMap(r -> r.diagnosis().stream())
            .collect(
                java.util.stream.Collectors.groupingBy(
                    step -> step.check().getClass(), java.util.stream.Collectors.counting()));
    assertThat(kinds)
        .containsEntry(Check.HttpCheck.class, 11L)
        .containsEntry(Check.CommandCheck.class, 2L)
        .containsEntry(Check.ManualCheck.class, 18L);
  }

  @Test
  void runbookConstants_areTheDocumentsRunbooks_oneToOne() {
    assertThat(constants(HoldwallRunbooks.class, RunbookId.class))
        .containsExactlyInAnyOrderElementsOf(catalog.runbooks().stream().map(Runbook::id).toList());
  }

  @Test
  void symptomConstants_areTheDocumentsSymptoms_oneToOne() {
    List<SymptomId> inDocument =
        catalog.runbooks().stream().flatMap(r -> r.symptoms().stream()).map(Symptom::id).toList();
    assertThat(constants(HoldwallSymptoms.class, SymptomId.class))
        .containsExactlyInAnyOrderElementsOf(inDocument);
    assertThat(HoldwallSymptoms.all()).containsExactlyElementsOf(inDocument);
  }

  @Test
  void symptomsWords_standInTheDocument_onTheLineThatIsTold() throws IOException {
    List<String> lines = shipped().lines().toList();
    for (Runbook runbook : catalog.runbooks()) {
      for (Symptom symptom : runbook.symptoms()) {
        int line = HoldwallRunbooks.document().line(symptom.id()).orElseThrow();
        assertThat(lines.get(line - 1)).isEqualTo("- " + symptom.description());
      }
    }
  }

  @Test
  void everySymptom_hasAConditionOfItsOwn_andNotTheReadersDefault() {
    List<SymptomId> reports =
        catalog.runbooks().stream()
            .flatMap(r -> r.symptoms().stream())
            .filter(s -> s.condition() instanceof DetectionCondition.OperatorReport)
            .map(Symptom::id)
            .toList();
    assertThat(reports)
        .containsExactly(HoldwallSymptoms.FAILURES_REPORTED, HoldwallSymptoms.SLOWNESS_REPORTED);
  }

  @Test
  void supportingSymptoms_areTheNineOfTheTable_andTheThreeThatOnlyOthersSee() {
    List<SymptomId> supporting =
        catalog.runbooks().stream()
            .flatMap(r -> r.symptoms().stream())
            .filter(s -> s.role() == Role.SUPPORTING)
            .map(Symptom::id)
            .toList();
    assertThat(supporting)
        .containsExactly(
            HoldwallSymptoms.DATABASE_REQUESTS_TIMING_OUT,
            HoldwallSymptoms.CACHE_SLOW_FALLBACK,
            HoldwallSymptoms.KAFKA_EVENTS_SLOW,
            HoldwallSymptoms.KAFKA_UPDATES_DELAYED,
            HoldwallSymptoms.SERVER_ERRORS_INCREASING,
            HoldwallSymptoms.FAILURES_REPORTED,
            HoldwallSymptoms.SLOWNESS_REPORTED,
            HoldwallSymptoms.TIMEOUTS_INCREASING,
            HoldwallSymptoms.MEMORY_SLOWDOWNS,
            HoldwallSymptoms.PODS_FAILING_TO_START,
            HoldwallSymptoms.SESSION_ERRORS,
            HoldwallSymptoms.AI_RESPONSES_SLOW);
  }

  @Test
  void commands_areShownAsTheDocumentHasThem() {
    assertThat(commands())
        .extracting(Command::display)
        .containsExactly(
            "kubectl rollout restart deployment/holdwall-app -n holdwall",
            "kubectl rollout restart statefulset/redis -n holdwall",
            "kubectl scale deployment/holdwall-worker --replicas=5 -n holdwall",
            "kubectl rollout restart deployment/holdwall-app -n holdwall",
            "kubectl exec -it <pod-name> -n holdwall -- find /var/log -type f -mtime +7 -delete",
            "kubectl rollout restart deployment/chromadb -n holdwall");
  }

  @Test
  void commands_haveTheirSafety_andSomethingToLookAtFirst() {
    assertThat(commands())
        .extracting(Command::safety)
        .containsExactly(
            SafetyClass.MUTATING,
            SafetyClass.DESTRUCTIVE,
            SafetyClass.MUTATING,
            SafetyClass.MUTATING,
            SafetyClass.DESTRUCTIVE,
            SafetyClass.DESTRUCTIVE);
    assertThat(commands()).allSatisfy(c -> assertThat(c.guard().preconditions()).isNotEmpty());
  }

  @Test
  void preconditions_nameSymptomsOfTheCatalog() {
    List<SymptomId> named =
        commands().stream()
            .flatMap(command -> command.guard().preconditions().stream())
            .map(Precondition::absent)
            .flatMap(Stream::ofNullable)
            .toList();
    assertThat(named).isNotEmpty().allSatisfy(id -> assertThat(catalog.symptom(id)).isPresent());
  }

  @Test
  void explanations_nameRunbooksOfTheCatalog() {
    HoldwallRunbooks.explanations()
        .effects()
        .forEach(
            (cause, effects) -> {
              assertThat(catalog.runbook(cause)).isPresent();
              assertThat(effects).allSatisfy(e -> assertThat(catalog.runbook(e)).isPresent());
            });
  }

  @Test
  void document_isWrittenBackByteForByte() throws IOException {
    assertThat(HoldwallRunbooks.document().toMarkdown()).isEqualTo(shipped());
  }

  private static String shipped() throws IOException {
    return Files.readString(Path.of("src/main/resources/com/holdwall/runbook/catalog/runbooks.md"));
  }

  private static <T> List<T> constants(Class<?> holder, Class<T> type) {
    return Arrays.stream(holder.getDeclaredFields())
        .filter(field -> Modifier.isPublic(field.getModifiers()) && field.getType() == type)
        .map(field -> type.cast(value(field)))
        .toList();
  }

  private static Object value(Field field) {
    try {
      return java.util.Objects.requireNonNull(field.get(null));
    } catch (IllegalAccessException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
