package com.holdwall.runbook.markdown;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.holdwall.runbook.Check;
import com.holdwall.runbook.Command;
import com.holdwall.runbook.Placeholder;
import com.holdwall.runbook.ResolutionStep;
import com.holdwall.runbook.Role;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.SafetyClass;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader takes, and what it refuses, by line and column. */
class RunbookDocumentTest {

  static final String SMALL =
      """
      # Small

      ## Disk full

      ### Symptoms
      - No space

      ### Diagnosis
      1. Look: `df -h`

      ### Resolution
      1. **Immediate**: Clean up
         ```bash
         kubectl delete pod <pod-name>
         ```

      2. **Long-term**:
         - Buy a disk

      ### Prevention
      - Watch it
      """;

  private static Runbook read(String text) {
    return RunbookDocument.read("a.md", text, Annotations.none()).catalog().runbooks().get(0);
  }

  private static List<String> problems(String text) {
    MarkdownException refused =
        catchThrowableOfType(
            MarkdownException.class, () -> RunbookDocument.read("a.md", text, Annotations.none()));
    assertThat(refused).as("the document is refused").isNotNull();
    assertThat(refused.getMessage()).contains("a.md:");
    return refused.problems().stream().map(MarkdownProblem::toString).toList();
  }

  @Test
  void smallDocument_isReadAsWritten() {
    Runbook runbook = read(SMALL);
    assertThat(runbook.id().value()).isEqualTo("disk-full");
    assertThat(runbook.symptoms().get(0).id()).hasToString("disk-full/no-space");
    assertThat(runbook.symptoms().get(0).role()).isEqualTo(Role.SUPPORTING);
    assertThat(runbook.diagnosis().get(0).check()).isInstanceOf(Check.CommandCheck.class);
    assertThat(runbook.resolution())
        .extracting(ResolutionStep::text)
        .containsExactly("Clean up", "Buy a disk");
    assertThat(runbook.resolution(Section.LONG_TERM)).hasSize(1);
    assertThat(runbook.prevention().get(0).text()).isEqualTo("Watch it");
  }

