package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.FailureClassifier;
import com.holdwall.resilience.Ticker;
import com.holdwall.resilience.internal.CancellableTask;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Takes records, alone or in batches, from their first attempt to what becomes of them: an {@link
 * Outcome}, or another try here. Thread-safe.
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
            row -> start(List.of(row)),
            this::untried,
            this::outage);
    this.threads =
        new WorkerThreads(
            threadName,
            settings.concurrency(),
            settings.processor().batchSize(),
            this::start,
            () -> suspended() || closing);
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
    // a few at once, and a whole batch, unless nothing else is to be done
    int few = Math.max(settings.maxInHand() / 4, settings.processor().batchSize());
    return room >= few || threads.idle() ? room : 0;
  }

  private void outage(boolean begins) {
    parts.outage(begins);
    if (!begins) {
      threads.startNext();
    }
  }

  private void start(List<Row> rows) {
    Turn turn = Turn.of(rows);
    CompletionStage<@Nullable Void> stage = settings.guard().executeAsync(() -> attempt(turn));
    turn.calledAs(stage.toCompletableFuture());
    var unused = stage.whenComplete((nothing, thrown) -> settled(turn, thrown));
  }

  /** An attempt, for the guard; it runs on a worker thread, and cancelling it interrupts that. */
  private CompletionStage<@Nullable Void> attempt(Turn turn) {
    if (committed(turn)) {
      return DONE;
    }
    if (turn.rows().stream().anyMatch(this::stopped)) {
      return CompletableFuture.failedFuture(new CancellationException(turn + " is let go"));
    }
    return CancellableTask.on(threads, () -> run(turn));
  }

  private static boolean committed(Turn turn) {
    return turn.rows().stream().allMatch(row -> row.committed);
  }

  private boolean stopped(Row row) {
    return closing || row.lost;
  }

  private @Nullable Void run(Turn turn) throws Exception {
    if (!turn.enter(ticker.nanos())) {
      throw new HandlerBusyException(turn);
    }
    turn.rows().forEach(row -> begun(row, turn.isBatch()));
    try {
      boolean committed = settings.processor().process(turn.rows(), transaction);
      turn.rows().forEach(row -> row.committed = committed);
      return null;
    } catch (Throwable thrown) {
      parts.tally().failedAttempts.increment();
      if (!turn.isBatch()) {
        judge.failed(turn.rows().get(0), thrown);
      }
      throw thrown;
    } finally {
      turn.leave();
    }
  }

  private void begun(Row row, boolean inBatch) {
    if (!inBatch) {
      row.attempts++;
    }
    if (row.step > 0) {
      parts.tally().retryAttempts.increment();
    }
  }

  private void settled(Turn turn, @Nullable Throwable wrapped) {
    try {
      if (wrapped == null) {
        succeeded(turn);
      } else {
        failedFinally(turn, FailureClassifier.unwrapped(wrapped));
      }
    } catch (RuntimeException mistake) {
      // such as one of the caller's classifier; a future would swallow it, and the record with it
      parts.fatal().accept(mistake);
    }
  }

  private void succeeded(Turn turn) {
    // a batch counts once: one that began before an outage must not outvote what fails in it
    rule.succeeded();
    turn.rows().forEach(row -> over(new Outcome.Done(row)));
  }

  private void failedFinally(Turn turn, Throwable thrown) {
    CompletableFuture<@Nullable Void> handler = turn.settle();
    if (handler != null) {
      // past its time limit, and maybe about to succeed after all
      var unused = handler.whenComplete((nothing, none) -> settled(turn, thrown));
    } else if (committed(turn)) {
      succeeded(turn);
    } else if (isFatal(thrown)) {
      parts.fatal().accept(thrown);
      turn.rows().forEach(row -> over(new Outcome.LetGo(row)));
    } else if (turn.isBatch()) {
      takeApart(turn.rows());
    } else {
      failedAlone(turn.rows().get(0), thrown);
    }
  }

  /** Each record of a batch gets a turn of its own, which shows the one to blame. */
  private void takeApart(List<Row> rows) {
    List<Row> left = new ArrayList<>();
    for (Row row : rows) {
      if (stopped(row)) {
        over(new Outcome.LetGo(row));
      } else {
        left.add(row);
      }
    }
    if (!threads.offerAlone(left)) {
      left.forEach(row -> over(new Outcome.LetGo(row)));
    }
  }

  private void failedAlone(Row row, Throwable thrown) {
    if (stopped(row) || thrown instanceof LeaseLostException) {
      over(new Outcome.LetGo(row));
      return;
    }
    RowJudge.Judgement judgement = judge.judge(row, thrown);
    Outcome outcome = judgement.outcome();
    if (outcome == null) {
      hold(row, thrown, judgement.certain());
    } else {
      over(outcome);
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

  /** Another worker has these records: what is done with them here is interrupted. */
  void lost(Collection<Row> rows) {
    rows.forEach(row -> row.lost = true);
    rows.forEach(this::cancel);
  }

  /** Ends the attempt that the record is in, or the wait for another one. */
  void cancel(Row row) {
    Turn turn = row.turn;
    if (turn != null) {
      turn.cancel();
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
