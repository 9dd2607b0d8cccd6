package com.holdwall.resilience.internal;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The 95th percentile of the last 30 s, to within a sixteenth, computed anew at most every 3 s. It
 * counts into three slices of 10 s; the oldest is dropped whole, and a record that meets the change
 * of a slice may be lost. Allocates nothing after its construction. Thread-safe.
 */
public final class RecentLatency {

  /** The answer while there are fewer than a hundred records. */
  static final long TOO_FEW = -1;

  private static final int LEAST_RECORDS = 100;
  private static final long SLICE_NANOS = 10_000_000_000L;
  private static final long REFRESH_NANOS = 3_000_000_000L;
  private static final int SLICES = 3;

  /** Sixteen buckets for each power of two. */
  private static final int SUB_BITS = 4;

  private static final int BUCKETS = 64 << SUB_BITS;

  private final AtomicIntegerArray[] slices = new AtomicIntegerArray[SLICES];

  /** Guarded by this. */
  private long sliceEnd;

  private volatile int current;
  private volatile long nextRefresh;
  private volatile long p95 = TOO_FEW;

  RecentLatency(long nowNanos) {
    for (int i = 0; i < SLICES; i++) {
      slices[i] = new AtomicIntegerArray(BUCKETS);
    }
    sliceEnd = nowNanos + SLICE_NANOS;
    nextRefresh = nowNanos + REFRESH_NANOS;
  }

  void record(long nanos, long nowNanos) {
    refresh(nowNanos);
    slices[current].incrementAndGet(bucket(Math.max(1, nanos)));
  }

  long p95Nanos(long nowNanos) {
    refresh(nowNanos);
    return p95;
  }

  private void refresh(long nowNanos) {
    if (nowNanos - nextRefresh >= 0) {
      compute(nowNanos);
    }
  }

  private synchronized void compute(long nowNanos) {
    if (nowNanos - nextRefresh < 0) {
      return;
    }
    for (int i = 0; i < SLICES && nowNanos - sliceEnd >= 0; i++) {
      int next = (current + 1) % SLICES;
      clear(slices[next]);
      current = next;
      sliceEnd += SLICE_NANOS;
    }
    if (nowNanos - sliceEnd >= 0) {
      sliceEnd = nowNanos + SLICE_NANOS;
    }
    p95 = percentile();
    nextRefresh = nowNanos + REFRESH_NANOS;
  }

  private static void clear(AtomicIntegerArray slice) {
    for (int i = 0; i < BUCKETS; i++) {
      slice.lazySet(i, 0);
    }
  }

  private long percentile() {
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      total += count(i);
    }
    if (total < LEAST_RECORDS) {
      return TOO_FEW;
    }
    long rank = total - total / 20;
    int bucket = 0;
    for (long seen = count(0); seen < rank; seen += count(bucket)) {
      bucket++;
    }
    return upperEnd(bucket);
  }

  private long count(int bucket) {
    long count = 0;
    for (AtomicIntegerArray slice : slices) {
      count += slice.get(bucket);
    }
    return count;
  }

  private static int bucket(long nanos) {
    int exponent = 63 - Long.numberOfLeadingZeros(nanos);
    if (exponent < SUB_BITS) {
      return (int) nanos;
    }
    int sub = (int) (nanos >>> (exponent - SUB_BITS)) & ((1 << SUB_BITS) - 1);
    return ((exponent - SUB_BITS + 1) << SUB_BITS) + sub;
  }

  private static long upperEnd(int bucket) {
    int exponent = (bucket >>> SUB_BITS) + SUB_BITS - 1;
    if (exponent < SUB_BITS) {
      return bucket;
    }
    long first = (1L << SUB_BITS) + (bucket & ((1 << SUB_BITS) - 1));
    return ((first + 1) << (exponent - SUB_BITS)) - 1;
  }
}
