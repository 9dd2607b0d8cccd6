package com.holdwall.example.app;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes parts in the opposite order of their start, all of them, whatever one throws. */
public final class Closing implements AutoCloseable {

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** Starts without a part. */
  public Closing() {}

  /**
   * Adds a part.
   *
   * @param <T> its type
   * @param part what is closed before all that was added earlier
   * @return the part
   */
  public synchronized <T extends AutoCloseable> T later(T part) {
    parts.push(part);
    return part;
  }

  /**
   * Closes all parts once.
   *
   * @throws IllegalStateException if one failed; the others are closed nevertheless
   */
  @Override
  public synchronized void close() {
    IllegalStateException failed = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception broken) {
        if (failed == null) {
          failed = new IllegalStateException("a part cannot be closed", broken);
        } else {
          failed.addSuppressed(broken);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
