package com.holdwall.runbook.diagnosis;

import static com.holdwall.runbook.diagnosis.SmallCatalog.CACHE_ERRORS;
import static com.holdwall.runbook.diagnosis.SmallCatalog.DATABASE;
import static com.holdwall.runbook.diagnosis.SmallCatalog.NIGHT;
import static com.holdwall.runbook.diagnosis.SmallCatalog.P95;
import static com.holdwall.runbook.diagnosis.SmallCatalog.POOL_FULL;
import static com.holdwall.runbook.diagnosis.SmallCatalog.REFUSED;
import static com.holdwall.runbook.diagnosis.SmallCatalog.notObserved;
import static com.holdwall.runbook.diagnosis.SmallCatalog.observed;
import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.Status;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The report as a person reads it, word by word. */
class ReportTest {

  private static DiagnosisReport report() {
    return SmallCatalog.diagnoser()
        .diagnose(
            new DiagnosisInput(
                "shop",
                NIGHT,
                List.of(observed(REFUSED), notObserved(POOL_FULL), observed(P95)),
                List.of(
                    new StepResult(
                        SmallCatalog.diagnosis(DATABASE, 1),
                        StepResult.Outcome.DONE,
                        "DOWN: connection refused",
                        NIGHT)),
                List.of(SmallCatalog.health(DATABASE, Status.DOWN))));
  }

  @Test
  void text_saysWhatWhyAndWhatNext() {
    assertThat(report().toText())
        .isEqualTo(
            """
            Diagnosis of shop at 2026-11-24T03:00:00Z
              1. Database (database)
                 observed      Connection refused
                               failed checks: 2 checks (threshold >= 2, over 1 s, 2 samples, probe)
                 not observed  Pool exhausted
                 unknown       Requests time out: nothing that watches it is registered
                 checked       Check health: `GET /api/health/database`
                               -> DOWN: connection refused
                 left to check Read the log
                 not now       Restart
                               $ kubectl rollout restart deployment/app
                               MUTATING: the new pod connects before the old one goes
                               before: the database accepts connections [does NOT hold]
                               before: nobody deploys [check it]
                 next          Escalate: no immediate step may be taken now
              2. Latency (latency)
                 explained by  database
                 observed      P95 above 500 ms
                               failed checks: 2 checks (threshold >= 2, over 1 s, 2 samples, probe)
                 left to check Look
                 next          Act
              3 of 7 symptoms can be evaluated here
                 in any case   1. Stay calm: breathe (in; out)
                 in any case   2. Escalate
                 read on       Architecture: architecture.md
                 escalate      On-call (the pager)
            """);
  }

  @Test
  void markdown_saysTheSame() {
    assertThat(report().toMarkdown())
        .isEqualTo(
            """
            # Diagnosis of shop

            Observed at 2026-11-24T03:00:00Z; 3 of 7 symptoms can be evaluated here.

            ## 1. Database

            ### Symptoms

            - **observed** Connection refused: failed checks: 2 checks (threshold >= 2, over 1 s, 2 samples, probe)
            - not observed: Pool exhausted
            - unknown: Requests time out: nothing that watches it is registered

            ### Diagnosis

            - [x] step 1: DOWN: connection refused
            - [ ] Read the log

            ### Next

            Not now: Restart

            ```bash
            kubectl rollout restart deployment/app
            ```

            MUTATING: the new pod connects before the old one goes

            - [ ] the database accepts connections (does **not** hold)
            - [ ] nobody deploys

            Escalate: no immediate step may be taken now

            ## 2. Latency

            ### Symptoms

            - Explained by `database`
            - **observed** P95 above 500 ms: failed checks: 2 checks (threshold >= 2, over 1 s, 2 samples, probe)

            ### Diagnosis

            - [ ] Look

            ### Next

            Act

            ## In any case

            1. Stay calm: breathe
               - in
               - out
            2. Escalate

            ## Read on

            - [Architecture](architecture.md)

            ## Escalate

            - **On-call**: the pager
            """);
  }

  @Test
  void runbooksThatCannotBeToldApart_areShownAsATie() {
    DiagnosisReport tie =
        SmallCatalog.diagnoser()
            .diagnose(SmallCatalog.input(List.of(observed(REFUSED), observed(CACHE_ERRORS))));
    assertThat(tie.toText())
        .contains("  1. Database (database)\n     tied with     cache\n")
        .contains("  1. Cache (cache)\n     tied with     database\n");
    assertThat(tie.toMarkdown()).contains("- Tied with `cache`\n", "- Tied with `database`\n");
    assertThat(report().toText()).doesNotContain("tied");
    assertThat(report().toMarkdown()).doesNotContain("Tied");
  }

  @Test
  void text_ofAHealthyService_saysThatNoRunbookApplies() {
    DiagnosisReport healthy =
        SmallCatalog.diagnoser().diagnose(SmallCatalog.input(List.of(notObserved(REFUSED))));
    assertThat(healthy.toText())
        .isEqualTo(
            """
            Diagnosis of shop at 2026-11-24T03:00:00Z
              no runbook applies
              1 of 7 symptoms can be evaluated here
            """);
  }

  @Test
  void text_isTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    String expected = report().toText();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(report().toText()).isEqualTo(expected);
    } finally {
      Locale.setDefault(before);
    }
  }
}
