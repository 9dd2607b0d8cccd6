package com.holdwall.runbook.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.DetectionCondition.MetricThreshold;
import com.holdwall.runbook.DetectionCondition.ProbeCondition;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import com.holdwall.runbook.markdown.Annotations;
import com.holdwall.runbook.markdown.RunbookDocument;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule file, as text. Whether Prometheus takes it is tested with promtool. */
class PrometheusRulesTest {

  private static final Duration EVERY = Duration.ofSeconds(15);

  private static String rules(RunbookCatalog catalog) {
    return PrometheusRules.write(
        HoldwallRunbooks.document(), catalog, "https://example.org/runbooks.md", EVERY);
  }

  private static List<String> named(String rules, String field) {
    return rules
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(field))
        .map(line -> line.substring(field.length()).strip())
        .toList();
  }

  @Test
  void everySymptomThatPrometheusCanSee_hasItsAlert_andItsAbsence() {
    String rules = rules(HoldwallRunbooks.catalog());
    List<String> alerts = named(rules, "- alert:");
    assertThat(alerts.stream().filter(a -> !a.endsWith("Absent")).distinct()).hasSize(27);
    assertThat(alerts.stream().filter(a -> a.endsWith("Absent")).distinct()).hasSize(27);
    assertThat(named(rules, "- name:")).hasSize(10);
    assertThat(named(rules, "#").stream().filter(c -> c.contains("no rule")))
        .containsExactly(
            "high-error-rates/user-complaints: no rule, because only people or other alerts see it",
            "slow-api-responses/user-complaints: no rule, because only people or other alerts see"
                + " it",
            "disk-space-issues/pods-failing-to-start: no rule, because only people or other alerts"
                + " see it");
  }

  @Test
  void probeAlert_waitsAndGoesOnForItsChecksInARow() {
    assertThat(rules(HoldwallRunbooks.catalog()))
        .contains(
            """
                  - alert: DatabaseConnectionIssuesConnectionRefused
                    expr: "max without(finding) (holdwall_probe_finding{probe=\\"database\\",finding=~\\"REFUSED|REJECTED\\"}) == 1"
                    for: 15s
                    keep_firing_for: 30s
                    labels:
                      severity: critical
                      runbook_id: database-connection-issues
                      symptom_id: connection-refused
                      condition: "1"
                    annotations:
                      summary: "\\"Connection refused\\" errors in logs"
                      description: "value {{ $value }}"
                      runbook_url: "https://example.org/runbooks.md#database-connection-issues"
            """);
  }

  @Test
  void thresholdAlert_countsItsSamples_andClearsByItsOwnThreshold() {
    assertThat(rules(HoldwallRunbooks.catalog()))
        .contains(
            "expr: \"(holdwall_http_error_ratio > 0.01 and holdwall_http_error_ratio_samples >="
                + " 100) or (holdwall_http_error_ratio > 0.005 and"
                + " holdwall_http_error_ratio_samples >= 100 and ignoring(alertname, alertstate,"
                + " condition, runbook_id, severity, symptom_id)"
                + " ALERTS{alertname=\\\"HighErrorRatesErrorRate\\\",alertstate=\\\"firing\\\","
                + "condition=\\\"1\\\"})\"");
  }

  @Test
  void absence_ofTheValueOrOfItsSamples_isAnAlert() {
    assertThat(rules(HoldwallRunbooks.catalog()))
        .contains(
            "expr: \"absent(holdwall_http_error_ratio) or"
                + " absent(holdwall_http_error_ratio_samples)\"");
  }

  @Test
  void ownThreshold_ofAService_standsInTheRule() {
    RunbookCatalog own =
        HoldwallRunbooks.catalog()
            .withCondition(
                HoldwallSymptoms.ERROR_RATE_HIGH,
                new MetricThreshold(
                    "holdwall.http.error.ratio",
                    Comparison.ABOVE,
                    0.2,
                    0.2,
                    "ratio",
                    Duration.ofMinutes(1),
                    7));
    assertThat(rules(own))
        .contains(
            "expr: \"holdwall_http_error_ratio > 0.2 and holdwall_http_error_ratio_samples >= 7\"");
  }

  @Test
  void runbookThatTheDocumentDoesNotHave_isRefused_becauseItsLinkWouldLeadNowhere() {
    RunbookDocument other =
        RunbookDocument.read(
            "o.md",
            """
            # Other

            ## Other thing

            ### Symptoms
            - a

            ### Diagnosis
            - b

            ### Resolution
            - **Immediate**: c
            """,
            Annotations.none());
    assertThatThrownBy(() -> PrometheusRules.write(other, HoldwallRunbooks.catalog(), "u", EVERY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("runbook 'database-connection-issues' must be a heading of the document");
  }

  @ParameterizedTest
  @CsvSource({
    "Database Connection Issues, database-connection-issues",
    "API / DB, api--db",
    "AI_Model (v2), ai_model-v2",
    "Störung, störung",
    "Slow & sad: 5xx, slow--sad-5xx"
  })
  void link_leadsToTheAnchorOfTheHeading_asGitHubMakesIt(String title, String anchor) {
    RunbookDocument document =
        RunbookDocument.read(
            "o.md",
            """
            # Other

            ## %s

            ### Symptoms
            - a

            ### Diagnosis
            - b

            ### Resolution
            - **Immediate**: c
            """
                .formatted(title),
            Annotations.none());
    SymptomId symptom = document.catalog().runbooks().get(0).symptoms().get(0).id();
    RunbookCatalog catalog =
        document
            .catalog()
            .withCondition(symptom, new ProbeCondition("database", Set.of("REFUSED"), 1, 1));
    assertThat(named(PrometheusRules.write(document, catalog, "u", EVERY), "runbook_url:"))
        .isNotEmpty()
        .allMatch(url -> url.equals("\"u#" + anchor + "\""));
  }

  @Test
  void intervalBelowASecond_isRefused() {
    assertThatThrownBy(
            () ->
                PrometheusRules.write(
                    HoldwallRunbooks.document(),
                    HoldwallRunbooks.catalog(),
                    "u",
                    Duration.ofMillis(999)))
        .hasMessage("interval must be a second or more, but is PT0.999S");
  }

  @Test
  void quoting_keepsControlCharactersOnOneLine() {
    assertThat(PrometheusNames.quote("a\"b\\c\nd\u0001")).isEqualTo("\"a\\\"b\\\\c\\nd\\x01\"");
  }
}
