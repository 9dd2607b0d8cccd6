package com.holdwall.probes.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reading;
import com.holdwall.servers.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** When a disk will be full: on a real one that grows, and on histories of hours. */
class FillTrendTest {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long MEGA = 1_000_000;

  private static FillTrend after(int minutes, LongUnaryOperator usedAtMinute) {
    FillTrend trend = new FillTrend();
    for (int i = 0; i <= minutes; i++) {
      trend.add(i * MINUTE, usedAtMinute.applyAsLong(i));
    }
    return trend;
  }

  @Test
  void realDiskThatGrowsSteadily_isForecastWithinAFifth_andFillsThen() throws Exception {
    AtomicLong clock = new AtomicLong();
    try (SmallDisk disk = SmallDisk.ext4();
        DiskProbe probe = DiskProbe.builder().directory(disk.path()).nanoTime(clock::get).build()) {
      double predicted = Double.NaN;
      String words = "";
      int minute = 0;
      for (; disk.write(256 << 10) == 256 << 10; minute++) {
        clock.addAndGet(MINUTE);
        ProbeResult result = probe.check(new CheckContext(Instant.now(), Duration.ofSeconds(20)));
        if (minute == 59) {
          predicted =
              60
                  + probe.metrics().stream()
                          .filter(metric -> metric.name().equals("disk_seconds_to_full"))
                          .mapToDouble(metric -> metric.value())
                          .findFirst()
                          .orElseThrow()
                      / 60;
          words = filling(result);
        }
      }
      double error = Math.abs(predicted - minute) / (minute - 60);
      Files.writeString(
          Files.createDirectories(Path.of("target", "figures")).resolve("disk-time-to-full.json"),
          String.format(
              Locale.ROOT,
              "{\"forecastAfterMinutes\": 60, \"predictedMinutes\": %.1f, \"fullAtMinute\": %d,"
                  + " \"relativeError\": %.3f}%n",
              predicted,
              minute,
              error));
      assertThat(error).isLessThanOrEqualTo(0.2);
      assertThat(words).contains("critical, full in 2.").contains("MB/s");
    }
  }

  private static String filling(ProbeResult result) {
    return result.readings().stream()
        .filter(reading -> reading.finding().equals("FILLING"))
        .filter(Reading.Present.class::isInstance)
        .map(reading -> ((Reading.Present) reading).evidence().detail())
        .findFirst()
        .orElse("not filling");
  }

  @Property(tries = 200)
  void steadyGrowthUnderNoise_isFoundWithinAFifth(
      @ForAll @IntRange(min = 40, max = 700) int minutes,
      @ForAll @LongRange(min = 1, max = 1_000) long perMinute,
      @ForAll long seed) {
    Random random = new Random(seed);
    // Files that come and go: as much as grows in three minutes.
    FillTrend trend =
        after(
            minutes,
            i -> (i * perMinute * MEGA + (long) (random.nextDouble() * 3 * perMinute * MEGA)));
    OptionalDouble rate = trend.bytesPerSecond();
    assertThat(rate).isPresent();
    assertThat(rate.getAsDouble() * 60 / (perMinute * MEGA)).isBetween(0.8, 1.2);
  }

  @Property(tries = 200)
  void useThatOnlyVaries_isNoTrend_inAtLeastNineOfTenHistories(
      @ForAll @IntRange(min = 40, max = 700) int minutes) {
    int alarms = 0;
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed * 1_000L + minutes);
      FillTrend trend = after(minutes, i -> 500 * MEGA + (long) (random.nextGaussian() * 9 * MEGA));
      alarms += trend.bytesPerSecond().isPresent() ? 1 : 0;
    }
    // One test at 1 % for the whole and one for half of it: both by chance is rare.
    assertThat(alarms).isLessThanOrEqualTo(2);
  }

  @Property(tries = 100)
  void oneBigFile_andALogThatIsRotated_areNoTrend(
      @ForAll @IntRange(min = 60, max = 700) int minutes,
      @ForAll @IntRange(min = 1, max = 59) int when) {
    FillTrend step = after(minutes, i -> i < when ? MEGA : 900 * MEGA);
    FillTrend saw = after(minutes, i -> i % 20 * 10 * MEGA);
    assertThat(step.bytesPerSecond()).isEmpty();
    assertThat(saw.bytesPerSecond()).isEmpty();
  }

  @Property(tries = 100)
  void historyIsBounded_inPointsAndInTime(@ForAll @IntRange(min = 0, max = 5_000) int minutes) {
    FillTrend trend = after(minutes, i -> i);
    assertThat(trend.samples()).isLessThanOrEqualTo(120);
    assertThat(trend.span()).isLessThanOrEqualTo(FillTrend.WINDOW);
    if (minutes > 400) {
      assertThat(trend.span()).isGreaterThan(Duration.ofHours(5));
      assertThat(trend.samples()).isGreaterThan(50);
    }
  }

  @Test
  void fewerThanTwelveMeasurements_areNotJudged() {
    assertThat(after(10, i -> i * MEGA).known()).isFalse();
    assertThat(after(10, i -> i * MEGA).bytesPerSecond()).isEmpty();
    assertThat(after(11, i -> i * MEGA).bytesPerSecond()).isPresent();
  }
}
