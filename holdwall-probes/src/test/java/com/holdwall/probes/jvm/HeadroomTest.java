package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** {@link Headroom}, of a heap of 100 in a window of 80 s, of which the first 8 warm up. */
class HeadroomTest {

  private static final long SECOND = 1_000_000_000;
  private static final double LIMIT = 100;

  private final Headroom headroom = new Headroom(0, 8 * SECOND, 80 * SECOND, 0);

  /** A cycle that takes no time. */
  private void cycle(int second, double before, double after) {
    headroom.cycle(second * SECOND, before, after, 0, 0);
  }

  private double full(int second) {
    return headroom.full(second * SECOND, LIMIT);
  }

  @Test
  void beforeTheFirstCycle_nobodyKnows() {
    assertThat(full(1)).isNaN();
    assertThat(headroom.room(LIMIT)).isNaN();
  }

  @Test
  void heapIsFull_whenACycleLeaves_whatIsInUseWhenOneBegins() {
    cycle(10, 88, 44);
    assertThat(full(10)).isEqualTo(0.5);
    assertThat(headroom.room(LIMIT)).isEqualTo(44);
    cycle(30, 88, 88);
    assertThat(full(30)).isEqualTo(1);
    assertThat(headroom.room(LIMIT)).isZero();
  }

  @Test
  void cyclesOfTheWarmUp_doNotSayWhenOneBegins() {
    cycle(4, 30, 20);
    assertThat(headroom.room(LIMIT)).isEqualTo(80);
    cycle(10, 90, 20);
    assertThat(headroom.room(LIMIT)).isEqualTo(70);
  }

  @Test
  void cyclesThatBeginEarly_becauseThereIsLittleToDo_leaveRoomEvenSo() {
    cycle(10, 20, 18);
    assertThat(full(10)).isCloseTo(18 / 80.0, within(1e-9));
  }

  @Test
  void oneCycleThatBeganLate_doesNotSayWhenOneBegins_andOldOnesAreForgotten() {
    for (int i = 0; i < 15; i++) {
      cycle(10 + i, 84, 42);
    }
    cycle(25, 100, 42);
    assertThat(headroom.room(LIMIT)).isEqualTo(42);
    for (int i = 0; i < 30; i++) {
      cycle(26 + i, 92, 42);
    }
    assertThat(headroom.room(LIMIT)).isEqualTo(50);
  }

  @Test
  void mostOfWhatWasAllocatedDuringACycle_isNotLeft() {
    // 10 a second for 0.6 s are 6 of the 55, of which 2 live on
    headroom.cycle(10 * SECOND, 90, 50, 0, 100);
    headroom.cycle(20 * SECOND, 90, 55, 0.6, 200);
    assertThat(headroom.room(LIMIT)).isCloseTo(39, within(1e-9));
  }

  @Test
  void counterThatGoesBack_takesNothingOff() {
    headroom.cycle(10 * SECOND, 90, 50, 0.5, 0);
    headroom.cycle(20 * SECOND, 90, 55, 0.5, -200);
    assertThat(headroom.room(LIMIT)).isEqualTo(35);
  }

  @Test
  void ofTheLastEighth_theLeastCounts_andTheLastIfThereIsNone() {
    cycle(20, 80, 40);
    cycle(31, 80, 72);
    cycle(35, 80, 64);
    cycle(39, 80, 80);
    assertThat(full(40)).isEqualTo(0.8);
    assertThat(full(70)).isEqualTo(1);
  }
}
