package com.holdwall.runbook.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The order of a report: causes before what they explain, then the better supported first. */
final class CauseOrder {

  private static final Comparator<Finding> SUPPORT =
      Comparator.comparingInt(Finding::discriminating)
          .thenComparingInt(Finding::supporting)
          .reversed()
          .thenComparingInt(finding -> finding.contradictions().size());

  private CauseOrder() {}

  /** Sorts by layers: those that nobody left explains come first, so chains keep their order. */
  static List<Finding> sort(List<Finding> applying, Explanations explanations) {
    List<Finding> left = new ArrayList<>(applying);
    List<Finding> sorted = new ArrayList<>();
    while (!left.isEmpty()) {
      List<Finding> layer =
          left.stream()
              .filter(f -> causes(f, left, explanations).isEmpty())
              .sorted(SUPPORT)
              .toList();
      // A cycle of three or more has no root: break it by support, or it would never end.
      List<Finding> next = layer.isEmpty() ? left.stream().sorted(SUPPORT).toList() : layer;
      sorted.addAll(next);
      left.removeAll(next);
    }
    return sorted;
  }

  static List<Finding> causes(Finding effect, List<Finding> applying, Explanations explanations) {
    return applying.stream()
        .filter(cause -> explanations.explains(cause.runbook().id(), effect.runbook().id()))
        .toList();
  }

  static boolean tied(
      Finding one, Finding other, List<Finding> applying, Explanations explanations) {
    boolean bothRoots =
        causes(one, applying, explanations).isEmpty()
            && causes(other, applying, explanations).isEmpty();
    return bothRoots && SUPPORT.compare(one, other) == 0;
  }
}
