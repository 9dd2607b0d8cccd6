package com.holdwall.probes.jvm;

import com.holdwall.probes.HealthEvent;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * A service in a process of its own: a workload, and a registry with the memory probe. Prints when
 * the symptom was first observed and ends; or after so many windows, what is known then.
 */
final class WorkloadChild {

  /** The exit code of one whose heap was full before there was a verdict. */
  static final int HEAP_FULL = 3;

  private static final long TICK_NANOS = 10_000_000;

  private volatile String leak = "";

  private WorkloadChild() {}

  /** Arguments: the workload, the window in seconds, how many windows to run. */
  public static void main(String[] arguments) {
    new WorkloadChild().run(arguments);
  }

  @SuppressWarnings("SystemOut") // a program that its parent reads
  private void run(String[] arguments) {
    Workload kind = Workload.valueOf(arguments[0]);
    double window = Double.parseDouble(arguments[1]);
    double windows = Double.parseDouble(arguments[2]);
    Duration length = Duration.ofMillis((long) (1_000 * window));
    FloorTrace trace = FloorTrace.start();
    MemoryProbe probe = MemoryProbe.builder().window(length).build();
    long start = System.nanoTime();
    try (ProbeRegistry registry =
        ProbeRegistry.builder()
            .register(probe, ProbeSettings.every(Duration.ofMillis(500)))
            .signals(probe)
            .listener(this::observed)
            .build()
            .start()) {
      Workload.Running running = kind.start(window);
      double now = 0;
      while (now < windows * window && leak.isEmpty()) {
        LockSupport.parkNanos(TICK_NANOS);
        now = (System.nanoTime() - start) / 1e9;
        running.tick(now);
      }
      String verdict = leak.isEmpty() ? verdict(registry) : "LEAKING";
      trace.print();
      System.out.printf(Locale.ROOT, "VERDICT %s %.2f%n%s%n", verdict, now, leak);
    } catch (OutOfMemoryError full) {
      trace.print();
      Runtime.getRuntime().halt(HEAP_FULL);
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private void observed(HealthEvent event) {
    if (event instanceof HealthEvent.SymptomObserved seen
        && seen.observation().symptom().equals(HoldwallSymptoms.MEMORY_INCREASING)) {
      leak = seen.observation().toString();
    }
  }

  private static String verdict(ProbeRegistry registry) {
    return registry.health().observations().stream()
        .filter(seen -> seen.symptom().equals(HoldwallSymptoms.MEMORY_INCREASING))
        .findFirst()
        .map(
            seen ->
                seen instanceof Observation.NotEvaluable unknown
                    ? "NOT_EVALUABLE " + unknown.reason().replace(' ', '_')
                    : "NOT_LEAKING")
        .orElse("NOT_EVALUABLE nothing");
  }
}
