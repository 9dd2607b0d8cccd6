package com.holdwall.probes.kafka;

import static com.holdwall.probes.Readings.measured;

import com.holdwall.probes.Readings;
import com.holdwall.probes.kafka.ProcessingStatistics.Counts;
import com.holdwall.runbook.Comparison;
import org.jspecify.annotations.Nullable;

/** Puts what becomes of records into readings: failures, retries, dead letters, slow polls. */
final class HandlerReadings {

  /** So few failures or retries show nothing. */
  private static final long LEAST = 10;

  private final ConsumerLagProbeBuilder settings;
  private final Readings readings;

  HandlerReadings(ConsumerLagProbeBuilder settings, Readings readings) {
    this.settings = settings;
    this.readings = readings;
  }

  /** What handlers counted within the window; null if nobody counts. */
  HandlerReadings processing(@Nullable Counts counts, long consumed) {
    if (counts == null) {
      return unknownProcessing();
    }
    long all = Math.max(Math.max(counts.processed(), consumed), Math.max(1, counts.failed()));
    share(
        KafkaFinding.FAILING_AT_LAG_0,
        "records whose handler failed, of all",
        counts.failed(),
        all,
        settings.failingAt);
    share(
        KafkaFinding.RETRY_LOOP,
        "records that the service had sent back, of all",
        counts.retried(),
        Math.max(all, counts.retried()),
        settings.retryLoopAt);
    return this;
  }

  HandlerReadings unknownProcessing() {
    String reason = "the service gives no counts of what its handlers do";
    readings.unknown(KafkaFinding.FAILING_AT_LAG_0, reason);
    readings.unknown(KafkaFinding.RETRY_LOOP, reason);
    return this;
  }

  private void share(KafkaFinding finding, String signal, long count, long all, double limit) {
    // So few show nothing, whatever share of few records they are.
    double share = count < LEAST ? 0 : (double) count / all;
    readings.add(
        finding,
        measured(signal, share, Comparison.AT_LEAST, limit, "ratio")
            .over(settings.window, all)
            .detail(count + " of " + all));
  }

  /** How long the service's consumers take between polls. */
  HandlerReadings polls() {
    PollTimes polls = settings.polls;
    if (polls == null) {
      readings.unknown(
          KafkaFinding.POLL_INTERVAL_NEARLY_EXCEEDED,
          "the service gives no consumers whose metrics could be read");
      return this;
    }
    readings.add(
        KafkaFinding.POLL_INTERVAL_NEARLY_EXCEEDED,
        measured(
            "longest time between two polls",
            polls.longestSeconds(),
            Comparison.ABOVE,
            settings.maxPollInterval.toMillis() / 2e3,
            "s"));
    return this;
  }

  HandlerReadings deadLetters(GroupView.DeadLetters topic, long since) {
    if (settings.deadLetterTopic.isEmpty()) {
      readings.unknown(KafkaFinding.DLQ_GROWING, "no dead letter topic is named");
      return this;
    }
    readings.add(
        KafkaFinding.DLQ_GROWING,
        measured(
                "records that came into the dead letter topic",
                (double) since,
                Comparison.AT_LEAST,
                1,
                "records")
            .over(settings.window, 1)
            .detail(
                topic.exists()
                    ? topic.depth() + " records in " + settings.deadLetterTopic
                    : "there is no topic " + settings.deadLetterTopic));
    return this;
  }
}
