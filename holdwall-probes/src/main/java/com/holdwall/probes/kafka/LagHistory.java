package com.holdwall.probes.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What was read of all partitions over the window: at most eleven moments and the last one, 16
 * bytes for each partition and moment. Not thread-safe.
 */
final class LagHistory {

  private static final int MOST_SLOTS = 10;
  static final int LEAST_SLOTS = 5;

  /** What was read at one moment, by the partitions' places. */
  private static final class Sample {

    private final long nanos;
    private final long[] committed;
    private final long[] ends;

    Sample(long nanos, long[] committed, long[] ends) {
      this.nanos = nanos;
      this.committed = committed;
      this.ends = ends;
    }

    long committed(int place) {
      return place < committed.length ? committed[place] : Position.NONE;
    }

    long end(int place) {
      return place < ends.length ? ends[place] : Position.NONE;
    }
  }

  private final Duration window;
  private final int slots;
  private final long step;
  private final Map<TopicPartition, Integer> places = new HashMap<>();
  private final Deque<Sample> samples = new ArrayDeque<>();

  /** With checks that are so far apart; the window holds five at least. */
  LagHistory(Duration window, Duration interval) {
    this.window = window;
    this.slots = (int) Math.min(MOST_SLOTS, window.toNanos() / interval.toNanos());
    this.step = window.toNanos() / slots;
  }

  void add(long nanos, Map<TopicPartition, Position> positions) {
    if (places.size() > 2 * positions.size() + MOST_SLOTS) {
      // Topics come and go: what is gone is not kept for ever.
      places.clear();
      samples.clear();
    }
    positions.keySet().forEach(partition -> places.putIfAbsent(partition, places.size()));
    dropProvisional(nanos);
    samples.addLast(sample(nanos, positions));
    while (nanos - samples.getFirst().nanos > window.toNanos() + step / 2) {
      samples.removeFirst();
    }
  }

  private Sample sample(long nanos, Map<TopicPartition, Position> positions) {
    long[] committed = new long[places.size()];
    long[] ends = new long[places.size()];
    Arrays.fill(committed, Position.NONE);
    Arrays.fill(ends, Position.NONE);
    positions.forEach(
        (partition, position) -> {
          int place = places.getOrDefault(partition, 0);
          committed[place] = position.committed();
          ends[place] = position.end();
        });
    return new Sample(nanos, committed, ends);
  }

  /** The last sample only stays if the one before it is a step away. */
  private void dropProvisional(long nanos) {
    if (samples.size() < 2) {
      return;
    }
    Iterator<Sample> newest = samples.descendingIterator();
    long last = newest.next().nanos;
    long before = newest.next().nanos;
    if (last - before < step / 10 * 9 && nanos > last) {
      samples.removeLast();
    }
  }

  /** How long what is known reaches back. */
  Duration span() {
    return samples.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(samples.getLast().nanos - samples.getFirst().nanos);
  }

  int size() {
    return samples.size();
  }

  /** Whether enough of the window was seen to judge by it. */
  boolean known() {
    return span().toNanos() >= LagRules.COMPLETE * window.toNanos()
        && samples.size() - 1 >= LagRules.COMPLETE * slots - 1e-9;
  }

  Duration window() {
    return window;
  }

  /** A partition's offsets; null if it was never seen. */
  @Nullable PartitionSeries series(TopicPartition partition) {
    Integer place = places.get(partition);
    if (place == null) {
      return null;
    }
    int count = samples.size();
    long[] nanos = new long[count];
    long[] committed = new long[count];
    long[] ends = new long[count];
    int at = 0;
    for (Sample sample : samples) {
      nanos[at] = sample.nanos;
      committed[at] = sample.committed(place);
      ends[at] = sample.end(place);
      at++;
    }
    // Where nobody looked, nothing is said to have come: as if it had been there already.
    for (int i = count - 2; i >= 0; i--) {
      ends[i] = ends[i] == Position.NONE ? ends[i + 1] : ends[i];
    }
    return new PartitionSeries(nanos, committed, ends);
  }

  /** The sums over those partitions that have a commit at every moment. */
  PartitionSeries total() {
    int count = samples.size();
    long[] nanos = new long[count];
    long[] committed = new long[count];
    long[] ends = new long[count];
    for (int place = 0; place < places.size(); place++) {
      if (complete(place)) {
        int at = 0;
        for (Sample sample : samples) {
          committed[at] += sample.committed(place);
          ends[at] += sample.end(place);
          at++;
        }
      }
    }
    int at = 0;
    for (Sample sample : samples) {
      nanos[at++] = sample.nanos;
    }
    return new PartitionSeries(nanos, committed, ends);
  }

  private boolean complete(int place) {
    for (Sample sample : samples) {
      if (sample.committed(place) == Position.NONE) {
        return false;
      }
    }
    return true;
  }
}
