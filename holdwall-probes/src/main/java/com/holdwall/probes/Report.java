package com.holdwall.probes;

import com.holdwall.runbook.SymptomId;
import java.time.Duration;

/**
 * A person says that a symptom is there, or that it is over. Immutable.
 *
 * @param symptom the symptom; one that only a person can report
 * @param present whether it is there
 * @param reporter who says so; not blank; at most 100 characters
 * @param note what was seen; may be empty; at most 2,000 characters; secrets are taken out
 * @param validFor after that nobody can say any more: a forgotten report must not stay; at most a
 *     day
 */
public record Report(
    SymptomId symptom, boolean present, String reporter, String note, Duration validFor) {

  private static final Duration A_DAY = Duration.ofDays(1);

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the reporter is blank, a text is too long, or the validity
   *     is not between zero and a day
   */
  public Report {
    if (reporter.isBlank()) {
      throw new IllegalArgumentException("reporter must not be blank, but is '" + reporter + "'");
    }
    Limits.text("reporter", reporter, 100);
    Limits.text("note", note, 2_000);
    if (validFor.isZero() || validFor.isNegative() || validFor.compareTo(A_DAY) > 0) {
      throw new IllegalArgumentException(
          "validFor must be longer than zero and at most a day, but is " + validFor);
    }
  }

  /** How long a text from outside may be. */
  static final class Limits {
    private Limits() {}

    static void text(String name, String value, int most) {
      if (value.length() > most) {
        throw new IllegalArgumentException(
            name + " must have at most " + most + " characters, but has " + value.length());
      }
    }
  }
}
