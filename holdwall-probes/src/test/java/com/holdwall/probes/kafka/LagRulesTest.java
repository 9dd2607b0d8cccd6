package com.holdwall.probes.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recorded series of offsets, and what they are: Burrow's five states, then the cases that Burrow's
 * rules get wrong.
 */
class LagRulesTest {

  private static final LagRules RULES = new LagRules(0, 1_000, Duration.ofMinutes(1));
  private static final long STEP = Duration.ofSeconds(30).toNanos();
  private static final long NO = Position.NONE;

  /** Name, committed, ends, members, what it is. One moment every 30 s. */
  static Stream<Arguments> recorded() {
    return Stream.of(
        Arguments.of(
            "OK: keeps up",
            longs(100, 200, 300, 400, 500, 600),
            longs(100, 200, 300, 400, 500, 600),
            true,
            PartitionState.OK),
        Arguments.of(
            "OK: has lag, but caught up in between",
            longs(100, 200, 300, 400, 500, 600),
            longs(900, 2_000, 300, 4_000, 5_000, 9_000),
            true,
            PartitionState.OK),
        Arguments.of(
            "OK: lag shrinks",
            longs(0, 2_000, 4_000, 6_000, 8_000, 9_900),
            longs(9_000, 9_500, 10_000, 10_500, 11_000, 11_500),
            true,
            PartitionState.OK),
        Arguments.of(
            "WARN: moves on, and the lag grows",
            longs(100, 200, 300, 400, 500, 600),
            longs(1_000, 2_000, 3_000, 4_000, 5_000, 6_000),
            true,
            PartitionState.GROWING),
        Arguments.of(
            "STOP: no progress, and nobody there",
            longs(100, 100, 100, 100, 100, 100),
            longs(200, 300, 400, 500, 600, 700),
            false,
            PartitionState.STOPPED),
        Arguments.of(
            "STALL: no progress, with members",
            longs(100, 100, 100, 100, 100, 100),
            longs(200, 300, 400, 500, 600, 700),
            true,
            PartitionState.STALLED),
        Arguments.of(
            "STALL: nothing new comes, and what is there is not read",
            longs(100, 100, 100, 100, 100, 100),
            longs(101, 101, 101, 101, 101, 101),
            true,
            PartitionState.STALLED),
        Arguments.of(
            "REWIND: went back",
            longs(500, 600, 100, 150, 200, 250),
            longs(600, 700, 800, 900, 950, 990),
            true,
            PartitionState.REWOUND),
        Arguments.of(
            "OK: went back and came up again",
            longs(500, 600, 100, 300, 600, 700),
            longs(510, 620, 640, 660, 680, 710),
            true,
            PartitionState.OK),
        Arguments.of(
            "hole: growth from 1,000 to 120,000 with one dip of one record",
            longs(0, 10, 20, 31, 40, 50),
            longs(1_000, 20_000, 20_009, 60_000, 90_000, 120_050),
            true,
            PartitionState.GROWING),
        Arguments.of(
            "hole: never committed, with records",
            longs(NO, NO, NO, NO, NO, NO),
            longs(10, 20, 30, 40, 50, 60),
            true,
            PartitionState.UNCOMMITTED),
        Arguments.of(
            "never committed, without records",
            longs(NO, NO, NO, NO, NO, NO),
            longs(0, 0, 0, 0, 0, 0),
            true,
            PartitionState.OK),
        Arguments.of(
            "hole: commits at fewer than 80 % of the moments",
            longs(NO, NO, 100, 100, 100, 100),
            longs(200, 300, 400, 500, 600, 700),
            true,
            PartitionState.UNKNOWN),
        Arguments.of(
            "caught up is known however little was seen",
            longs(NO, NO, NO, NO, NO, 700),
            longs(200, 300, 400, 500, 600, 700),
            true,
            PartitionState.OK),
        Arguments.of(
            "hole: the mark of a transaction is no lag where one is allowed",
            longs(99, 199, 299, 399, 499, 499),
            longs(100, 200, 300, 400, 500, 500),
            true,
            PartitionState.OK),
        Arguments.of(
            "noise around a steady lag does not grow",
            longs(1_000, 2_000, 3_000, 4_000, 5_000, 6_000),
            longs(6_000, 7_050, 7_960, 9_040, 9_980, 11_020),
            true,
            PartitionState.OK),
        Arguments.of(
            "a small lag that is young may grow",
            longs(100, 200, 300, 400, 500, 600),
            longs(101, 203, 305, 407, 509, 611),
            true,
            PartitionState.OK),
        Arguments.of(
            "a small lag that is old may not",
            longs(10, 11, 12, 13, 14, 15),
            longs(40, 50, 60, 70, 80, 90),
            true,
            PartitionState.GROWING));
  }

