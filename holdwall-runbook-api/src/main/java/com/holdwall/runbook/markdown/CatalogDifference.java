package com.holdwall.runbook.markdown;

import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import java.util.List;

/** Names the first part in which two catalogues differ. */
final class CatalogDifference {

  private CatalogDifference() {}

  static String between(RunbookCatalog one, RunbookCatalog other) {
    for (Runbook runbook : one.runbooks()) {
      Runbook match = other.runbook(runbook.id()).orElse(null);
      if (match == null) {
        return "runbook '" + runbook.id() + "'";
      }
      if (!match.equals(runbook)) {
        return part(runbook, match);
      }
    }
    return "a general step, a contact or a link";
  }

  private static String part(Runbook one, Runbook other) {
    if (!one.symptoms().equals(other.symptoms())) {
      return first("symptom", one.symptoms(), other.symptoms());
    }
    if (!one.diagnosis().equals(other.diagnosis())) {
      return first("diagnosis step", one.diagnosis(), other.diagnosis());
    }
    if (!one.resolution().equals(other.resolution())) {
      return first("resolution step", one.resolution(), other.resolution());
    }
    return first("prevention item or title", one.prevention(), other.prevention());
  }

  private static String first(String kind, List<?> one, List<?> other) {
    for (Object item : one) {
      if (!other.contains(item)) {
        return kind + " " + item;
      }
    }
    return kind;
  }
}
