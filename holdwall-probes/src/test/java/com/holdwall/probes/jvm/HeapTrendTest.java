package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** {@link Trend}, of a heap of 100 in a window of 120 s: what is in use after each collection. */
class HeapTrendTest {

  private static final long SECOND = 1_000_000_000;
  private static final int WINDOW = 120;
  private static final double LIMIT = 100;

  private Trend trend = exact();
  private LeakVerdict verdict = new LeakVerdict.NotEnough("");

  private static Trend exact() {
    return new Trend(0, WINDOW * SECOND, Trend.Values.EXACT);
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

  /** As {@link #foundAt}, of values that hold garbage; so much of it, and so full at a time. */
  private int foundWithGarbage(int to, int every, DoubleUnaryOperator used) {
    trend = new Trend(0, WINDOW * SECOND, Trend.Values.WITH_GARBAGE);
    int found = -1;
    double before = 0;
    for (int second = 0; second < to; second += every) {
      double now = used.applyAsDouble(second);
      trend.add(second * SECOND, now);
      double full = Math.min(before, now) / LIMIT;
      before = now;
      verdict = trend.judge(second * SECOND, new Trend.Extent(LIMIT, 0, full));
      found = found < 0 && verdict instanceof LeakVerdict.Leak ? second : found;
    }
    return found;
  }

  @Property(tries = 100)
  void leakOfValuesThatHoldGarbage_isFoundBeforeTheHeapIsFull(
      @ForAll @DoubleRange(min = 0.5, max = 1) double windows) {
    DoubleUnaryOperator garbage =
        second -> leak(windows * WINDOW).applyAsDouble(second) + 2 * Math.sin(second);
    assertThat(foundWithGarbage((int) (windows * WINDOW), 2, garbage)).isPositive();
  }

  @Test
  void leakThatFirstTakesThePlaceOfGarbage_andThenRisesMoreSlowly_isFoundNearTheEnd() {
    DoubleUnaryOperator leak = at -> at < 30 ? 40 + 1.2 * at : 76 + (at - 30) * 24 / 90;
    assertThat(foundWithGarbage(120, 2, leak)).isBetween(46, 110);
  }

  @Property(tries = 100)
  void loadThatGoesUpTwice_isNone_howeverMuchGarbageValuesHold(
      @ForAll @IntRange(min = 20, max = 60) int first,
      @ForAll @IntRange(min = 70, max = 110) int second,
      @ForAll @DoubleRange(min = 0, max = 3) double garbage) {
    DoubleUnaryOperator steps =
        at ->
            45
                + 17 * (1 - Math.exp(-Math.max(0, at - first) / 6))
                + 17 * (1 - Math.exp(-Math.max(0, at - second) / 6))
                + garbage * Math.sin(at);
    assertThat(foundWithGarbage(300, 2, steps)).isNegative();
  }

  @Test
  void busyHeap_whoseValuesAreNearTheEnd_andWander_isNoLeak() {
    assertThat(foundWithGarbage(300, 2, second -> 92 + 3 * Math.sin(second * 1.7))).isNegative();
  }
}
