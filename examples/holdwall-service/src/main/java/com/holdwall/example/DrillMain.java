package com.holdwall.example;

import com.holdwall.example.app.HoldwallService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.logging.LogManager;

/**
 * Starts real servers and a service on them, breaks one thing after another, and shows what the
 * service says about each. Ends with exit code 0 only if every fault led to the right symptoms and
 * runbooks, every recovery was seen, and nothing was said while nothing was broken; with 1 if not,
 * and with 2 if that holds of all that ran, and a drill that was asked for by its name could not.
 */
public final class DrillMain {

  private static final String TOKEN = "a-token-for-the-drill";

  private DrillMain() {}

  /**
   * Runs the drills. System properties:
   *
   * <ul>
   *   <li>{@code drill}: names of drills, with commas in between; all by default
   *   <li>{@code drill.output}: the file that the results are written to, with the table of
   *       symptoms in {@code symptoms.md} beside it; {@code target/drill.json} by default
   *   <li>{@code drill.healthy}: how many seconds nothing is broken, before and after; 10 by
   *       default
   * </ul>
   *
   * @param args not used
   * @throws Exception if a server cannot be started or the results cannot be written
   */
  public static void main(String[] args) throws Exception {
    // What the library logs meanwhile stands on the screen already, in its own place.
    LogManager.getLogManager().reset();
    List<Drill> drills = Drills.named(System.getProperty("drill", ""));
    Duration healthy = Duration.ofSeconds(Long.getLong("drill.healthy", 10));
    Screen screen = new Screen(System.out, drills.size() == 1);
    List<DrillResult> results = run(drills, healthy, screen);
    screen.summary(results);
    screen.symptoms(results);
    Path output = Path.of(System.getProperty("drill.output", "target/drill.json"));
    DrillResult.write(results, output);
    SymptomTable.write(results, output.resolveSibling("symptoms.md"));
    int code = exitCode(results, !System.getProperty("drill", "").isBlank());
    screen.line("end", verdict(results));
    System.exit(code);
  }

  /**
   * 0 if all that could run passed; 1 if one that ran did not; 2 if one that was asked for by its
   * name could not run.
   */
  static int exitCode(List<DrillResult> results, boolean named) {
    if (wrong(results)) {
      return 1;
    }
    return named && !results.stream().allMatch(DrillResult::ran) ? 2 : 0;
  }

  private static boolean wrong(List<DrillResult> results) {
    return results.stream().anyMatch(result -> result.ran() && !result.passed());
  }

  static String verdict(List<DrillResult> results) {
    long missed = results.stream().filter(result -> !result.ran()).count();
    String rest = missed == 0 ? "" : "; " + missed + " NOT RUN, see the reasons above";
    return (wrong(results) ? "a drill went WRONG" : "every fault named, every recovery seen")
        + rest;
  }

  static List<DrillResult> run(List<Drill> drills, Duration healthy, Screen screen)
      throws Exception {
    screen.line("start", "real servers; the first time, their binaries are unpacked");
    List<DrillResult> results = new ArrayList<>();
    try (Environment environment = Environment.start(needed(drills), screen);
        HoldwallService service =
            HoldwallService.start(environment.dependencies(), TOKEN, screen::event);
        Clients clients = new Clients(service.port(), Clients.everyone(environment))) {
      Stage stage = new Stage(environment, service, new Operator(service.healthPort(), TOKEN));
      DrillRunner runner = new DrillRunner(stage, clients, screen);
      results.add(runner.healthy("healthy-before", healthy));
      for (int i = 0; i < drills.size(); i++) {
        results.add(runner.run(drills.get(i), i + 1, drills.size()));
      }
      results.add(runner.healthy("healthy-after", healthy));
    }
    return results;
  }

  private static Set<Environment.Part> needed(List<Drill> drills) {
    Set<Environment.Part> parts = EnumSet.noneOf(Environment.Part.class);
    drills.forEach(drill -> parts.addAll(drill.needs()));
    return parts;
  }
}
