package com.holdwall.probes.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reading;
import com.holdwall.servers.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/** The hit ratio of five minutes beside that of the hour before. */
class HitRatioTest {

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong hits = new AtomicLong();
  private final AtomicLong misses = new AtomicLong();
  private final AtomicLong fallbacks = new AtomicLong();

  @Test
  void bothRatios_areThoseOfTheirOwnWindows() {
    HitRatio ratio = new HitRatio();
    HitRatio.Ratios last = new HitRatio.Ratios(0, 0, 0, HitRatio.RECENT, HitRatio.BASELINE);
    for (int second = 0; second <= 7_200; second += 10) {
      boolean late = second > 6_900;
      hits.addAndGet(late ? 5 : 9);
      misses.addAndGet(late ? 5 : 1);
      last =
          ratio.add(
              Duration.ofSeconds(second).toNanos(),
              new CacheStatistics.Counts(hits.get(), misses.get()));
    }
    assertThat(last.recent()).isEqualTo(0.5, within(1e-9));
    assertThat(last.baseline()).isEqualTo(0.9, within(1e-9));
    assertThat(last.droppedPoints()).isEqualTo(40, within(1e-6));
    assertThat(last.lookups()).isEqualTo(300);
  }

  @Test
  void otherWindows_areThoseThatCount_andAreNamed() {
    HitRatio ratio = new HitRatio(Duration.ofSeconds(6), Duration.ofSeconds(24));
    HitRatio.Ratios last = ratio.add(0, new CacheStatistics.Counts(0, 0));
    for (int tenth = 1; tenth <= 600; tenth++) {
      boolean late = tenth > 540;
      hits.addAndGet(late ? 5 : 9);
      misses.addAndGet(late ? 5 : 1);
      last =
          ratio.add(
              Duration.ofMillis(100L * tenth).toNanos(),
              new CacheStatistics.Counts(hits.get(), misses.get()));
    }
    assertThat(last.recent()).isEqualTo(0.5, within(1e-9));
    assertThat(last.baseline()).isEqualTo(0.9, within(1e-9));
    assertThat(last.windowWords()).isEqualTo("6 s");
    assertThat(last.beforeWords()).isEqualTo("24 s");
  }

  @Test
  void windowsOutOfRange_areRefusedWithTheirLimits() {
    RedisProbeBuilder builder =
        RedisProbe.standalone(
            new HostAndPort("127.0.0.1", 1), DefaultJedisClientConfig.builder().build());
    assertThatThrownBy(() -> builder.hitRatioOver(Duration.ofMinutes(5), Duration.ofMinutes(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("but are PT5M and PT4M");
  }

  @Test
  void fewLookups_orARestart_giveNoRatio() {
    HitRatio ratio = new HitRatio();
    assertThat(ratio.add(0, new CacheStatistics.Counts(900, 100)).known()).isFalse();
    long hour = Duration.ofHours(1).toNanos();
    assertThat(ratio.add(hour, new CacheStatistics.Counts(990, 100)).recent()).isNaN();
    assertThat(ratio.add(2 * hour, new CacheStatistics.Counts(5, 5)).recent()).isNaN();
  }

  @Test
  void drop_isFound_andIsOverOnlyWithinHalfOfIt() {
    try (RedisServer server = RedisServer.launch();
        RedisProbe probe =
            RedisProbe.standalone(
                    new HostAndPort("127.0.0.1", server.port()),
                    DefaultJedisClientConfig.builder().build())
                .statistics(() -> new CacheStatistics.Counts(hits.get(), misses.get()))
                // How fast this machine is, is not the question here.
                .slowAfter(Duration.ofMinutes(1))
                .fallbacks(fallbacks::get)
                .nanoTime(nanos::get)
                .build()) {
      assertThat(reading(probe, "HIT_RATIO_DROPPED")).isInstanceOf(Reading.Unknown.class);
      assertThat(reading(minutes(probe, 60, 90), "HIT_RATIO_DROPPED"))
          .isInstanceOf(Reading.Absent.class);
      Reading dropped = reading(minutes(probe, 5, 65), "HIT_RATIO_DROPPED");
      assertThat(dropped).isInstanceOf(Reading.Present.class);
      assertThat(((Reading.Present) dropped).evidence().value()).isEqualTo(25, within(1.0));
      // 15 points below is within the 20, and not within the 10 that end a drop
      assertThat(reading(minutes(probe, 5, 75), "HIT_RATIO_DROPPED"))
          .isInstanceOf(Reading.Present.class);
      assertThat(reading(minutes(probe, 6, 88), "HIT_RATIO_DROPPED"))
          .isInstanceOf(Reading.Absent.class);
      assertThat(probe.metrics().get(0).name()).isEqualTo("cache_hit_rate");
      assertThat(probe.metrics().get(0).value()).isEqualTo(0.88, within(0.001));

      fallbacks.addAndGet(3);
      ProbeResult fallback = check(probe);
      assertThat(fallback.finding()).contains("FALLBACK_IN_USE");
      assertThat(check(probe).finding()).isEmpty();
    }
  }

  /** So many minutes of 100 lookups each, checked every ten seconds; the last check's result. */
  private ProbeResult minutes(RedisProbe probe, int minutes, int percent) {
    ProbeResult last = check(probe);
    for (int i = 0; i < minutes * 6; i++) {
      nanos.addAndGet(Duration.ofSeconds(10).toNanos());
      hits.addAndGet(percent);
      misses.addAndGet(100L - percent);
      last = check(probe);
    }
    return last;
  }

  private static ProbeResult check(RedisProbe probe) {
    return probe.check(new CheckContext(Instant.now(), Duration.ofSeconds(20)));
  }

  private static Reading reading(RedisProbe probe, String finding) {
    return reading(check(probe), finding);
  }

  private static Reading reading(ProbeResult result, String finding) {
    return result.readings().stream()
        .filter(reading -> reading.finding().equals(finding))
        .findFirst()
        .orElseThrow();
  }
}
