package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.DetectionCondition;
import com.holdwall.runbook.DetectionCondition.AnyOf;
import com.holdwall.runbook.DetectionCondition.MetricThreshold;
import com.holdwall.runbook.DetectionCondition.MetricTrend;
import com.holdwall.runbook.DetectionCondition.ProbeCondition;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.evaluation.SignalReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Missing data never reads as healthy: whatever signal is taken away, its symptom is unknown. */
class MissingSignalTest {

  private static final Instant NIGHT = Instant.parse("2026-11-24T03:00:00Z");

  static List<Symptom> symptoms() {
    return HoldwallRunbooks.catalog().runbooks().stream()
        .flatMap(runbook -> runbook.symptoms().stream())
        .toList();
  }

  private static List<DetectionCondition> parts(DetectionCondition condition) {
    return condition instanceof AnyOf any ? any.conditions() : List.of(condition);
  }

  /** Every signal is there and healthy, but for those of one symptom. */
  private static Observation without(Symptom missing, boolean reallyMissing) {
    Set<Object> gone = new HashSet<>();
    if (reallyMissing) {
      for (DetectionCondition part : parts(missing.condition())) {
        if (part instanceof ProbeCondition probe) {
          probe.findings().forEach(finding -> gone.add(probe.probe() + "/" + finding));
        } else if (part instanceof MetricThreshold threshold) {
          gone.add(threshold.metric());
        } else if (part instanceof MetricTrend trend) {
          gone.add(trend.metric());
        }
      }
    }
    SignalReader signals =
        (metric, at) ->
            gone.contains(metric)
                ? Optional.empty()
                : Optional.of(new SignalReader.Signal(metric.contains("success") ? 1 : 0, 1_000));
    Map<String, List<Reading>> readings = readings(gone);
    try (EventQueue events = new EventQueue(List.of())) {
      SymptomBoard board =
          new SymptomBoard(HoldwallRunbooks.catalog(), readings.keySet(), signals, events);
      readings.forEach((probe, all) -> board.update(probe, all, NIGHT));
      return board.observations().stream()
          .filter(observation -> observation.symptom().equals(missing.id()))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Map<String, List<Reading>> readings(Set<Object> gone) {
    Map<String, List<Reading>> readings = new TreeMap<>();
    for (Symptom symptom : symptoms()) {
      for (DetectionCondition part : parts(symptom.condition())) {
        if (part instanceof ProbeCondition probe) {
          List<Reading> all = readings.computeIfAbsent(probe.probe(), p -> new ArrayList<>());
          for (String finding : probe.findings()) {
            all.add(
                gone.contains(probe.probe() + "/" + finding)
                    ? new Reading.Unknown(finding, "its signal was taken away")
                    : Reading.of(finding, nothing()));
          }
        }
      }
    }
    return readings;
  }

  private static Evidence nothing() {
    return new Evidence("s", 0, Comparison.AT_LEAST, 1, "u", Duration.ZERO, 1, "test", "");
  }

  @ParameterizedTest
  @MethodSource("symptoms")
  void symptomWhoseSignalIsTakenAway_isNotEvaluable_withAReason(Symptom symptom) {
    Observation answer = without(symptom, true);
    assertThat(answer).isInstanceOf(Observation.NotEvaluable.class);
    assertThat(((Observation.NotEvaluable) answer).reason()).isNotBlank();
  }

  @Test
  void symptomsWithAllTheirSignals_areNotObserved_soThatTakingOneAwayMatters() {
    List<SymptomId> known = new ArrayList<>();
    for (Symptom symptom : symptoms()) {
      if (without(symptom, false) instanceof Observation.NotObserved) {
        known.add(symptom.id());
      }
    }
    // The rest only a person or an alert can report; nobody did.
    assertThat(known).hasSize(26);
  }

  @Test
  void readerThatBreaks_makesItsSymptomsNotEvaluable_andTellsItsClassOnly() {
    SignalReader broken =
        (metric, at) -> {
          throw new IllegalStateException("password=canary");
        };
    try (EventQueue events = new EventQueue(List.of())) {
      SymptomBoard board =
          new SymptomBoard(HoldwallRunbooks.catalog(), Set.of("database"), broken, events);
      board.update("database", List.of(), NIGHT);
      assertThat(board.observations())
          .noneMatch(Observation.Observed.class::isInstance)
          .anyMatch(o -> o.toString().contains("reading the metric broke: java.lang.Illegal"))
          .noneMatch(o -> o.toString().contains("canary"));
    }
  }
}
