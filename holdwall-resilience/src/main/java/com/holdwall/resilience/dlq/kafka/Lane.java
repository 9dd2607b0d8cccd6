package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.RandomSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs items one at a time. A key whose item waits, for a retry or for its dead letter's
 * acknowledgement, is parked: its later items queue up behind it, and other keys go on. How many
 * items there are is bounded by whoever adds them. Thread-safe.
 */
final class Lane<T> implements Runnable {

  /** Then another lane has its turn. */
  private static final int TURN = 256;

  private static final int CHUNK = 32;

  private final LaneWork<T> work;
  private final Executor executor;

  // guarded by this
  private final ChunkedQueue<T> queue = new ChunkedQueue<>();

  /** Taken for this turn and not run: before what is queued. */
  private final ArrayDeque<T> putBack = new ArrayDeque<>();

  private final ArrayDeque<T> ready = new ArrayDeque<>();
  private final Map<Object, ArrayDeque<T>> parked = new HashMap<>();
  private boolean scheduled;
  private int singles;

  /** Written under the lock, read without. */
  private volatile int parkedKeys;

  // the watching thread's
  private @Nullable T watched;
  private long watchedSince;

  private volatile @Nullable Thread runner;
  private volatile @Nullable T current;
  private volatile List<T> currentBatch = List.of();

  Lane(LaneWork<T> work, Executor executor) {
    this.work = work;
    this.executor = executor;
  }

  /** Adds items behind the others. */
  void add(List<T> items) {
    synchronized (this) {
      items.forEach(queue::addLast);
    }
    schedule();
  }

  /** Runs a parked item again, before what is queued. */
  void again(T item) {
    synchronized (this) {
      ready.addLast(item);
    }
    schedule();
  }

  /** Lets the lane go on, after a suspension. */
  void schedule() {
    synchronized (this) {
      if (scheduled || (!waits() && ready.isEmpty())) {
        return;
      }
      scheduled = true;
    }
    executor.execute(this);
  }

  /** Keeps the later items of this one's key back. */
  synchronized void park(T item) {
    Object key = work.key(item);
    if (key != null) {
      parked.computeIfAbsent(key, absent -> new ArrayDeque<>());
      parkedKeys = parked.size();
    }
  }

  /** The item is over: the next of its key has its turn, if the key was parked. */
  void release(T item) {
    if (parkedKeys == 0) {
      return;
    }
    synchronized (this) {
      Object key = work.key(item);
      ArrayDeque<T> waiting = key == null ? null : parked.get(key);
      if (waiting == null) {
        return;
      }
      T next = waiting.pollFirst();
      if (next == null) {
        parked.remove(key);
        parkedKeys = parked.size();
        return;
      }
      work.released(item, next);
      ready.addLast(next);
    }
    schedule();
  }

  @Override
  public void run() {
    runner = Thread.currentThread();
    int left = TURN;
    List<T> chunk = new ArrayList<>(CHUNK);
    while (left > 0) {
      take(chunk);
      if (chunk.isEmpty()) {
        break;
      }
      left -= chunk.size();
      run(chunk);
      chunk.clear();
    }
    runner = null;
    goOnLater();
  }

  private void goOnLater() {
    synchronized (this) {
      boolean more = !work.suspended() && waits();
      if (!more && nextReady(false) == null) {
        scheduled = false;
        return;
      }
    }
    executor.execute(this);
  }

  private void run(List<T> chunk) {
    if (chunk.size() > 1 && work.batchSize() > 1) {
      runBatch(chunk);
      return;
    }
    for (int i = 0; i < chunk.size(); i++) {
      T item = chunk.get(i);
      current = item;
      try {
        work.run(this, item);
      } finally {
        current = null;
      }
      if (i + 1 < chunk.size() && (parkedKeys > 0 || work.suspended())) {
        putBack(chunk.subList(i + 1, chunk.size()));
        return;
      }
    }
  }

