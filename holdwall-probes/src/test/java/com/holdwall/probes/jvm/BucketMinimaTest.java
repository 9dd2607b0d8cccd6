package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BucketMinimaTest {

  private static final int WIDTH = 10;
  private static final int WARM_UP = 12;

  /** A value at a time. */
  private record Sample(long at, int value) {}

  @Property
  void least_ofEachOfTheLastTwelveSlices_isWhatAListOfAllSamplesGives(
      @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 30) Integer> pauses,
      @ForAll @IntRange(min = 0, max = 40) int later) {
    BucketMinima minima = new BucketMinima(0, WARM_UP, 12L * WIDTH);
    List<Sample> all = new ArrayList<>();
    long now = 0;
    for (int pause : pauses) {
      now += pause;
      Sample sample = new Sample(now, (pause * 7919) % 101);
      all.add(sample);
      minima.add(sample.at(), sample.value());
    }
    Series read = minima.read(now + later);
    assertThat(read.values()).containsExactly(expected(all, now + later));
  }

  private static double[] expected(List<Sample> all, long now) {
    Map<Long, Double> least = new TreeMap<>();
    long current = Math.floorDiv(now - WARM_UP, WIDTH);
    for (Sample sample : all) {
      long slice = Math.floorDiv(sample.at() - WARM_UP, WIDTH);
      if (slice >= 0 && slice < current && slice >= current - 12) {
        least.merge(slice, (double) sample.value(), Math::min);
      }
    }
    return least.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Test
  void warmUp_isLeftOut() {
    BucketMinima minima = new BucketMinima(0, WARM_UP, 12L * WIDTH);
    minima.add(11, 1);
    minima.add(12, 2);
    assertThat(minima.read(30).values()).containsExactly(2);
  }

  @Test
  void sliceThatHasBegun_isNotJudgedYet() {
    BucketMinima minima = new BucketMinima(0, 0, 12L * WIDTH);
    minima.add(5, 1);
    assertThat(minima.read(9).size()).isZero();
    assertThat(minima.read(10).size()).isEqualTo(1);
  }
}
