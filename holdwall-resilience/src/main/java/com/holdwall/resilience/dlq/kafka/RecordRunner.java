package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.CallRejectedException;
import com.holdwall.resilience.Failure;
import com.holdwall.resilience.FailureClassifier;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.dlq.Stage;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes a record from its first attempt to its end: processed, given to the {@link Outbox}, held,
 * or let go because its partition was taken away. Runs on the lanes' threads.
 */
final class RecordRunner implements LaneWork<InFlight> {

  /** The answer of an attempt that went well; one serves all. */
  private static final CompletableFuture<@Nullable Void> DONE =
      CompletableFuture.completedFuture(null);

  /** How deep a refused call may be wrapped. */
  private static final int MAX_CAUSES = 10;

  private record KeyOfPartition(PartitionState partition, ByteBuffer key) {}

  private final Processor<?> processor;
  private final Guard guard;
  private final FailureClassifier classifier;
  private final FloodBreaker breaker;
  private final Holding holding;
  private final Parcels parcels;
  private final Outbox outbox;
  private final Tally tally;
  private final Notices notices;
  private final Runnable completed;
  private final Clock clock;
  private final Consumer<Throwable> fatal;
  private volatile boolean closing;

  RecordRunner(ConsumerSettings settings, ConsumerParts parts, Consumer<Throwable> fatal) {
    this.processor = settings.processor();
    this.guard = settings.guard();
    this.classifier = settings.classifier();
    this.clock = settings.clock();
    this.breaker = parts.breaker();
    this.holding = parts.holding();
    this.parcels = parts.parcels();
    this.outbox = parts.outbox();
    this.tally = parts.tally();
    this.notices = parts.notices();
    this.completed = parts.completed();
    this.fatal = fatal;
  }

  /** Starts nothing any more. */
  void close() {
    closing = true;
  }

  @Override
  public @Nullable Object key(InFlight item) {
    byte[] key = item.raw.key();
    return key == null ? null : new KeyOfPartition(item.partition, ByteBuffer.wrap(key));
  }

  @Override
  public int batchSize() {
    return processor.batchSize();
  }

  @Override
  public boolean suspended() {
    return holding.suspended() && !closing;
  }

  @Override
  public boolean urgent(InFlight item) {
    return item.probe || stopped(item);
  }

  private boolean stopped(InFlight item) {
    return closing || item.partition.dropped || item.slotOffset() > item.partition.lastToStart;
  }

  @Override
  public void run(Lane<InFlight> lane, InFlight item) {
    try {
      start(lane, item);
    } catch (Throwable mistake) {
      // not a failure of the handler: those are settled. Nothing of this record is committed
      fatal.accept(mistake);
    } finally {
      // an interrupt was meant for this record, and must not hit the next one
      var unused = Thread.interrupted();
    }
  }

  private void start(Lane<InFlight> lane, InFlight item) {
    CompletableFuture<@Nullable Void> retry = item.retry;
    // before the look at what may be started: whoever sets that looks at this afterwards
    item.started = true;
    if (retry != null) {
      item.retry = null;
      runRetry(item, retry);
    } else if (stopped(item)) {
      letGo(item);
    } else {
      item.firstAttempt = true;
      CompletionStage<@Nullable Void> stage = guard.executeAsync(() -> next(item));
      if (stage == DONE) {
        succeeded(item);
      } else {
        lane.park(item);
        var unused = stage.whenComplete((nothing, thrown) -> settled(item, thrown));
      }
    }
  }

  /** An attempt, for the guard: the first one at once, later ones when the lane comes to it. */
  private CompletionStage<@Nullable Void> next(InFlight item) {
    if (item.firstAttempt) {
      item.firstAttempt = false;
      Throwable thrown = attempt(item);
      return thrown == null ? DONE : CompletableFuture.failedFuture(thrown);
    }
    CompletableFuture<@Nullable Void> retry = new CompletableFuture<>();
    item.retry = retry;
    item.lane.again(item);
    return retry;
  }

