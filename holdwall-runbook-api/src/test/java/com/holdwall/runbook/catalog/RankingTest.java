package com.holdwall.runbook.catalog;

import static com.holdwall.runbook.catalog.HoldwallRunbooks.AI_MODEL_TIMEOUTS;
import static com.holdwall.runbook.catalog.HoldwallRunbooks.AUTHENTICATION_FAILURES;
import static com.holdwall.runbook.catalog.HoldwallRunbooks.DATABASE_CONNECTION_ISSUES;
import static com.holdwall.runbook.catalog.HoldwallRunbooks.DISK_SPACE_ISSUES;
import static com.holdwall.runbook.catalog.HoldwallRunbooks.HIGH_ERROR_RATES;
import static com.holdwall.runbook.catalog.HoldwallRunbooks.KAFKA_CONSUMER_LAG;
import static com.holdwall.runbook.catalog.HoldwallRunbooks.MEMORY_LEAKS;
import static com.holdwall.runbook.catalog.HoldwallRunbooks.REDIS_CACHE_FAILURES;
import static com.holdwall.runbook.catalog.HoldwallRunbooks.SLOW_API_RESPONSES;
import static com.holdwall.runbook.catalog.HoldwallRunbooks.VECTOR_DATABASE_ISSUES;
import static com.holdwall.runbook.catalog.HoldwallSymptoms.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.diagnosis.Diagnoser;
import com.holdwall.runbook.diagnosis.DiagnosisInput;
import com.holdwall.runbook.diagnosis.DiagnosisReport;
import com.holdwall.runbook.diagnosis.NextStep;
import com.holdwall.runbook.diagnosis.RankedRunbook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cause is ranked first. Each fault is given as what it would be observed by, written by hand
 * from the table of symptoms: with the noise that it makes elsewhere.
 */
class RankingTest {

  private static final Instant NIGHT = Instant.parse("2026-11-24T03:00:00Z");
  private static final Evidence EVIDENCE =
      new Evidence(
          "recorded", 1, Comparison.AT_LEAST, 1, "times", Duration.ofMinutes(5), 100, "test", "");

  private static DiagnosisReport diagnose(List<SymptomId> observed) {
    List<Observation> observations =
        HoldwallSymptoms.all().stream()
            .map(
                symptom ->
                    observed.contains(symptom)
                        ? new Observation.Observed(symptom, NIGHT, EVIDENCE)
                        : new Observation.NotObserved(symptom, EVIDENCE))
            .<Observation>map(o -> o)
            .toList();
    return Diagnoser.of(HoldwallRunbooks.catalog(), HoldwallRunbooks.explanations())
        .diagnose(new DiagnosisInput("holdwall-app", NIGHT, observations, List.of(), List.of()));
  }

  private static Arguments fault(String name, RunbookId cause, SymptomId... observed) {
    return arguments(name, cause, List.of(observed));
  }

