package com.holdwall.example;

import com.holdwall.example.app.ItemStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Clients that use the service over HTTP, a little, until closed. Each kind of request has threads
 * of its own, so that one that hangs keeps no other waiting. Thread-safe.
 */
final class Clients implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /**
   * What clients got so far.
   *
   * @param answered requests with an answer of status 200
   * @param failed requests with another answer, or none
   */
  record Counts(long answered, long failed) {

    Counts since(Counts before) {
      return new Counts(answered - before.answered, failed - before.failed);
    }
  }

  /**
   * One kind of request.
   *
   * @param path gives the path of the next request
   * @param clients how many clients send it, one after another each
   * @param pause how long each waits in between
   */
  record Use(Supplier<String> path, int clients, Duration pause) {}

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final String base;
  private final ExecutorService threads;
  private volatile boolean closed;

  Clients(int port, List<Use> uses) {
    this.base = "http://127.0.0.1:" + port;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            uses.stream().mapToInt(Use::clients).sum(),
            task -> {
              Thread thread = new Thread(task, "client-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    for (Use use : uses) {
      for (int i = 0; i < use.clients(); i++) {
        threads.execute(() -> run(use));
      }
    }
  }

  /** Most people want the same few items. */
  static String item(int of) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "/items/" + (random.nextInt(10) < 8 ? random.nextInt(10) : random.nextInt(of));
  }

  private void run(Use use) {
    while (!closed) {
      try {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(base + use.path().get())).timeout(PATIENCE).build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        (status == 200 ? answered : failed).increment();
      } catch (IOException noAnswer) {
        failed.increment();
      } catch (InterruptedException closing) {
        return;
      }
      LockSupport.parkNanos(use.pause().toNanos());
    }
  }

  Counts counts() {
    return new Counts(answered.sum(), failed.sum());
  }

  /** Stops the clients, and waits for at most ten seconds for the last of their requests. */
  @Override
  public void close() {
    closed = true;
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a client has not ended within 10 s");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What people do with the service, as far as it is configured. */
  static List<Use> everyone(Environment environment) {
    List<Use> uses = new ArrayList<>();
    uses.add(new Use(() -> item(ItemStore.ITEMS), 6, Duration.ofMillis(100)));
    uses.add(new Use(() -> "/ask/how-many", 2, Duration.ofMillis(150)));
    if (environment.has(Environment.Part.KAFKA)) {
      uses.add(
          new Use(
              () -> "/seen/" + ThreadLocalRandom.current().nextInt(100),
              2,
              Duration.ofMillis(200)));
    }
    if (environment.has(Environment.Part.OIDC)) {
      // One at a time: the provider, a mock, loses a code now and then when two are asked for.
      uses.add(new Use(() -> "/login/", 1, Duration.ofMillis(100)));
      uses.add(new Use(() -> "/account/", 1, Duration.ofMillis(150)));
    }
    if (environment.has(Environment.Part.CHROMA)) {
      uses.add(new Use(() -> "/search/7", 2, Duration.ofMillis(100)));
    }
    return uses;
  }
}
