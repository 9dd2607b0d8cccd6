package com.holdwall.probes.jvm;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.HealthEvent;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A service in a process of its own with something wrong with its memory. Prints what the first
 * check found, then each symptom and finding as it is seen. Runs until it is stopped or killed.
 */
@SuppressWarnings("SystemOut") // a program that its parent reads
final class ServiceChild {

  private ServiceChild() {}

  /** Arguments: the fault, the window in seconds, the directory of the breadcrumb. */
  public static void main(String[] arguments) throws IOException {
    MemoryFault fault = MemoryFault.valueOf(arguments[0]);
    MemoryProbe probe =
        MemoryProbe.builder()
            .window(Duration.ofSeconds(Long.parseLong(arguments[1])))
            .overheadWindow(Duration.ofSeconds(5))
            .breadcrumbs(Path.of(arguments[2]))
            .build();
    print("FIRST ", probe.check(new CheckContext(Instant.now(), Duration.ofSeconds(2))));
    ProbeRegistry registry =
        ProbeRegistry.builder()
            .register(probe, ProbeSettings.every(Duration.ofMillis(200)))
            .signals(probe)
            .listener(ServiceChild::observed)
            .build()
            .start();
    System.out.println("READY");
    List<Object> kept = MemoryFault.nothing();
    for (int tick = 0; ; tick++) {
      LockSupport.parkNanos(10_000_000);
      fault.tick(kept, tick);
      if (tick % 50 == 0) {
        registry.health().probes().get(0).readings().stream()
            .filter(Reading.Present.class::isInstance)
            .forEach(found -> System.out.println("FOUND " + found.finding() + " " + found));
      }
    }
  }

  private static void print(String title, ProbeResult result) {
    System.out.println(title + result.finding().orElse("NOTHING"));
  }

  private static void observed(HealthEvent event) {
    if (event instanceof HealthEvent.SymptomObserved seen) {
      Observation.Observed what = seen.observation();
      System.out.println("OBSERVED " + what.symptom().key() + " " + what.evidence());
    }
  }
}
