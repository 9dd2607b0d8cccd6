package com.holdwall.probes.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.holdwall.probes.kafka.ProcessingStatistics.Counts;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.evaluation.SignalReader.Signal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What handlers count: ages, failures, retries. */
class RecordStatisticsTest {

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final RecordStatistics statistics =
      RecordStatistics.of(Duration.ofMinutes(5), nanos::get, Clock.fixed(NOW, ZoneOffset.UTC));

  private void handled(Duration age, boolean succeeded, int retries) {
    statistics.handled(NOW.minus(age).toEpochMilli(), succeeded, retries);
  }

  @Test
  void ages_areTheSignalOfDelayedUpdates() {
    for (int seconds = 1; seconds <= 100; seconds++) {
      handled(Duration.ofSeconds(seconds), true, 0);
    }
    Signal signal = statistics.read(HoldwallMetrics.KAFKA_RECORD_AGE_P95, NOW).orElseThrow();
    assertThat(signal.samples()).isEqualTo(100);
    assertThat(signal.value()).isCloseTo(95, within(1.9));
    assertThat(statistics.read(HoldwallMetrics.AI_ERROR_RATIO, NOW)).isEmpty();
    assertThat(statistics.read(HoldwallMetrics.KAFKA_RECORD_AGE_P95, NOW.minusSeconds(60)))
        .isEmpty();
  }

  @Test
  void recordWithoutATimestamp_orFromTheFuture_hasNoWrongAge() {
    statistics.handled(-1, true, 0);
    assertThat(statistics.read(HoldwallMetrics.KAFKA_RECORD_AGE_P95, NOW).orElseThrow().samples())
        .isZero();
    handled(Duration.ofSeconds(-5), true, 0);
    assertThat(statistics.read(HoldwallMetrics.KAFKA_RECORD_AGE_P95, NOW).orElseThrow())
        .isEqualTo(new Signal(0, 1));
  }

  @Test
  void counts_onlyGrow_andAreInTheMetrics() {
    handled(Duration.ZERO, true, 0);
    handled(Duration.ZERO, false, 0);
    handled(Duration.ZERO, false, 2);
    assertThat(statistics.counts()).isEqualTo(new Counts(3, 2, 1));
    assertThat(statistics.metrics())
        .extracting(metric -> metric.name() + " " + metric.value())
        .contains(
            "kafka_consumer_records_total 3.0",
            "kafka_consumer_failures_total 2.0",
            "kafka_consumer_retries_total 1.0",
            "holdwall_kafka_record_age_p95_samples 3.0");
  }

  @Test
  void negativeCounts_areRefused() {
    assertThatThrownBy(() -> new Counts(1, -2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("counts must be 0 or more, but are 1, -2, 3");
  }

  @Test
  void window_forgets_andStartsAnewAfterARestart() {
    ProcessingWindow window = new ProcessingWindow(Duration.ofMinutes(5));
    long second = Duration.ofSeconds(1).toNanos();
    assertThat(window.add(0, new Counts(100, 50, 0))).isEqualTo(new Counts(0, 0, 0));
    assertThat(window.add(60 * second, new Counts(160, 60, 0))).isEqualTo(new Counts(60, 10, 0));
    for (long i = 2; i <= 7; i++) {
      window.add(i * 60 * second, new Counts(160, 60, 0));
    }
    assertThat(window.add(480 * second, new Counts(170, 60, 0))).isEqualTo(new Counts(10, 0, 0));
    assertThat(window.add(481 * second, new Counts(3, 1, 0))).isEqualTo(new Counts(0, 0, 0));
  }

  @Property
  void retryCount_isTheHeadersNumber_andNeverFailsOnAnother(@ForAll String value) {
    RecordHeaders headers = new RecordHeaders();
    assertThat(RetryCount.of(headers)).isZero();
    headers.add(RetryCount.HEADER, value.getBytes(UTF_8));
    assertThat(RetryCount.of(headers)).isNotNegative();
    headers.add(RetryCount.HEADER, "7".getBytes(UTF_8));
    assertThat(RetryCount.of(headers)).isEqualTo(7);
  }
}
