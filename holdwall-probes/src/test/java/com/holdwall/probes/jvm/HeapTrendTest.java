package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** {@link Trend}, of a heap of 100 in a window of 120 s: what is in use after each collection. */
class HeapTrendTest {

  private static final long SECOND = 1_000_000_000;
  private static final int WINDOW = 120;
  private static final double LIMIT = 100;

  private Trend trend = exact();
  private LeakVerdict verdict = new LeakVerdict.NotEnough("");

  private static Trend exact() {
    return new Trend(0, WINDOW * SECOND, true);
  }

  /** Collects every so many seconds and judges each time; returns when it was first a leak; s. */
  private int foundAt(int from, int to, int every, DoubleUnaryOperator used) {
    int found = -1;
    for (int second = from; second < to; second += every) {
      trend.add(second * SECOND, used.applyAsDouble(second));
      verdict = trend.judge(second * SECOND, LIMIT, 0);
      found = found < 0 && verdict instanceof LeakVerdict.Leak ? second : found;
    }
    return found;
  }

  /** From 20 to all within so many seconds, and then full. */
  private static DoubleUnaryOperator leak(double fillsWithin) {
    return second -> Math.min(98, 20 + 80 * second / fillsWithin);
  }

  @Property
  void leakThatFillsTheHeapInHalfOfTheWindowToAll_isFoundBeforeItIsFull(
      @ForAll @DoubleRange(min = 0.5, max = 1) double windows) {
    trend = exact();
    assertThat(foundAt(0, (int) (windows * WINDOW), 2, leak(windows * WINDOW))).isPositive();
  }

  @Test
  void fewCollections_areEnough_onceNearlyAllIsInUse() {
    // seven of them, of which two are in the same tenth of the window
    assertThat(foundAt(15, 85, 10, leak(90))).isEqualTo(75);
  }

  @Test
  void leak_staysOne_whileTheHeapIsFullAndCannotRise() {
    foundAt(0, 150, 2, leak(90));
    assertThat(verdict).isInstanceOf(LeakVerdict.Leak.class);
    assertThat(((LeakVerdict.Leak) verdict).growth().last()).isEqualTo(98);
  }

  @Test
  void leak_isNoneAnyMore_onceThereIsRoomAgain() {
    foundAt(0, 100, 2, leak(90));
    assertThat(verdict).isInstanceOf(LeakVerdict.Leak.class);
    foundAt(100, 104, 2, second -> 30);
    assertThat(verdict).isNotInstanceOf(LeakVerdict.Leak.class);
  }

  @Test
  void leak_isNoneAnyMore_whenNothingHasGrownForAWindow() {
    foundAt(0, 400, 2, second -> Math.min(85, 20 + 80 * second / 90));
    assertThat(verdict).isInstanceOf(LeakVerdict.Steady.class);
  }

  @Test
  void cacheThatFillsInAQuarter_isNone() {
    assertThat(foundAt(0, 300, 2, second -> Math.min(60, 20 + 40 * second / 30))).isNegative();
  }

  @Test
  void loadThatGoesUpTwice_isNone() {
    assertThat(foundAt(0, 300, 2, second -> second < 48 ? 20 : second < 90 ? 40 : 60)).isNegative();
  }

  @Test
  void valuesThatHoldGarbage_areNearTheLimitOnlyIfAllOfTheLastAre() {
    trend = new Trend(0, WINDOW * SECOND, false);
    // What rises is what was made during collections that come ever later; the rest does not.
    DoubleUnaryOperator garbage =
        second -> second % 4 == 0 ? 50 + 4 * Math.sin(second) : Math.min(99, 50 + second / 2);
    assertThat(foundAt(0, 300, 2, garbage)).isNegative();
  }

  @Test
  void valuesThatHoldGarbage_areNotNearTheLimit_becauseNoneHasComeLately() {
    trend = new Trend(0, WINDOW * SECOND, false);
    // a step: it rises beyond chance, but not as a line
    double[] step = {60, 61, 62, 63, 84, 85, 86};
    for (int i = 0; i < step.length; i++) {
      trend.add((20 + 8L * i) * SECOND, step[i]);
    }
    assertThat(trend.judge(110 * SECOND, LIMIT, 0)).isInstanceOf(LeakVerdict.Steady.class);
  }
}
