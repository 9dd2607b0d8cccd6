package com.holdwall.probes.http.console;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeRegistryBuilder;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Reading;
import com.holdwall.probes.http.Authoriser;
import com.holdwall.probes.http.Fixture;
import com.holdwall.probes.http.HealthApi;
import com.holdwall.probes.http.jdk.HealthServer;
import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A service with probes that say what a test wants, and a server with its console page. */
final class Console implements AutoCloseable {

  private final ProbeRegistry registry;
  private HealthServer server;

  private Console(ProbeRegistry registry, Authoriser authoriser) {
    this.registry = registry;
    this.server = serve(authoriser, 0);
    registry.checkAll(Duration.ofSeconds(30));
  }

  static Console of(Probe... probes) {
    return of(Authoriser.bearer(Fixture.TOKEN), ProbeRegistry.builder(), probes);
  }

  static Console of(Authoriser authoriser, ProbeRegistryBuilder builder, Probe... probes) {
    for (Probe probe : probes) {
      builder.register(probe, ProbeSettings.every(Duration.ofMinutes(5)));
    }
    return new Console(builder.service("holdwall-app").build(), authoriser);
  }

  /** A disk that is full, if it is: the one runbook with a command that has a placeholder. */
  static SaysProbe disk() {
    return new SaysProbe("disk", "disk-space-issues");
  }

  private HealthServer serve(Authoriser authoriser, int port) {
    try {
      return HealthServer.builder(HealthApi.builder(registry).authoriser(authoriser).build())
          .port(port)
          .start();
    } catch (IOException taken) {
      throw new UncheckedIOException(taken);
    }
  }

  URI page() {
    return URI.create("http://127.0.0.1:" + server.port() + "/api/console");
  }

  void check() {
    registry.checkAll(Duration.ofSeconds(30));
  }

  /** The service is gone. */
  int stop() {
    int port = server.port();
    server.close();
    return port;
  }

  /** It is back on its port. */
  void start(int port) {
    server = serve(Authoriser.bearer(Fixture.TOKEN), port);
  }

  @Override
  public void close() {
    server.close();
    registry.close();
  }

  /** Says what it is told to. */
  static final class SaysProbe implements Probe {

    private final String name;
    private final RunbookId runbook;
    private volatile ProbeResult result = new ProbeResult(Status.UP, "fine", List.of(), List.of());

    SaysProbe(String name, String runbook) {
      this.name = name;
      this.runbook = new RunbookId(runbook);
    }

    SaysProbe says(Status status, String finding, String summary, String detail) {
      Evidence evidence =
          new Evidence(
              "free space",
              status == Status.UP ? 40 : 0.4,
              Comparison.BELOW,
              1,
              "%",
              Duration.ofMinutes(1),
              3,
              "probe " + name,
              detail);
      result = new ProbeResult(status, summary, List.of(Reading.of(finding, evidence)), List.of());
      return this;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public RunbookId runbook() {
      return runbook;
    }

    @Override
    public ProbeResult check(CheckContext context) {
      return result;
    }
  }
}
