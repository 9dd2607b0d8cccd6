package com.holdwall.probes.kafka;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reading;
import com.holdwall.probes.Readings;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.diagnosis.StepResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of a check: health, one sentence, and the runbook's steps that it carried out. */
final class LagVerdict {

  private static final StepId LAG = step(1);
  private static final StepId GROUP = step(2);

  private LagVerdict() {}

  private static StepId step(int number) {
    return new StepId(HoldwallRunbooks.KAFKA_CONSUMER_LAG, Section.DIAGNOSIS, number);
  }

  static ProbeResult of(
      CheckContext context, Readings taken, @Nullable GroupView view, @Nullable LagSummary lag) {
    List<Reading> readings =
        taken.list().stream()
            .sorted(Comparator.comparing(reading -> KafkaFinding.valueOf(reading.finding())))
            .toList();
    Optional<Reading.Present> gravest =
        readings.stream()
            .filter(Reading.Present.class::isInstance)
            .map(Reading.Present.class::cast)
            .findFirst();
    Status status =
        gravest.map(found -> KafkaFinding.valueOf(found.finding()).status()).orElse(Status.UP);
    List<StepResult> steps = new ArrayList<>();
    String words = gravest.map(LagVerdict::words).orElse("");
    if (view == null || lag == null) {
      words = words.isEmpty() ? "Kafka did not answer" : words;
      steps.add(done(LAG, status + ": " + words, context));
    } else {
      words = words.isEmpty() ? lag(lag) : words;
      steps.add(done(LAG, lag(lag), context));
      steps.add(done(GROUP, group(view, lag), context));
    }
    return new ProbeResult(status, words, readings, steps);
  }

  private static String lag(LagSummary lag) {
    StringBuilder words = new StringBuilder();
    words.append(lag.lag()).append(" records behind in ").append(lag.partitions());
    words.append(" partitions");
    if (lag.lag() > 0) {
      words.append(", at most ").append(lag.maxLag()).append(" in ").append(lag.worst());
      if (!Double.isNaN(lag.secondsBehind())) {
        words.append(String.format(Locale.ROOT, ", by %.0f s", lag.secondsBehind()));
      }
      double drain = lag.drainSeconds();
      words.append(
          Double.isInfinite(drain)
              ? ", not shrinking"
              : String.format(Locale.ROOT, ", gone in %.0f s at this pace", drain));
    }
    return words.toString();
  }

  private static String group(GroupView view, LagSummary lag) {
    int uncommitted = lag.count(PartitionState.UNCOMMITTED);
    return view.state()
        + ", "
        + view.members()
        + " members, "
        + lag.partitions()
        + " partitions"
        + (uncommitted == 0 ? "" : ", " + uncommitted + " never committed")
        + (view.leaderless() == 0 ? "" : ", " + view.leaderless() + " more without a leader")
        + (view.deadLetters().exists() ? ", " + view.deadLetters().depth() + " dead letters" : "");
  }

  private static String words(Reading.Present found) {
    Evidence evidence = found.evidence();
    String detail = evidence.detail();
    long value = Math.round(evidence.value());
    return switch (KafkaFinding.valueOf(found.finding())) {
      case REFUSED -> "no connection to Kafka can be made or kept (" + detail + ")";
      case REJECTED -> "Kafka refuses this client (" + detail + ")";
      case UNREACHABLE -> "Kafka does not answer (" + detail + ")";
      case STOPPED -> "the group has stopped, without a member: " + detail;
      case STALLED -> "the group stands still: " + detail;
      case NO_LEADER -> value + " partitions have no leader";
      case REWIND -> "the group went back: " + detail;
      case UNCOMMITTED -> "the group has never committed: " + detail;
      case FAILING_AT_LAG_0 -> "handlers fail while offsets move on: " + detail + " records";
      case RETRY_LOOP -> "the service reads what it sent back itself: " + detail + " records";
      case LAG_GROWING -> "the lag grows: " + detail;
      case CONSUMING_SLOWER_THAN_PRODUCED -> "the group falls behind: " + detail;
      case POLL_INTERVAL_NEARLY_EXCEEDED ->
          "a consumer takes " + value + " s between polls: its group will give it up";
      case REBALANCING -> "the group has been rebalancing for " + value + " s";
      case NO_MEMBERS -> "the group has no member (" + detail + ")";
      case DLQ_GROWING -> value + " dead letters came; " + detail;
    };
  }

  private static StepResult done(StepId step, String summary, CheckContext context) {
    return new StepResult(step, StepResult.Outcome.DONE, summary, context.startedAt());
  }
}
