package com.holdwall.probes;

/** The last few yes-or-no answers, as bits. Not thread-safe. */
final class Window {

  private final int count;
  private final long mask;
  private long bits;

  Window(Thresholds.Rule rule) {
    this.count = rule.count();
    this.mask = rule.of() == Long.SIZE ? -1L : (1L << rule.of()) - 1;
  }

  void add(boolean yes) {
    bits = ((bits << 1) | (yes ? 1 : 0)) & mask;
  }

  boolean met() {
    return Long.bitCount(bits) >= count;
  }

  void clear() {
    bits = 0;
  }
}