  private void runBatch(List<T> chunk) {
    List<T> batch = List.copyOf(chunk);
    currentBatch = batch;
    boolean done;
    try {
      done = work.runBatch(this, batch);
    } finally {
      currentBatch = List.of();
    }
    if (!done) {
      synchronized (this) {
        singles = batch.size();
      }
      putBack(batch);
    }
  }

  private synchronized void putBack(List<T> items) {
    for (int i = items.size() - 1; i >= 0; i--) {
      putBack.addFirst(items.get(i));
    }
  }

  /** One item, or several if no key is parked: then nothing can come between them. */
  private synchronized void take(List<T> chunk) {
    T first = next();
    if (first == null) {
      return;
    }
    chunk.add(first);
    int most = work.batchSize() > 1 ? work.batchSize() : CHUNK;
    if (singles > 0) {
      singles--;
      return;
    }
    while (chunk.size() < most && parked.isEmpty() && ready.isEmpty()) {
      T more = poll();
      if (more == null) {
        return;
      }
      chunk.add(more);
    }
  }

  private @Nullable T next() {
    T again = nextReady(true);
    return again != null || work.suspended() ? again : nextQueued();
  }

  private @Nullable T nextQueued() {
    for (T item = poll(); item != null; item = poll()) {
      Object key = parked.isEmpty() ? null : work.key(item);
      ArrayDeque<T> waiting = key == null ? null : parked.get(key);
      if (waiting == null) {
        return item;
      }
      waiting.addLast(item);
    }
    return null;
  }

  private @Nullable T poll() {
    T item = putBack.pollFirst();
    return item == null ? queue.pollFirst() : item;
  }

  /**
   * Takes out an item that was not started yet, the first of any key, and parks its key, until
   * {@link #again}. Any key: those in front may all be poisonous. Null if there is none, or the
   * lane runs: then an earlier one of the key may be under way.
   */
  synchronized @Nullable T takeWaiting(RandomSource random) {
    List<T> first = scheduled ? List.of() : firstOfEachKey();
    if (first.isEmpty()) {
      return null;
    }
    T item = first.get((int) random.nextLong(first.size()));
    if (!putBack.remove(item)) {
      queue.remove(item);
    }
    park(item);
    return item;
  }

  private List<T> firstOfEachKey() {
    List<T> first = new ArrayList<>();
    Set<Object> seen = new HashSet<>(parked.keySet());
    Stream.concat(putBack.stream(), queue.list().stream())
        .forEach(
            item -> {
              Object key = work.key(item);
              if (key == null || seen.add(key)) {
                first.add(item);
              }
            });
    return first;
  }

  private boolean waits() {
    return !queue.isEmpty() || !putBack.isEmpty();
  }

  private @Nullable T nextReady(boolean remove) {
    boolean suspended = work.suspended();
    for (Iterator<T> items = ready.iterator(); items.hasNext(); ) {
      T item = items.next();
      if (!suspended || work.urgent(item)) {
        if (remove) {
          items.remove();
        }
        return item;
      }
    }
    return null;
  }

  /** Whether an item of this kind runs at this moment. */
  boolean runs(Predicate<? super T> kind) {
    T item = current;
    return (item != null && kind.test(item)) || currentBatch.stream().anyMatch(kind);
  }

  /** Interrupts the handler if an item of this kind runs. */
  void interrupt(Predicate<? super T> kind) {
    Thread thread = runner;
    if (thread != null && runs(kind)) {
      thread.interrupt();
    }
  }

  /** What runs at this moment; null if nothing does. */
  @Nullable T current() {
    List<T> batch = currentBatch;
    return batch.isEmpty() ? current : batch.get(0);
  }

  /** Takes note of what runs; one thread calls this now and then. */
  void watch(long nowNanos) {
    T item = current();
    if (item == null || item != watched) {
      watched = item;
      watchedSince = nowNanos;
    }
  }

  /** Whether the same item has run for some time, as far as {@link #watch} has seen. */
  boolean stuck(long nowNanos, long nanos) {
    return watched != null && watched == current() && nowNanos - watchedSince >= nanos;
  }

  /** How many keys are parked. */
  int parkedKeys() {
    return parkedKeys;
  }
}
