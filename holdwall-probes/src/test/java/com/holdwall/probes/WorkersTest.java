package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The threads that checks run on, on every Java from 17. */
class WorkersTest {

  private static Thread threadOf(Workers workers, boolean pins) throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    workers.execute(pins, () -> thread.complete(Thread.currentThread()));
    return thread.get(10, TimeUnit.SECONDS);
  }

  private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
    return VirtualThreads.exist() && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
  }

  @Test
  void threads_areNamedDaemons() throws Exception {
    try (Workers workers = new Workers(1, false)) {
      Thread thread = threadOf(workers, false);
      assertThat(thread.isDaemon()).isTrue();
      assertThat(thread.getName()).startsWith("holdwall-probe-");
      assertThat(isVirtual(thread)).isFalse();
    }
  }

  @Test
  void virtualThreads_whereTheyExist_areUsedAndNamed_butNotForWhatPinsThem() throws Exception {
    if (!VirtualThreads.exist()) {
      assertThatThrownBy(() -> ProbeRegistry.builder().virtualThreads(true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("virtual threads need Java 21 or newer, but this is 17");
      return;
    }
    try (Workers workers = new Workers(1, true)) {
      Thread light = threadOf(workers, false);
      assertThat(isVirtual(light)).isTrue();
      assertThat(light.getName()).startsWith("holdwall-probe-");
      assertThat(isVirtual(threadOf(workers, true))).isFalse();
    }
  }

  @Test
  void close_refusesNewWork() {
    Workers workers = new Workers(1, false);
    workers.close();
    assertThatThrownBy(() -> workers.execute(false, () -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
