package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TallyTest {

  private static final Instant AT = Instant.parse("2026-11-26T03:00:00Z");

  private final Tally tally = new Tally();

  private long read(long value) {
    return tally.read(OptionalLong.of(value), AT);
  }

  @Test
  void whatWasThereAtTheStart_doesNotCount() {
    assertThat(read(7)).isZero();
    assertThat(tally.grown()).isZero();
    assertThat(tally.lastGrowth()).isEmpty();
  }

  @Test
  void growth_counts() {
    read(7);
    assertThat(read(9)).isEqualTo(2);
    assertThat(read(9)).isZero();
    assertThat(tally.grown()).isEqualTo(2);
    assertThat(tally.lastGrowth()).contains(AT);
  }

  @Test
  void decrease_isANewCounter_andWhatItShowsHasComeSince() {
    read(7);
    assertThat(read(0)).isZero();
    assertThat(read(1)).isEqualTo(1);
    assertThat(read(0)).isZero();
    assertThat(tally.grown()).isEqualTo(1);
  }

  @Test
  void unreadable_isNeitherKnownNorAReset() {
    assertThat(tally.known()).isFalse();
    read(3);
    tally.read(OptionalLong.empty(), AT);
    assertThat(tally.known()).isTrue();
    assertThat(read(4)).isEqualTo(1);
  }
}
