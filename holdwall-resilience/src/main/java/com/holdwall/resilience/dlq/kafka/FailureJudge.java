package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.CallRejectedException;
import com.holdwall.resilience.Failure;
import com.holdwall.resilience.FailureClassifier;
import com.holdwall.resilience.dlq.Stage;
import java.time.Clock;
import java.time.Instant;

/**
 * Decides what becomes of a record that failed: on to the {@link Outbox}, as a dead letter or for a
 * retry topic, or held. Thread-safe; a record's own fields belong to whoever runs it.
 */
final class FailureJudge {

  /** How deep a refused call may be wrapped. */
  private static final int MAX_CAUSES = 10;

  private final FailureClassifier classifier;
  private final FloodBreaker breaker;
  private final Holding holding;
  private final Parcels parcels;
  private final Outbox outbox;
  private final Tally tally;
  private final Notices notices;
  private final Clock clock;

  FailureJudge(ConsumerSettings settings, ConsumerParts parts) {
    this.classifier = settings.classifier();
    this.clock = settings.clock();
    this.breaker = parts.breaker();
    this.holding = parts.holding();
    this.parcels = parts.parcels();
    this.outbox = parts.outbox();
    this.tally = parts.tally();
    this.notices = parts.notices();
  }

  /** What no other record would survive either. A stack overflow is one record's own. */
  static boolean isFatal(Throwable thrown) {
    return (thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError))
        || thrown instanceof LinkageError;
  }

  /** Takes note of an attempt that failed. */
  void failed(InFlight item, Throwable thrown) {
    tally.failedAttempts.increment();
    if (item.firstFailure == null) {
      Instant first = item.origin().firstFailure();
      item.firstFailure = first == null ? clock.instant() : first;
    }
    Failure.Kind kind = kind(thrown);
    // of a key whose last record was poisonous it says nothing new
    boolean first = item.attempts == 1 && item.origin().attempts() == 0 && !item.inherits;
    if (first && (kind == Failure.Kind.TRANSIENT || kind == Failure.Kind.THROTTLED)) {
      breaker.failed();
    }
    if (item.evidence == null) {
      item.evidence = breaker.evidence();
    }
  }

  private Failure.Kind kind(Throwable thrown) {
    return thrown instanceof UndecodableException
        ? Failure.Kind.PERMANENT
        : classifier.classify(thrown).kind();
  }

  /** Decides, after the last attempt in place. */
  void judge(InFlight item, Throwable thrown) {
    if (thrown instanceof UndecodableException undecodable) {
      outbox.send(item, parcels.deadLetter(item, undecodable.reason(), Stage.DESERIALIZE));
    } else if (refused(thrown)) {
      hold(item, thrown, true);
    } else {
      switch (kind(thrown)) {
        case PERMANENT -> outbox.send(item, parcels.deadLetter(item, thrown, Stage.PROCESS));
        case CANCELLED -> hold(item, thrown, false);
        case TRANSIENT, THROTTLED -> judgeTransient(item, thrown);
      }
    }
  }

  private void judgeTransient(InFlight item, Throwable thrown) {
    boolean retry = parcels.hasRetry(item);
    if (!givenUp(item, retry)) {
      hold(item, thrown, retry);
    } else if (retry) {
      outbox.send(item, parcels.retry(item, thrown));
    } else {
      outbox.send(item, parcels.deadLetter(item, thrown, Stage.PROCESS));
    }
  }

  private boolean givenUp(InFlight item, boolean retry) {
    FloodBreaker.Evidence evidence = item.evidence;
    boolean evident =
        evidence != null
            && (!item.inherits || breaker.fresh(evidence))
            && breaker.judge(evidence, retry) == FloodBreaker.Verdict.GIVE_UP;
    if (item.inherits && !evident) {
      item.inherits = false;
      item.evidence = breaker.evidence();
    }
    item.givenUp = evident;
    return evident;
  }

  /** What showed one record's fault shows that of the next of its key, for a while. */
  void released(InFlight over, InFlight next) {
    if (over.givenUp && next.attempts == 0) {
      next.evidence = over.evidence;
      next.inherits = true;
    }
  }

  private void hold(InFlight item, Throwable thrown, boolean certain) {
    notices.tell(ConsumerEvent.Type.HELD, item.toString(), thrown);
    holding.hold(item, certain);
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
