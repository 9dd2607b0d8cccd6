package com.holdwall.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.holdwall.runbook.DetectionCondition.MetricThreshold;
import com.holdwall.runbook.DetectionCondition.MetricTrend;
import com.holdwall.runbook.DetectionCondition.ProbeCondition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the model refuses, and in which words: the thing, its value, the rule. */
class ModelValidationTest {

  private static final RunbookId DISK = new RunbookId("disk");
  private static final RunbookId CACHE = new RunbookId("cache");
  private static final StepId LOOK = new StepId(DISK, Section.DIAGNOSIS, 1);
  private static final StepId ACT = new StepId(DISK, Section.IMMEDIATE, 1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Safety RISKY = new Safety(SafetyClass.MUTATING, "it restarts", List.of());

  private static Symptom symptom(RunbookId runbook) {
    return new Symptom(
        new SymptomId(runbook, "full"),
        "full",
        Role.DISCRIMINATING,
        new DetectionCondition.OperatorReport());
  }

  private static Runbook runbook(RunbookId id, Symptom... symptoms) {
    return new Runbook(
        id,
        "Disk",
        List.of(symptoms),
        List.of(new DiagnosisStep(LOOK, "look", new Check.ManualCheck())),
        List.of(new ResolutionStep(ACT, "act", null)),
        List.of());
  }

  private static Command command(Safety safety) {
    return new Command.Invocation(
        List.of(
            Argument.of("kubectl"),
            new Argument(List.of(new Placeholder("pod-name", Placeholder.Type.DNS_NAME)))),
        safety);
  }

  private static Evidence evidence(double value, Duration window, long samples) {
    return new Evidence(
        "usage", value, Comparison.ABOVE, 1, "ratio", window, samples, "probe disk", "");
  }

  private static MetricThreshold threshold(Duration window, long minSamples) {
    return new MetricThreshold("m", Comparison.ABOVE, 1, 0.5, "ratio", window, minSamples);
  }

  private static Arguments refuses(String message, ThrowingCallable call) {
    return arguments(message, call);
  }

  static Stream<Arguments> ids() {
    return Stream.of(
        refuses(
            "runbook id 'Disk Space' must be lower-case words joined by hyphens, like 'disk-space'",
            () -> new RunbookId("Disk Space")),
        refuses(
            "symptom key '' must be lower-case words joined by hyphens, like 'disk-space'",
            () -> new SymptomId(DISK, "")),
        refuses("symptom id 'full' must have the form runbook/key", () -> SymptomId.parse("full")),
        refuses(
            "step number must be at least 1, but is 0",
            () -> new StepId(DISK, Section.DIAGNOSIS, 0)));
  }

  static Stream<Arguments> parts() {
    return Stream.of(
        refuses("number of symptoms of disk must be at least 1, but is 0", () -> runbook(DISK)),
        refuses(
            "'cache/full' must be of runbook 'disk', but is of 'cache'",
            () -> runbook(DISK, symptom(CACHE))),
        refuses(
            "symptom ids of disk must be unique, but are [disk/full, disk/full]",
            () -> runbook(DISK, symptom(DISK), symptom(DISK))),
        refuses(
            "step id 'disk/immediate/1' must be of the diagnosis section",
            () -> new DiagnosisStep(ACT, "look", new Check.ManualCheck())),
        refuses(
            "step id 'disk/diagnosis/1' must be of a resolution section",
            () -> new ResolutionStep(LOOK, "act", null)),
        refuses(
            "horizon must be a resolution section, but is PREVENTION",
            () -> runbook(DISK, symptom(DISK)).resolution(Section.PREVENTION)));
  }

  static Stream<Arguments> checks() {
    return Stream.of(
        refuses(
            "a diagnosis step's HTTP method must be GET or HEAD, but is 'POST'",
            () -> new Check.HttpCheck("POST", "/x")),
        refuses("HTTP target 'x' must start with '/'", () -> new Check.HttpCheck("GET", "x")),
        refuses(
            "a diagnosis step's command must be READ_ONLY, but 'kubectl <pod-name>' is MUTATING",
            () -> new Check.CommandCheck(command(RISKY))),
        refuses(
            "reason of a DESTRUCTIVE command must not be blank, but is ' '",
            () -> new Safety(SafetyClass.DESTRUCTIVE, " ", List.of())));
  }

  static Stream<Arguments> conditions() {
    return Stream.of(
        refuses("window must be longer than zero, but is PT0S", () -> threshold(Duration.ZERO, 1)),
        refuses(
            "clearThreshold must not be > the threshold of 1.0, but is 2.0",
            () -> threshold(MINUTE, 1).withThresholds(1, 2)),
        refuses(
            "clearFactor must be from 0 to the factor of 2.0, but is 3.0",
            () -> new MetricTrend("m", 2, 3, MINUTE, MINUTE.multipliedBy(5), 1)),
        refuses("minSamples must not be negative, but is -1", () -> threshold(MINUTE, -1)),
        refuses(
            "baseline must be longer than the window of PT1M, but is PT1M",
            () -> new MetricTrend("m", 2, 1.2, MINUTE, MINUTE, 1)),
        refuses(
            "consecutive must be at least 1, but is 0",
            () -> new ProbeCondition("disk", Set.of("FULL"), 0, 1)),
        refuses(
            "number of findings must be at least 1, but is 0",
            () -> new ProbeCondition("disk", Set.of(), 1, 1)),
        refuses(
            "any-of must hold at least 2 conditions, but holds 0",
            () -> new DetectionCondition.AnyOf(List.of())));
  }

  static Stream<Arguments> evidence() {
    return Stream.of(
        refuses("value must be a finite number, but is NaN", () -> evidence(Double.NaN, MINUTE, 1)),
        refuses(
            "window must not be negative, but is PT-1M", () -> evidence(1, MINUTE.negated(), 1)),
        refuses("samples must not be negative, but is -1", () -> evidence(1, MINUTE, -1)),
        refuses(
            "reason must not be blank, but is ''",
            () -> new Observation.NotEvaluable(new SymptomId(DISK, "full"), "")));
  }

  @ParameterizedTest
  @MethodSource({"ids", "parts", "checks", "conditions", "evidence"})
  void badInput_isRefused_byThingValueAndRule(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void placeholder_takesWhatItsTypeAllows_andNothingElse() {
    Command.Invocation exec = (Command.Invocation) command(RISKY);
    assertThat(exec.bind(Map.of("pod-name", "app-7f9"))).containsExactly("kubectl", "app-7f9");
    for (String bad : List.of("", "-rf", "*", "a b", "A", "a;b", "$(x)", "a..b", "x".repeat(254))) {
      assertThatThrownBy(() -> exec.bind(Map.of("pod-name", bad)))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("value '" + bad + "' of placeholder <pod-name> must be a DNS_NAME");
    }
    assertThatThrownBy(() -> exec.bind(Map.of())).hasMessage("placeholder <pod-name> has no value");
    assertThatThrownBy(() -> exec.bind(Map.of("pod-name", "a", "pod", "b")))
        .hasMessage("value for 'pod' fits no placeholder of [pod-name]");
  }

  @Test
  void catalog_findsItsParts_andNothingElse() {
    Runbook disk = runbook(DISK, symptom(DISK));
    RunbookCatalog catalog =
        new RunbookCatalog("Title", List.of(disk), List.of(), List.of(), List.of());
    assertThat(catalog.runbook(DISK)).contains(disk);
    assertThat(catalog.runbook(CACHE)).isEmpty();
    assertThat(catalog.symptom(SymptomId.parse("disk/full"))).isPresent();
    assertThat(catalog.symptom(SymptomId.parse("disk/empty"))).isEmpty();
    assertThatThrownBy(
            () -> new RunbookCatalog("T", List.of(disk, disk), List.of(), List.of(), List.of()))
        .hasMessage("runbook ids must be unique, but are [disk, disk]");
  }

  @Test
  void condition_overriddenForAService_changesThatSymptomOnly() {
    RunbookCatalog catalog =
        new RunbookCatalog(
            "Title", List.of(runbook(DISK, symptom(DISK))), List.of(), List.of(), List.of());
    DetectionCondition own = threshold(MINUTE, 1).withThresholds(3, 2);
    RunbookCatalog changed = catalog.withCondition(SymptomId.parse("disk/full"), own);
    assertThat(changed.symptom(SymptomId.parse("disk/full")).orElseThrow().condition())
        .isEqualTo(own);
    assertThat(changed.withCondition(SymptomId.parse("disk/full"), symptom(DISK).condition()))
        .isEqualTo(catalog);
    assertThatThrownBy(() -> catalog.withCondition(SymptomId.parse("disk/empty"), own))
        .hasMessage("symptom 'disk/empty' must be of the catalogue 'Title'");
  }

  @Test
  void lists_areCopied_soThatNobodyChangesARunbookLater() {
    List<Symptom> symptoms = new java.util.ArrayList<>(List.of(symptom(DISK)));
    Runbook disk =
        new Runbook(
            DISK,
            "Disk",
            symptoms,
            List.of(new DiagnosisStep(LOOK, "look", new Check.ManualCheck())),
            List.of(new ResolutionStep(ACT, "act", null)),
            List.of());
    symptoms.clear();
    assertThat(disk.symptoms()).hasSize(1);
  }
}
