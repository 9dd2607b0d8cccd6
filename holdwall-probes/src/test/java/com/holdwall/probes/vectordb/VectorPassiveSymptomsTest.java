package com.holdwall.probes.vectordb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.contract.PassiveSymptoms;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service's own searches raise the symptoms of the vector runbook, without any request. */
class VectorPassiveSymptomsTest {

  private static final long MILLI = 1_000_000;

  private final VectorSearchStatistics searches = VectorSearchStatistics.create();
  private PassiveSymptoms passive;

  @BeforeEach
  void start() {
    passive =
        PassiveSymptoms.of(
            "vectordb", HoldwallRunbooks.VECTOR_DATABASE_ISSUES, VectorFinding.values(), searches);
  }

  @AfterEach
  void stop() {
    passive.close();
  }

  private Observation seen(SymptomId symptom) {
    return passive.seen(symptom);
  }

  private void record(SearchOutcome outcome, int times, long nanos) {
    for (int i = 0; i < times; i++) {
      searches.ended(outcome, nanos);
    }
  }

  @Test
  void withoutEnoughSearches_nothingIsSaid() {
    record(SearchOutcome.FAILED, 19, MILLI);
    assertThat(seen(HoldwallSymptoms.VECTOR_SEARCH_FAILING))
        .isInstanceOf(Observation.NotEvaluable.class);
  }

  @Test
  void healthySearches_raiseNone() {
    record(SearchOutcome.SUCCESS, 200, 100 * MILLI);
    assertThat(seen(HoldwallSymptoms.VECTOR_SEARCH_FAILING))
        .isInstanceOf(Observation.NotObserved.class);
    assertThat(seen(HoldwallSymptoms.VECTOR_SEARCH_SLOW))
        .isInstanceOf(Observation.NotObserved.class);
  }

  @Test
  void twoFailuresInAHundredSearches_areObserved_andNameTheRunbook() {
    record(SearchOutcome.SUCCESS, 98, 100 * MILLI);
    record(SearchOutcome.FAILED, 1, MILLI);
    record(SearchOutcome.TIMEOUT, 1, 100 * MILLI);
    Observation observation = seen(HoldwallSymptoms.VECTOR_SEARCH_FAILING);
    assertThat(observation).isInstanceOf(Observation.Observed.class);
    assertThat(((Observation.Observed) observation).evidence().samples()).isEqualTo(100);
    assertThat(passive.registry().diagnose().ranked().get(0).runbook().id())
        .isEqualTo(HoldwallRunbooks.VECTOR_DATABASE_ISSUES);
  }

  @Test
  void searchesOf700Ms_areObservedAsSlow_andFailuresAtOnceDoNotHideThem() {
    record(SearchOutcome.SUCCESS, 50, 700 * MILLI);
    record(SearchOutcome.FAILED, 5_000, 0);
    assertThat(seen(HoldwallSymptoms.VECTOR_SEARCH_SLOW)).isInstanceOf(Observation.Observed.class);
  }

  @Test
  void metrics_areWhatTheSymptomsRestOn() {
    record(SearchOutcome.SUCCESS, 3, 100 * MILLI);
    record(SearchOutcome.FAILED, 1, MILLI);
    assertThat(searches.metrics())
        .extracting(metric -> metric.name() + metric.labels() + " " + metric.value())
        .contains(
            "holdwall_vectordb_error_ratio{runbook=vector-database-issues} 0.25",
            "holdwall_vectordb_error_ratio_samples{runbook=vector-database-issues} 4.0",
            "holdwall_vectordb_latency_p95_samples{runbook=vector-database-issues} 3.0",
            "vectordb_searches_total{outcome=failed} 1.0");
  }

  @Test
  void pastMomentsAndOtherMetrics_giveNothing() {
    Instant past = Instant.now().minus(Duration.ofHours(1));
    assertThat(searches.read(HoldwallMetrics.VECTOR_ERROR_RATIO, past)).isEmpty();
    assertThat(searches.read(HoldwallMetrics.AI_ERROR_RATIO, Instant.now())).isEmpty();
  }

  @Test
  void windowOutOfRange_isRefused() {
    assertThatThrownBy(() -> VectorSearchStatistics.of(Duration.ofDays(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT48H");
  }
}
