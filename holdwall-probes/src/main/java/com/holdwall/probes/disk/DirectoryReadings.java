package com.holdwall.probes.disk;

import static com.holdwall.probes.Readings.measured;

import com.holdwall.probes.Reading;
import com.holdwall.probes.Readings;
import com.holdwall.runbook.Comparison;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts what is known of one directory into readings: what writing to it showed, and the rest. */
final class DirectoryReadings {

  private static final Duration VERY_SLOW = Duration.ofSeconds(1);
  private static final int ENOUGH_WRITES = 5;

  private final DiskProbeBuilder settings;
  private final Directory directory;
  private final Readings readings = Readings.of("disk");

  DirectoryReadings(DiskProbeBuilder settings, Directory directory) {
    this.settings = settings;
    this.directory = directory;
  }

  List<Reading> list() {
    Optional<Look> look = directory.look();
    if (look.isEmpty()) {
      hangs();
    } else {
      writes(look.get());
      slow(look.get());
      new SpaceReadings(settings, directory, readings).add(look.get());
    }
    return readings.list();
  }

  /** A write that has not ended is a slow one, and nothing else is known. */
  private void hangs() {
    double seconds = directory.hanging().toNanos() / 1e9;
    String words = String.format(Locale.ROOT, "has not answered for %.1f s", seconds);
    for (DiskFinding finding : DiskFinding.values()) {
      if (finding == DiskFinding.SLOW_IO) {
        readings.add(
            finding,
            measured(
                    DiskVerdict.HANGS,
                    1_000 * seconds,
                    Comparison.AT_LEAST,
                    settings.slowAfter.toNanos() / 1e6,
                    "ms")
                .detail(with(words)));
      } else {
        readings.unknown(finding, with(words));
      }
    }
  }

  private void writes(Look look) {
    boolean blind = look.notAllowed() || look.mountedReadOnly();
    String why = look.notAllowed() ? WriteFailure.NOT_ALLOWED.words() : "it is read-only";
    write(DiskFinding.NO_SPACE, blind, why, look.noSpace(), look.words());
    write(DiskFinding.NO_INODES, blind, why, look.noInodes(), look.words());
    boolean unseen = look.notAllowed() && look.space().isEmpty();
    write(DiskFinding.READ_ONLY, unseen, why, look.mountedReadOnly(), look.words());
    write(DiskFinding.UNWRITABLE, look.notAllowed(), why, look.unwritable(), look.words());
  }

  private void write(DiskFinding finding, boolean blind, String why, boolean found, String words) {
    if (blind) {
      readings.unknown(finding, with(why));
      return;
    }
    readings.add(
        finding,
        measured(
                "writes of a small file that failed",
                found ? 1 : 0,
                Comparison.AT_LEAST,
                1,
                "writes")
            .detail(found ? with(words) : directory.path().toString()));
  }

  private void slow(Look look) {
    int samples = directory.fsync().samples();
    if (look.notAllowed() || samples < ENOUGH_WRITES) {
      directory.slow(false);
      readings.unknown(
          DiskFinding.SLOW_IO,
          with(samples + " writes so far, and at least " + ENOUGH_WRITES + " are needed"));
      return;
    }
    double millis = 1_000 * directory.fsync().p95();
    double limit = settings.slowAfter.toNanos() / 1e6 / (directory.slow() ? 2 : 1);
    directory.slow(Comparison.AT_LEAST.test(millis, limit));
    boolean critical = millis >= VERY_SLOW.toMillis();
    readings.add(
        DiskFinding.SLOW_IO,
        measured("p95 of writing and syncing 4 KiB", millis, Comparison.AT_LEAST, limit, "ms")
            .over(Duration.ZERO, samples)
            .detail(with(critical ? "critical" : "")));
  }

  private String with(String words) {
    return directory.with(words);
  }
}
