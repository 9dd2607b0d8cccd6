package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.Ticker;
import com.holdwall.resilience.internal.Nanos;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Leases records and prolongs the leases. The loop's. */
final class Leases {

  /** Leases are prolonged three times before they would end. */
  private static final int RENEWALS = 3;

  private final WorkerSettings settings;
  private final Sessions sessions;
  private final RowStore store;
  private final RowRunner runner;
  private final WorkerTally tally;
  private final Map<Long, Row> inHand;
  private final Ticker ticker = Ticker.system();
  private long renewedNanos;
  private int firstTopic;
  private long claimNanos;

  Leases(
      WorkerSettings settings,
      Sessions sessions,
      RowStore store,
      RowRunner runner,
      WorkerTally tally,
      Map<Long, Row> inHand) {
    this.settings = settings;
    this.sessions = sessions;
    this.store = store;
    this.runner = runner;
    this.tally = tally;
    this.inHand = inHand;
  }

  /** Prolongs the leases of all that is in hand, if it is time. */
  void renew() throws QueueException {
    long now = ticker.nanos();
    if (inHand.isEmpty()) {
      renewedNanos = now;
      return;
    }
    if (now - renewedNanos < renewalNanos()) {
      return;
    }
    List<Row> rows = List.copyOf(inHand.values());
    List<Long> ids = rows.stream().map(Row::id).toList();
    Set<Long> mine =
        sessions.call("leases cannot be prolonged", connection -> store.renew(connection, ids));
    renewedNanos = now;
    runner.lost(
        rows.stream()
            .filter(row -> !mine.contains(row.id()) && !row.committed && !row.lost)
            .toList());
  }

  /** Leases more records where there is room. {@return whether there are probably still more} */
  boolean claim() throws QueueException {
    int room = runner.room(inHand.size());
    if (room == 0 || bytes(inHand.values()) >= settings.maxInHandBytes()) {
      return false;
    }
    long start = ticker.nanos();
    boolean more = false;
    int topics = settings.topics().size();
    firstTopic = (firstTopic + 1) % topics;
    for (int i = 0; i < topics && room > 0; i++) {
      int claimed = claim(settings.topics().get((firstTopic + i) % topics), room);
      more |= claimed == room;
      room = runner.room(inHand.size());
    }
    claimNanos = ticker.nanos() - start;
    return more && room > 0;
  }

  private int claim(String topic, int most) throws QueueException {
    tally.claims.increment();
    List<Row> fresh = new ArrayList<>();
    try {
      return sessions.call(
          "records of topic " + topic + " cannot be leased",
          connection -> store.claim(connection, topic, most, somewhere(), row -> take(row, fresh)));
    } finally {
      runner.offer(fresh);
    }
  }

  /** One whose lease ran out here, and that is still in hand, is not begun a second time. */
  private void take(Row row, List<Row> fresh) {
    if (inHand.putIfAbsent(row.id(), row) == null) {
      fresh.add(row);
    }
  }

  /** The beginning of a key's hash, another one each time. */
  private byte[] somewhere() {
    return new byte[] {(byte) settings.random().nextLong(256)};
  }

  static long bytes(Collection<Row> rows) {
    return rows.stream().mapToLong(Row::bytes).sum();
  }

  /** Between half of the poll interval and all of it, and as long as the last look took. */
  long idleNanos() {
    long half = Nanos.of(settings.pollInterval()) / 2;
    long spread = half + settings.random().nextLong(half + 1);
    return Math.min(Math.max(spread, claimNanos), renewalNanos());
  }

  private long renewalNanos() {
    return Nanos.of(settings.lease()) / RENEWALS;
  }
}
