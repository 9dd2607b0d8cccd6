package com.holdwall.probes.kafka;

import static com.holdwall.probes.Readings.measured;

import com.holdwall.probes.Reading;
import com.holdwall.probes.Readings;
import com.holdwall.probes.kafka.ProcessingStatistics.Counts;
import com.holdwall.runbook.Comparison;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts what a check saw into readings, one for each {@link KafkaFinding}. */
final class LagReadings {

  /** So few failures or retries show nothing. */
  static final long LEAST = 10;

  /** So few records more or less are the noise of commits. */
  private static final long LEAST_BEHIND = 100;

  private static final double BEHIND_SHARE = 0.1;

  private static final List<KafkaFinding> REACHED =
      List.of(KafkaFinding.REFUSED, KafkaFinding.REJECTED, KafkaFinding.UNREACHABLE);

  /** What the broker has to answer for. */
  private static final List<KafkaFinding> ASKED =
      List.of(
          KafkaFinding.STOPPED,
          KafkaFinding.STALLED,
          KafkaFinding.NO_LEADER,
          KafkaFinding.REWIND,
          KafkaFinding.UNCOMMITTED,
          KafkaFinding.LAG_GROWING,
          KafkaFinding.CONSUMING_SLOWER_THAN_PRODUCED,
          KafkaFinding.REBALANCING,
          KafkaFinding.NO_MEMBERS,
          KafkaFinding.DLQ_GROWING);

  private final ConsumerLagProbeBuilder settings;
  private final Readings readings = Readings.of("kafka");

  LagReadings(ConsumerLagProbeBuilder settings) {
    this.settings = settings;
  }

  /** The readings, the gravest first. */
  List<Reading> list() {
    return readings.list().stream()
        .sorted(Comparator.comparing(reading -> KafkaFinding.valueOf(reading.finding())))
        .toList();
  }

  /** Kafka answered. */
  LagReadings answered() {
    REACHED.forEach(finding -> reach(finding, false, ""));
    return this;
  }

  /** It did not, for this reason. */
  LagReadings failed(KafkaFailure failure) {
    for (KafkaFinding finding : REACHED) {
      boolean found = finding == failure.finding();
      reach(finding, found, found ? failure.words() : "");
    }
    ASKED.forEach(finding -> readings.unknown(finding, "Kafka did not answer"));
    return this;
  }

  private void reach(KafkaFinding finding, boolean found, String words) {
    readings.add(
        finding,
        measured("failed attempts", found ? 1 : 0, Comparison.AT_LEAST, 1, "attempts")
            .detail(words));
  }

  /** The lag, and the group's state. */
  LagReadings lag(GroupView view, LagSummary lag, Duration rebalancing) {
    partitions(KafkaFinding.STOPPED, PartitionState.STOPPED, lag);
    partitions(KafkaFinding.STALLED, PartitionState.STALLED, lag);
    partitions(KafkaFinding.REWIND, PartitionState.REWOUND, lag);
    partitions(KafkaFinding.UNCOMMITTED, PartitionState.UNCOMMITTED, lag);
    growing(lag);
    slower(lag);
    readings.add(
        KafkaFinding.NO_LEADER,
        measured(
            "partitions without a leader",
            view.leaderless(),
            Comparison.AT_LEAST,
            1,
            "partitions"));
    readings.add(
        KafkaFinding.REBALANCING,
        measured(
            "time in which the group was seen rebalancing",
            rebalancing.toMillis() / 1e3,
            Comparison.ABOVE,
            settings.maxPollInterval.toMillis() / 1e3,
            "s"));
    members(view);
    return this;
  }

  private void partitions(KafkaFinding finding, PartitionState state, LagSummary lag) {
    int count = lag.count(state);
    if (count == 0 && lag.count(PartitionState.UNKNOWN) > 0) {
      readings.unknown(finding, notYet(lag));
      return;
    }
    readings.add(
        finding,
        measured("partitions", count, Comparison.AT_LEAST, 1, "partitions")
            .over(lag.span(), lag.samples())
            .detail(lag.examples(state)));
  }

  private void growing(LagSummary lag) {
    int count = lag.count(PartitionState.GROWING);
    if (count == 0 && !lag.groupGrowing() && lag.count(PartitionState.UNKNOWN) > 0) {
      readings.unknown(KafkaFinding.LAG_GROWING, notYet(lag));
      return;
    }
    boolean group = count == 0 && lag.groupGrowing();
    readings.add(
        KafkaFinding.LAG_GROWING,
        measured(
                group ? "groups whose lag grows" : "partitions whose lag grows",
                group ? 1 : count,
                Comparison.AT_LEAST,
                1,
                group ? "groups" : "partitions")
            .over(lag.span(), lag.samples())
            .detail(
                group
                    ? lag.lag() + " records in all partitions together"
                    : lag.examples(PartitionState.GROWING)));
  }

  private void slower(LagSummary lag) {
    if (!lag.known() && !lag.caughtUp()) {
      readings.unknown(KafkaFinding.CONSUMING_SLOWER_THAN_PRODUCED, notYet(lag));
      return;
    }
    double limit = Math.max((double) LEAST_BEHIND, BEHIND_SHARE * lag.produced());
    double fallen = (double) lag.fallenBehind();
    double behind = lag.caughtUp() ? Math.min(limit, fallen) : fallen;
    readings.add(
        KafkaFinding.CONSUMING_SLOWER_THAN_PRODUCED,
        measured(
                "records by which the group fell behind",
                behind,
                Comparison.ABOVE,
                limit,
                "records")
            .over(lag.span(), lag.samples())
            .detail(lag.consumed() + " consumed, " + lag.produced() + " produced"));
  }

  private String notYet(LagSummary lag) {
    return "the lag has been seen for "
        + lag.span().toSeconds()
        + " s in "
        + lag.samples()
        + " checks, which is too little of the "
        + settings.window.toSeconds()
        + " s by which it is judged";
  }

  private void members(GroupView view) {
    if (!view.membership()) {
      readings.unknown(
          KafkaFinding.NO_MEMBERS, "consumers of this group assign partitions to themselves");
      return;
    }
    readings.add(
        KafkaFinding.NO_MEMBERS,
        measured("members", view.members(), Comparison.BELOW, 1, "members")
            .detail("the group is " + view.state()));
  }

  /** What handlers counted within the window; null if nobody counts. */
  LagReadings processing(@Nullable Counts counts, long consumed) {
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

  LagReadings unknownProcessing() {
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
  LagReadings polls() {
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

  LagReadings deadLetters(GroupView.DeadLetters topic, long since) {
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
