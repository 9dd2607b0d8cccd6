package com.holdwall.probes.disk;

import static com.holdwall.probes.Readings.measured;

import com.holdwall.probes.Readings;
import com.holdwall.runbook.Comparison;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** Puts what is left of one directory's bytes and inodes into readings, and until when. */
final class SpaceReadings {

  private static final double LOW_SPACE = 0.15;
  private static final double LOW_INODES = 0.10;
  private static final double CRITICAL = 0.05;
  private static final Duration SOON = Duration.ofDays(3);
  private static final Duration VERY_SOON = Duration.ofHours(4);

  private final DiskProbeBuilder settings;
  private final Directory directory;
  private final Readings readings;

  SpaceReadings(DiskProbeBuilder settings, Directory directory, Readings readings) {
    this.settings = settings;
    this.directory = directory;
    this.readings = readings;
  }

  void add(Look look) {
    filling(look);
    space(look);
    inodes(look.inodes());
  }

  private void filling(Look look) {
    FillTrend trend = directory.trend();
    if (look.space().isEmpty() || !trend.known()) {
      readings.unknown(
          DiskFinding.FILLING,
          directory.with(
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
      return directory.with("does not fill");
    }
    double hours = usable / rate.getAsDouble() / 3_600;
    return critical(
        hours < VERY_SOON.toHours(),
        String.format(Locale.ROOT, "full in %.1f h at %.3g MB/s", hours, rate.getAsDouble() / 1e6));
  }

  private void space(Look look) {
    if (look.space().isEmpty()) {
      readings.unknown(DiskFinding.LOW_SPACE, directory.with("its size is not known"));
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
    return directory.with(critical ? "critical, " + words : words);
  }
}
