package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.FailureClassifier;
import com.holdwall.resilience.Guard;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes a record from its first attempt to its end: processed, left to the {@link FailureJudge}, or
 * let go because its partition was taken away. Runs on the lanes' threads.
 */
final class RecordRunner implements LaneWork<InFlight> {

  /** The answer of an attempt that went well; one serves all. */
  private static final CompletableFuture<@Nullable Void> DONE =
      CompletableFuture.completedFuture(null);

  private record KeyOfPartition(PartitionState partition, ByteBuffer key) {}

  private final Processor<?> processor;
  private final Guard guard;
  private final FailureJudge judge;
  private final FloodBreaker breaker;
  private final Holding holding;
  private final Parcels parcels;
  private final Outbox outbox;
  private final Tally tally;
  private final Runnable completed;
  private final Consumer<Throwable> fatal;
  private volatile boolean closing;

  RecordRunner(ConsumerSettings settings, ConsumerParts parts, Consumer<Throwable> fatal) {
    this.processor = settings.processor();
    this.guard = settings.guard();
    this.judge = new FailureJudge(settings, parts);
    this.breaker = parts.breaker();
    this.holding = parts.holding();
    this.parcels = parts.parcels();
    this.outbox = parts.outbox();
    this.tally = parts.tally();
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
    return closing || item.partition.dropped || item.left();
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
    if (retry != null) {
      item.retry = null;
      runRetry(item, retry);
    } else if (stopped(item) || !item.start()) {
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
      judge.failed(item, thrown);
      return thrown;
    }
  }

  @Override
  public boolean runBatch(Lane<InFlight> lane, List<InFlight> items) {
    if (items.stream().anyMatch(item -> stopped(item) || !item.start())) {
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
      if (FailureJudge.isFatal(thrown)) {
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
        failedFinally(item, FailureClassifier.unwrapped(wrapped));
      }
    } catch (RuntimeException mistake) {
      // such as one of the caller's classifier; a future would swallow it, and the record with it
      fatal.accept(mistake);
    }
  }

  private void failedFinally(InFlight item, Throwable thrown) {
    if (FailureJudge.isFatal(thrown)) {
      fatal.accept(thrown);
      letGo(item);
    } else if (stopped(item)) {
      letGo(item);
    } else {
      judge.judge(item, thrown);
    }
  }

  @Override
  public void released(InFlight over, InFlight next) {
    judge.released(over, next);
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
