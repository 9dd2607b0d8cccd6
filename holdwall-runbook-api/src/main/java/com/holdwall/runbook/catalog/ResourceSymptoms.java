package com.holdwall.runbook.catalog;

import static com.holdwall.runbook.Role.DISCRIMINATING;
import static com.holdwall.runbook.Role.SUPPORTING;
import static com.holdwall.runbook.catalog.SymptomEntry.anyOf;
import static com.holdwall.runbook.catalog.SymptomEntry.metric;
import static com.holdwall.runbook.catalog.SymptomEntry.probe;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.DetectionCondition;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** How the symptoms of memory and disk are recognised, by default. */
final class ResourceSymptoms {

  private ResourceSymptoms() {}

  static List<SymptomEntry> entries() {
    return List.of(
        new SymptomEntry(
            HoldwallSymptoms.MEMORY_INCREASING,
            "Memory usage continuously increasing",
            DISCRIMINATING,
            probe(
                "memory",
                1,
                3,
                "LEAKING",
                "BUFFERS_LEAKING",
                "METASPACE_LEAKING",
                "THREADS_LEAKING",
                "FILE_DESCRIPTORS_LEAKING",
                "NATIVE_LEAKING")),
        new SymptomEntry(
            HoldwallSymptoms.PODS_OOM_KILLED,
            "Pods being OOMKilled",
            DISCRIMINATING,
            anyOf(
                probe("memory", 1, 3, "LAST_RUN_PROBABLY_OOM_KILLED", "OOM_KILL_COUNTED"),
                new DetectionCondition.ExternalAlert(
                    Set.of("KubePodOOMKilled", "KubeContainerOOMKilled")))),
        new SymptomEntry(
            HoldwallSymptoms.MEMORY_SLOWDOWNS,
            "Application slowdowns",
            SUPPORTING,
            metric(
                HoldwallMetrics.JVM_GC_OVERHEAD,
                Comparison.ABOVE,
                0.2,
                0.1,
                "ratio",
                Duration.ofMinutes(5),
                1)),
        new SymptomEntry(
            HoldwallSymptoms.PODS_FAILING_TO_START,
            "Pods failing to start",
            SUPPORTING,
            new DetectionCondition.ExternalAlert(
                Set.of("KubePodCrashLooping", "KubeContainerWaiting"))),
        new SymptomEntry(
            HoldwallSymptoms.NO_SPACE_LEFT,
            "\"No space left on device\" errors",
            DISCRIMINATING,
            probe("disk", 1, 3, "NO_SPACE", "NO_INODES", "READ_ONLY")),
        new SymptomEntry(
            HoldwallSymptoms.DISK_SLOW,
            "Slow disk I/O",
            DISCRIMINATING,
            metric(
                HoldwallMetrics.DISK_FSYNC_P95,
                Comparison.ABOVE,
                0.1,
                0.05,
                "s",
                Duration.ofMinutes(5),
                5)));
  }
}