  private static long[] longs(long... values) {
    return values;
  }

  private static PartitionSeries series(long[] committed, long[] ends) {
    long[] nanos = LongStream.range(0, committed.length).map(i -> i * STEP).toArray();
    return new PartitionSeries(nanos, committed, ends);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recorded")
  void recordedSeries_isWhatItIs(
      String name, long[] committed, long[] ends, boolean members, PartitionState state) {
    LagRules rules =
        name.contains("transaction") ? new LagRules(1, 1_000, Duration.ofMinutes(1)) : RULES;
    assertThat(rules.state(series(committed, ends), 0, true, members)).isEqualTo(state);
  }

  /** Burrow calls this a stop one second after the first commit: its window has no length yet. */
  @Test
  void windowThatIsNotFull_isUnknown_notStopped() {
    PartitionSeries one = series(longs(100), longs(200));
    assertThat(RULES.state(one, 0, false, false)).isEqualTo(PartitionState.UNKNOWN);
  }

  @Test
  void partitionWhoseRecordsRetentionDeleted_holdsNothingToCommit() {
    PartitionSeries never = series(longs(NO, NO), longs(50, 50));
    assertThat(RULES.state(never, 50, true, true)).isEqualTo(PartitionState.OK);
    assertThat(new Position(NO, 50, 50).lag()).isZero();
    assertThat(new Position(10, 50, 60).lag()).isEqualTo(10);
  }

  /** The end is read after the commit; where it is smaller nevertheless, the log was cut. */
  @Test
  void lag_isNeverNegative() {
    assertThat(new Position(70, 0, 60).lag()).isZero();
  }

  @Test
  void timeBehind_isInterpolatedInTheEndsOfTheWindow() {
    long[] ends = longs(0, 100, 200, 300);
    assertThat(series(longs(0, 0, 0, 150), ends).secondsBehind()).isEqualTo(45, within(1e-9));
    assertThat(series(longs(0, 0, 0, 300), ends).secondsBehind()).isZero();
    // Before the window, by its rate: 100 records in 30 s.
    long[] later = longs(1_000, 1_100, 1_200, 1_300);
    assertThat(series(longs(0, 0, 0, 900), later).secondsBehind()).isEqualTo(120, within(1e-9));
    // Nothing came: at least as long as it was looked at.
    assertThat(series(longs(5, 5, 5, 5), longs(9, 9, 9, 9)).secondsBehind())
        .isEqualTo(90, within(1e-9));
  }

  @Property
  void anySeries_hasAState_andACaughtUpOneIsOk(
      @ForAll @LongRange(min = -1, max = 1_000) long[] committed,
      @ForAll boolean known,
      @ForAll boolean members) {
    if (committed.length == 0) {
      return;
    }
    long[] offsets = Arrays.stream(committed).map(offset -> Math.max(NO, offset)).toArray();
    long[] ends = Arrays.stream(offsets).map(offset -> Math.max(0, offset)).toArray();
    PartitionState state = RULES.state(series(offsets, ends), 0, known, members);
    assertThat(state).isIn(PartitionState.OK, PartitionState.UNCOMMITTED, PartitionState.UNKNOWN);
    if (offsets[offsets.length - 1] != NO) {
      assertThat(state).isEqualTo(PartitionState.OK);
    }
  }
}
