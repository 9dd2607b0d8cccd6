package com.holdwall.probes.disk;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.diagnosis.StepResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The result of a check: health, one sentence, and the step of the runbook that asks for df. */
final class DiskVerdict {

  /** What is measured while a look hangs. */
  static final String HANGS = "time without an answer";

  private static final String NO_ANSWER = "no answer";

  private static final StepId USAGE =
      new StepId(HoldwallRunbooks.DISK_SPACE_ISSUES, Section.DIAGNOSIS, 1);

  private DiskVerdict() {}

  static ProbeResult of(CheckContext context, List<Reading> readings, List<Directory> directories) {
    Optional<Reading.Present> gravest =
        readings.stream()
            .filter(Reading.Present.class::isInstance)
            .map(Reading.Present.class::cast)
            .findFirst();
    String usage = directories.stream().map(DiskVerdict::usage).collect(Collectors.joining("; "));
    List<StepResult> steps =
        List.of(new StepResult(USAGE, StepResult.Outcome.DONE, usage, context.startedAt()));
    if (gravest.isPresent()) {
      return new ProbeResult(status(gravest.get()), words(gravest.get()), readings, steps);
    }
    Optional<String> blind =
        directories.stream()
            .filter(one -> one.look().map(Look::notAllowed).orElse(true))
            .map(
                one ->
                    one.with(one.look().isEmpty() ? NO_ANSWER : WriteFailure.NOT_ALLOWED.words()))
            .findFirst();
    // A directory that cannot be looked at is not a healthy one.
    return new ProbeResult(
        blind.isPresent() ? Status.UNKNOWN : Status.UP, blind.orElse(usage), readings, steps);
  }

  private static Status status(Reading.Present found) {
    return found.evidence().signal().equals(HANGS)
        ? Status.DOWN
        : DiskFinding.valueOf(found.finding()).status();
  }

  private static String words(Reading.Present found) {
    String detail = found.evidence().detail();
    double value = found.evidence().value();
    return switch (DiskFinding.valueOf(found.finding())) {
      case NO_SPACE ->
          "nothing can be written for lack of space"
              + (detail.isEmpty() ? ", as the service saw" : " (" + detail + ")");
      case NO_INODES -> "no file can be created for lack of inodes (" + detail + ")";
      case READ_ONLY ->
          "a file system is read-only"
              + (detail.isEmpty() ? ", as the service saw" : " (" + detail + ")");
      case UNWRITABLE, FILLING, LOW_SPACE, LOW_INODES -> detail;
      case SLOW_IO ->
          found.evidence().signal().equals(HANGS)
              ? detail
              : String.format(Locale.ROOT, "a small write takes %.0f ms (%s)", value, detail);
    };
  }

  private static String usage(Directory directory) {
    return directory.path()
        + ": "
        + directory
            .look()
            .map(look -> look.space().map(DiskVerdict::space).orElse("its size is not known"))
            .orElse(NO_ANSWER);
  }

  static String space(Look.Space space) {
    return String.format(
        Locale.ROOT,
        "%.1f of %.1f MB used, %.0f %% usable",
        space.used() / 1e6,
        space.all() / 1e6,
        100 * space.usableRatio());
  }
}
