package com.holdwall.runbook.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.runbook.Check;
import com.holdwall.runbook.DiagnosisStep;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is written back, and how little an edit changes. */
class RunbookDocumentWriteTest {

  private static final RunbookDocument SHIPPED = HoldwallRunbooks.document();

  /** Changes of form that leave the runbooks as they are. */
  private static final List<UnaryOperator<String>> MUTATIONS =
      List.of(
          text -> text.replace("\n", "\r\n"),
          text -> text.startsWith("\uFEFF") ? text : "\uFEFF" + text,
          text -> text.replace("\n- ", "\n* "),
          text -> text.replace("\n- ", "\n+ "),
          text -> text.replace("**Immediate**:", "**Immediate:**"),
          text -> text.replace("**Long-term**:", "Long term:"),
          text -> text.replace("**Short-term**:", "__SHORT-TERM__ :"),
          text -> text.replace("```bash", "~~~~sh").replace("```", "~~~~"),
          text -> text.replace("   kubectl", "   $ kubectl"),
          text -> text.replace("1. [Database", "1. [Data base"),
          text -> text.replace("\n---\n", "\n"),
          text -> text.replace("\n---\n", "\n\n***\n\n"),
          text ->
              text.replace(
                  "## Memory Leaks", "## Unknown\n\n| a |\n|---|\n| b |\n\n## Memory Leaks"),
          text -> text.replace("### Prevention", "<!-- a note -->\n\n### Prevention"),
          text -> text.replace("# Operational Runbooks", "# Operational Runbooks #"),
          text -> text + "\n\nThe end.\n",
          text ->
              text.replace("## Kafka Consumer Lag\n", "Kafka Consumer Lag\n------------------\n"));

  @Test
  void fiveHundredMutants_ofTheShippedDocument_areWrittenBackByteForByte_andReadAsTheSame() {
    Random random = new Random(500);
    int differing = 0;
    for (int i = 0; i < 500; i++) {
      String mutant = SHIPPED.toMarkdown();
      for (int m = random.nextInt(4); m >= 0; m--) {
        mutant = MUTATIONS.get(random.nextInt(MUTATIONS.size())).apply(mutant);
      }
      RunbookDocument read =
          RunbookDocument.read("mutant", mutant, new CatalogAnnotations(SHIPPED.catalog()));
      differing += read.toMarkdown().equals(mutant) ? 0 : 1;
      assertThat(read.catalog().runbooks()).isEqualTo(SHIPPED.catalog().runbooks());
    }
    assertThat(differing).isZero();
  }

  @Test
  void editOfAnyItem_changesItsOwnLineOnly_andKeepsEveryIdentity() {
    List<String> before = SHIPPED.toMarkdown().lines().toList();
    int edits = 0;
    for (Runbook runbook : SHIPPED.catalog().runbooks()) {
      for (Symptom symptom : runbook.symptoms()) {
        RunbookDocument edited = SHIPPED.withWords(symptom.id(), "New words, 100% *new*");
        assertOneLine(before, edited, SHIPPED.line(symptom.id()).orElseThrow());
        assertThat(edited.catalog().symptom(symptom.id()).orElseThrow().condition())
            .isEqualTo(symptom.condition());
        edits++;
      }
      for (StepId id : steps(runbook)) {
        RunbookDocument edited = SHIPPED.withWords(id, "New words");
        assertOneLine(before, edited, SHIPPED.line(id).orElseThrow());
        edits++;
      }
    }
    assertThat(edits).isEqualTo(30 + 31 + 80 + 30);
  }

  private static List<StepId> steps(Runbook runbook) {
    List<StepId> ids = new ArrayList<>();
    runbook.diagnosis().forEach(step -> ids.add(step.id()));
    runbook.resolution().forEach(step -> ids.add(step.id()));
    runbook.prevention().forEach(item -> ids.add(item.id()));
    return ids;
  }

  private static void assertOneLine(List<String> before, RunbookDocument edited, int line) {
    List<String> after = edited.toMarkdown().lines().toList();
    assertThat(after).hasSameSizeAs(before);
    for (int i = 0; i < before.size(); i++) {
      if (i == line - 1) {
        assertThat(after.get(i)).contains("New words").isNotEqualTo(before.get(i));
      } else {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
    }
  }

  @Test
  void edit_afterAByteOrderMarkAndWithCrLf_staysInItsPlace() {
    String text = "\uFEFF" + SHIPPED.toMarkdown().replace("\n", "\r\n");
    RunbookDocument document =
        RunbookDocument.read("b", text, new CatalogAnnotations(SHIPPED.catalog()));
    SymptomId id = SymptomId.parse("memory-leaks/oom-killed");
    assertThat(document.withWords(id, "Killed").toMarkdown())
        .isEqualTo(text.replace("- Pods being OOMKilled", "- Killed"));
  }

  @Test
  void wordsThatWouldBeReadAsSomethingElse_areRefused() {
    StepId id = SHIPPED.catalog().runbooks().get(0).resolution().get(0).id();
    for (String words : List.of("", " ", "a\nb", " a", "a ")) {
      assertThatThrownBy(() -> SHIPPED.withWords(id, words))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "words '" + words + "' must be one line that neither starts nor ends with a space");
    }
    StepId check = SHIPPED.catalog().runbooks().get(0).diagnosis().get(0).id();
    assertThatThrownBy(() -> SHIPPED.withWords(check, "Run `kubectl delete pod x`"))
        .hasMessageContaining("is not known to change nothing");
    SymptomId symptom = SHIPPED.catalog().runbooks().get(0).symptoms().get(0).id();
    assertThatThrownBy(() -> SHIPPED.withWords(symptom, "- nested"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SHIPPED.withWords(SymptomId.parse("memory-leaks/none"), "x"))
        .hasMessage("'memory-leaks/none' must be a part of the document");
  }

  @Test
  void catalogBuiltInCode_survivesWritingAndReading() {
    RunbookDocument written = RunbookDocument.of(SHIPPED.catalog());
    assertThat(written.catalog()).isEqualTo(SHIPPED.catalog());
    assertThat(RunbookDocument.of(written.catalog()).toMarkdown()).isEqualTo(written.toMarkdown());
  }

  @Test
  void catalogThatMarkdownCannotSay_isRefused_byPart() {
    Runbook first = SHIPPED.catalog().runbooks().get(0);
    DiagnosisStep silent =
        new DiagnosisStep(
            first.diagnosis().get(0).id(), "Look", new Check.HttpCheck("GET", "/api/health"));
    Runbook changed =
        new Runbook(
            first.id(),
            first.title(),
            first.symptoms(),
            List.of(silent),
            first.resolution(),
            first.prevention());
    RunbookCatalog catalog =
        new RunbookCatalog("T", List.of(changed), List.of(), List.of(), List.of());
    assertThatThrownBy(() -> RunbookDocument.of(catalog))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "diagnosis step DiagnosisStep[id=database-connection-issues/diagnosis/1");
  }
}
