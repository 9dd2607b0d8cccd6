package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.dlq.jdbc.WorkerFinding.Kind;
import com.holdwall.resilience.internal.Require;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes records out of a {@link JdbcQueue} and loses none: a record's row goes when its handler has
 * processed it, or moves to the dead letters, and not before. Any number of workers, in any number
 * of processes, share a topic.
 *
 * <p>A worker leases records for a time and prolongs the leases of what it has in hand. A lease,
 * and not a transaction that stays open, keeps others away, since a slow handler would otherwise
 * hold a connection and keep the database from cleaning up. When the worker is killed, its records
 * come again after the rest of their lease: at most those in hand are processed twice. With a
 * {@link ConnectionHandler} what a handler does in the same database and the end of its record are
 * one transaction, whose length is bounded, and nothing is done twice.
 *
 * <p>Records of one key are processed one at a time and in order, over all workers: a later one
 * waits while an earlier one is tried again in place, is held, or is leased by a worker that was
 * killed. A delayed retry gives that order up, as a retry topic does: the record comes after later
 * ones of its key. Records without a key have no order.
 *
 * <p>Failures that waiting may mend are retried in place by a {@link
 * com.holdwall.resilience.Guard}, then after delays, where those are wanted; then the record
 * becomes a dead letter. But a record that fails for a transient reason becomes one only on
 * evidence that others like it are served: in an outage the worker waits, and one record probes.
 *
 * <p>Memory is bounded: the records in hand are at most {@code maxInHand}, and no more are leased
 * at {@code maxInHandBytes}, which the last ones may exceed. A handler that never returns keeps its
 * lease, its thread and the later records of its key, and a finding says so.
 *
 * <p>It runs one thread that does all of its statements, one that times holds, and the handlers'
 * threads; all are daemons. It takes one connection at a time from the data source, and with a
 * {@link ConnectionHandler} one more for each handler: a pool needs {@code concurrency + 1}.
 * Thread-safe. {@link #close()} it.
 */
public final class ReliableWorker implements AutoCloseable {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final WorkerSettings settings;
  private final WorkerNotices notices;
  private final WorkerTally tally = new WorkerTally();
  private final Map<Long, Row> inHand = new ConcurrentHashMap<>();
  private final Signal signal = new Signal();
  private final ScheduledThreadPoolExecutor timer;
  private final RowRunner runner;
  private final WorkLoop loop;
  private final Sessions sessions;

  // guarded by this
  private @Nullable Thread thread;
  private boolean closed;

  ReliableWorker(WorkerSettings settings) {
    this.settings = settings;
    this.notices = new WorkerNotices(settings.clock(), settings.group());
    String name = "holdwall-worker-" + settings.group();
    this.timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, name + "-timer"));
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    JdbcQueue queue = settings.queue();
    this.sessions = new Sessions(queue.source(), settings.statementTimeout());
    // of its own for each worker, so that no other one's leases are mistaken for its own
    String owner = settings.group() + "/" + UUID.randomUUID();
    RowStore store = new RowStore(queue.table(), owner, settings.lease());
    Settlement settlement = new Settlement(store, sessions, tally, notices, inHand);
    WorkerParts parts =
        new WorkerParts(
            tally,
            notices,
            outcome -> {
              settlement.add(outcome);
              signal.raise();
            },
            this::outage,
            this::fail);
    RowTransaction transaction =
        new RowTransaction(queue.source(), queue.table(), owner, settings.transactionLimit());
    this.runner = new RowRunner(settings, transaction, parts, timer, name);
    Leases leases = new Leases(settings, sessions, store, runner, tally, inHand);
    this.loop =
        new WorkLoop(
            settings, sessions, leases, runner, settlement, tally, notices, signal, inHand);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void fail(Throwable thrown) {
    loop.fail(thrown);
  }

  private void outage(boolean begins) {
    notices.tell(
        begins ? WorkerEvent.Type.OUTAGE_BEGAN : WorkerEvent.Type.OUTAGE_ENDED,
        settings.group(),
        null);
    if (begins) {
      notices.raise(
          Kind.OUTAGE,
          "Most records of group "
              + settings.group()
              + " fail for a transient reason, or a breaker is open: one record probes, the others"
              + " wait.");
    } else {
      notices.clear(Kind.OUTAGE);
      signal.raise();
    }
  }

  /**
   * Starts to work. The tables are looked at first; while the database cannot be reached that goes
   * on in the background, and nothing is leased before it is done.
   *
   * @return this worker
   * @throws IllegalStateException if it was started already, or is closed
   * @throws TableSetupException if a table or a column is missing or has another type
   */
  public synchronized ReliableWorker start() {
    if (thread != null || closed) {
      throw new IllegalStateException(
          this + (closed ? " is closed" : " was started") + ": build another one");
    }
    try {
      new TableCheck(settings.queue().table()).run(sessions);
      loop.checked();
    } catch (QueueException later) {
      tally.databaseFailures.increment();
      notices.raise(Kind.DATABASE_FAILING, String.valueOf(later.getMessage()));
    }
    Thread started = daemon(loop, "holdwall-worker-" + settings.group());
    thread = started;
    started.start();
    return this;
  }

  /** {@return who processes} */
  public String group() {
    return settings.group();
  }

  /** {@return the topics that records come from} */
  public List<String> topics() {
    return settings.topics();
  }

  /** {@return what it has done so far, and has in hand} */
  public WorkerCounts counts() {
    return new WorkerCounts(
        tally.processed.sum(),
        tally.failedAttempts.sum(),
        tally.retriesScheduled.sum(),
        tally.retryAttempts.sum(),
        tally.deadLettered.sum(),
        tally.leasesLost.sum(),
        tally.claims.sum(),
        tally.databaseFailures.sum(),
        inHand.size(),
        Leases.bytes(inHand.values()),
        runner.held(),
        runner.suspended());
  }

  /** {@return what keeps records from being processed now; empty if nothing does} */
  public List<WorkerFinding> findings() {
    return notices.findings();
  }

  /**
   * Listens to what the worker does. The listener runs on the worker's threads and should be quick;
   * what it throws is dropped.
   *
   * @param listener what to tell
   */
  public void onEvent(Consumer<? super WorkerEvent> listener) {
    notices.listen(Objects.requireNonNull(listener, "listener must not be null"));
  }

  /**
   * {@return whether it works; false before the start, after a failure for good, and at the end}
   */
  public synchronized boolean isRunning() {
    return thread != null && thread.isAlive();
  }

  /** Closes with a timeout of 30 s. */
  @Override
  public void close() {
    close(CLOSE_TIMEOUT);
  }

  /**
   * Leases no more, waits for the handlers that run, writes what became of their records, and gives
   * the other records back. A handler that has not come back by then is interrupted; one that heeds
   * no interrupt keeps its record's lease, which then runs out. Closing twice does nothing more.
   *
   * @param timeout how long to wait for handlers; longer than zero
   * @throws IllegalArgumentException if it is not longer than zero
   */
  public void close(Duration timeout) {
    Require.positive("timeout", timeout);
    Thread last;
    synchronized (this) {
      closed = true;
      last = thread;
    }
    if (last != null) {
      loop.stop(timeout);
      join(last, timeout.plus(settings.statementTimeout()).plusSeconds(10));
    }
    runner.close();
    var unused = timer.shutdownNow();
  }

  private static void join(Thread thread, Duration timeout) {
    try {
      thread.join(timeout.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "ReliableWorker[" + settings.group() + "]";
  }
}
