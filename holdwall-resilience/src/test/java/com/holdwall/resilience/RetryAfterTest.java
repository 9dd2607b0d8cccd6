package com.holdwall.resilience;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.resilience.internal.Nanos;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("1994-11-06T08:49:07Z");
  private static final RandomSource HIGHEST = bound -> bound - 1;

  @Test
  void parse_ofEachHeader_readsItsUnit() {
    assertThat(parse("retry-after", "7")).contains(RetryAfter.of(ofSeconds(7)));
    assertThat(parse("retry-after", " 1.25 ")).contains(RetryAfter.of(ofMillis(1250)));
    assertThat(parse("retry-after-ms", "250")).contains(RetryAfter.of(ofMillis(250)));
    assertThat(parse("x-ms-retry-after-ms", "251")).contains(RetryAfter.of(ofMillis(251)));
    assertThat(parse("x-amz-retry-after", "252")).contains(RetryAfter.of(ofMillis(252)));
    assertThat(parse("grpc-retry-pushback-ms", "0")).contains(RetryAfter.of(ZERO));
  }

  @Test
  void parse_ofTheThreeHttpDates_waitsUntilThen() {
    Optional<RetryAfter> thirty = Optional.of(RetryAfter.of(ofSeconds(30)));
    assertThat(parse("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")).isEqualTo(thirty);
    assertThat(parse("retry-after", "Sun Nov  6 08:49:37 1994")).isEqualTo(thirty);
    Optional<RetryAfter> rfc850 =
        RetryAfter.parse(
            only("retry-after", "Friday, 06-Nov-26 08:49:37 GMT"),
            Instant.parse("2026-11-06T08:49:07Z"));
    assertThat(rfc850).isEqualTo(thirty);
  }

  @Test
  void parse_ofADateInThePast_isNoWait() {
    assertThat(parse("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")).contains(RetryAfter.of(ZERO));
  }

  @Test
  void parse_ofNegativeOrUnreadablePushback_isStop() {
    assertThat(parse("grpc-retry-pushback-ms", "-1")).contains(RetryAfter.never());
    assertThat(parse("grpc-retry-pushback-ms", "soon")).contains(RetryAfter.never());
  }

  @Test
  void parse_ofWhatCannotBeRead_isEmpty() {
    for (String bad : new String[] {"", "-1", "soon", "1e9", "0x10", "1.", "٣", "1 2"}) {
      assertThat(parse("retry-after", bad)).as(bad).isEmpty();
      assertThat(parse("retry-after-ms", bad)).as(bad).isEmpty();
    }
    assertThat(RetryAfter.parse(name -> null, NOW)).isEmpty();
  }

  @Test
  void parse_withABadFirstHeader_readsTheNext() {
    Map<String, String> headers = Map.of("retry-after-ms", "soon", "retry-after", "3");
    assertThat(RetryAfter.parse(headers::get, NOW)).contains(RetryAfter.of(ofSeconds(3)));
  }

  @Test
  void parse_ofANumberBeyondALong_saturates() {
    String digits = "9".repeat(100);
    assertThat(parse("retry-after", digits)).hasValueSatisfying(RetryAfterTest::isHuge);
    assertThat(parse("retry-after-ms", digits)).hasValueSatisfying(RetryAfterTest::isHuge);
  }

  @Property
  void parse_ofAnything_neverThrows(@ForAll String text) {
    for (String name : new String[] {"retry-after", "retry-after-ms", "grpc-retry-pushback-ms"}) {
      parse(name, text).ifPresent(asked -> assertThat(asked.delay()).isGreaterThanOrEqualTo(ZERO));
    }
  }

  @Property
  void standardMode_staysFromTheBackoffToFiveSecondsAbove(
      @ForAll @LongRange(min = 0) long server, @ForAll @LongRange(min = 0) long backoff) {
    RetryAfter asked = RetryAfter.of(Duration.ofNanos(server));
    long wait = RetryAfterMode.STANDARD.clamp(asked, backoff, HIGHEST);
    assertThat(wait).isBetween(backoff, Nanos.plus(backoff, ofSeconds(5).toNanos()));
  }

  @Test
  void exactMode_followsUpToAMinuteAndATenthMore() {
    assertThat(exact(ofSeconds(10), bound -> 0)).isEqualTo(ofSeconds(10).toNanos());
    assertThat(exact(ofSeconds(10), HIGHEST)).isEqualTo(ofSeconds(11).toNanos());
    assertThat(exact(ofSeconds(61), HIGHEST)).isEqualTo(RetryAfterMode.STOP);
  }

  @Test
  void anyMode_withStop_stops() {
    for (RetryAfterMode mode : RetryAfterMode.values()) {
      assertThat(mode.clamp(RetryAfter.never(), 5, HIGHEST)).isEqualTo(RetryAfterMode.STOP);
    }
  }

  @Test
  void retryAfter_withBadParts_saysWhichAndWhy() {
    assertThatThrownBy(() -> RetryAfter.of(ofMillis(-1)))
        .hasMessage("delay must not be negative, but is PT-0.001S");
    assertThatThrownBy(() -> new RetryAfter(ofSeconds(1), true))
        .hasMessage("delay must be zero with stop, but is PT1S");
  }

  private static void isHuge(RetryAfter asked) {
    assertThat(asked.delay()).isEqualTo(ofMillis(Long.MAX_VALUE));
  }

  private static long exact(Duration server, RandomSource random) {
    return RetryAfterMode.EXACT.clamp(RetryAfter.of(server), 1, random);
  }

  private static Optional<RetryAfter> parse(String name, String value) {
    return RetryAfter.parse(only(name, value), NOW);
  }

  private static java.util.function.UnaryOperator<@org.jspecify.annotations.Nullable String> only(
      String name, String value) {
    return asked -> asked.equals(name) ? value : null;
  }
}
