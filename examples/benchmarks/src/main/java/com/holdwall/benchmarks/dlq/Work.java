package com.holdwall.benchmarks.dlq;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * The handler that all contenders share, and the account of what it has seen. It waits parked, as a
 * handler does that asks a database: a busy one would measure the machine's processors.
 * Thread-safe.
 */
final class Work {

  private final Cell cell;
  private final byte[] seen;
  private final LongAdder processed = new LongAdder();
  private final AtomicLong begun = new AtomicLong();

  Work(Cell cell, int records) {
    this.cell = cell;
    this.seen = new byte[records];
  }

  static byte[] value(int number) {
    return ByteBuffer.allocate(100).putInt(number).array();
  }

  /** One attempt at one record; one without a number only shows that records are served. */
  void handle(byte[] value) throws IOException {
    if (value.length == 0) {
      return;
    }
    if (begun.get() == 0) {
      begun.compareAndSet(0, System.nanoTime());
    }
    if (cell.handlerMillis() > 0) {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(cell.handlerMillis());
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
    int number = ByteBuffer.wrap(value).getInt();
    if (cell.fails(number, seen.length)) {
      throw new IOException("this record always fails");
    }
    seen[number] = 1;
    processed.increment();
  }

  long processed() {
    return processed.sum();
  }

  /** When the first attempt began, by {@link System#nanoTime()}; 0 before that. */
  long begun() {
    return begun.get();
  }

  int distinct() {
    int distinct = 0;
    for (byte one : seen) {
      distinct += one;
    }
    return distinct;
  }
}
