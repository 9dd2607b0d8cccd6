package com.holdwall.resilience.ai;

import com.holdwall.resilience.FakeTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A model that answers, or fails as told. Thread-safe. */
final class ScriptedModel {

  private final String name;
  private final FakeTime time;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile @Nullable Exception failure;
  private final AtomicInteger failures = new AtomicInteger();
  private volatile Duration takes = Duration.ZERO;

  ScriptedModel(String name, FakeTime time) {
    this.name = name;
    this.time = time;
  }

  Model<String, String> model() {
    return Model.named(name, client());
  }

  ModelFunction<String, String> client() {
    return this::ask;
  }

  ScriptedModel fails(Exception thrown) {
    failure = thrown;
    failures.set(Integer.MAX_VALUE);
    return this;
  }

  ScriptedModel takes(Duration duration) {
    takes = duration;
    return this;
  }

  void recovers() {
    failure = null;
  }

  void recoversAfter(int times) {
    failures.set(times);
  }

  int asked() {
    return asked.get();
  }

  private String ask(String request) throws Exception {
    asked.incrementAndGet();
    Exception thrown = failure;
    time.advance(takes);
    if (thrown != null && failures.getAndDecrement() > 0) {
      throw thrown;
    }
    return name + ": " + request;
  }
}
