package com.holdwall.runbook.catalog;

import com.holdwall.runbook.*;
import com.holdwall.runbook.diagnosis.Explanations;
import java.util.List;
import java.util.Set;

public final class HoldwallRunbooks {
  private HoldwallRunbooks() {}

  public static final RunbookId DATABASE_CONNECTION_ISSUES =
      new RunbookId("database-connection-issues");

  public static Explanations explanations() {
    return Explanations.none();
  }

  static Symptom s(String key, Role role, DetectionCondition c) {
    return new Symptom(new SymptomId(DATABASE_CONNECTION_ISSUES, key), key, role, c);
  }

  public static RunbookCatalog catalog() {
    RunbookId id = DATABASE_CONNECTION_ISSUES;
    return new RunbookCatalog(
        "t",
        List.of(
            new Runbook(
                id,
                "Database Connection Issues",
                List.of(
                    s(
                        "requests-timing-out",
                        Role.SUPPORTING,
                        new DetectionCondition.AnyOf(
                            List.of(
                                new DetectionCondition.ProbeCondition(
                                    "database", Set.of("UNREACHABLE"), 1, 3),
                                new DetectionCondition.ProbeCondition(
                                    "database", Set.of("SLOW"), 2, 3)))),
                    s(
                        "pool-exhausted",
                        Role.DISCRIMINATING,
                        new DetectionCondition.ProbeCondition(
                            "database", Set.of("POOL_EXHAUSTED", "POOL_LEAKING"), 2, 3)),
                    s(
                        "connection-refused",
                        Role.DISCRIMINATING,
                        new DetectionCondition.ProbeCondition(
                            "database", Set.of("REFUSED", "REJECTED"), 2, 3))),
                List.of(
                    new DiagnosisStep(
                        new StepId(id, Section.DIAGNOSIS, 1), "x", new Check.ManualCheck())),
                List.of(new ResolutionStep(new StepId(id, Section.IMMEDIATE, 1), "x", null)),
                List.of())),
        List.of(),
        List.of(),
        List.of());
  }
}
