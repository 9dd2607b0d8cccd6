package com.holdwall.probes.kafka;

import static com.holdwall.probes.Readings.measured;

import com.holdwall.probes.Readings;
import com.holdwall.runbook.Comparison;
import java.time.Duration;
import java.util.List;

/** Puts what the broker answers for into readings: whether it does, the lag, the group. */
final class LagReadings {

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
  private final Readings readings;

  LagReadings(ConsumerLagProbeBuilder settings, Readings readings) {
    this.settings = settings;
    this.readings = readings;
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
    // Who has caught up within the window is as fast as records come, whatever its last burst.
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
}
