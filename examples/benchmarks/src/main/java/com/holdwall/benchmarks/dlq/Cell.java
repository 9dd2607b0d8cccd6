package com.holdwall.benchmarks.dlq;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * One row of the comparison.
 *
 * @param handlerMillis how long a handler waits for an answer; 0 if it does nothing
 * @param failingPercent how many records fail whenever they are tried
 * @param partitions of the source topic
 */
record Cell(int handlerMillis, int failingPercent, int partitions) {

  /**
   * Whether a record fails whenever it is tried: the same ones for everybody, scattered over keys
   * and partitions, but none of the last tenth. Who gives a record up only on evidence that others
   * are served needs others.
   */
  boolean fails(int number, int records) {
    return failingPercent > 0
        && number < records - records / 10
        && new SplittableRandom(number).nextInt(100) < failingPercent;
  }

  int failing(int records) {
    return (int) IntStream.range(0, records).filter(number -> fails(number, records)).count();
  }

  @Override
  public String toString() {
    return handlerMillis + " ms, " + failingPercent + " % failing, " + partitions + " partitions";
  }
}