  private void runRetry(InFlight item, CompletableFuture<@Nullable Void> retry) {
    if (stopped(item)) {
      retry.cancel(false);
      return;
    }
    Throwable thrown = attempt(item);
    if (thrown == null) {
      retry.complete(null);
    } else {
      retry.completeExceptionally(thrown);
    }
  }

  private @Nullable Throwable attempt(InFlight item) {
    item.attempts++;
    if (item.partition.step > 0) {
      tally.retryAttempts.increment();
    }
    try {
      processor.process(item);
      return null;
    } catch (Throwable thrown) {
      failed(item, thrown);
      return thrown;
    }
  }

  private void failed(InFlight item, Throwable thrown) {
    tally.failedAttempts.increment();
    if (item.firstFailure == null) {
      item.firstFailure =
          item.origin.firstFailure() == null ? clock.instant() : item.origin.firstFailure();
    }
    Failure.Kind kind = kind(thrown);
    // of a key whose last record was poisonous it says nothing new
    boolean first = item.attempts == 1 && item.origin.attempts() == 0 && !item.inherits;
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

  @Override
  public boolean runBatch(Lane<InFlight> lane, List<InFlight> items) {
    items.forEach(item -> item.started = true);
    if (items.stream().anyMatch(this::stopped)) {
      return false;
    }
    try {
      items.forEach(item -> item.attempts = 1);
      guard.call(
          () -> {
            processor.processAll(items);
            return DONE;
          });
    } catch (Throwable thrown) {
      tally.failedAttempts.increment();
      items.forEach(item -> item.attempts = 0);
      if (isFatal(thrown)) {
        fatal.accept(thrown);
      }
      return false;
    } finally {
      var unused = Thread.interrupted();
    }
    items.forEach(this::succeeded);
    return true;
  }

  private void settled(InFlight item, @Nullable Throwable wrapped) {
    try {
      if (wrapped == null) {
        succeeded(item);
      } else {
        failedFinally(item, wrapped);
      }
    } catch (RuntimeException mistake) {
      // such as one of the caller's classifier; a future would swallow it, and the record with it
      fatal.accept(mistake);
    }
  }

  private void failedFinally(InFlight item, Throwable wrapped) {
    Throwable thrown = FailureClassifier.unwrapped(wrapped);
    if (isFatal(thrown)) {
      fatal.accept(thrown);
      letGo(item);
    } else if (stopped(item)) {
      letGo(item);
    } else if (thrown instanceof UndecodableException undecodable) {
      outbox.send(item, parcels.deadLetter(item, undecodable.reason(), Stage.DESERIALIZE));
    } else if (refused(thrown)) {
      hold(item, thrown, true);
    } else {
      judge(item, thrown);
    }
  }

  private void judge(InFlight item, Throwable thrown) {
    switch (kind(thrown)) {
      case PERMANENT -> outbox.send(item, parcels.deadLetter(item, thrown, Stage.PROCESS));
      case CANCELLED -> hold(item, thrown, false);
      case TRANSIENT, THROTTLED -> judgeTransient(item, thrown);
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

  @Override
  public void released(InFlight over, InFlight next) {
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

  /** What no other record would survive either. A stack overflow is one record's own. */
  private static boolean isFatal(Throwable thrown) {
    return (thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError))
        || thrown instanceof LinkageError;
  }

  private void succeeded(InFlight item) {
    tally.processed.increment();
    breaker.succeeded();
    if (item.outputs.isEmpty()) {
      item.complete();
      holding.over(item);
      completed.run();
    } else {
      if (key(item) != null) {
        // the next of the key must not be written before this one
        item.lane.park(item);
      }
      outbox.send(item, parcels.outputs(item));
    }
  }

  /** Not completed, so that it comes again, here or elsewhere. */
  private void letGo(InFlight item) {
    item.letGo = true;
    holding.over(item);
  }
}
