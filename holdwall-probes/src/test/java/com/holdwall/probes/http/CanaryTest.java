package com.holdwall.probes.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.HealthEvent;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Reading;
import com.holdwall.probes.metric.PrometheusText;
import com.holdwall.probes.metric.RegistryMetrics;
import com.holdwall.probes.redact.Redactor;
import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.diagnosis.Explanations;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A secret that is placed everywhere appears nowhere: in no answer, event, metric or log. */
class CanaryTest {

  private static final String CANARY = "canary-7f3a";
  private static final Logger ROOT_LOG = Logger.getLogger("");

  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          Throwable thrown = line.getThrown();
          Object[] given = line.getParameters();
          logged.add(
              line.getMessage() + List.of(given == null ? new Object[0] : given) + " " + thrown);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    ROOT_LOG.addHandler(handler);
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    System.setErr(err);
    ROOT_LOG.removeHandler(handler);
  }

  private record LeakingProbe(String name, Callable<ProbeResult> script) implements Probe {

    @Override
    public RunbookId runbook() {
      return Fixture.DATABASE;
    }

    @Override
    public ProbeResult check(CheckContext context) throws Exception {
      return script.call();
    }
  }

  private static ProbeResult says(String leak) {
    Evidence evidence =
        new Evidence(
            "signal " + leak, 1, Comparison.AT_LEAST, 1, "unit", Duration.ZERO, 1, leak, leak);
    return new ProbeResult(
        Status.DOWN,
        leak,
        List.of(
            new Reading.Present("POOL_EXHAUSTED", evidence),
            new Reading.Unknown("SLOW", "because of " + leak)),
        List.of());
  }

  private static ProbeRegistry registry(List<HealthEvent> events) {
    ProbeSettings settings = ProbeSettings.every(Duration.ofMinutes(1));
    return ProbeRegistry.builder()
        .runbooks(Fixture.catalog(), Explanations.none())
        .redactor(Redactor.of(List.of(CANARY)))
        .register(
            new LeakingProbe("database", () -> says("jdbc:postgresql://app:" + CANARY + "@db/x")),
            settings)
        .register(
            new LeakingProbe("cache", () -> says("insert into t values ('" + CANARY + "')")),
            settings)
        .register(
            new LeakingProbe(
                "auth",
                () -> {
                  throw new IllegalStateException("Authorization: Bearer " + CANARY);
                }),
            settings)
        .listener(events::add)
        .listener(
            event -> {
              throw new IllegalStateException(CANARY);
            })
        .build();
  }

  @Test
  void secret_placedEverywhere_isInNoByteOfAnyOutput() {
    List<HealthEvent> events = new CopyOnWriteArrayList<>();
    StringBuilder out = new StringBuilder();
    try (ProbeRegistry registry = registry(events)) {
      registry.checkAll(Duration.ofSeconds(30));
      HealthApi api =
          HealthApi.builder(registry).authoriser(Authoriser.bearer(Fixture.TOKEN)).build();
      String post =
          "{\"symptom\":\"high-error-rate/user-complaints\",\"reporter\":\"%1$s\",\"note\":\"%1$s\"}";
      out.append(
          api.handle(FakeRequest.post("/api/symptoms", post.formatted(CANARY)).trusted()).body());
      out.append(
          api.handle(
                  FakeRequest.post(
                          "/api/alerts",
                          "{\"version\":\"4\",\"alerts\":[{\"status\":\"firing\",\"labels\":"
                              + "{\"alertname\":\"KubePodCrashLooping\"},\"annotations\":"
                              + "{\"summary\":\""
                              + CANARY
                              + "\"}}]}")
                      .trusted())
              .body());
      everything(api, out);
      out.append(PrometheusText.render(RegistryMetrics.of(registry).metrics()));
      out.append(registry.diagnose().toMarkdown()).append(registry.diagnose().toText());
      out.append(registry.health()).append(events);
      assertThat(registry.redactions().get("named-secret")).isGreaterThanOrEqualTo(10);
    }
    assertThat(out.toString()).contains("[redacted]").doesNotContain(CANARY);
    assertThat(String.join("\n", logged)).doesNotContain(CANARY);
    assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain(CANARY);
  }

  private static void everything(HealthApi api, StringBuilder out) {
    for (Format format : Format.values()) {
      for (String target :
          List.of(
              "/api/health",
              "/api/health/database",
              "/api/health/ready",
              "/api/metrics?format=json",
              "/api/metrics?filter=" + CANARY,
              "/api/metrics?" + CANARY + "=1",
              "/api/runbooks",
              "/api/runbooks/" + CANARY,
              "/api/diagnosis",
              "/api/console",
              "/api/console/state",
              "/api/console/" + CANARY,
              "/api/" + CANARY)) {
        FakeRequest request = FakeRequest.get(target).with("Accept", format.mediaType());
        out.append(api.handle(request.trusted().with("X-Canary", CANARY)).body());
        out.append(api.handle(request.with("Authorization", "Bearer " + CANARY)).body());
      }
    }
    out.append(api.handle(FakeRequest.get("/api/health").with("Accept", CANARY)).body());
    out.append(api.handle(FakeRequest.get("/api/health").method(CANARY)).body());
    String bad = "{\"symptom\":\"" + CANARY + "\",\"reporter\":\"a\"}";
    out.append(api.handle(FakeRequest.post("/api/symptoms", bad).trusted()).body());
    out.append(api.handle(FakeRequest.post("/api/symptoms", "{" + CANARY).trusted()).body());
  }
}
