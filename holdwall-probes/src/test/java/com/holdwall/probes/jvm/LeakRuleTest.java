package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LeakRuleTest {

  private static final double LIMIT = 100;
  private static final double LEAST = 3;

  private static LeakVerdict judge(int size, IntToDoubleFunction value) {
    double[] seconds = IntStream.range(0, size).mapToDouble(i -> 10.0 * i).toArray();
    double[] values = IntStream.range(0, size).mapToDouble(value).toArray();
    return LeakRule.line(new Series(seconds, values), LEAST, LIMIT);
  }

  @Test
  void fewerThanSixValues_areNotEnough_howeverSteeplyTheyRise() {
    assertThat(judge(5, i -> 15.0 * i)).isInstanceOf(LeakVerdict.NotEnough.class);
    assertThat(judge(6, i -> 15.0 * i)).isInstanceOf(LeakVerdict.Leak.class);
  }

  @Test
  void line_isALeak_andEndsWhenTheRestIsUsedUp() {
    LeakVerdict.Leak leak = (LeakVerdict.Leak) judge(12, i -> 20 + 2.0 * i);
    assertThat(leak.growth().perSecond()).isCloseTo(0.2, within(1e-9));
    // 42 of 100 are in use: 58 are left, at 0.2 a second
    assertThat(leak.exhausted().orElseThrow().toMillis()).isEqualTo(290_000);
  }

  @Test
  void withoutALimit_thereIsNoEnd() {
    double[] line = IntStream.range(0, 12).mapToDouble(i -> i).toArray();
    LeakVerdict verdict = LeakRule.line(new Series(line, line), LEAST, Double.NaN);
    assertThat(((LeakVerdict.Leak) verdict).exhausted()).isEmpty();
  }

  @Test
  void riseThatIsTooSmallToMatter_isNone_thoughItIsBeyondChance() {
    // as Serial showed at a steady load: z of 4.1 at a drift of 0.1 MB
    assertThat(failed(judge(12, i -> 50 + 0.01 * i))).isEqualTo("growth");
  }

  @Test
  void upAndDown_isNone() {
    assertThat(judge(12, i -> 50 + (i % 2 == 0 ? 20 : -20))).isInstanceOf(LeakVerdict.Steady.class);
  }

  @Test
  void oneStep_isNone_whereverItIs() {
    for (int at = 1; at < 12; at++) {
      int step = at;
      assertThat(judge(12, i -> i < step ? 20 : 60))
          .as("step at %d", at)
          .isInstanceOf(LeakVerdict.Steady.class);
    }
  }

  @Test
  void twoSteps_areNone_whereverTheyAre() {
    for (int first = 1; first < 11; first++) {
      for (int second = first + 1; second < 12; second++) {
        int low = first;
        int high = second;
        assertThat(judge(12, i -> i < low ? 20 : i < high ? 40 : 60))
            .as("steps at %d and %d", first, second)
            .isInstanceOf(LeakVerdict.Steady.class);
      }
    }
  }

  @Test
  void rise_isOneHoweverItIsShaped_ifItIsBeyondChance() {
    double[] seconds = IntStream.range(0, 12).mapToDouble(i -> 10.0 * i).toArray();
    double[] saturating =
        IntStream.range(0, 12).mapToDouble(i -> Math.min(97, 40 + 9.0 * i)).toArray();
    Series series = new Series(seconds, saturating);
    assertThat(LeakRule.line(series, LEAST, LIMIT)).isInstanceOf(LeakVerdict.Steady.class);
    assertThat(LeakRule.rise(series, LEAST, LIMIT)).isInstanceOf(LeakVerdict.Leak.class);
    double[] noise = IntStream.range(0, 12).mapToDouble(i -> 90 + i * 7 % 5).toArray();
    assertThat(LeakRule.rise(new Series(seconds, noise), LEAST, LIMIT))
        .isInstanceOf(LeakVerdict.Steady.class);
  }

  @Test
  void loadThatWentUp_isNotAtPace_asItWasSeenOnShenandoah() {
    double[] megabytes = {
      88.4, 87.1, 87.6, 87.9, 92.8, 96.3, 99.0, 100.4, 101.5, 102.0, 102.7, 102.5
    };
    double[] seconds = IntStream.range(0, megabytes.length).mapToDouble(i -> i / 2.0).toArray();
    Series series = new Series(seconds, megabytes);
    assertThat(LeakRule.rise(series, LEAST, LIMIT)).isInstanceOf(LeakVerdict.Leak.class);
    assertThat(failed(LeakRule.riseAtPace(series, LEAST, LIMIT)))
        .startsWith("growth of the later half");
    assertThat(LeakRule.lineAtPace(series, LEAST, LIMIT)).isInstanceOf(LeakVerdict.Steady.class);
  }

  @Test
  void rise_isAtPace_onlyIfItsLaterHalfRisesToo() {
    double[] seconds = IntStream.range(0, 12).mapToDouble(i -> 10.0 * i).toArray();
    double[] stairs =
        IntStream.range(0, 12).mapToDouble(i -> 57 + 6.0 * Math.floorDiv(i, 2)).toArray();
    assertThat(LeakRule.riseAtPace(new Series(seconds, stairs), LEAST, LIMIT))
        .isInstanceOf(LeakVerdict.Leak.class);
    double[] over = IntStream.range(0, 12).mapToDouble(i -> Math.min(97, 40 + 12.0 * i)).toArray();
    LeakVerdict none = LeakRule.riseAtPace(new Series(seconds, over), LEAST, LIMIT);
    assertThat(failed(none)).startsWith("growth of the later half");
  }

  @Test
  void cacheThatHasFilled_isNone() {
    for (int full = 1; full < 6; full++) {
      int from = full;
      assertThat(judge(12, i -> 20 + 5.0 * Math.min(i, from)))
          .as("full at %d", full)
          .isInstanceOf(LeakVerdict.Steady.class);
    }
  }

  @Property
  void noiseWithinTwoPercent_isNever_aLeak(
      @ForAll @Size(min = 0, max = 12) List<@DoubleRange(min = 49, max = 50.99) Double> values) {
    double[] seconds = IntStream.range(0, values.size()).mapToDouble(i -> i).toArray();
    double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
    assertThat(LeakRule.line(new Series(seconds, numbers), LEAST, LIMIT))
        .isNotInstanceOf(LeakVerdict.Leak.class);
  }

  @Property
  void whatFalls_isNeverALeak(@ForAll @IntRange(min = 6, max = 12) int size, @ForAll long seed) {
    java.util.SplittableRandom random = new java.util.SplittableRandom(seed);
    assertThat(judge(size, i -> 90 - 5.0 * i + 4 * random.nextDouble()))
        .isInstanceOf(LeakVerdict.Steady.class);
  }

  @Property
  void evidence_decidesAsTheVerdictDid(
      @ForAll @IntRange(min = 6, max = 12) int size, @ForAll long seed) {
    java.util.SplittableRandom random = new java.util.SplittableRandom(seed);
    double slope = 4 * random.nextDouble() - 1;
    LeakVerdict verdict = judge(size, i -> 40 + slope * i + 5 * random.nextDouble());
    if (verdict instanceof LeakVerdict.Leak leak) {
      assertThat(leak.growth().enough().holds()).isTrue();
    } else if (verdict instanceof LeakVerdict.Steady steady) {
      assertThat(steady.failed().holds()).isFalse();
      assertThat(steady.failed().value()).isFinite();
    }
  }

  private static String failed(LeakVerdict verdict) {
    return ((LeakVerdict.Steady) verdict).failed().words();
  }
}
