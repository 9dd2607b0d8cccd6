package com.holdwall.runbook.diagnosis;

import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.GeneralStep;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/** Numbers and durations as a person writes them; the same in every locale. */
final class Wording {

  private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_UP);

  private Wording() {}

  static String number(double value) {
    BigDecimal rounded = new BigDecimal(value).round(FOUR_DIGITS).stripTrailingZeros();
    return rounded.toPlainString();
  }

  static String duration(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    return millis < 120_000 ? number(millis / 1_000.0) + " s" : number(millis / 60_000.0) + " min";
  }

  static String evidence(Evidence evidence) {
    StringBuilder words = new StringBuilder(evidence.signal());
    words.append(": ").append(number(evidence.value())).append(' ').append(evidence.unit());
    words.append(" (threshold ").append(evidence.comparison().sign()).append(' ');
    words.append(number(evidence.threshold()));
    if (!evidence.window().isZero()) {
      words.append(", over ").append(duration(evidence.window()));
    }
    words.append(", ").append(evidence.samples());
    words.append(evidence.samples() == 1 ? " sample, " : " samples, ");
    words.append(evidence.source()).append(')');
    return words.toString();
  }

  static String general(GeneralStep step) {
    return step.text().isEmpty() ? step.title() : step.title() + ": " + step.text();
  }
}
