package com.holdwall.example;

import com.holdwall.example.app.Closing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Servers that start at the same time, each on a thread of its own. Used by one thread. */
final class Starts {

  private final Environment.Progress progress;
  private final Closing closing;
  private final List<CompletableFuture<?>> all = new ArrayList<>();

  /**
   * Begins with none.
   *
   * @param progress is told of each that started
   * @param closing closes them in the end
   */
  Starts(Environment.Progress progress, Closing closing) {
    this.progress = progress;
    this.closing = closing;
  }

  /** Begins to start one; what is returned gives it once it has started. */
  <T extends AutoCloseable> Supplier<T> begin(String name, Supplier<T> start) {
    long begin = System.nanoTime();
    CompletableFuture<T> server = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                T started = closing.later(start.get());
                progress.started(name, Duration.ofNanos(System.nanoTime() - begin));
                server.complete(started);
              } catch (Throwable failed) {
                server.completeExceptionally(failed);
              }
            },
            "start-" + name);
    thread.setDaemon(true);
    thread.start();
    all.add(server);
    return server::join;
  }

  /**
   * Waits for all of them.
   *
   * @throws CompletionException if one cannot start
   * @throws IllegalStateException if they are not there in time
   */
  void await(Duration patience) {
    CompletableFuture<Void> started =
        CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
    try {
      started.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IllegalStateException("not all servers started within " + patience, late);
    } catch (ExecutionException failed) {
      throw new CompletionException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the servers start", interrupted);
    }
  }

  /** After a failure: waits for those that still start, so that they can be closed. */
  void abandon() {
    for (CompletableFuture<?> start : all) {
      start.handle((server, failure) -> "ended").join();
    }
  }
}
