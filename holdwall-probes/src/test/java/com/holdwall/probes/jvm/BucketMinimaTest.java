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

  private static final int WIDTH = 16;
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
    Series read = minima.slices(now + later, 1);
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
    assertThat(minima.slices(30, 1).values()).containsExactly(2);
  }

  @Test
  void sliceThatHasBegun_isNotJudgedYet() {
    BucketMinima minima = new BucketMinima(0, 0, 12L * WIDTH);
    minima.add(5, 1);
    assertThat(minima.slices(15, 1).size()).isZero();
    assertThat(minima.slices(16, 1).size()).isEqualTo(1);
  }

  @Test
  void runs_holdAsManyValuesEach_howeverTheyLieInTime() {
    BucketMinima minima = new BucketMinima(0, 0, 12L * WIDTH);
    for (int i = 0; i < 24; i++) {
      minima.add(2L * i * i / 10, 100 - i);
    }
    // Some fall into the same thin slice, of 2: the least is kept.
    Series runs = minima.runs(12L * WIDTH, 12L * WIDTH);
    assertThat(runs.size()).isBetween(6, 12);
    assertThat(runs.last()).isEqualTo(77);
    assertThat(runs.values()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  @Test
  void runs_ofAPart_leaveOutWhatCameBefore() {
    BucketMinima minima = new BucketMinima(0, 0, 12L * WIDTH);
    minima.add(10, 1);
    minima.add(150, 5);
    minima.add(170, 6);
    assertThat(minima.runs(190, 48).values()).containsExactly(5, 6);
    assertThat(minima.runs(190, 192).values()).containsExactly(1, 5, 6);
  }

  @Test
  void lowest_isOfTheLastSoMuchTime() {
    BucketMinima minima = new BucketMinima(0, 0, 12L * WIDTH);
    minima.add(10, 1);
    minima.add(100, 7);
    minima.add(104, 5);
    assertThat(minima.lowest(110, 24)).isEqualTo(5);
    assertThat(minima.lowest(180, 24)).isInfinite();
  }

  @Test
  void slicesOfAPart_areAsManyAndThinner() {
    BucketMinima minima = new BucketMinima(0, 0, 12L * WIDTH);
    for (int at = 0; at < 12 * WIDTH; at++) {
      minima.add(at, at);
    }
    assertThat(minima.slices(12L * WIDTH, 4).values())
        .containsExactly(144, 148, 152, 156, 160, 164, 168, 172, 176, 180, 184, 188);
  }
}
