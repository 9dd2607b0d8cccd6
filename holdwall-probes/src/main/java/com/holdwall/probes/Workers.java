package com.holdwall.probes;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that checks run on: daemons with names. At most a hung check and a hung report of
 * each probe are under way, so nothing ever queues. Thread-safe.
 */
final class Workers implements AutoCloseable {

  /**
   * A hung check, a hung report, and for each a thread that has ended its task and is not back in
   * the pool yet.
   */
  private static final int AT_MOST = 4;

  private final ExecutorService platform;
  private final ExecutorService light;

  Workers(int probes, boolean virtual) {
    this(
        new ThreadPoolExecutor(
            0,
            Math.max(1, AT_MOST * probes),
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new NamedThreads("holdwall-probe")),
        virtual);
  }

  private Workers(ExecutorService platform, boolean virtual) {
    this(platform, virtual ? VirtualThreads.executor("holdwall-probe-") : platform);
  }

  Workers(ExecutorService platform, ExecutorService light) {
    this.platform = platform;
    this.light = light;
  }

  /** Runs a task at once; throws if it cannot. */
  void execute(boolean pins, Runnable task) {
    (pins ? platform : light).execute(task);
  }

  @Override
  public void close() {
    platform.shutdown();
    light.shutdown();
  }
}
