package com.holdwall.resilience.dlq.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A queue in chunks that are made as it grows. One array that lives long would cost a memory
 * barrier for each record that is put into it, as the collector has to know of pointers from old
 * objects to young ones; a chunk is as young as its records. Not thread-safe.
 *
 * @param <T> what waits in it
 */
final class ChunkedQueue<T> {

  static final int CHUNK = 256;

  private final ArrayDeque<@Nullable Object[]> chunks = new ArrayDeque<>();
  private @Nullable Object[] last = new @Nullable Object[0];

  /** Where the first item lies in the first chunk, and where the next one will in the last. */
  private int head;

  private int tail = CHUNK;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void addLast(T item) {
    if (tail == CHUNK) {
      last = new @Nullable Object[CHUNK];
      chunks.addLast(last);
      tail = 0;
    }
    last[tail++] = item;
    size++;
  }

  @Nullable T peekFirst() {
    return size == 0 ? null : at(chunks.getFirst(), head);
  }

  @Nullable T pollFirst() {
    T item = peekFirst();
    if (item != null) {
      chunks.getFirst()[head++] = null;
      size--;
      if (head == CHUNK) {
        chunks.removeFirst();
        head = 0;
      }
    }
    return item;
  }

  /** Takes an item out from among the others, which costs as much as there are. */
  void remove(T item) {
    List<T> all = list();
    chunks.clear();
    head = 0;
    tail = CHUNK;
    size = 0;
    all.stream().filter(other -> other != item).forEach(this::addLast);
  }

  /** All of them, first to last, at this moment. */
  List<T> list() {
    List<T> all = new ArrayList<>(size);
    int index = head;
    for (@Nullable Object[] chunk : chunks) {
      for (; index < CHUNK && all.size() < size; index++) {
        T item = at(chunk, index);
        if (item != null) {
          all.add(item);
        }
      }
      index = 0;
    }
    return all;
  }

  @SuppressWarnings("unchecked")
  private @Nullable T at(@Nullable Object[] chunk, int index) {
    return (T) chunk[index];
  }
}
