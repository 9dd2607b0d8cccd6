package com.holdwall.probes.disk;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One directory and what is remembered of it. Looking happens on a thread of its own, for a dead
 * network mount blocks it for ever and cannot be interrupted: it then costs one thread, once, and
 * the other directories are still looked at. Not thread-safe but for the fsync times.
 */
final class Directory {

  private final Path path;
  private final Executor threads;
  private final LongSupplier nanoTime;
  private final FsyncTimes fsync = new FsyncTimes();
  private final FillTrend trend = new FillTrend();
  private @Nullable FutureTask<Look> underWay;
  private long since;
  private Optional<Look> look = Optional.empty();
  private boolean slow;

  Directory(Path path, Executor threads, LongSupplier nanoTime) {
    this.path = path;
    this.threads = threads;
    this.nanoTime = nanoTime;
  }

  Path path() {
    return path;
  }

  /** Words about it. */
  String with(String words) {
    return words.isEmpty() ? path.toString() : path + ": " + words;
  }

  FsyncTimes fsync() {
    return fsync;
  }

  FillTrend trend() {
    return trend;
  }

  /** What the last look saw; empty while one hangs. */
  Optional<Look> look() {
    return look;
  }

  /** Whether it was slow at the last check: it is over at half of what made it so. */
  boolean slow() {
    return slow;
  }

  void slow(boolean found) {
    slow = found;
  }

  /** For how long a look has been hanging; zero if none is. */
  Duration hanging() {
    return underWay == null
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - since));
  }

  /** Begins to look, unless a look is still under way. */
  void begin() {
    if (underWay == null) {
      FutureTask<Look> task = new FutureTask<>(() -> Look.at(path));
      underWay = task;
      since = nanoTime.getAsLong();
      threads.execute(task);
    }
  }

  /** Waits for the look, at most so long. */
  void await(long nanos) throws InterruptedException {
    FutureTask<Look> task = underWay;
    if (task == null) {
      return;
    }
    try {
      Look seen = task.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      underWay = null;
      take(seen);
    } catch (TimeoutException hangs) {
      look = Optional.empty();
      // What has not ended has taken so long already: left out, a hang would look like silence.
      fsync.add(hanging().toNanos());
    } catch (ExecutionException broken) {
      underWay = null;
      look = Optional.empty();
      throw new IllegalStateException("looking at " + path + " broke", broken.getCause());
    }
  }

  private void take(Look seen) {
    look = Optional.of(seen);
    if (seen.canary().failure().isEmpty()) {
      fsync.add(seen.canary().nanos());
    }
    seen.space().ifPresent(space -> trend.add(nanoTime.getAsLong(), space.used()));
  }
}
