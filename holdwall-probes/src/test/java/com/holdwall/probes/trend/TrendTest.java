package com.holdwall.probes.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Slope and test against their definitions, and against what is known of them. */
class TrendTest {

  @Property(tries = 300)
  void slope_isTheMedianOfTheSlopesOfAllPairs(
      @ForAll @Size(min = 2, max = 30) List<@IntRange(min = -50, max = 50) Integer> values) {
    double[] y = doubles(values);
    double[] x = IntStream.range(0, y.length).mapToDouble(i -> i * i + i).toArray();
    List<Double> slopes = new ArrayList<>();
    for (int i = 0; i < y.length; i++) {
      for (int j = i + 1; j < y.length; j++) {
        slopes.add((y[j] - y[i]) / (x[j] - x[i]));
      }
    }
    Collections.sort(slopes);
    int n = slopes.size();
    double median = (slopes.get((n - 1) / 2) + slopes.get(n / 2)) / 2;

    assertThat(TheilSen.slope(x, y)).isCloseTo(median, within(1e-9));
  }

  @Property(tries = 200)
  void slopeOfALine_isItsSlope_thoughAQuarterOfThePointsIsWild(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double slope,
      @ForAll @DoubleRange(min = -1e9, max = 1e9) double wild) {
    double[] x = IntStream.range(0, 40).mapToDouble(i -> i).toArray();
    double[] y =
        IntStream.range(0, 40).mapToDouble(i -> i % 4 == 3 ? wild : 7 + slope * i).toArray();

    double exact = TheilSen.slope(x, y);

    // 30 of 40 points are on the line: 435 of 780 pairs, more than half.
    assertThat(exact).isCloseTo(slope, within(1e-6 + 1e-9 * Math.abs(slope)));
  }

  @Property(tries = 300)
  void z_isKendallsScoreByItsVarianceWithTies(
      @ForAll @Size(min = 2, max = 40) List<@IntRange(min = 0, max = 9) Integer> values) {
    double[] y = doubles(values);
    long score = 0;
    for (int i = 0; i < y.length; i++) {
      for (int j = i + 1; j < y.length; j++) {
        score += (long) Math.signum(y[j] - y[i]);
      }
    }
    Map<Integer, Integer> ties = new HashMap<>();
    values.forEach(value -> ties.merge(value, 1, Integer::sum));
    double n = y.length;
    double variance =
        (n * (n - 1) * (2 * n + 5)
                - ties.values().stream().mapToDouble(t -> t * (t - 1.0) * (2.0 * t + 5)).sum())
            / 18;
    double z = score == 0 ? 0 : (score - Long.signum(score)) / Math.sqrt(variance);

    assertThat(MannKendall.z(y)).isCloseTo(z, within(1e-9));
  }

  @Property(tries = 100)
  void z_ofTheReversedSeries_isTheOpposite(
      @ForAll @Size(min = 2, max = 40) List<@DoubleRange(min = -1e3, max = 1e3) Double> values) {
    double[] y = values.stream().mapToDouble(Double::doubleValue).toArray();
    List<Double> reversed = new ArrayList<>(values);
    Collections.reverse(reversed);
    double[] back = reversed.stream().mapToDouble(Double::doubleValue).toArray();

    assertThat(MannKendall.z(back)).isEqualTo(-MannKendall.z(y), within(1e-12));
  }

  @Test
  void fiveValues_canNeverBeARise_andSixCan() {
    assertThat(MannKendall.z(new double[] {1, 2, 3, 4, 5})).isLessThan(MannKendall.RISING);
    assertThat(MannKendall.z(new double[] {1, 2, 3, 4, 5, 6})).isGreaterThan(MannKendall.RISING);
  }

  @Test
  void zeros_areOneValue_whateverTheirSign() {
    assertThat(MannKendall.z(new double[] {-0.0, 0.0, -0.0, 0.0})).isZero();
  }

  @Test
  void badSeries_isRefused_withItsPlaceAndRule() {
    double[] two = {1, 2};
    assertThatThrownBy(() -> TheilSen.slope(two, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("times and values must be as many, but are 2 and 1");
    assertThatThrownBy(() -> TheilSen.slope(new double[] {1, 1}, two))
        .hasMessage("times[1] must be above 1.0, but is 1.0");
    assertThatThrownBy(() -> MannKendall.z(new double[] {1, Double.NaN}))
        .hasMessage("values[1] must be a finite number, but is NaN");
    assertThatThrownBy(() -> MannKendall.z(new double[] {1}))
        .hasMessage("points must be between 2 and 1000 in number, but are 1");
    assertThatThrownBy(() -> MannKendall.z(new double[1_001])).hasMessageContaining("1001");
  }

  private static double[] doubles(List<Integer> values) {
    return values.stream().mapToDouble(Integer::doubleValue).toArray();
  }
}