  static Stream<Arguments> singleFaults() {
    return Stream.of(
        fault(
            "database killed",
            DATABASE_CONNECTION_ISSUES,
            DATABASE_CONNECTION_REFUSED,
            ERROR_RATE_HIGH,
            SERVER_ERRORS_INCREASING,
            FAILURES_REPORTED),
        fault(
            "Redis killed",
            REDIS_CACHE_FAILURES,
            CACHE_CONNECTION_ERRORS,
            CACHE_SLOW_FALLBACK,
            P95_LATENCY_HIGH,
            SLOWNESS_REPORTED),
        fault(
            "a consumer's handler hangs",
            KAFKA_CONSUMER_LAG,
            KAFKA_EVENTS_SLOW,
            KAFKA_LAG_INCREASING,
            KAFKA_UPDATES_DELAYED),
        fault(
            "a bad release throws",
            HIGH_ERROR_RATES,
            ERROR_RATE_HIGH,
            SERVER_ERRORS_INCREASING,
            FAILURES_REPORTED),
        fault("a query without an index", SLOW_API_RESPONSES, P95_LATENCY_HIGH, SLOWNESS_REPORTED),
        fault(
            "a map that grows",
            MEMORY_LEAKS,
            MEMORY_INCREASING,
            MEMORY_SLOWDOWNS,
            P95_LATENCY_HIGH,
            ERROR_RATE_HIGH),
        fault("a disk full of logs", DISK_SPACE_ISSUES, NO_SPACE_LEFT, PODS_FAILING_TO_START),
        fault(
            "the provider's keys cannot be fetched",
            AUTHENTICATION_FAILURES,
            LOGIN_FAILING,
            OAUTH_CALLBACKS_FAILING,
            SESSION_ERRORS),
        fault(
            "the provider forgot the client: every sign-in is a failed request",
            AUTHENTICATION_FAILURES,
            OAUTH_CALLBACKS_FAILING,
            ERROR_RATE_HIGH,
            SERVER_ERRORS_INCREASING,
            FAILURES_REPORTED),
        fault(
            "the broker is gone: what is published fails, and late",
            KAFKA_CONSUMER_LAG,
            KAFKA_LAG_INCREASING,
            ERROR_RATE_HIGH,
            SERVER_ERRORS_INCREASING,
            P95_LATENCY_HIGH,
            TIMEOUTS_INCREASING),
        fault(
            "the database is gone: the consumer stands, too",
            DATABASE_CONNECTION_ISSUES,
            DATABASE_CONNECTION_REFUSED,
            KAFKA_LAG_INCREASING,
            KAFKA_EVENTS_SLOW,
            KAFKA_UPDATES_DELAYED),
        fault(
            "Redis hangs: the reads that spare the database fail",
            REDIS_CACHE_FAILURES,
            CACHE_CONNECTION_ERRORS,
            ERROR_RATE_HIGH,
            SERVER_ERRORS_INCREASING,
            P95_LATENCY_HIGH),
        fault(
            "models and searches late: requests time out",
            AI_MODEL_TIMEOUTS,
            AI_CALLS_TIMING_OUT,
            P95_LATENCY_HIGH,
            TIMEOUTS_INCREASING,
            SLOWNESS_REPORTED),
        fault(
            "similarity search is slow, and so are its requests",
            VECTOR_DATABASE_ISSUES,
            VECTOR_SEARCH_SLOW,
            P95_LATENCY_HIGH,
            TIMEOUTS_INCREASING,
            SLOWNESS_REPORTED),
        fault(
            "a full disk fails what writes to it",
            DISK_SPACE_ISSUES,
            NO_SPACE_LEFT,
            ERROR_RATE_HIGH,
            SERVER_ERRORS_INCREASING),
        fault(
            "the model's provider is overloaded",
            AI_MODEL_TIMEOUTS,
            AI_CALLS_TIMING_OUT,
            AI_RESPONSES_SLOW,
            AI_PROVIDER_ERRORS,
            ERROR_RATE_HIGH),
        fault(
            "Chroma killed",
            VECTOR_DATABASE_ISSUES,
            VECTOR_SEARCH_FAILING,
            VECTOR_CONNECTION_ERRORS,
            ERROR_RATE_HIGH,
            SERVER_ERRORS_INCREASING));
  }

