package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.Ticker;
import com.holdwall.resilience.dlq.jdbc.WorkerFinding.Kind;
import com.holdwall.resilience.internal.Nanos;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The worker's own thread: it writes what became of records, prolongs leases, leases more records,
 * and waits. It uses one connection at a time, and none while it waits.
 */
final class WorkLoop implements Runnable {

  /** How long interrupted handlers have to come back. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long DRAIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final int MAX_TRIES = 30;

  private final WorkerSettings settings;
  private final Sessions sessions;
  private final TableCheck check;
  private final Leases leases;
  private final RowRunner runner;
  private final Settlement settlement;
  private final WorkerTally tally;
  private final WorkerNotices notices;
  private final Signal signal;
  private final Map<Long, Row> inHand;
  private final Ticker ticker = Ticker.system();

  private boolean checked;
  private int failures;

  private volatile @Nullable Throwable fatal;
  private volatile boolean stopping;
  private volatile long stopNanos;

  WorkLoop(
      WorkerSettings settings,
      Sessions sessions,
      Leases leases,
      RowRunner runner,
      Settlement settlement,
      WorkerTally tally,
      WorkerNotices notices,
      Signal signal,
      Map<Long, Row> inHand) {
    this.settings = settings;
    this.sessions = sessions;
    this.leases = leases;
    this.check = new TableCheck(settings.queue().table());
    this.runner = runner;
    this.settlement = settlement;
    this.tally = tally;
    this.notices = notices;
    this.signal = signal;
    this.inHand = inHand;
  }

  /** The tables have been looked at already. */
  void checked() {
    checked = true;
  }

  /** Ends the loop when what runs has ended, or after a time. */
  void stop(Duration timeout) {
    stopNanos = ticker.nanos() + Nanos.of(timeout);
    stopping = true;
    signal.raise();
  }

  /** Something that no other record would survive either. */
  void fail(Throwable thrown) {
    fatal = thrown;
    signal.raise();
  }

  @Override
  public void run() {
    try {
      while (!stopping && fatal == null) {
        pause(turn());
      }
      Throwable thrown = fatal;
      if (thrown != null) {
        stopped(thrown);
      }
      drain();
    } catch (InterruptedException interrupted) {
      stopped(interrupted);
    } catch (RuntimeException | Error mistake) {
      stopped(mistake);
    } finally {
      runner.close();
    }
  }

  private void stopped(Throwable thrown) {
    notices.raise(
        Kind.STOPPED,
        "The worker has stopped for good: "
            + thrown.getClass().getName()
            + ". Its records come again elsewhere when their leases end.");
    if (!stopping) {
      stopNanos = ticker.nanos() + GRACE_NANOS;
      stopping = true;
    }
  }

  /** One turn. {@return for how many nanoseconds nothing is to be done unless there is a signal} */
  private long turn() throws InterruptedException {
    try {
      if (!checked) {
        check.run(sessions);
        checked = true;
        notices.clear(Kind.TABLE_UNUSABLE);
      }
      settlement.run();
      leases.renew();
      watch();
      boolean more = leases.claim();
      failures = 0;
      notices.clear(Kind.DATABASE_FAILING);
      return more ? 0 : leases.idleNanos();
    } catch (QueueException thrown) {
      tally.databaseFailures.increment();
      notices.raise(Kind.DATABASE_FAILING, String.valueOf(thrown.getMessage()));
    } catch (TableSetupException thrown) {
      notices.raise(Kind.TABLE_UNUSABLE, String.valueOf(thrown.getMessage()));
    }
    backOff();
    return 0;
  }

  /** Waits without heeding what comes meanwhile: the database must not be pressed. */
  private void backOff() throws InterruptedException {
    failures = Math.min(failures + 1, MAX_TRIES);
    long end =
        ticker.nanos() + settings.databaseBackoff().delayNanos(failures, 0, settings.random());
    for (long left = end - ticker.nanos();
        left > 0 && !stopping && fatal == null;
        left = end - ticker.nanos()) {
      signal.await(left);
    }
  }

  private void pause(long nanos) throws InterruptedException {
    if (nanos > 0) {
      signal.await(nanos);
    }
  }

  private void watch() {
    long now = ticker.nanos();
    long patience = Nanos.of(settings.stuckAfter());
    // a batch has one handler, however many records
    Set<Turn> stuck = new HashSet<>();
    for (Row row : inHand.values()) {
      Turn turn = row.turn;
      if (turn != null && turn.runningFor(patience, now)) {
        stuck.add(turn);
      }
    }
    if (stuck.isEmpty()) {
      notices.clear(Kind.HANDLER_STUCK);
    } else {
      notices.raise(
          Kind.HANDLER_STUCK,
          stuck.size()
              + " of "
              + settings.concurrency()
              + " handlers have not come back for "
              + settings.stuckAfter()
              + ": their records, and the later ones of their keys, wait.");
    }
  }

  /** Ends what runs, within the time that {@link #stop} gave. */
  private void drain() throws InterruptedException {
    runner.stop(List.copyOf(inHand.values()));
    boolean interrupted = false;
    while (true) {
      settleOrKeep();
      long late = ticker.nanos() - stopNanos;
      if (inHand.isEmpty() || late >= GRACE_NANOS) {
        return;
      }
      if (late >= 0 && !interrupted) {
        interrupted = true;
        inHand.values().forEach(runner::cancel);
      }
      signal.await(DRAIN_PAUSE_NANOS);
    }
  }

  private void settleOrKeep() {
    try {
      settlement.run();
      leases.renew();
    } catch (QueueException thrown) {
      // tried again until the time is up; then the leases end, and the records come again
      tally.databaseFailures.increment();
    }
  }
}
