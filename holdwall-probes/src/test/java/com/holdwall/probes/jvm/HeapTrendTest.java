package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
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
  private static final int BEGINNINGS = 100;

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

  /**
   * As recorded: floors of a 20 s window, KB at ms, of a heap of so many KB; judged each 0.1 s.
   * Returns from how many beginnings of the window, within a slice of it, there was a leak.
   */
  private static long foundInRecording(double limit, int[][] floors) {
    return IntStream.range(0, BEGINNINGS).filter(i -> found(17 * i, limit, floors)).count();
  }

  private static boolean found(int begin, double limit, int[][] floors) {
    long milli = SECOND / 1_000;
    Trend recorded = new Trend(begin * milli, 20 * SECOND, Trend.Values.EXACT);
    boolean found = false;
    int next = 0;
    for (int at = 1_800; at <= floors[floors.length - 1][0] + 500; at += 100) {
      for (; next < floors.length && floors[next][0] <= at; next++) {
        recorded.add(floors[next][0] * milli, floors[next][1]);
      }
      found |= recorded.judge(at * milli, limit, 0) instanceof LeakVerdict.Leak;
    }
    return found;
  }

  @Test
  void loadThatWentUpTwice_isNone_asItWasSeenOnG1() {
    // until 8 s most of the first load was still young, and came late
    int[][] floors = {
      {6387, 43806}, {8875, 52965}, {10057, 63412}, {11244, 67508}, {12413, 70068},
      {13596, 69556}, {14639, 70580}, {15613, 76212}, {16308, 82868}, {16870, 84916},
      {17248, 84916}, {17652, 87476}, {18046, 87988}, {18442, 87988}, {18825, 89012},
      {19210, 89012}
    };
    assertThat(foundInRecording(131_072, floors)).isZero();
  }

  @Test
  void loadThatWentUpTwice_isNone_asItWasSeenOnParallel() {
    int[][] floors = {
      {5541, 27211}, {8948, 38563}, {10736, 46158}, {12261, 47442}, {13812, 47604},
      {15345, 51177}, {16095, 60093}, {16738, 63753}, {17395, 65774}, {18024, 66812},
      {18505, 67264}
    };
    assertThat(foundInRecording(125_952, floors)).isZero();
  }

  @Test
  void leakWithAStepBackNearItsEnd_isFound_asItWasSeenOnParallel() {
    // recorded until 11.9 s; what follows goes on as it was
    int[][] floors = {
      {3395, 49568}, {5223, 60047}, {6546, 67788}, {7550, 73476}, {8590, 79329},
      {8839, 80804}, {9097, 82292}, {9371, 83748}, {9657, 85186}, {9895, 86627},
      {10127, 88033}, {10381, 89461}, {10607, 90687}, {10811, 91849}, {11001, 88508},
      {11241, 89832}, {11468, 91065}, {11671, 92155}, {11836, 93176}, {11915, 94329},
      {12150, 95600}, {12380, 96900}, {12610, 98200}, {12840, 99500}, {13070, 100800},
      {13300, 102100}
    };
    assertThat(foundInRecording(125_952, floors)).isEqualTo(BEGINNINGS);
  }

  @Test
  void slowLeak_whoseLastValuesWanderByMoreThanItGrows_isFoundAndStaysFound() {
    DoubleUnaryOperator slow = second -> 20 + 0.1 * second + 0.8 * Math.sin(second * 0.9);
    int found = foundAt(0, 360, 2, slow);
    assertThat(found).isPositive();
    int lost = 0;
    for (int second = 360; second < 480; second += 2) {
      lost += foundAt(second, second + 2, 2, slow) < 0 ? 1 : 0;
    }
    assertThat(lost).isZero();
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
