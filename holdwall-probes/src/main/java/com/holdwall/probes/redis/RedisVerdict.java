package com.holdwall.probes.redis;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reading;
import com.holdwall.probes.Readings;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.diagnosis.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of a check: health, one sentence, and the runbook's steps that it carried out. */
final class RedisVerdict {

  private static final StepId HEALTH = step(1);
  private static final StepId HIT_RATE = step(2);
  private static final StepId MEMORY = step(3);

  private RedisVerdict() {}

  private static StepId step(int number) {
    return new StepId(HoldwallRunbooks.REDIS_CACHE_FAILURES, Section.DIAGNOSIS, number);
  }

  static ProbeResult of(
      CheckContext context,
      Readings readings,
      RedisReadings.@Nullable Answer answer,
      HitRatio.@Nullable Ratios ratios) {
    List<Reading> all = readings.list();
    Optional<Reading.Present> gravest =
        all.stream()
            .filter(Reading.Present.class::isInstance)
            .map(Reading.Present.class::cast)
            .findFirst();
    Status status =
        gravest.map(found -> RedisFinding.valueOf(found.finding()).status()).orElse(Status.UP);
    String words = gravest.map(RedisVerdict::words).orElse("answers in time");
    List<StepResult> steps = new ArrayList<>();
    steps.add(done(HEALTH, status + ": " + words, context));
    if (ratios != null && !Double.isNaN(ratios.recent())) {
      steps.add(done(HIT_RATE, hitRate(ratios), context));
    }
    if (answer != null) {
      RedisInfo info = answer.info();
      steps.add(done(MEMORY, info.memory() + "; " + info.persistence(), context));
    }
    return new ProbeResult(status, words, all, steps);
  }

  private static String hitRate(HitRatio.Ratios ratios) {
    String recent = String.format(Locale.ROOT, "%.0f %% of ", 100 * ratios.recent());
    String before =
        Double.isNaN(ratios.baseline())
            ? ""
            : String.format(
                Locale.ROOT,
                "; %.0f %% in the %s before",
                100 * ratios.baseline(),
                ratios.beforeWords());
    return recent + ratios.lookups() + " lookups hit in the last " + ratios.windowWords() + before;
  }

  private static String words(Reading.Present found) {
    String detail = found.evidence().detail();
    long value = Math.round(found.evidence().value());
    return switch (RedisFinding.valueOf(found.finding())) {
      case REFUSED -> "no connection can be made (" + detail + ")";
      case REJECTED -> "the server refuses this client (" + detail + ")";
      case UNREACHABLE -> "no answer (" + detail + ")";
      case LOADING -> "the server reads its data and answers nothing else yet";
      case NO_MASTER -> "the sentinels know no master (" + detail + ")";
      case CLUSTER_DOWN, MEMORY_FULL, PERSISTENCE_FAILING -> detail;
      case READ_ONLY -> detail + ": writes fail";
      case CLUSTER_DEGRADED -> value + " nodes of the cluster have failed: " + detail;
      case REPLICATION_BROKEN ->
          detail.isEmpty() ? "the master lacks " + value + " replicas" : detail;
      case HIT_RATIO_DROPPED -> "the hit ratio is " + value + " points below the hour before";
      case FALLBACK_IN_USE -> "the service read from its database " + value + " times instead";
      case SLOW -> "a PING takes " + value + " ms";
    };
  }

  private static StepResult done(StepId step, String summary, CheckContext context) {
    return new StepResult(step, StepResult.Outcome.DONE, summary, context.startedAt());
  }
}
