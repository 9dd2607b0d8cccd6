package com.holdwall.example;

import com.holdwall.example.Drill.Expected;
import com.holdwall.example.Drill.Repair;
import com.holdwall.probes.disk.DiskFinding;
import com.holdwall.probes.jvm.MemoryFinding;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import java.util.List;

/** Faults of the process's memory and of the disk that it writes to. */
final class ResourceDrills {

  static final Drill LEAK =
      Drill.of(
          "memory-leak",
          "a code path keeps what it reads, 5 MB a second and 90 MB at the most; Alertmanager"
              + " reports pods that were killed for it (POST /api/alerts)",
          Expected.of(HoldwallSymptoms.MEMORY_INCREASING, HoldwallSymptoms.PODS_OOM_KILLED)
              .found("memory", MemoryFinding.LEAKING),
          ResourceDrills::leak);

  static final Drill DISK_FULL =
      Drill.of(
              "disk-full",
              "logs fill a file system of 64 MiB that the drill has mounted; Alertmanager reports"
                  + " pods that do not start (POST /api/alerts)",
              Expected.of(HoldwallSymptoms.NO_SPACE_LEFT, HoldwallSymptoms.PODS_FAILING_TO_START)
                  .found("disk", DiskFinding.NO_SPACE),
              ResourceDrills::fill)
          .needing(Environment.Part.SMALL_DISK);

  private ResourceDrills() {}

  static List<Drill> all() {
    return List.of(LEAK, DISK_FULL);
  }

  private static Repair leak(Stage stage) throws Exception {
    Leak leak = Leak.start();
    stage.operator().alert("KubePodOOMKilled", true, "holdwall-app-7d4 was killed");
    return new Repair(
        "what was kept is let go, and the alert is resolved",
        () -> {
          leak.stop();
          stage.operator().alert("KubePodOOMKilled", false, "");
        });
  }

  private static Repair fill(Stage stage) throws Exception {
    stage.environment().disk().fillBytes();
    stage.operator().alert("KubePodCrashLooping", true, "holdwall-worker-5f8 restarts");
    return new Repair(
        "old logs are deleted, and the alert is resolved",
        () -> {
          stage.environment().disk().empty();
          stage.operator().alert("KubePodCrashLooping", false, "");
        });
  }
}
