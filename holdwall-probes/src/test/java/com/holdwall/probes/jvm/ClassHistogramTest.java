package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClassHistogramTest {

  private static final Instant AT = Instant.parse("2026-11-26T03:00:00Z");

  private final AtomicInteger taken = new AtomicInteger();

  private HistogramTaker taker(Duration between) {
    return new HistogramTaker(
        () -> {
          taken.incrementAndGet();
          return new ClassHistogram(List.of());
        },
        between,
        1_000);
  }

  @Test
  void thisVirtualMachine_givesOne_withTheClassThatTakesMost() throws Exception {
    List<Object> kept = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      kept.add(new long[64]);
    }
    ClassHistogram histogram = ClassHistogram.take();
    assertThat(histogram.classes()).hasSize(ClassHistogram.MOST);
    assertThat(histogram.classes())
        .isSortedAccordingTo((a, b) -> Long.compare(b.bytes(), a.bytes()))
        .anySatisfy(
            entry -> {
              assertThat(entry.name()).isEqualTo("[J");
              assertThat(entry.objects()).isGreaterThanOrEqualTo(50_000);
            });
    assertThat(kept).hasSize(50_000);
  }

  @Test
  void lines_areReadAsBothKindsOfJdkWriteThem() {
    ClassHistogram histogram =
        ClassHistogram.parse(
            """
             num     #instances         #bytes  class name (module)
            -------------------------------------------------------
               1:         27123        2604320  [B (java.base@17.0.15)
               2:             3             72  com.example.Order
            Total        27126        2604392
            """);
    assertThat(histogram.classes())
        .containsExactly(
            new ClassHistogram.Entry("[B", 27_123, 2_604_320),
            new ClassHistogram.Entry("com.example.Order", 3, 72));
  }

  @Test
  void longNames_areCut_andWhatIsNoHistogram_isEmpty() {
    String line = "   1:  1  16  " + "x".repeat(10_000) + "\n";
    assertThat(ClassHistogram.parse(line).classes().get(0).name()).hasSize(121);
    assertThat(ClassHistogram.parse("").classes()).isEmpty();
    assertThat(ClassHistogram.parse("no such command").classes()).isEmpty();
  }

  @Test
  void neededAgainAndAgain_itIsTakenOncePerPeriod() {
    HistogramTaker taker = taker(Duration.ofHours(1));
    for (int minute = 0; minute < 120; minute++) {
      taker.need(AT.plusSeconds(60L * minute), 500);
    }
    assertThat(taken).hasValue(2);
  }

  @Test
  void heapThatIsTooLarge_isNotWalked() {
    HistogramTaker taker = taker(Duration.ofHours(1));
    taker.need(AT, 1_001);
    assertThat(taken).hasValue(0);
    assertThat(taker.last().orElseThrow().failure()).contains("would stop the service");
  }

  @Test
  void switchedOff_itIsNeverTaken() {
    HistogramTaker taker = taker(Duration.ZERO);
    taker.need(AT, 1);
    assertThat(taken).hasValue(0);
    assertThat(taker.last()).isEmpty();
  }

  @Test
  void failure_isTold_byItsClass() {
    HistogramTaker taker =
        new HistogramTaker(
            () -> {
              throw new OutOfMemoryError("canary");
            },
            Duration.ofHours(1),
            1_000);
    taker.need(AT, 1);
    assertThat(taker.last().orElseThrow().failure()).isEqualTo("java.lang.OutOfMemoryError");
  }
}
