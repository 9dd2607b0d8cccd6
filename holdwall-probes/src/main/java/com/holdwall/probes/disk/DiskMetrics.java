package com.holdwall.probes.disk;

import com.holdwall.probes.metric.Metric;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What the last check saw, as numbers. */
final class DiskMetrics {

  private static final String FSYNC = HoldwallMetrics.DISK_FSYNC_P95.replace('.', '_');

  private DiskMetrics() {}

  static List<Metric> of(List<Directory> directories) {
    List<Metric> all = new ArrayList<>();
    for (Directory directory : directories) {
      Map<String, String> labels =
          Map.of(
              "path",
              directory.path().toString(),
              "runbook",
              HoldwallRunbooks.DISK_SPACE_ISSUES.toString());
      all.add(
          Metric.gauge(
              FSYNC,
              "95th percentile of writing and syncing 4 KiB, of the last 20, in seconds.",
              labels,
              directory.fsync().p95()));
      directory.look().ifPresent(look -> look(all, labels, directory, look));
    }
    return List.copyOf(all);
  }

  private static void look(
      List<Metric> all, Map<String, String> labels, Directory directory, Look look) {
    look.space()
        .ifPresent(
            space -> {
              gauge(
                  all, "disk_total_bytes", "Bytes of a file system.", labels, (double) space.all());
              gauge(
                  all,
                  "disk_usable_bytes",
                  "Bytes that can be used.",
                  labels,
                  (double) space.usable());
              OptionalDouble rate = directory.trend().bytesPerSecond();
              if (rate.isPresent()) {
                double seconds = space.usable() / rate.getAsDouble();
                gauge(all, "disk_seconds_to_full", "By the trend of hours.", labels, seconds);
              }
            });
    look.inodes()
        .inodes()
        .ifPresent(
            inodes -> {
              gauge(
                  all,
                  "disk_inodes_total",
                  "Inodes of a file system.",
                  labels,
                  (double) inodes.all());
              gauge(
                  all, "disk_inodes_free", "Inodes that are free.", labels, (double) inodes.free());
            });
  }

  private static void gauge(
      List<Metric> all, String name, String help, Map<String, String> labels, double value) {
    all.add(Metric.gauge(name, help, labels, value));
  }
}
