package com.holdwall.probes.disk;

import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricFamily;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What the last check saw, as numbers. */
final class DiskMetrics {

  private static final MetricFamily FSYNC =
      family(
          HoldwallMetrics.DISK_FSYNC_P95.replace('.', '_'),
          "seconds",
          "95th percentile of writing and syncing 4 KiB, of the last 20, in seconds.");

  private static final MetricFamily TOTAL =
      family("disk_total_bytes", "bytes", "Bytes of a file system.");

  private static final MetricFamily USABLE =
      family("disk_usable_bytes", "bytes", "Bytes that can be used.");

  private static final MetricFamily FULL_IN =
      family("disk_seconds_to_full", "seconds", "When it will be full, by the trend of hours.");

  private static final MetricFamily INODES =
      family("disk_inodes_total", "inodes", "Inodes of a file system.");

  private static final MetricFamily FREE_INODES =
      family("disk_inodes_free", "inodes", "Inodes that are free.");

  private DiskMetrics() {}

  private static MetricFamily family(String name, String unit, String help) {
    return MetricFamily.gauge(name, unit, help, "path", "runbook");
  }

  static List<Metric> of(List<Directory> directories) {
    List<Metric> all = new ArrayList<>();
    for (Directory directory : directories) {
      all.add(metric(FSYNC, directory, directory.fsync().p95()));
      directory.look().ifPresent(look -> look(all, directory, look));
    }
    return List.copyOf(all);
  }

  private static void look(List<Metric> all, Directory directory, Look look) {
    look.space()
        .ifPresent(
            space -> {
              all.add(metric(TOTAL, directory, (double) space.all()));
              all.add(metric(USABLE, directory, (double) space.usable()));
              OptionalDouble rate = directory.trend().bytesPerSecond();
              if (rate.isPresent()) {
                all.add(metric(FULL_IN, directory, space.usable() / rate.getAsDouble()));
              }
            });
    look.inodes()
        .inodes()
        .ifPresent(
            inodes -> {
              all.add(metric(INODES, directory, (double) inodes.all()));
              all.add(metric(FREE_INODES, directory, (double) inodes.free()));
            });
  }

  private static Metric metric(MetricFamily family, Directory directory, double value) {
    return family.of(
        value, directory.path().toString(), HoldwallRunbooks.DISK_SPACE_ISSUES.toString());
  }
}
