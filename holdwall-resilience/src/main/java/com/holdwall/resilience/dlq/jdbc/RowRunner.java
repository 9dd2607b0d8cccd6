package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.FailureClassifier;
import com.holdwall.resilience.Ticker;
import com.holdwall.resilience.internal.CancellableTask;
import java.util.Collection;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Takes records from their first attempt to what becomes of them: an {@link Outcome}, or another
 * try here. Thread-safe.
 */
final class RowRunner {

  private static final CompletableFuture<@Nullable Void> DONE =
      CompletableFuture.completedFuture(null);

  private final WorkerSettings settings;
  private final RowTransaction transaction;
  private final WorkerParts parts;
  private final OutageRule rule;
  private final RowJudge judge;
  private final HeldRows held;
  private final WorkerThreads threads;
  private final Ticker ticker = Ticker.system();
  private volatile boolean closing;

  RowRunner(
      WorkerSettings settings,
      RowTransaction transaction,
      WorkerParts parts,
      ScheduledExecutorService timer,
      String threadName) {
    this.settings = settings;
    this.transaction = transaction;
    this.parts = parts;
    this.rule = new OutageRule(settings.outageMinimum());
    this.judge = new RowJudge(settings, rule);
    this.held =
        new HeldRows(
            rule,
            settings.probeBackoff(),
            settings.random(),
            timer,
            this::start,
            this::untried,
            this::outage);
    this.threads =
        new WorkerThreads(
            threadName, settings.concurrency(), this::start, () -> suspended() || closing);
  }

  /** Whether nothing is started now but one record that probes. */
  boolean suspended() {
    return held.suspended();
  }

  int held() {
    return held.size();
  }

  void offer(Collection<Row> rows) {
    threads.offer(rows);
  }

  private @Nullable Row untried() {
    return threads.takeWaiting();
  }

  /** How many more records are of use now; in an outage one that may probe. */
  int room(int inHand) {
    int room = settings.maxInHand() - inHand;
    if (suspended()) {
      return threads.waiting() == 0 ? Math.min(room, 1) : 0;
    }
    // a few at once, unless nothing else is to be done
    return room >= settings.maxInHand() / 4 || threads.idle() ? room : 0;
  }

  private void outage(boolean begins) {
    parts.outage(begins);
    if (!begins) {
      threads.startNext();
    }
  }

  private void start(Row row) {
    row.reopen();
    CompletionStage<@Nullable Void> stage = settings.guard().executeAsync(() -> attempt(row));
    row.call = stage.toCompletableFuture();
    var unused = stage.whenComplete((nothing, thrown) -> settled(row, thrown));
  }

  /** An attempt, for the guard; it runs on a worker thread, and cancelling it interrupts that. */
  private CompletionStage<@Nullable Void> attempt(Row row) {
    if (row.committed) {
      return DONE;
    }
    if (stopped(row)) {
      return CompletableFuture.failedFuture(new CancellationException(row + " is let go"));
    }
    return CancellableTask.on(threads, () -> run(row));
  }

  private boolean stopped(Row row) {
    return closing || row.lost;
  }

  private @Nullable Void run(Row row) throws Exception {
    if (!row.enter(ticker.nanos())) {
      throw new HandlerBusyException(row);
    }
    row.attempts++;
    if (row.step > 0) {
      parts.tally().retryAttempts.increment();
    }
    try {
      row.committed = settings.processor().process(row, transaction);
      return null;
    } catch (Throwable thrown) {
      parts.tally().failedAttempts.increment();
      judge.failed(row, thrown);
      throw thrown;
    } finally {
      row.leave();
    }
  }

  private void settled(Row row, @Nullable Throwable wrapped) {
    try {
      if (wrapped == null) {
        succeeded(row);
      } else {
        failedFinally(row, FailureClassifier.unwrapped(wrapped));
      }
    } catch (RuntimeException mistake) {
      // such as one of the caller's classifier; a future would swallow it, and the record with it
      parts.fatal().accept(mistake);
    }
  }

  private void succeeded(Row row) {
    rule.succeeded();
    over(new Outcome.Done(row));
  }

  private void failedFinally(Row row, Throwable thrown) {
    CompletableFuture<@Nullable Void> handler = row.settle();
    if (handler != null) {
      // past its time limit, and maybe about to succeed after all
      var unused = handler.whenComplete((nothing, none) -> settled(row, thrown));
    } else if (row.committed) {
      succeeded(row);
    } else if (isFatal(thrown)) {
      parts.fatal().accept(thrown);
      over(new Outcome.LetGo(row));
    } else if (stopped(row) || thrown instanceof LeaseLostException) {
      over(new Outcome.LetGo(row));
    } else {
      RowJudge.Judgement judgement = judge.judge(row, thrown);
      Outcome outcome = judgement.outcome();
      if (outcome == null) {
        hold(row, thrown, judgement.certain());
      } else {
        over(outcome);
      }
    }
  }

  private void hold(Row row, Throwable thrown, boolean certain) {
    parts.notices().tell(WorkerEvent.Type.HELD, row.toString(), thrown);
    // a failed probe goes to the end of the queue where nothing else is there to probe
    boolean makeRoom = row.probe && threads.waiting() == 0 && !certain;
    if (makeRoom || !held.hold(row, certain)) {
      over(new Outcome.LetGo(row));
    }
  }

  private void over(Outcome outcome) {
    parts.outcomes().accept(outcome);
    held.over(outcome.row(), outcome instanceof Outcome.Done);
  }

  /** What no other record would survive either. A stack overflow is one record's own. */
  private static boolean isFatal(Throwable thrown) {
    return (thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError))
        || thrown instanceof LinkageError;
  }

  /** Another worker has the record: what is done with it here is interrupted. */
  void lost(Row row) {
    row.lost = true;
    cancel(row);
  }

  /** Ends the record's attempt, or its wait for another one. */
  void cancel(Row row) {
    CompletableFuture<@Nullable Void> call = row.call;
    if (call != null) {
      call.cancel(true);
    }
  }

  /** Starts nothing any more; records that no handler has are let go. */
  void stop(Collection<Row> inHand) {
    closing = true;
    threads.drain().forEach(row -> over(new Outcome.LetGo(row)));
    held.close().forEach(row -> over(new Outcome.LetGo(row)));
    inHand.stream().filter(row -> !row.running()).forEach(this::cancel);
  }

  /** Interrupts what still runs. */
  void close() {
    threads.close();
  }
}
