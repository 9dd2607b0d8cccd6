package com.holdwall.resilience.dlq.kafka;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The records of a partition between the first one that is not completed and the last one polled.
 * Says which offset may be committed: never one behind an incomplete record. All but {@link
 * Slot#complete()} belongs to the poll thread.
 *
 * @param <S> the records
 */
final class OffsetTracker<S extends Slot> {

  /** Nothing may be committed yet. */
  static final long NOTHING = -1;

  private final ChunkedQueue<S> window = new ChunkedQueue<>();
  private long first = NOTHING;
  private long next = NOTHING;
  private long committed = NOTHING;

  /** Adds the next record; offsets may have gaps, and only rise. */
  void add(S slot) {
    if (slot.slotOffset() < next) {
      throw new IllegalStateException(
          "offset " + slot.slotOffset() + " comes after " + (next - 1) + " was seen");
    }
    if (first == NOTHING) {
      first = slot.slotOffset();
    }
    window.addLast(slot);
    next = slot.slotOffset() + 1;
  }

  /** The consumer's position, which may lie behind transaction markers after the last record. */
  void reached(long position) {
    next = Math.max(next, position);
  }

  /** The first record that was ever added; {@link #NOTHING} before that. */
  long first() {
    return first;
  }

  /** Lets the completed records in front go. */
  void advance(Consumer<? super S> gone) {
    for (S first = window.peekFirst();
        first != null && first.completed();
        first = window.peekFirst()) {
      S unused = window.pollFirst();
      gone.accept(first);
    }
  }

  /** The offset that may be committed: everything before it is completed. */
  long watermark() {
    S first = window.peekFirst();
    return first == null ? next : first.slotOffset();
  }

  /** Whether the watermark has risen since the last commit. */
  boolean dirty() {
    long watermark = watermark();
    return watermark != NOTHING && watermark > committed;
  }

  void committed(long offset) {
    committed = Math.max(committed, offset);
  }

  /** How many records lie in the window, completed ones behind the first incomplete included. */
  int size() {
    return window.size();
  }

  /** The first record that is not let go yet; null if there is none. */
  @Nullable S peek() {
    return window.peekFirst();
  }

  List<S> window() {
    return window.list();
  }

  List<S> lastFirst() {
    List<S> all = window.list();
    Collections.reverse(all);
    return all;
  }
}
