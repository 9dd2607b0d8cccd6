package com.holdwall.resilience.dlq.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Writes outcomes to the table. What cannot be written is kept and written again, so that nothing
 * that was done is forgotten while the process lives. {@link #add} is anybody's, the rest is the
 * loop's. How many there are is bounded by the records in hand.
 */
final class Settlement {

  /** Writes outcomes of one kind; answers with the ids of the records that were still ours. */
  @FunctionalInterface
  private interface Write {
    Set<Long> of(Collection<Long> ids) throws SQLException;
  }

  private final RowStore store;
  private final Sessions sessions;
  private final WorkerTally tally;
  private final WorkerNotices notices;
  private final Map<Long, Row> inHand;
  private final Queue<Outcome> arriving = new ConcurrentLinkedQueue<>();
  private final Map<Long, Outcome> open = new LinkedHashMap<>();

  Settlement(
      RowStore store,
      Sessions sessions,
      WorkerTally tally,
      WorkerNotices notices,
      Map<Long, Row> inHand) {
    this.store = store;
    this.sessions = sessions;
    this.tally = tally;
    this.notices = notices;
    this.inHand = inHand;
  }

  void add(Outcome outcome) {
    arriving.add(outcome);
  }

  /**
   * Writes all there is.
   *
   * @throws QueueException if some of it could not be written and is kept
   */
  void run() throws QueueException {
    for (Outcome next = arriving.poll(); next != null; next = arriving.poll()) {
      open.put(next.row().id(), next);
    }
    if (!open.isEmpty()) {
      Optional<SQLException> failed =
          sessions.call("what became of records cannot be written", this::write);
      if (failed.isPresent()) {
        throw QueueException.of("what became of a record cannot be written", failed.get());
      }
    }
  }

  /** One statement for all that is done, one for all that is let go, and one each for the rest. */
  private Optional<SQLException> write(Connection connection) throws SQLException {
    many(Outcome.Done.class, ids -> store.done(connection, ids));
    many(Outcome.LetGo.class, ids -> store.letGo(connection, ids));
    SQLException failed = null;
    for (Outcome outcome : List.copyOf(open.values())) {
      try {
        written(outcome, one(connection, outcome));
      } catch (SQLException thrown) {
        // the others may be written all the same
        failed = thrown;
      }
    }
    return Optional.ofNullable(failed);
  }

  private void many(Class<? extends Outcome> kind, Write write) throws SQLException {
    List<Outcome> outcomes = open.values().stream().filter(kind::isInstance).toList();
    List<Long> ids =
        outcomes.stream().map(Outcome::row).filter(row -> !row.committed).map(Row::id).toList();
    Set<Long> written = ids.isEmpty() ? Set.of() : write.of(ids);
    for (Outcome outcome : outcomes) {
      Row row = outcome.row();
      written(outcome, row.committed || written.contains(row.id()));
    }
  }

  private boolean one(Connection connection, Outcome outcome) throws SQLException {
    if (outcome instanceof Outcome.Retry retry) {
      return store.retry(connection, retry);
    }
    return outcome instanceof Outcome.Bury bury && store.bury(connection, bury);
  }

  private void written(Outcome outcome, boolean mine) {
    Row row = outcome.row();
    open.remove(row.id());
    inHand.remove(row.id());
    if (!mine) {
      tally.leasesLost.increment();
      notices.tell(WorkerEvent.Type.LEASE_LOST, row.toString(), null);
    } else if (outcome instanceof Outcome.Done) {
      tally.processed.increment();
    } else if (outcome instanceof Outcome.Retry) {
      tally.retriesScheduled.increment();
      notices.tell(WorkerEvent.Type.RETRY_SCHEDULED, row.toString(), null);
    } else if (outcome instanceof Outcome.Bury) {
      tally.deadLettered.increment();
      notices.tell(WorkerEvent.Type.DEAD_LETTERED, row.toString(), null);
    }
  }
}
