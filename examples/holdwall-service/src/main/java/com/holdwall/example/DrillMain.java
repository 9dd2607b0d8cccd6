package com.holdwall.example;

import com.holdwall.servers.FaultProxy;
import com.holdwall.servers.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a real PostgreSQL and a service on it, breaks it in five ways, and shows what the service
 * says about each. Ends with exit code 0 only if every fault led to the right symptom and runbook
 * and every recovery was seen.
 */
public final class DrillMain {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private DrillMain() {}

  /**
   * Runs the drills. The system property {@code drill} names one to run alone; {@code drill.output}
   * is the file that the results are written to, {@code target/drill.json} by default.
   *
   * @param args not used
   * @throws Exception if a server cannot be started or the results cannot be written
   */
  public static void main(String[] args) throws Exception {
    Screen screen = new Screen(System.out);
    screen.line("starting PostgreSQL (the first time, its binaries are unpacked)");
    List<DrillResult> results = new ArrayList<>();
    try (PostgresServer server = PostgresServer.launch();
        FaultProxy proxy = FaultProxy.to(server.port());
        HoldwallService service = service(server, proxy, screen);
        Traffic traffic = new Traffic(service.database(), 4, "select 1", 20)) {
      DrillRunner runner = new DrillRunner(service, traffic, screen);
      healthyFirst(screen, service, traffic, runner);
      List<Drill> drills = chosen(new Drills(server, proxy, service).all());
      for (Drill drill : drills) {
        results.add(runner.run(drill, results.size() + 1, drills.size()));
      }
    }
    screen.summary(results);
    Path output = Path.of(System.getProperty("drill.output", "target/drill.json"));
    DrillResult.write(results, output);
    boolean passed = results.stream().allMatch(DrillResult::passed);
    screen.line(passed ? "every fault was named and every recovery seen" : "a drill went WRONG");
    System.exit(passed ? 0 : 1);
  }

  private static HoldwallService service(PostgresServer server, FaultProxy proxy, Screen screen) {
    return new HoldwallService(
        server.jdbcUrl(proxy.port()), server.username(), INTERVAL, screen::event);
  }

  private static List<Drill> chosen(List<Drill> drills) {
    String name = System.getProperty("drill", "");
    List<Drill> chosen =
        drills.stream().filter(drill -> name.isEmpty() || drill.name().equals(name)).toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "drill '" + name + "' must be one of " + drills.stream().map(Drill::name).toList());
    }
    return chosen;
  }

  private static void healthyFirst(
      Screen screen, HoldwallService service, Traffic traffic, DrillRunner runner) {
    screen.title("healthy: 4 clients ask the database through the guarded data source");
    long start = System.nanoTime();
    DrillRunner.await(start, () -> runner.healthy() && traffic.counts().answered() >= 100);
    screen.health(service.registry().health());
    screen.text(service.registry().diagnose().toText());
    screen.traffic(traffic.counts());
    if (!runner.healthy()) {
      throw new IllegalStateException("the service must be healthy before the first drill");
    }
  }
}
