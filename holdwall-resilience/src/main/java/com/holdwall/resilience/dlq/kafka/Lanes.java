package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.RandomSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All lanes and the threads that they share. {@link #add} and {@link #flush} are one thread's. */
final class Lanes<T> {

  /** More lanes than threads, so that a slow item keeps few others waiting. */
  private static final int LANES_PER_THREAD = 2;

  private final ThreadPoolExecutor threads;
  private final List<Lane<T>> lanes;
  private final List<List<T>> arriving;

  Lanes(String name, int concurrency, LaneWork<T> work) {
    AtomicInteger number = new AtomicInteger();
    // the queue holds each lane once at most
    threads =
        new ThreadPoolExecutor(
            concurrency,
            concurrency,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name + "-worker-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    int count = concurrency * LANES_PER_THREAD;
    lanes = IntStream.range(0, count).mapToObj(i -> new Lane<>(work, threads)).toList();
    arriving = new ArrayList<>();
    lanes.forEach(lane -> arriving.add(new ArrayList<>()));
  }

  /** Chooses the lane for a hash; equal hashes share a lane. */
  int index(int hash) {
    // spreads hashes that differ in the upper bits only
    return Math.floorMod((hash * 0x9E3779B9) >>> 8, lanes.size());
  }

  Lane<T> lane(int index) {
    return lanes.get(index);
  }

  /** Adds an item, which runs after {@link #flush}. */
  void add(int index, T item) {
    arriving.get(index).add(item);
  }

  void flush() {
    for (int i = 0; i < lanes.size(); i++) {
      List<T> items = arriving.get(i);
      if (!items.isEmpty()) {
        lanes.get(i).add(items);
        // as young as what it will hold: see ChunkedQueue
        arriving.set(i, new ArrayList<>(items.size()));
      }
    }
  }

  boolean runs(Predicate<? super T> kind) {
    return lanes.stream().anyMatch(lane -> lane.runs(kind));
  }

  void interrupt(Predicate<? super T> kind) {
    lanes.forEach(lane -> lane.interrupt(kind));
  }

  /** Takes an item that was not started yet out of any lane; null if there is none. */
  @Nullable T takeWaiting(RandomSource random) {
    int start = (int) random.nextLong(lanes.size());
    for (int i = 0; i < lanes.size(); i++) {
      T item = lanes.get((start + i) % lanes.size()).takeWaiting(random);
      if (item != null) {
        return item;
      }
    }
    return null;
  }

  /** Lets all lanes go on, after a suspension. */
  void resume() {
    lanes.forEach(Lane::schedule);
  }

  void forEachLane(Consumer<Lane<T>> action) {
    lanes.forEach(action);
  }

  /** How many lanes have run one item for some time. */
  long stuck(long nowNanos, long nanos) {
    return lanes.stream().filter(lane -> lane.stuck(nowNanos, nanos)).count();
  }

  int parkedKeys() {
    return lanes.stream().mapToInt(Lane::parkedKeys).sum();
  }

  /** Interrupts what still runs; what is queued is not run any more. */
  void close() {
    threads.shutdownNow();
  }
}