  static Stream<Arguments> doubleFaults() {
    return Stream.of(
        both(
            "database and Redis killed",
            Set.of(DATABASE_CONNECTION_ISSUES, REDIS_CACHE_FAILURES),
            DATABASE_CONNECTION_REFUSED,
            CACHE_CONNECTION_ERRORS,
            ERROR_RATE_HIGH,
            P95_LATENCY_HIGH),
        both(
            "Redis dead, and its load exhausts the pool",
            Set.of(REDIS_CACHE_FAILURES, DATABASE_CONNECTION_ISSUES),
            CACHE_CONNECTION_ERRORS,
            CACHE_SLOW_FALLBACK,
            DATABASE_POOL_EXHAUSTED,
            DATABASE_REQUESTS_TIMING_OUT,
            P95_LATENCY_HIGH),
        both(
            "consumer lag while the database is down",
            Set.of(KAFKA_CONSUMER_LAG, DATABASE_CONNECTION_ISSUES),
            KAFKA_LAG_INCREASING,
            KAFKA_EVENTS_SLOW,
            DATABASE_CONNECTION_REFUSED,
            ERROR_RATE_HIGH),
        both(
            "disk full and memory leaking",
            Set.of(DISK_SPACE_ISSUES, MEMORY_LEAKS),
            NO_SPACE_LEFT,
            MEMORY_INCREASING,
            MEMORY_SLOWDOWNS,
            P95_LATENCY_HIGH),
        both(
            "disk full under the database",
            Set.of(DISK_SPACE_ISSUES, DATABASE_CONNECTION_ISSUES),
            NO_SPACE_LEFT,
            DATABASE_CONNECTION_REFUSED,
            ERROR_RATE_HIGH,
            SERVER_ERRORS_INCREASING),
        both(
            "sign-in and models fail: the way out is blocked",
            Set.of(AUTHENTICATION_FAILURES, AI_MODEL_TIMEOUTS),
            OAUTH_CALLBACKS_FAILING,
            AI_CALLS_TIMING_OUT,
            ERROR_RATE_HIGH),
        both(
            "Chroma and the model's provider",
            Set.of(VECTOR_DATABASE_ISSUES, AI_MODEL_TIMEOUTS),
            VECTOR_CONNECTION_ERRORS,
            AI_PROVIDER_ERRORS,
            ERROR_RATE_HIGH,
            SERVER_ERRORS_INCREASING),
        both(
            "a slow query while a consumer lags",
            Set.of(SLOW_API_RESPONSES, KAFKA_CONSUMER_LAG),
            P95_LATENCY_HIGH,
            TIMEOUTS_INCREASING,
            KAFKA_LAG_INCREASING),
        both(
            "Redis killed and keys unreachable",
            Set.of(REDIS_CACHE_FAILURES, AUTHENTICATION_FAILURES),
            CACHE_CONNECTION_ERRORS,
            LOGIN_FAILING,
            SESSION_ERRORS,
            P95_LATENCY_HIGH),
        both(
            "consumer lag and Chroma slow",
            Set.of(KAFKA_CONSUMER_LAG, VECTOR_DATABASE_ISSUES),
            KAFKA_LAG_INCREASING,
            VECTOR_SEARCH_SLOW));
  }

  private static Arguments both(String name, Set<RunbookId> causes, SymptomId... observed) {
    return arguments(name, causes, List.of(observed));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("singleFaults")
  void singleFault_ranksItsCauseFirst_andAlone(
      String name, RunbookId cause, List<SymptomId> observed) {
    List<RankedRunbook> ranked = diagnose(observed).ranked();
    assertThat(ranked.get(0).runbook().id()).isEqualTo(cause);
    assertThat(ranked.stream().skip(1))
        .allSatisfy(effect -> assertThat(effect.explainedBy()).contains(cause));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("doubleFaults")
  void doubleFault_ranksBothCauses_beforeWhatTheyExplain(
      String name, Set<RunbookId> causes, List<SymptomId> observed) {
    List<RankedRunbook> ranked = diagnose(observed).ranked();
    assertThat(ranked.stream().limit(causes.size()).map(r -> r.runbook().id()))
        .containsExactlyInAnyOrderElementsOf(causes);
    assertThat(ranked.stream().skip(causes.size()))
        .allSatisfy(effect -> assertThat(effect.explainedBy()).containsAnyElementsOf(causes));
  }

  /** A leak makes everything slow: a slow query beside it cannot be told from that, only listed. */
  @Test
  void slownessBesideALeak_isListedAsWhatTheLeakMayExplain() {
    List<RankedRunbook> ranked =
        diagnose(List.of(MEMORY_INCREASING, P95_LATENCY_HIGH, TIMEOUTS_INCREASING)).ranked();
    assertThat(ranked)
        .extracting(entry -> entry.runbook().id())
        .containsExactly(MEMORY_LEAKS, SLOW_API_RESPONSES);
    assertThat(ranked.get(1).explainedBy()).containsExactly(MEMORY_LEAKS);
  }

  @Test
  void databaseAndRedisKilled_neitherMayBeRestartedNow() {
    List<RankedRunbook> ranked =
        diagnose(List.of(DATABASE_CONNECTION_REFUSED, CACHE_CONNECTION_ERRORS)).ranked();
    assertThat(ranked).hasSize(2).allMatch(entry -> entry.next().isEmpty());
    assertThat(ranked)
        .allSatisfy(entry -> assertThat(entry.heldBack()).hasSize(1).noneMatch(NextStep::allowed));
  }
}
