package com.holdwall.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CacheFallbackTest {

  private final ExecutorService threads = Executors.newFixedThreadPool(20);
  private final AtomicInteger sourceReads = new AtomicInteger();
  private final CacheFallback<String, String> reader =
      CacheFallback.of(Guard.named("redis").build(), 2);

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  @Test
  void cacheThatAnswers_isTheOnlyOneAsked() throws Exception {
    assertThat(reader.get("k", () -> "cached", this::source)).isEqualTo("cached");
    assertThat(reader.get("k", () -> null, this::source)).isEqualTo("source");
    assertThat(reader.counts()).isEqualTo(new CacheFallback.Counts(1, 1, 0, 0, 0));
    assertThat(sourceReads).hasValue(1);
  }

  @Test
  void cacheThatIsOut_isReplacedByTheSource_andCounted() throws Exception {
    assertThat(reader.get("k", CacheFallbackTest::out, this::source)).isEqualTo("source");
    assertThat(reader.counts()).isEqualTo(new CacheFallback.Counts(0, 0, 1, 0, 0));
  }

  @Test
  void twentyCallersOfOneKey_readTheSourceOnce() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<Future<@Nullable String>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(threads.submit(() -> reader.get("k", CacheFallbackTest::out, () -> slow(go))));
    }
    await().until(() -> reader.counts().shared() == 19);
    go.countDown();
    for (Future<@Nullable String> answer : answers) {
      assertThat(answer.get()).isEqualTo("source");
    }
    assertThat(sourceReads).hasValue(1);
  }

  @Test
  void callerThatSharesARead_waitsNoLongerThanItsLimit() throws Exception {
    CacheFallback<String, String> impatient =
        CacheFallback.of(Guard.named("redis").build(), 2, Duration.ofMillis(50));
    CountDownLatch go = new CountDownLatch(1);
    Future<@Nullable String> first =
        threads.submit(() -> impatient.get("k", CacheFallbackTest::out, () -> slow(go)));
    await().until(() -> sourceReads.get() == 1);
    assertThatThrownBy(() -> impatient.get("k", CacheFallbackTest::out, this::source))
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageContaining("redis fallback");
    go.countDown();
    assertThat(first.get()).isEqualTo("source");
    assertThatThrownBy(
            () -> CacheFallback.of(Guard.named("redis").build(), 2, Duration.ofMillis(-1)))
        .hasMessage("wait must be longer than zero, but is PT-0.001S");
  }

  @Test
  void moreKeysThanPlaces_areRefusedAtOnce() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Future<@Nullable String> one =
        threads.submit(() -> reader.get("1", CacheFallbackTest::out, () -> slow(go)));
    Future<@Nullable String> two =
        threads.submit(() -> reader.get("2", CacheFallbackTest::out, () -> slow(go)));
    await().until(() -> sourceReads.get() == 2);
    assertThatThrownBy(() -> reader.get("3", CacheFallbackTest::out, this::source))
        .hasMessage("Call not made: too many calls of 'redis fallback' at once");
    go.countDown();
    assertThat(one.get()).isEqualTo(two.get());
    assertThat(reader.get("3", CacheFallbackTest::out, this::source)).isEqualTo("source");
    assertThat(reader.counts().rejected()).isEqualTo(1);
  }

  @Test
  void sourceThatFails_failsTheRead_andIsAskedAgainNextTime() throws Exception {
    assertThatThrownBy(() -> reader.get("k", CacheFallbackTest::out, CacheFallbackTest::out))
        .hasMessage("out");
    assertThat(reader.get("k", CacheFallbackTest::out, this::source)).isEqualTo("source");
  }

  private static String out() throws IOException {
    throw new IOException("out");
  }

  private String source() {
    sourceReads.incrementAndGet();
    return "source";
  }

  private String slow(CountDownLatch go) throws InterruptedException {
    source();
    go.await();
    return "source";
  }
}
