package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.CallRejectedException;
import com.holdwall.resilience.CallTimeoutException;
import com.holdwall.resilience.Failure;
import com.holdwall.resilience.dlq.DeadLetterInfo;
import com.holdwall.resilience.dlq.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says what becomes of a record whose attempts have failed, by what failed and by how the others
 * fare. Thread-safe.
 */
final class RowJudge {

  /**
   * What becomes of it.
   *
   * @param outcome null if it is held here and tried again
   * @param certain if it is held: whether a breaker is open, so that it is an outage for sure
   */
  record Judgement(@Nullable Outcome outcome, boolean certain) {

    private static Judgement of(Outcome outcome) {
      return new Judgement(outcome, false);
    }

    private static Judgement hold(boolean certain) {
      return new Judgement(null, certain);
    }
  }

  /** How deep a refused call may be wrapped. */
  private static final int MAX_CAUSES = 10;

  private final WorkerSettings settings;
  private final OutageRule rule;
  private final Clock clock;

  RowJudge(WorkerSettings settings, OutageRule rule) {
    this.settings = settings;
    this.rule = rule;
    this.clock = settings.clock();
  }

  /** An attempt has failed. */
  void failed(Row row, Throwable thrown) {
    if (row.firstFailure == null) {
      row.firstFailure = clock.instant();
    }
    if (row.evidence == null) {
      row.evidence = rule.evidence();
      row.ownFailures = 0;
    }
    Failure.Kind kind = kind(thrown);
    if (kind == Failure.Kind.TRANSIENT || kind == Failure.Kind.THROTTLED) {
      countTransient(row);
    }
  }

  private void countTransient(Row row) {
    rule.failed();
    row.ownFailures++;
  }

  private Failure.Kind kind(Throwable thrown) {
    return thrown instanceof UndecodableException
        ? Failure.Kind.PERMANENT
        : settings.classifier().classify(thrown).kind();
  }

  /** All attempts have failed, the last one so. */
  Judgement judge(Row row, Throwable thrown) {
    if (thrown instanceof UndecodableException undecodable) {
      return bury(row, undecodable.reason(), Stage.DESERIALIZE);
    }
    if (refused(thrown)) {
      return Judgement.hold(true);
    }
    if (thrown instanceof CallTimeoutException) {
      // the handler itself saw an interrupt only
      countTransient(row);
    }
    return switch (kind(thrown)) {
      case PERMANENT -> bury(row, thrown, Stage.PROCESS);
      case CANCELLED -> Judgement.hold(false);
      case TRANSIENT, THROTTLED -> judgeTransient(row, thrown);
    };
  }

  private Judgement judgeTransient(Row row, Throwable thrown) {
    boolean retry = row.step < settings.delays().size();
    OutageRule.Evidence evidence = row.evidence;
    if (evidence == null
        || rule.judge(evidence, row.ownFailures, retry) == OutageRule.Verdict.HOLD) {
      // where a delayed retry is left only the signs of an outage hold a record
      return Judgement.hold(evidence != null && retry);
    }
    if (retry) {
      Duration delay = settings.delays().get(row.step);
      return Judgement.of(new Outcome.Retry(row, delay, info(row, thrown, Stage.PROCESS)));
    }
    return bury(row, thrown, Stage.PROCESS);
  }

  private Judgement bury(Row row, Throwable thrown, Stage stage) {
    return Judgement.of(new Outcome.Bury(row, info(row, thrown, stage)));
  }

  private DeadLetterInfo info(Row row, Throwable thrown, Stage stage) {
    Instant now = clock.instant();
    Instant first = row.firstFailure == null ? now : row.firstFailure;
    return DeadLetterInfo.of(row, settings.group(), row.allAttempts(), thrown, stage, first, now);
  }

  private static boolean refused(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      if (cause instanceof CallRejectedException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
