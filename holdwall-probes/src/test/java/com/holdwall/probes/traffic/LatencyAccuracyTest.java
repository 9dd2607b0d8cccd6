package com.holdwall.probes.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.ManualClock;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** The recorder's p95 beside that of all times sorted; to target/figures/traffic-p95.json. */
class LatencyAccuracyTest {

  private static final double MILLI = 1e6;

  private record Shape(String name, ToLongFunction<Random> nanos) {}

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("uniform", r -> (long) (r.nextDouble() * 2_000 * MILLI)),
          new Shape("log-normal", r -> (long) (Math.exp(r.nextGaussian()) * 60 * MILLI)),
          new Shape(
              "bimodal",
              r -> {
                // A cache that hits nine times in ten: the 95th percentile is in the slow half.
                double middle = r.nextInt(10) < 9 ? 2 : 800;
                return (long) (middle * MILLI * (1 + 0.2 * r.nextGaussian()));
              }));

  @Test
  void p95_isWithinTwoPercentOfTheSortedTimes_whateverTheirShape() throws Exception {
    List<String> rows = new ArrayList<>();
    for (Shape shape : SHAPES) {
      double worst = 0;
      for (int seed = 0; seed < 20; seed++) {
        worst = Math.max(worst, error(shape, new Random(seed), 500 * (1 + seed)));
      }
      assertThat(worst).as(shape.name()).isLessThanOrEqualTo(0.02);
      rows.add(
          String.format(
              Locale.ROOT,
              "{\"distribution\": \"%s\", \"runs\": 20, \"worstRelativeError\": %.5f}",
              shape.name(),
              worst));
    }
    Files.writeString(
        Files.createDirectories(Path.of("target", "figures")).resolve("traffic-p95.json"),
        "[" + String.join(",\n ", rows) + "]\n");
  }

  private static double error(Shape shape, Random random, int requests) {
    ManualClock clock = new ManualClock();
    RequestRecorder recorder = RequestRecorder.builder().time(clock::nanoTime, clock).build();
    long[] times = new long[requests];
    for (int i = 0; i < requests; i++) {
      times[i] = Math.max(0, shape.nanos().applyAsLong(random));
      recorder.record("GET /a", 200, times[i], RequestOutcome.ANSWERED);
    }
    Arrays.sort(times);
    double exact = times[(int) Math.ceil(0.95 * requests) - 1] / 1e9;
    double ours =
        recorder.read(HoldwallMetrics.HTTP_LATENCY_P95, clock.instant()).orElseThrow().value();
    return Math.abs(ours - exact) / exact;
  }
}
