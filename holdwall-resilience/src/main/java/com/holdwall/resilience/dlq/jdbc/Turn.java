package com.holdwall.resilience.dlq.jdbc;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A handler's turn at one record or at a batch: all attempts that the guard makes of it. A record
 * that is tried again later gets another turn, so that a late attempt of this one cannot begin in
 * that one. Thread-safe.
 */
final class Turn {

  private final List<Row> rows;

  /** The guarded call; cancelling it interrupts the handler. */
  private volatile @Nullable CompletableFuture<@Nullable Void> call;

  // guarded by this
  private long handedNanos;

  /** Completed when the handler comes back, possibly past its time limit; null before it began. */
  private @Nullable CompletableFuture<@Nullable Void> handler;

  /** What becomes of the records is decided: no attempt may begin any more. */
  private boolean settled;

  private Turn(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /** The next turn of some records, at least one. */
  static Turn of(List<Row> rows) {
    Turn turn = new Turn(rows);
    rows.forEach(row -> row.turn = turn);
    return turn;
  }

  List<Row> rows() {
    return rows;
  }

  /** Whether several records share it, so that its failure says nothing about any one of them. */
  boolean isBatch() {
    return rows.size() > 1;
  }

  void calledAs(CompletableFuture<@Nullable Void> guarded) {
    call = guarded;
  }

  /** Ends the attempt, or the wait for another one. */
  void cancel() {
    CompletableFuture<@Nullable Void> guarded = call;
    if (guarded != null) {
      guarded.cancel(true);
    }
  }

  /** An attempt begins; false if it must not. */
  synchronized boolean enter(long nowNanos) {
    if (settled || running()) {
      return false;
    }
    handedNanos = nowNanos;
    handler = new CompletableFuture<>();
    return true;
  }

  /** The handler has come back. */
  void leave() {
    CompletableFuture<@Nullable Void> mine;
    synchronized (this) {
      mine = handler;
    }
    if (mine != null) {
      mine.complete(null);
    }
  }

  /** Whether a handler has the records at this moment. */
  synchronized boolean running() {
    return handler != null && !handler.isDone();
  }

  /** Whether a handler has had them for so long, and has them still. */
  synchronized boolean runningFor(long nanos, long nowNanos) {
    return running() && nowNanos - handedNanos >= nanos;
  }

  /**
   * Decides that no attempt begins any more.
   *
   * @return the handler that still has to come back; null if there is none
   */
  synchronized @Nullable CompletableFuture<@Nullable Void> settle() {
    if (running()) {
      return handler;
    }
    settled = true;
    return null;
  }

  /** {@return the coordinates, of the first one in a batch} */
  @Override
  public String toString() {
    return isBatch() ? rows.size() + " records from " + rows.get(0) : rows.get(0).toString();
  }
}
