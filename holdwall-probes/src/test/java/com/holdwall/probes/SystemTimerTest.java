package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A timer whose thread never comes back: here it is held by a task, as by a lock that is broken.
 */
class SystemTimerTest {

  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch held = new CountDownLatch(1);
  private final AtomicInteger ran = new AtomicInteger();

  private void hold() {
    held.countDown();
    boolean interrupted = false;
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException closing) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void taskBehindALostThread_runsOnce_afterTheTimerWasRevivedForASecond() throws Exception {
    try (SystemTimer timer = new SystemTimer()) {
      timer.schedule(Duration.ZERO, this::hold);
      held.await();
      timer.schedule(Duration.ZERO, ran::incrementAndGet);
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                timer.revive();
                return ran.get() == 1;
              });
      release.countDown();
      AtomicInteger later = new AtomicInteger();
      timer.schedule(Duration.ofMillis(50), later::incrementAndGet);
      await().atMost(Duration.ofSeconds(30)).until(() -> later.get() == 1);
      assertThat(ran).hasValue(1);
    } finally {
      release.countDown();
    }
  }

  @Test
  void manyThatSayThatTheyAreLateAtOnce_doNotReplaceATimerThatIsOnlyBusy() throws Exception {
    try (SystemTimer timer = new SystemTimer()) {
      timer.schedule(Duration.ZERO, this::hold);
      held.await();
      timer.schedule(Duration.ZERO, ran::incrementAndGet);
      for (int i = 0; i < 10; i++) {
        timer.revive();
      }
      assertThat(timer.made()).isEqualTo(1);
      release.countDown();
      await().atMost(Duration.ofSeconds(30)).until(() -> ran.get() == 1);
    } finally {
      release.countDown();
    }
  }

  @Test
  void cancelledTask_doesNotRun_thoughTheTimerIsReplaced() throws Exception {
    try (SystemTimer timer = new SystemTimer()) {
      timer.schedule(Duration.ZERO, this::hold);
      held.await();
      timer.schedule(Duration.ZERO, ran::incrementAndGet).cancel();
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                timer.revive();
                return timer.made() == 2;
              });
      CountDownLatch after = new CountDownLatch(1);
      timer.schedule(Duration.ZERO, after::countDown);
      after.await();
      assertThat(ran).hasValue(0);
    } finally {
      release.countDown();
    }
  }
}
