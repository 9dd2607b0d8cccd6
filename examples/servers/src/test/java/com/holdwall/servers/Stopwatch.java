package com.holdwall.servers;

import java.util.concurrent.TimeUnit;

/** Prints how long a step took, for the record of seen times. */
final class Stopwatch {

  private final long begin = System.nanoTime();

  void print(String what) {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    System.out.println("[time] " + what + ": " + millis + " ms");
  }
}
