package com.holdwall.probes.jvm;

import com.holdwall.probes.HealthEvent;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A service in a process of its own: a workload, and a registry with the memory probe. Prints when
 * the symptom was first observed and ends; or after so many windows, what is known then. Prints as
 * it goes whether it keeps its rate, and what else is found: a process whose heap is full says
 * nothing more at its end.
 */
final class WorkloadChild {

  /** The exit code of one whose heap was full before there was a verdict. */
  static final int HEAP_FULL = 3;

  private static final long TICK_NANOS = 10_000_000;

  private static final int TICKS_A_LINE = 25;

  /** In the first tenth of the window it starts, as do others beside it; it does not count. */
  private static final int WARM_UP = 10;

  /** From a quarter of the window on the share of ticks that came in time says something. */
  private static final int ENOUGH = 4;

  private static final Set<String> SHORTAGES =
      Set.of(MemoryFinding.HEAP_NEARLY_FULL.name(), MemoryFinding.GC_OVERHEAD.name());

  private volatile String leak = "";
  private boolean shortage;

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
    FloorTrace.start();
    MemoryProbe probe =
        MemoryProbe.builder().window(length).overheadWindow(Duration.ofSeconds(5)).build();
    long start = System.nanoTime();
    try (ProbeRegistry registry =
        ProbeRegistry.builder()
            .register(probe, ProbeSettings.every(Duration.ofMillis(500)))
            .signals(probe)
            .listener(this::observed)
            .build()
            .start()) {
      Workload.Running running = kind.start(window);
      TickLag lag = new TickLag();
      double now = 0;
      for (int tick = 1; now < windows * window && leak.isEmpty(); tick++) {
        LockSupport.parkNanos(TICK_NANOS);
        now = (System.nanoTime() - start) / 1e9;
        if (now < window / WARM_UP) {
          lag.restart(now);
        }
        lag.tick(now);
        if (tick % TICKS_A_LINE == 0) {
          also(registry, now);
          if (now >= window / ENOUGH) {
            rate(lag);
          }
        }
        running.tick(now);
      }
      String verdict = leak.isEmpty() ? verdict(registry) : "LEAKING";
      System.out.printf(Locale.ROOT, "VERDICT %s %.2f%n%s%n", verdict, now, leak);
    } catch (OutOfMemoryError full) {
      Runtime.getRuntime().halt(HEAP_FULL);
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  /** What is found of a heap that is full, though nobody can tell why. */
  @SuppressWarnings("SystemOut")
  private void also(ProbeRegistry registry, double now) {
    List<String> found =
        registry.health().probes().get(0).readings().stream()
            .filter(Reading.Present.class::isInstance)
            .map(Reading::finding)
            .filter(SHORTAGES::contains)
            .toList();
    if (!found.isEmpty() && !shortage) {
      shortage = true;
      System.out.printf(Locale.ROOT, "ALSO %s %.2f%n", found.get(0), now);
    }
  }

  /** Until the heap is full: then it is that which takes the time, and not the machine. */
  @SuppressWarnings("SystemOut")
  private void rate(TickLag lag) {
    if (!shortage) {
      System.out.printf(Locale.ROOT, "KEPT %.3f%n", lag.kept());
    }
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
