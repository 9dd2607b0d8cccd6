package com.holdwall.probes.http.console;

import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeRegistryBuilder;
import com.holdwall.runbook.Check;
import com.holdwall.runbook.Contact;
import com.holdwall.runbook.DetectionCondition;
import com.holdwall.runbook.DiagnosisStep;
import com.holdwall.runbook.GeneralStep;
import com.holdwall.runbook.Link;
import com.holdwall.runbook.ResolutionStep;
import com.holdwall.runbook.Role;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.diagnosis.Explanations;
import java.util.List;
import java.util.Set;

/** A catalogue whose every text is the same hostile one. */
final class HostileCatalog {

  private static final RunbookId DISK = new RunbookId("disk-space-issues");

  private HostileCatalog() {}

  static ProbeRegistryBuilder registry(String text) {
    return ProbeRegistry.builder().runbooks(catalog(text), Explanations.none());
  }

  private static RunbookCatalog catalog(String text) {
    Symptom symptom =
        new Symptom(
            new SymptomId(DISK, "no-space-left"),
            text,
            Role.DISCRIMINATING,
            new DetectionCondition.ProbeCondition("disk", Set.of("NO_SPACE"), 1, 1));
    Runbook runbook =
        new Runbook(
            DISK,
            text,
            List.of(symptom),
            List.of(
                new DiagnosisStep(
                    new StepId(DISK, Section.DIAGNOSIS, 1), text, new Check.ManualCheck())),
            List.of(new ResolutionStep(new StepId(DISK, Section.IMMEDIATE, 1), text, null)),
            List.of());
    return new RunbookCatalog(
        text,
        List.of(runbook),
        List.of(new GeneralStep(1, text, text, List.of(text))),
        List.of(new Contact(text, text)),
        List.of(new Link(text, "javascript:alert(3)"), new Link(text, "data:text/html," + text)));
  }
}
