package com.holdwall.servers;

import java.nio.charset.StandardCharsets;

/** The last 16 KiB of what a process wrote; older bytes are overwritten. Thread-safe. */
final class OutputTail {

  private static final int CAPACITY = 16 * 1024;

  private final byte[] ring = new byte[CAPACITY];
  private long written;

  /** Appends the first {@code count} bytes of the buffer. */
  synchronized void append(byte[] buffer, int count) {
    for (int i = 0; i < count; i++) {
      ring[(int) (written % CAPACITY)] = buffer[i];
      written++;
    }
  }

  /** What is kept, as UTF-8 text without the line whose beginning was overwritten. */
  synchronized String text() {
    int size = (int) Math.min(written, CAPACITY);
    byte[] kept = new byte[size];
    for (int i = 0; i < size; i++) {
      kept[i] = ring[(int) ((written - size + i) % CAPACITY)];
    }
    String text = new String(kept, StandardCharsets.UTF_8);
    return written > CAPACITY ? text.substring(text.indexOf('\n') + 1) : text;
  }
}
