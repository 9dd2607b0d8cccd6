package com.holdwall.servers;

/** A clean-up that runs when the JVM ends in an orderly way, unless it was removed before. */
final class ShutdownHook {

  private final Thread thread;

  private ShutdownHook(Thread thread) {
    this.thread = thread;
  }

  /** Registers the clean-up under the thread name {@code holdwall-NAME-shutdown}. */
  static ShutdownHook register(String name, Runnable cleanUp) {
    Thread thread = new Thread(cleanUp, "holdwall-" + name + "-shutdown");
    Runtime.getRuntime().addShutdownHook(thread);
    return new ShutdownHook(thread);
  }

  /**
   * Takes the clean-up back.
   *
   * @return false if it is too late, because the JVM is ending: the clean-up runs then
   */
  boolean remove() {
    try {
      return Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
