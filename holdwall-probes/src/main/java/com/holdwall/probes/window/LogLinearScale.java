package com.holdwall.probes.window;

/**
 * Buckets that grow with the value, as HdrHistogram has them: values below 64 have a bucket each;
 * above, each power of two is cut into 32 of the same width. So the middle of a bucket is at most
 * 1/64 (1.6 %) away from any value in it.
 */
final class LogLinearScale {

  private static final int BITS = 5;
  private static final int PER_POWER = 1 << BITS;

  private LogLinearScale() {}

  /** The bucket of a value of 0 or more. */
  static int bucket(long value) {
    if (value < PER_POWER) {
      return (int) value;
    }
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - BITS;
    return power * PER_POWER + (int) (value >>> power);
  }

  /** The middle of a bucket; the value itself where the bucket holds one only. */
  static double middle(int bucket) {
    if (bucket < PER_POWER) {
      return bucket;
    }
    int power = bucket / PER_POWER - 1;
    long low = (long) (bucket - power * PER_POWER) << power;
    return low + ((1L << power) - 1) / 2.0;
  }
}
