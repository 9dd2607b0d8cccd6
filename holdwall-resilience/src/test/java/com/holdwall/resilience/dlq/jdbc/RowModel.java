package com.holdwall.resilience.dlq.jdbc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a queue's two tables must hold, in memory: the states that a record may be in. */
final class RowModel {

  enum State {
    WAITING,
    DELAYED,
    LEASED,
    /** Its lease has run out; nobody else has it yet. */
    EXPIRED
  }

  /** A row of the queue. */
  static final class Entry {
    final long id;
    final @Nullable String key;
    State state = State.WAITING;
    boolean ordered = true;
    @Nullable String owner;

    Entry(long id, @Nullable String key) {
      this.id = id;
      this.key = key;
    }
  }

  /** A row of the dead letters, by the key of its record. */
  record Dead(long recordId, @Nullable String key, boolean parked) {}

  final TreeMap<Long, Entry> queue = new TreeMap<>();
  final List<Dead> dead = new ArrayList<>();
  long sent;
  long processed;

  void send(long id, @Nullable String key) {
    queue.put(id, new Entry(id, key));
    sent++;
  }

  /** Whether a worker may lease it now. */
  boolean claimable(Entry record) {
    boolean due = record.state == State.WAITING || record.state == State.EXPIRED;
    return due && (!record.ordered || record.key == null || first(record.key) == record.id);
  }

  private long first(String key) {
    return queue.values().stream()
        .filter(r -> r.ordered && key.equals(r.key))
        .min(Comparator.comparingLong(r -> r.id))
        .map(r -> r.id)
        .orElse(-1L);
  }

  List<Entry> claimable() {
    return queue.values().stream().filter(this::claimable).toList();
  }

  Optional<Entry> ownedBy(long id, String owner) {
    return Optional.ofNullable(queue.get(id)).filter(r -> owner.equals(r.owner));
  }

  /** A row as the test's query shows one. */
  List<String> queueText() {
    return queue.values().stream()
        .map(
            r ->
                r.id
                    + " "
                    + (r.state == State.WAITING || r.state == State.EXPIRED ? "due" : "later")
                    + " "
                    + (r.owner == null ? "-" : r.owner)
                    + " "
                    + r.ordered)
        .toList();
  }

  List<String> deadText() {
    return dead.stream()
        .sorted(Comparator.comparingLong(Dead::recordId))
        .map(d -> d.recordId() + " " + d.parked())
        .toList();
  }
}
