package com.holdwall.probes.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Reading;
import com.holdwall.probes.http.Authoriser;
import com.holdwall.probes.http.FakeRequest;
import com.holdwall.probes.http.HealthApi;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is known of Kafka without Kafka: by the service's own handlers, and by what is refused. */
class KafkaSignalsTest {

  /** Nobody listens on it: it is below what the kernel or the tests give away. */
  private static final Map<String, Object> NOBODY = Map.of("bootstrap.servers", "127.0.0.1:9");

  private static ConsumerLagProbeBuilder probe() {
    return ConsumerLagProbe.connecting(NOBODY, "group");
  }

  @Test
  void recordsThatAreOld_areDelayedUpdates_andInTheFilterOfTheRunbook() {
    RecordStatistics statistics = RecordStatistics.create();
    for (int i = 0; i < 30; i++) {
      statistics.handled(System.currentTimeMillis() - 60_000, true, 0);
    }
    ProbeSettings often = ProbeSettings.every(Duration.ofMillis(500));
    try (ProbeRegistry registry =
        ProbeRegistry.builder()
            .register(probe().settings(often).build(), often)
            .signals(statistics)
            .build()
            .start()) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> observed(registry, HoldwallSymptoms.KAFKA_UPDATES_DELAYED));
      assertThat(filtered(registry, statistics))
          .contains("holdwall_kafka_record_age_p95{runbook=\"kafka-consumer-lag\"} 59.5")
          .contains("kafka_consumer_records_total{runbook=\"kafka-consumer-lag\"} 30")
          .doesNotContain("system_health_status");
    }
  }

  private static boolean observed(ProbeRegistry registry, SymptomId symptom) {
    return registry.health().observations().stream()
        .anyMatch(o -> o instanceof Observation.Observed && o.symptom().equals(symptom));
  }

  private static String filtered(ProbeRegistry registry, RecordStatistics statistics) {
    HealthApi api =
        HealthApi.builder(registry)
            .authoriser(Authoriser.bearer("a-token-of-enough-letters"))
            .metrics(statistics)
            .build();
    return api.handle(
            new FakeRequest(
                "GET",
                "/api/metrics",
                "filter=kafka_consumer_lag",
                Map.of("authorization", "Bearer a-token-of-enough-letters"),
                InputStream.nullInputStream()))
        .body();
  }

  @Test
  void deadBroker_hidesNotWhatHandlersCount() throws Exception {
    RecordStatistics statistics = RecordStatistics.create();
    try (ConsumerLagProbe probe = probe().processing(statistics).build()) {
      CheckContext context = new CheckContext(Instant.now(), Duration.ofMillis(500));
      probe.check(context);
      for (int i = 0; i < 20; i++) {
        statistics.handled(System.currentTimeMillis(), i % 2 == 0, 1);
      }
      ProbeResult result = probe.check(context);
      assertThat(result.finding()).contains("REFUSED");
      assertThat(result.readings())
          .filteredOn(Reading.Present.class::isInstance)
          .extracting(Reading::finding)
          .containsExactly("REFUSED", "FAILING_AT_LAG_0", "RETRY_LOOP");
    }
  }

  @Test
  void consumersThatPollTooSeldom_areNotEvaluable_withoutTheirMetrics() throws Exception {
    try (ConsumerLagProbe probe = probe().build()) {
      ProbeResult result = probe.check(new CheckContext(Instant.now(), Duration.ofMillis(300)));
      assertThat(result.readings())
          .contains(
              new Reading.Unknown(
                  "POLL_INTERVAL_NEARLY_EXCEEDED",
                  "the service gives no consumers whose metrics could be read"));
    }
  }

  @Test
  void failures_meanWhatTheirKindSays_andTheirTextsAreNotTold() {
    SaslAuthenticationException wrong = new SaslAuthenticationException("canary-77aa");
    assertThat(KafkaFailure.of(new ExecutionException(wrong), true))
        .contains(
            new KafkaFailure(
                KafkaFinding.REJECTED, "authentication failed (SaslAuthenticationException)"));
    assertThat(
            KafkaFailure.of(
                new ExecutionException(GroupAuthorizationException.forGroupId("canary-77aa")),
                true))
        .contains(
            new KafkaFailure(
                KafkaFinding.REJECTED, "not authorised (GroupAuthorizationException)"));
    assertThat(KafkaFailure.of(new DisconnectException("canary-77aa"), true))
        .map(KafkaFailure::finding)
        .contains(KafkaFinding.REFUSED);
    assertThat(KafkaFailure.of(new TimeoutException(), true))
        .map(KafkaFailure::finding)
        .contains(KafkaFinding.UNREACHABLE);
    assertThat(KafkaFailure.of(new TimeoutException(), false))
        .map(KafkaFailure::finding)
        .contains(KafkaFinding.REFUSED);
    assertThat(KafkaFailure.of(new IllegalStateException("canary-77aa"), true))
        .isEqualTo(Optional.empty());
  }

  @Test
  void badSettings_areNamed_withTheirValueAndTheRule() {
    assertThatThrownBy(() -> ConsumerLagProbe.connecting(NOBODY, " "))
        .hasMessage("group must not be blank, but is ' '");
    assertThatThrownBy(() -> ConsumerLagProbe.connecting(Map.of(), "group"))
        .hasMessage("config must hold bootstrap.servers, but does not");
    assertThatThrownBy(() -> probe().topic("")).hasMessage("topic must not be blank, but is ''");
    assertThatThrownBy(() -> probe().window(Duration.ZERO))
        .hasMessage("window must be longer than zero, but is PT0S");
    assertThatThrownBy(() -> probe().window(Duration.ofSeconds(40)).build())
        .hasMessage("window must be five intervals of 10000 ms at least, but is PT40S");
    assertThatThrownBy(() -> probe().allowedLag(-1))
        .hasMessage("allowedLag must be 0 or more, but is -1");
    assertThatThrownBy(() -> probe().autoOffsetReset("none"))
        .hasMessage("autoOffsetReset must be earliest or latest, but is 'none'");
    assertThatThrownBy(() -> probe().growingFrom(0, Duration.ofMinutes(1)))
        .hasMessage("records must be 1 or more, but is 0");
    assertThatThrownBy(() -> probe().failingAt(0))
        .hasMessage("failingAt must be in (0, 1], but is 0.0");
    assertThatThrownBy(() -> probe().retryLoopAt(1.5))
        .hasMessage("retryLoopAt must be in (0, 1], but is 1.5");
  }
}
