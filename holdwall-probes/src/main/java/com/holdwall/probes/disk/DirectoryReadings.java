package com.holdwall.probes.disk;

import static com.holdwall.probes.Readings.measured;

import com.holdwall.probes.Reading;
import com.holdwall.probes.Readings;
import com.holdwall.runbook.Comparison;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Puts what is known of one directory into readings. */
final class DirectoryReadings {

  static final double LOW_SPACE = 0.15;
  static final double LOW_INODES = 0.10;
  static final double CRITICAL = 0.05;
  static final Duration SOON = Duration.ofDays(3);
  static final Duration VERY_SOON = Duration.ofHours(4);
  static final Duration VERY_SLOW = Duration.ofSeconds(1);

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
      filling(look.get());
      space(look.get());
      inodes(look.get().inodes());
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
            .detail(critical(critical, "")));
  }

  private void filling(Look look) {
    FillTrend trend = directory.trend();
    if (look.space().isEmpty() || !trend.known()) {
      readings.unknown(
          DiskFinding.FILLING,
          with(
              trend.samples()
                  + " measurements so far, and at least "
                  + FillTrend.LEAST
                  + " are needed"));
      return;
    }
    Duration back = trend.span().multipliedBy(FillTrend.AHEAD);
    Duration horizon = back.compareTo(SOON) < 0 ? back : SOON;
    long usable = look.space().get().usable();
    OptionalDouble rate = trend.bytesPerSecond();
    double taken = rate.orElse(0) * horizon.toSeconds() / Math.max(1, usable);
    readings.add(
        DiskFinding.FILLING,
        measured(
                "usable bytes that the trend takes within " + horizon.toMinutes() + " min",
                taken,
                Comparison.AT_LEAST,
                1,
                "ratio")
            .over(trend.span(), trend.samples())
            .detail(fillingWords(rate, usable)));
  }

  private String fillingWords(OptionalDouble rate, long usable) {
    if (rate.isEmpty()) {
      return with("does not fill");
    }
    double hours = usable / rate.getAsDouble() / 3_600;
    return critical(
        hours < VERY_SOON.toHours(),
        String.format(Locale.ROOT, "full in %.1f h at %.3g MB/s", hours, rate.getAsDouble() / 1e6));
  }

  private void space(Look look) {
    if (look.space().isEmpty()) {
      readings.unknown(DiskFinding.LOW_SPACE, with("its size is not known"));
      return;
    }
    Look.Space space = look.space().get();
    double floor = (double) settings.floorBytes / Math.max(1, space.all());
    boolean critical = space.usableRatio() < Math.min(CRITICAL, floor);
    readings.add(
        DiskFinding.LOW_SPACE,
        measured(
                "usable bytes of all",
                space.usableRatio(),
                Comparison.BELOW,
                Math.min(LOW_SPACE, floor),
                "ratio")
            .detail(critical(critical, DiskVerdict.space(space))));
  }

  private void inodes(Inodes.Answer answer) {
    if (answer.inodes().isEmpty()) {
      readings.unknown(DiskFinding.LOW_INODES, answer.reason());
      return;
    }
    Inodes inodes = answer.inodes().get();
    readings.add(
        DiskFinding.LOW_INODES,
        measured("free inodes of all", inodes.freeRatio(), Comparison.BELOW, LOW_INODES, "ratio")
            .detail(
                critical(
                    inodes.freeRatio() < CRITICAL,
                    inodes.free() + " of " + inodes.all() + " inodes are free")));
  }

  private String critical(boolean critical, String words) {
    return with(critical ? words.isEmpty() ? "critical" : "critical, " + words : words);
  }

  private String with(String words) {
    return words.isEmpty() ? directory.path().toString() : directory.path() + ": " + words;
  }
}
