package com.holdwall.probes.http;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Impact;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Reach;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.Check;
import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.DetectionCondition;
import com.holdwall.runbook.DiagnosisStep;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.ResolutionStep;
import com.holdwall.runbook.Role;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.diagnosis.Explanations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** A registry with a small catalogue, whose probes say what a test wants. */
public final class Fixture implements AutoCloseable {

  public static final String TOKEN = "a-token-of-thirty-two-characters";
  static final RunbookId DATABASE = new RunbookId("database-connection-issues");
  static final RunbookId ERRORS = new RunbookId("high-error-rate");
  static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");

  public final ScriptedProbe database = new ScriptedProbe("database", DATABASE);
  public final ScriptedProbe cache = new ScriptedProbe("cache", DATABASE);
  public final ProbeRegistry registry;
  public final HealthApi api;

  public Fixture() {
    this(StatusCodes.holdwall());
  }

  Fixture(StatusCodes codes) {
    ProbeSettings settings = ProbeSettings.every(Duration.ofMinutes(5));
    registry =
        ProbeRegistry.builder()
            .service("holdwall-app")
            .runbooks(catalog(), Explanations.none())
            .register(
                database,
                settings
                    .withImpact(Impact.forcedReadiness("the app cannot answer without it"))
                    .inGroup("storage"))
            .register(cache, settings.inGroup("storage"))
            .build();
    api =
        HealthApi.builder(registry)
            .version("1.2.3")
            .environment("staging")
            .statusCodes(codes)
            .authoriser(Authoriser.bearer(TOKEN))
            .clock(Clock.fixed(NOW, ZoneOffset.UTC))
            .build();
  }

  public Fixture checked() {
    registry.checkAll(Duration.ofSeconds(30));
    return this;
  }

  HealthResponse get(String target) {
    return api.handle(FakeRequest.get(target).trusted());
  }

  HealthResponse getAs(String accept, String target) {
    return api.handle(FakeRequest.get(target).trusted().with("Accept", accept));
  }

  static RunbookCatalog catalog() {
    return new RunbookCatalog(
        "Runbooks",
        List.of(
            runbook(
                DATABASE,
                "/api/metrics?filter=db_connections",
                new Symptom(
                    new SymptomId(DATABASE, "pool-exhausted"),
                    "Database connection pool exhausted errors",
                    Role.DISCRIMINATING,
                    new DetectionCondition.ProbeCondition(
                        "database", Set.of("POOL_EXHAUSTED"), 1, 1))),
            runbook(
                ERRORS,
                "/api/metrics?filter=error_rate",
                new Symptom(
                    new SymptomId(ERRORS, "user-complaints"),
                    "User complaints about failures",
                    Role.DISCRIMINATING,
                    new DetectionCondition.OperatorReport()),
                new Symptom(
                    new SymptomId(ERRORS, "crash-looping"),
                    "Pods failing to start",
                    Role.DISCRIMINATING,
                    new DetectionCondition.ExternalAlert(Set.of("KubePodCrashLooping"))))),
        List.of(),
        List.of(),
        List.of());
  }

  private static Runbook runbook(RunbookId id, String target, Symptom... symptoms) {
    return new Runbook(
        id,
        "Runbook " + id,
        List.of(symptoms),
        List.of(
            new DiagnosisStep(
                new StepId(id, Section.DIAGNOSIS, 1),
                "Review metrics",
                new Check.HttpCheck("GET", target))),
        List.of(new ResolutionStep(new StepId(id, Section.IMMEDIATE, 1), "Look", null)),
        List.of());
  }

  @Override
  public void close() {
    registry.close();
  }

  /** A probe that says what it is told to. */
  public static final class ScriptedProbe implements Probe {

    private final String name;
    private final RunbookId runbook;
    public volatile ProbeResult result;

    public ScriptedProbe(String name, RunbookId runbook) {
      this.name = name;
      this.runbook = runbook;
      this.result = says(Status.UP, 0);
    }

    public static ProbeResult says(Status status, int waiting) {
      Evidence evidence =
          new Evidence(
              "threads waiting",
              waiting,
              Comparison.AT_LEAST,
              1,
              "threads",
              Duration.ZERO,
              1,
              "probe database",
              "");
      return new ProbeResult(
          status, "it is " + status, List.of(Reading.of("POOL_EXHAUSTED", evidence)), List.of());
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
    public Reach reach() {
      return Reach.SHARED;
    }

    @Override
    public ProbeResult check(CheckContext context) {
      return result;
    }
  }
}
