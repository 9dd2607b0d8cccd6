package com.holdwall.probes.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Reading;
import com.holdwall.probes.kafka.EventTraffic.Mode;
import com.holdwall.probes.metric.Metric;
import com.holdwall.runbook.Status;
import com.holdwall.servers.KafkaServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real groups on a real Kafka, and what the probe makes of each. */
class ConsumerGroupsTest {

  /** Checks come more often, so that a busy machine does not make the window incomplete. */
  private static final Duration INTERVAL = Duration.ofMillis(600);

  private static final KafkaServer SERVER = KafkaServer.create(Map.of());
  private final EventTraffic traffic = new EventTraffic(SERVER.bootstrapServers(), 2);
  private final AtomicReference<ProbeResult> last =
      new AtomicReference<>(ProbeResult.unknown("no check yet"));

  @BeforeEach
  void awaitTheGroup() {
    try (ConsumerLagProbe probe = probe(EventTraffic.GROUP).build()) {
      // Every partition has had a commit: else this would be a group that never committed.
      awaitResult(
          probe,
          result -> result.status() == Status.UP && traffic.statistics().counts().processed() > 20);
    }
  }

  @AfterEach
  void close() {
    traffic.delete("holdwall-dlq");
    traffic.close();
  }

  @BeforeAll
  static void launch() {
    SERVER.start();
  }

  @AfterAll
  static void closeServer() {
    SERVER.close();
  }

  private ConsumerLagProbeBuilder probe(String group) {
    return ConsumerLagProbe.builder(traffic.admin(), group)
        .settings(ProbeSettings.every(INTERVAL))
        .window(INTERVAL.multipliedBy(5))
        .growingFrom(150, Duration.ofMinutes(1))
        .autoOffsetReset("earliest");
  }

  private interface Wanted {
    boolean in(ProbeResult result);
  }

