package com.holdwall.runbook.diagnosis;

import com.holdwall.runbook.Argument;
import com.holdwall.runbook.Check;
import com.holdwall.runbook.Command;
import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.Contact;
import com.holdwall.runbook.DetectionCondition;
import com.holdwall.runbook.DiagnosisStep;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.GeneralStep;
import com.holdwall.runbook.Link;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Precondition;
import com.holdwall.runbook.ResolutionStep;
import com.holdwall.runbook.Role;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Safety;
import com.holdwall.runbook.SafetyClass;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.SymptomId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Three runbooks made by hand: a database, a cache, and the latency that both explain. */
final class SmallCatalog {

  static final Instant NIGHT = Instant.parse("2026-11-24T03:00:00Z");

  static final RunbookId DATABASE = new RunbookId("database");
  static final RunbookId CACHE = new RunbookId("cache");
  static final RunbookId LATENCY = new RunbookId("latency");

  static final SymptomId REFUSED = new SymptomId(DATABASE, "refused");
  static final SymptomId POOL_FULL = new SymptomId(DATABASE, "pool-full");
  static final SymptomId TIMEOUTS = new SymptomId(DATABASE, "timeouts");
  static final SymptomId CACHE_ERRORS = new SymptomId(CACHE, "errors");
  static final SymptomId CACHE_SLOW = new SymptomId(CACHE, "slow");
  static final SymptomId CACHE_COMPLAINTS = new SymptomId(CACHE, "complaints");
  static final SymptomId P95 = new SymptomId(LATENCY, "p95");

  static final List<SymptomId> SYMPTOMS =
      List.of(REFUSED, POOL_FULL, TIMEOUTS, CACHE_ERRORS, CACHE_SLOW, CACHE_COMPLAINTS, P95);

  static final Explanations EXPLANATIONS =
      new Explanations(Map.of(DATABASE, Set.of(LATENCY), CACHE, Set.of(LATENCY)));

  private SmallCatalog() {}

  static Diagnoser diagnoser() {
    return Diagnoser.of(catalog(), EXPLANATIONS);
  }

  static RunbookCatalog catalog() {
    return new RunbookCatalog(
        "Small",
        List.of(latency(), cache(), database()),
        List.of(
            new GeneralStep(1, "Stay calm", "breathe", List.of("in", "out")),
            new GeneralStep(2, "Escalate", "", List.of())),
        List.of(new Contact("On-call", "the pager")),
        List.of(new Link("Architecture", "architecture.md")));
  }

  private static Runbook database() {
    Safety restart =
        new Safety(
            SafetyClass.MUTATING,
            "the new pod connects before the old one goes",
            List.of(
                Precondition.absent(REFUSED, "the database accepts connections"),
                Precondition.manual("nobody deploys")));
    Command command =
        new Command.Invocation(
            List.of("kubectl", "rollout", "restart", "deployment/app").stream()
                .map(Argument::of)
                .toList(),
            restart);
    return new Runbook(
        DATABASE,
        "Database",
        List.of(
            symptom(REFUSED, "Connection refused", Role.DISCRIMINATING),
            symptom(POOL_FULL, "Pool exhausted", Role.DISCRIMINATING),
            symptom(TIMEOUTS, "Requests time out", Role.SUPPORTING)),
        List.of(
            new DiagnosisStep(
                diagnosis(DATABASE, 1),
                "Check health: `GET /api/health/database`",
                new Check.HttpCheck("GET", "/api/health/database")),
            new DiagnosisStep(diagnosis(DATABASE, 2), "Read the log", new Check.ManualCheck())),
        List.of(
            new ResolutionStep(new StepId(DATABASE, Section.IMMEDIATE, 1), "Restart", command),
            new ResolutionStep(
                new StepId(DATABASE, Section.SHORT_TERM, 1), "Increase the pool", null)),
        List.of());
  }

  private static Runbook cache() {
    return simple(
        CACHE,
        "Cache",
        List.of(
            symptom(CACHE_ERRORS, "Cache errors", Role.DISCRIMINATING),
            symptom(CACHE_SLOW, "Slow fallback", Role.SUPPORTING),
            symptom(CACHE_COMPLAINTS, "Complaints", Role.SUPPORTING)));
  }

  private static Runbook latency() {
    return simple(
        LATENCY, "Latency", List.of(symptom(P95, "P95 above 500 ms", Role.DISCRIMINATING)));
  }

  private static Runbook simple(RunbookId id, String title, List<Symptom> symptoms) {
    return new Runbook(
        id,
        title,
        symptoms,
        List.of(new DiagnosisStep(diagnosis(id, 1), "Look", new Check.ManualCheck())),
        List.of(new ResolutionStep(new StepId(id, Section.IMMEDIATE, 1), "Act", null)),
        List.of());
  }

  private static Symptom symptom(SymptomId id, String words, Role role) {
    return new Symptom(id, words, role, new DetectionCondition.OperatorReport());
  }

  static StepId diagnosis(RunbookId runbook, int number) {
    return new StepId(runbook, Section.DIAGNOSIS, number);
  }

  static Evidence evidence(double value) {
    return new Evidence(
        "failed checks",
        value,
        Comparison.AT_LEAST,
        2,
        "checks",
        Duration.ofSeconds(1),
        2,
        "probe",
        "");
  }

  static Observation observed(SymptomId symptom) {
    return new Observation.Observed(symptom, NIGHT.minusSeconds(30), evidence(2));
  }

  static Observation notObserved(SymptomId symptom) {
    return new Observation.NotObserved(symptom, evidence(0));
  }

  static ComponentHealth health(RunbookId runbook, Status status) {
    return new ComponentHealth(runbook.value(), runbook, status, "it is " + status);
  }

  static DiagnosisInput input(List<Observation> observations, ComponentHealth... components) {
    return new DiagnosisInput("shop", NIGHT, observations, List.of(), List.of(components));
  }
}
