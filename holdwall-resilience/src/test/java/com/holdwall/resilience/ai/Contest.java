package com.holdwall.resilience.ai;

import com.holdwall.servers.AiFault;
import com.holdwall.servers.AiProviderStub;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Three providers, the first of which has a fault, and callers that ask them in some way. */
final class Contest implements AutoCloseable {

  static final String KEY = "sk-test";
  static final Duration USUAL = Duration.ofMillis(10);

  private static final int CALLERS = 8;

  final HttpClient http = HttpClient.newHttpClient();
  final List<AiProviderStub> providers =
      List.of(AiProviderStub.open(KEY), AiProviderStub.open(KEY), AiProviderStub.open(KEY));
  final ExecutorService runner = Executors.newFixedThreadPool(4 * CALLERS);
  private final Map<String, Double> figures = new TreeMap<>();

  Contest() {
    providers.forEach(provider -> provider.inject(new AiFault.Delay(USUAL)));
  }

  HttpModel client(int provider) {
    return new HttpModel(http, providers.get(provider), KEY);
  }

  ModelRouterBuilder<String, String> router() {
    ModelRouterBuilder<String, String> builder = ModelRouter.builder();
    for (int i = 0; i < providers.size(); i++) {
      builder.model(Model.calling("model" + i, client(i)::ask));
    }
    return builder;
  }

  /** The plain loop that services write: the next model where one throws. */
  String loop(String prompt) throws Exception {
    Exception last = new IllegalStateException("no model");
    for (int i = 0; i < providers.size(); i++) {
      try {
        return client(i).askAlone(prompt);
      } catch (Exception failed) {
        last = failed;
      }
    }
    throw last;
  }

  /** Runs calls and keeps what they show; answers the 99th percentile in milliseconds. */
  double run(String name, int calls, Callable<String> call) throws Exception {
    long billedBefore = billed();
    long requestsBefore = requests();
    long[] nanos = new long[calls];
    LongAdder succeeded = new LongAdder();
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> callers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try {
      for (int i = 0; i < CALLERS; i++) {
        callers.add(threads.submit(() -> calls(nanos, next, call, succeeded)));
      }
      for (Future<?> caller : callers) {
        caller.get();
      }
    } finally {
      threads.shutdownNow();
    }
    Arrays.sort(nanos);
    double p99 = nanos[calls - 1 - calls / 100] / 1e6;
    keep(name + ".calls", calls);
    keep(name + ".successShare", succeeded.sum() / (double) calls);
    keep(name + ".p50Millis", nanos[calls / 2] / 1e6);
    keep(name + ".p99Millis", p99);
    keep(name + ".wastedBilledCalls", (double) (billed() - billedBefore - succeeded.sum()));
    keep(name + ".requests", (double) (requests() - requestsBefore));
    return p99;
  }

  private static void calls(
      long[] nanos, AtomicInteger next, Callable<String> call, LongAdder succeeded) {
    for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
      long start = System.nanoTime();
      try {
        succeeded.add(call.call().equals("pong") ? 1 : 0);
      } catch (Exception failed) {
        nanos[i] = 0;
      }
      nanos[i] = System.nanoTime() - start;
    }
  }

  double figure(String name) {
    return figures.getOrDefault(name, Double.NaN);
  }

  void keep(String name, double value) {
    figures.put(name, value);
  }

  Map<String, Double> figures() {
    return figures;
  }

  private long billed() {
    return providers.stream().mapToLong(AiProviderStub::billed).sum();
  }

  private long requests() {
    return providers.stream().mapToLong(AiProviderStub::requests).sum();
  }

  @Override
  public void close() {
    runner.shutdownNow();
    providers.forEach(AiProviderStub::close);
  }
}
