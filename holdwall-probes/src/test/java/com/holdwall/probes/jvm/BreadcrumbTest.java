package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BreadcrumbTest {

  private static final Breadcrumb CRUMB =
      new Breadcrumb(
          1,
          Instant.parse("2026-11-26T01:00:00Z"),
          Instant.parse("2026-11-26T03:00:00.123Z"),
          980,
          1000,
          0.5,
          false);

  @Property
  void breadcrumb_isReadBackAsItWasWritten(
      @ForAll @LongRange(min = -1) long used,
      @ForAll @LongRange(min = -1) long limit,
      @ForAll @DoubleRange(min = -1, max = 1) double heap,
      @ForAll boolean clean) {
    Breadcrumb crumb = new Breadcrumb(42, CRUMB.started(), CRUMB.at(), used, limit, heap, clean);
    assertThat(Breadcrumb.parse(crumb.write())).contains(crumb);
  }

  @Property
  void tornFile_isNone(@ForAll @IntRange(max = 10_000) int length) {
    String whole = CRUMB.write();
    int shorter = length % whole.length();
    assertThat(Breadcrumb.parse(whole.substring(0, shorter))).isEmpty();
  }

  @Property
  void damagedFile_isNone(@ForAll @IntRange(max = 10_000) int place, @ForAll char other) {
    StringBuilder text = new StringBuilder(CRUMB.write());
    int at = place % text.length();
    if (text.charAt(at) != other) {
      text.setCharAt(at, other);
      assertThat(Breadcrumb.parse(text.toString())).isEmpty();
    }
  }

  @Property
  void somethingElse_isNone(@ForAll String text) {
    assertThat(Breadcrumb.parse(text)).isEmpty();
  }

  @Test
  void noCleanStop_atTheLimit_isProbablyAKill() {
    assertThat(LastRun.of(CRUMB)).isEqualTo(new LastRun.NearLimit(CRUMB));
    assertThat(LastRun.of(of(950, 1000))).isInstanceOf(LastRun.NearLimit.class);
  }

  @Test
  void noCleanStop_belowTheLimit_orWithoutOne_isACrash() {
    assertThat(LastRun.of(of(949, 1000))).isInstanceOf(LastRun.Crashed.class);
    assertThat(LastRun.of(of(980, -1))).isInstanceOf(LastRun.Crashed.class);
    assertThat(LastRun.of(of(-1, 1000))).isInstanceOf(LastRun.Crashed.class);
  }

  @Test
  void cleanStop_isClean_alsoAtTheLimit() {
    assertThat(LastRun.of(CRUMB.stopped(CRUMB.at()))).isInstanceOf(LastRun.Clean.class);
  }

  private static Breadcrumb of(long used, long limit) {
    return new Breadcrumb(1, CRUMB.started(), CRUMB.at(), used, limit, -1, false);
  }
}