  /** Checks until a check shows what is wanted. */
  private ProbeResult awaitResult(ConsumerLagProbe probe, Wanted wanted) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(INTERVAL.dividedBy(3))
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              ProbeResult result =
                  probe.check(new CheckContext(Instant.now(), Duration.ofSeconds(5)));
              last.set(result);
              return wanted.in(result);
            });
    return Objects.requireNonNull(last.get());
  }

  private ProbeResult awaitFinding(ConsumerLagProbe probe, KafkaFinding finding) {
    return awaitResult(probe, result -> present(result, finding));
  }

  private static boolean present(ProbeResult result, KafkaFinding finding) {
    return result.readings().stream()
        .anyMatch(r -> r instanceof Reading.Present && r.finding().equals(finding.name()));
  }

  private static boolean absent(ProbeResult result, KafkaFinding finding) {
    return result.readings().stream()
        .anyMatch(r -> r instanceof Reading.Absent && r.finding().equals(finding.name()));
  }

  @Test
  void groupThatStalls_isToldFromOneThatIsMerelySlow() {
    try (ConsumerLagProbe probe = probe(EventTraffic.GROUP).build()) {
      traffic.mode(Mode.STANDING);
      ProbeResult stalled = awaitFinding(probe, KafkaFinding.STALLED);
      assertThat(stalled.summary()).startsWith("the group stands still: holdwall-events-");
      assertThat(present(stalled, KafkaFinding.STOPPED)).isFalse();
      traffic.mode(Mode.READING);
      awaitResult(probe, result -> result.status() == Status.UP);

      traffic.mode(Mode.SLOW);
      traffic.produce(20);
      ProbeResult slow = awaitFinding(probe, KafkaFinding.LAG_GROWING);
      assertThat(absent(slow, KafkaFinding.STALLED)).isTrue();
      ProbeResult slower = awaitFinding(probe, KafkaFinding.CONSUMING_SLOWER_THAN_PRODUCED);
      assertThat(slower.status()).isEqualTo(Status.DEGRADED);
      assertThat(value(probe, "kafka_consumer_lag")).isGreaterThan(150);
      assertThat(value(probe, "kafka_consumer_lag_seconds")).isGreaterThan(0);
      assertThat(value(probe, "kafka_consumer_drain_seconds")).isInfinite();

      traffic.produce(1);
      traffic.mode(Mode.READING);
      awaitResult(probe, result -> result.status() == Status.UP);
    }
  }

  /** Whether the last check gave the metric this value; it gives none if it had no answer. */
  private static boolean has(ConsumerLagProbe probe, String metric, double value) {
    return probe.metrics().stream()
        .anyMatch(candidate -> candidate.name().equals(metric) && candidate.value() == value);
  }

  private static double value(ConsumerLagProbe probe, String metric) {
    return probe.metrics().stream()
        .filter(candidate -> candidate.name().equals(metric))
        .mapToDouble(Metric::value)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void groupWithoutMembers_hasStopped_andItsLagOutlivesAKillOfTheBroker() {
    try (ConsumerLagProbe probe = probe(EventTraffic.GROUP).build()) {
      traffic.stopReader();
      traffic.produce(0);
      traffic.send(EventTraffic.TOPIC);
      ProbeResult stopped = awaitFinding(probe, KafkaFinding.STOPPED);
      assertThat(stopped.status()).isEqualTo(Status.DOWN);
      assertThat(present(stopped, KafkaFinding.NO_MEMBERS)).isTrue();
      double lag = value(probe, "kafka_consumer_lag");
      assertThat(lag).isPositive();

      SERVER.kill();
      awaitResult(probe, result -> result.finding().equals(Optional.of("REFUSED")));
      assertThat(probe.metrics()).isEmpty();
      SERVER.restart();
      // Connected is not yet answered: the broker may still be reading what it kept.
      awaitResult(
          probe, result -> absent(result, KafkaFinding.REFUSED) && !probe.metrics().isEmpty());
      assertThat(value(probe, "kafka_consumer_lag")).isEqualTo(lag);
    }
  }

  /**
   * The member that joined does not poll, so the rebalance does not end: nobody reads meanwhile.
   */
  @Test
  void groupThatRebalances_keepsItsVerdict_untilItTakesTooLong() {
    try (ConsumerLagProbe patient = probe(EventTraffic.GROUP).build();
        ConsumerLagProbe hasty =
            probe(EventTraffic.GROUP).maxPollInterval(Duration.ofMillis(500)).build();
        KafkaConsumer<String, String> late =
            EventTraffic.consumer(
                SERVER.bootstrapServers(),
                EventTraffic.GROUP,
                Map.of("session.timeout.ms", 30_000))) {
      awaitResult(patient, result -> result.status() == Status.UP);
      awaitResult(hasty, result -> result.status() == Status.UP);
      late.subscribe(List.of(EventTraffic.TOPIC));
      // It joins; then the first member leaves, and the one that is left never answers.
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () -> {
                late.poll(Duration.ofMillis(100));
                return !late.assignment().isEmpty();
              });
      traffic.stopReader();
      ProbeResult held =
          awaitResult(patient, result -> result.toString().contains("PreparingRebalance"));
      assertThat(present(held, KafkaFinding.STALLED)).isFalse();
      awaitFinding(hasty, KafkaFinding.REBALANCING);
      assertThat(present(awaitResult(patient, result -> true), KafkaFinding.REBALANCING)).isFalse();
    }
  }

  @Test
  void groupThatNeverCommitted_isSeen_withWhatWaitsForIt() {
    try (KafkaConsumer<String, String> silent =
            EventTraffic.consumer(SERVER.bootstrapServers(), "never-committed", Map.of());
        ConsumerLagProbe probe = probe("never-committed").build()) {
      silent.subscribe(List.of(EventTraffic.TOPIC));
      ProbeResult result =
          awaitResult(
              probe,
              checked -> {
                silent.poll(Duration.ofMillis(10));
                return present(checked, KafkaFinding.UNCOMMITTED);
              });
      assertThat(result.summary()).contains("has never committed: holdwall-events-");
      assertThat(value(probe, "kafka_consumer_uncommitted_partitions")).isEqualTo(2);
      assertThat(value(probe, "kafka_consumer_lag")).isPositive();
    }
  }

  @Test
  void groupThatSwallowsErrors_isSeenAtLagZero() {
    try (ConsumerLagProbe probe =
        probe(EventTraffic.GROUP).processing(traffic.statistics()).build()) {
      traffic.mode(Mode.FAILING);
      ProbeResult failing = awaitFinding(probe, KafkaFinding.FAILING_AT_LAG_0);
      assertThat(present(failing, KafkaFinding.STALLED)).isFalse();
      assertThat(failing.summary()).startsWith("handlers fail while offsets move on: ");
      traffic.produce(0);
      ProbeResult atZero = awaitResult(probe, result -> has(probe, "kafka_consumer_lag", 0));
      assertThat(absent(atZero, KafkaFinding.LAG_GROWING)).isTrue();
    }
  }

  /** What came earlier is no alarm for ever: the depth is told, the growth is judged. */
  @Test
  void deadLetters_areAFindingWhenTheyCome_andADepthAfterwards() {
    traffic.create("holdwall-dlq", 1);
    traffic.send("holdwall-dlq");
    try (ConsumerLagProbe probe =
        probe(EventTraffic.GROUP).deadLetterTopic("holdwall-dlq").build()) {
      ProbeResult before = awaitResult(probe, result -> result.status() == Status.UP);
      assertThat(absent(before, KafkaFinding.DLQ_GROWING)).isTrue();
      assertThat(value(probe, "kafka_consumer_dlq_depth")).isEqualTo(1);
      double age = value(probe, "kafka_consumer_dlq_oldest_seconds");
      assertThat(age).isGreaterThan(0).isLessThan(120);
      traffic.send("holdwall-dlq");
      awaitFinding(probe, KafkaFinding.DLQ_GROWING);
      awaitResult(probe, result -> absent(result, KafkaFinding.DLQ_GROWING));
      assertThat(value(probe, "kafka_consumer_dlq_depth")).isEqualTo(2);
      // that of the first one, not of the last
      assertThat(value(probe, "kafka_consumer_dlq_oldest_seconds")).isGreaterThan(age);
    }
  }

  @Test
  void emptyDeadLetterTopic_hasNoDepthAndNoAge() {
    traffic.create("holdwall-dlq", 1);
    try (ConsumerLagProbe probe =
        probe(EventTraffic.GROUP).deadLetterTopic("holdwall-dlq").build()) {
      awaitResult(probe, result -> result.status() == Status.UP);
      assertThat(value(probe, "kafka_consumer_dlq_depth")).isZero();
      assertThat(value(probe, "kafka_consumer_dlq_oldest_seconds")).isZero();
    }
  }

  /** A record that is not due yet is where it belongs. */
  @Test
  void recordsThatWaitInARetryTopic_areADepth_andNoLag() {
    traffic.create("retry.1h", 1);
    for (int i = 0; i < 3; i++) {
      traffic.send("retry.1h");
    }
    try (ConsumerLagProbe probe = probe(EventTraffic.GROUP).retryTopic("retry.1h").build()) {
      awaitResult(probe, result -> result.status() == Status.UP);
      assertThat(value(probe, "kafka_consumer_retry_depth")).isEqualTo(3);
      assertThat(
              probe.metrics().stream()
                  .filter(metric -> metric.name().equals("kafka_consumer_lag"))
                  .map(metric -> metric.labels().get("topic")))
          .doesNotContain("retry.1h");
    } finally {
      traffic.delete("retry.1h");
    }
  }

  @Test
  void groupThatDoesNotExist_isSaidToHaveNoMember() {
    try (ConsumerLagProbe probe = probe("nobody").topic(EventTraffic.TOPIC).build()) {
      ProbeResult result = awaitFinding(probe, KafkaFinding.UNCOMMITTED);
      assertThat(present(result, KafkaFinding.NO_MEMBERS)).isTrue();
    }
  }

  @Test
  void topicsThatAreDeleted_andPartitionsThatAreAdded_areFollowed() throws Exception {
    Admin admin = traffic.admin();
    traffic.create("short-lived", 1);
    TopicPartition gone = new TopicPartition("short-lived", 0);
    try (ConsumerLagProbe probe = probe("others").topic("short-lived").build()) {
      admin
          .alterConsumerGroupOffsets("others", Map.of(gone, new OffsetAndMetadata(0)))
          .all()
          .get(30, TimeUnit.SECONDS);
      awaitResult(probe, result -> has(probe, "kafka_consumer_partitions", 1));
      admin
          .createPartitions(Map.of("short-lived", NewPartitions.increaseTo(3)))
          .all()
          .get(30, TimeUnit.SECONDS);
      awaitResult(probe, result -> has(probe, "kafka_consumer_partitions", 3));
      admin.deleteTopics(List.of("short-lived")).all().get(30, TimeUnit.SECONDS);
      ProbeResult after = awaitResult(probe, result -> has(probe, "kafka_consumer_partitions", 0));
      assertThat(absent(after, KafkaFinding.UNREACHABLE)).isTrue();
    }
  }
}
