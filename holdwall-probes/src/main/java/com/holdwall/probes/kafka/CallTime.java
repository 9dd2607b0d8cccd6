package com.holdwall.probes.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/**
 * How long a check may still wait, and how long the client may still try. The check gives up first:
 * the client closes the connection on which a call timed out, and then a broker that hangs could
 * not be told from a dead one.
 */
final class CallTime {

  private final long waitUntil;
  private final long callUntil;

  private CallTime(long waitUntil, long callUntil) {
    this.waitUntil = waitUntil;
    this.callUntil = callUntil;
  }

  /** Out of the check's deadline: 80 % to wait, 95 % for the client's calls. */
  static CallTime within(Duration deadline) {
    long now = System.nanoTime();
    long nanos = deadline.toNanos();
    return new CallTime(now + nanos / 100 * 80, now + nanos / 100 * 95);
  }

  /** What is left for the client's call, in milliseconds. */
  int callMillis() {
    return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(callUntil - System.nanoTime()));
  }

  <T> T await(KafkaFuture<T> answer)
      throws ExecutionException, TimeoutException, InterruptedException {
    return answer.get(Math.max(0, waitUntil - System.nanoTime()), TimeUnit.NANOSECONDS);
  }
}