  @Test
  void command_thatNobodyAnnotated_countsAsDestructive_andKeepsItsPlaceholder() {
    Command command = Objects.requireNonNull(read(SMALL).resolution().get(0).command());
    assertThat(command.safety()).isEqualTo(SafetyClass.DESTRUCTIVE);
    assertThat(command.placeholders())
        .containsExactly(new Placeholder("pod-name", Placeholder.Type.DNS_NAME));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "**Immediate**: Clean up",
        "**Immediate:** Clean up",
        "__immediate__ Clean up",
        "Immediate: Clean up",
        "**IMMEDIATE** : Clean up"
      })
  void label_asPeopleWriteIt_isRead(String line) {
    assertThat(read(SMALL.replace("**Immediate**: Clean up", line)).resolution().get(0).text())
        .isEqualTo("Clean up");
  }

  @Test
  void documents_thatDifferInFormOnly_giveTheSameRunbook() {
    Runbook expected = read(SMALL);
    assertThat(read(SMALL.replace("\n", "\r\n"))).as("CRLF").isEqualTo(expected);
    assertThat(read("\uFEFF" + SMALL)).as("byte order mark").isEqualTo(expected);
    assertThat(read(SMALL.replace("\n- ", "\n* "))).as("stars").isEqualTo(expected);
    assertThat(read(SMALL.replace("\n- ", "\n+ "))).as("plusses").isEqualTo(expected);
    assertThat(read(SMALL.replace("1. ", "1) ").replace("2. ", "2) ")))
        .as("1)")
        .isEqualTo(expected);
    assertThat(read(SMALL.replace("# Small\n", "Small\n=====\n"))).as("setext").isEqualTo(expected);
    assertThat(read(SMALL.replace("## Disk full\n", "Disk full\n---\n"))).isEqualTo(expected);
    assertThat(read(SMALL.replace("## Disk full", "## Disk full ##"))).isEqualTo(expected);
    assertThat(read(SMALL.replace("```", "~~~~"))).as("tildes").isEqualTo(expected);
    assertThat(read(SMALL.replace("   kubectl", "   $ kubectl"))).as("prompt").isEqualTo(expected);
    assertThat(read(SMALL.replace("Long-term", "long term"))).as("label").isEqualTo(expected);
    assertThat(read(SMALL.strip())).as("no last line end").isEqualTo(expected);
    assertThat(read(SMALL.replace("## Disk", "Words.\n\n<!-- note -->\n\n| a |\n|---|\n\n## Disk")))
        .as("what is not a runbook")
        .isEqualTo(expected);
  }

  @Test
  void allProblems_areToldInOnePass_byLineAndColumn() {
    String broken =
        SMALL
            .replace("`df -h`", "`DELETE /api/cache`")
            .replace("**Immediate**", "**Someday**")
            .replace("- Watch it\n", "");
    assertThat(problems(broken))
        .containsExactly(
            "a.md:9:10: found `DELETE /api/cache`, but expected a read-only check: a diagnosis"
                + " step's HTTP method must be GET or HEAD, but is 'DELETE'",
            "a.md:12:1: found '**Someday**: Clean up', but expected a horizon: '**Immediate**:',"
                + " '**Short-term**:', '**Long-term**:'",
            "a.md:20:1: found no item in 'Prevention', but expected a list of items");
  }

  @Test
  void diagnosisCommand_thatIsNotKnownToChangeNothing_isRefused() {
    for (String command :
        List.of(
            "kubectl delete pod x",
            "rm -rf /",
            "df -h > /etc/passwd",
            "df -h; rm x",
            "df -h && rm x",
            "cat x | sh -",
            "cat `rm x`",
            "cat $(rm x)")) {
      assertThat(problems(SMALL.replace("`df -h`", "``" + command + " ``")))
          .as(command)
          .singleElement()
          .asString()
          .contains("expected a read-only check");
    }
  }

  @Test
  void brokenForm_isRefused_withWhatWasExpected() {
    assertThat(problems(""))
        .containsExactly(
            "a.md:1:1: found 0 headings of level 1, but expected exactly 1, the title");
    assertThat(problems("# Title")).singleElement().asString().contains("found no runbook");
    assertThat(problems(SMALL + "\n" + SMALL.substring(SMALL.indexOf("##"))))
        .singleElement()
        .asString()
        .isEqualTo(
            "a.md:23:1: found runbook 'disk-full', which line 3 has too, but expected each runbook"
                + " once");
    assertThat(problems(SMALL.replace("### Diagnosis", "### Thoughts")))
        .anyMatch(p -> p.contains("a.md:3:1: found no section 'Diagnosis' in 'Disk full'"));
    assertThat(problems(SMALL.replace("### Prevention", "### Symptoms")))
        .anyMatch(p -> p.contains("found a second section 'Symptoms'"));
    assertThat(problems(SMALL.replace("**Long-term**", "**Immediate**")))
        .anyMatch(p -> p.contains("found a second 'immediate'"));
    assertThat(problems(SMALL.replace("<pod-name>", "'x")))
        .anyMatch(p -> p.contains("quote ' must be closed"));
    assertThat(problems(SMALL.replace("<pod-name>", "<colour>")))
        .anyMatch(p -> p.contains("placeholder <colour> must end with"));
    assertThat(problems(SMALL.replace("   kubectl", "   df -h\n   kubectl")))
        .anyMatch(p -> p.contains("found 2 commands in a fence, but expected exactly 1"));
  }

  @Test
  void documentBeyondALimit_isRefused() {
    assertThat(problems("x".repeat(Limits.LINE_CHARACTERS + 1)))
        .containsExactly("a.md:1:1: found a line of 16385 characters, but expected at most 16384");
    assertThat(problems("\n".repeat(Limits.LINES)))
        .containsExactly("a.md:10001:1: found 10001 lines, but expected at most 10000");
    assertThat(problems("x\n".repeat(Limits.CHARACTERS / 2 + 1)))
        .containsExactly("a.md:1:1: found 1048578 characters, but expected at most 1048576");
    assertThat(problems("# a\0b"))
        .containsExactly("a.md:1:4: found the character NUL, but expected text");
  }

  @Test
  void manyProblems_areToldUpToAHundred() {
    String many = SMALL.replace("1. Look: `df -h`\n", "1. `DELETE /x`\n".repeat(500));
    assertThat(problems(many)).hasSize(100);
  }

  @Test
  void longWords_areReadOrRefused_andNeverOverflowTheStack() {
    // Each a line at the limit, made of as many words as fit.
    String words = "a ".repeat(8_000).strip();
    assertThat(read(SMALL.replace("No space", words)).symptoms().get(0).id().key()).hasSize(15_999);
    assertThat(read(SMALL.replace("Disk full", words)).id().value()).hasSize(15_999);
    String placeholder = "a-".repeat(8_000) + "name";
    Runbook runbook = read(SMALL.replace("pod-name", placeholder));
    assertThat(command(runbook).placeholders()).extracting(Placeholder::name).contains(placeholder);
    String open = "a-".repeat(8_000);
    assertThat(command(read(SMALL.replace("<pod-name>", "<" + open)))).isNotNull();
    assertThat(read(SMALL.replace("Watch it", "`A" + "_B".repeat(8_000) + "`")).prevention())
        .hasSize(1);
  }

  private static Command command(Runbook runbook) {
    return Objects.requireNonNull(runbook.resolution().get(0).command());
  }

  @Test
  void lists_deeperThanEightLevels_areRefused_byPlace() {
    assertThat(read(SMALL.replace("- Watch it", nested(7)))).isNotNull();
    assertThat(problems(SMALL.replace("- Watch it", nested(9))))
        .containsExactly("a.md:29:17: found a list or quote 9 levels deep, but expected at most 8");
    assertThat(problems(SMALL.replace("- Watch it", "- ".repeat(3_000) + "Watch it"))).hasSize(1);
  }

  private static String nested(int levels) {
    StringBuilder list = new StringBuilder();
    for (int level = 0; level < levels; level++) {
      list.append("  ".repeat(level)).append("- Watch it\n");
    }
    return list.toString();
  }

  @Test
  void bytes_withAMark_areRead_andBytesThatAreNotUtf8_areRefusedByOffset() {
    byte[] marked = ("\uFEFF" + SMALL).getBytes(UTF_8);
    RunbookDocument document = RunbookDocument.read("a.md", marked, Annotations.none());
    assertThat(document.toMarkdown().getBytes(UTF_8)).isEqualTo(marked);
    byte[] broken = "# Small\n\n# é".getBytes(ISO_8859_1);
    MarkdownException refused =
        catchThrowableOfType(
            MarkdownException.class,
            () -> RunbookDocument.read("a.md", broken, Annotations.none()));
    assertThat(refused).hasMessage("a.md:3:3: found byte 0xE9 at offset 11, but expected UTF-8");
  }

  @Test
  void staleTableOfContents_andHorizonsOutOfOrder_areWarnings_byPlace() {
    String contents = "## Table of Contents\n- [Gone](#gone)\n- [Site](https://x.example)\n\n";
    String text =
        SMALL
            .replace("## Disk full", contents + "## Disk full")
            .replace("**Immediate**", "**Long term**")
            .replace("**Long-term**", "**Immediate**");
    RunbookDocument document = RunbookDocument.read("a.md", text, Annotations.none());
    assertThat(document.warnings())
        .extracting(MarkdownProblem::toString)
        .containsExactly(
            "a.md:3:1: found no link to runbook 'disk-full', but expected '#disk-full'",
            "a.md:4:3: found a link to '#gone', but expected the anchor of a heading",
            "a.md:21:4: found 'immediate' after 'long-term', but expected the most urgent first");
    assertThat(HoldwallRunbooks.document().warnings()).isEmpty();
  }

  @Test
  void secondHeadingOfTheSameWords_hasTheNextAnchor() {
    String text = SMALL.replace("## Disk full", "## About\n\n### Disk full\n\n## Disk full");
    RunbookDocument document = RunbookDocument.read("a.md", text, Annotations.none());
    RunbookId id = document.catalog().runbooks().get(0).id();
    assertThat(document.anchor(id)).contains("disk-full-1");
    assertThat(document.anchor(new RunbookId("none"))).isEmpty();
  }
}
