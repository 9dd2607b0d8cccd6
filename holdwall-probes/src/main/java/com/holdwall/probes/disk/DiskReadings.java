package com.holdwall.probes.disk;

import static com.holdwall.probes.Readings.measured;

import com.holdwall.probes.Reading;
import com.holdwall.probes.Readings;
import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One reading for each {@link DiskFinding}, in its order: that of the worst directory. */
final class DiskReadings {

  private static final String PROBE = "disk";

  private DiskReadings() {}

  static List<Reading> of(DiskProbeBuilder settings, List<Directory> directories) {
    List<Reading> all = new ArrayList<>();
    directories.forEach(one -> all.addAll(new DirectoryReadings(settings, one).list()));
    DiskErrors errors = settings.errors;
    if (errors != null) {
      all.addAll(seen(errors));
    }
    return Stream.of(DiskFinding.values()).map(finding -> worst(finding, all)).toList();
  }

  /** What the service itself met within five minutes, wherever that was. */
  private static List<Reading> seen(DiskErrors errors) {
    long quota = errors.recent(WriteFailure.QUOTA);
    long space = errors.recent(WriteFailure.NO_SPACE) + quota;
    Readings readings = Readings.of(PROBE);
    exceptions(readings, DiskFinding.NO_SPACE, space, quota > 0 ? "quota exceeded" : "");
    exceptions(readings, DiskFinding.READ_ONLY, errors.recent(WriteFailure.READ_ONLY), "");
    return readings.list();
  }

  private static void exceptions(
      Readings readings, DiskFinding finding, long count, String detail) {
    readings.add(
        finding,
        measured(
                "exceptions that the service saw",
                (double) count,
                Comparison.AT_LEAST,
                1,
                "exceptions")
            .over(DiskErrors.WINDOW, count)
            .detail(detail));
  }

  /** A present one, else one that nobody can tell, else one that is absent. */
  private static Reading worst(DiskFinding finding, List<Reading> all) {
    List<Reading> about =
        all.stream().filter(reading -> reading.finding().equals(finding.name())).toList();
    return about.stream()
        .filter(Reading.Present.class::isInstance)
        .reduce((worst, next) -> worse(next, worst) ? next : worst)
        .or(() -> first(about, Reading.Unknown.class::isInstance))
        .orElseGet(() -> about.get(0));
  }

  private static Optional<Reading> first(List<Reading> all, Predicate<Reading> which) {
    return all.stream().filter(which).findFirst();
  }

  private static boolean worse(Reading candidate, Reading than) {
    Evidence mine = ((Reading.Present) candidate).evidence();
    Evidence theirs = ((Reading.Present) than).evidence();
    return mine.signal().equals(theirs.signal())
        && mine.value() != theirs.value()
        && mine.comparison().test(mine.value(), theirs.value());
  }
}
