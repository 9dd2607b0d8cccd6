package com.holdwall.runbook.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is read ends in runbooks or in a list of problems. */
class RunbookDocumentFuzzTest {

  private static final List<String> PIECES =
      List.of(
          "# T",
          "## A",
          "### Symptoms",
          "### Diagnosis",
          "### Resolution",
          "### Prevention",
          "#### X",
          "- a",
          "1. b",
          "1. **Immediate**: x",
          "   - y",
          "   ```bash",
          "   ```",
          "```",
          "`GET /x`",
          "1. `DELETE /x`",
          "1. `kubectl get <pod-name>`",
          "> q",
          "| a |",
          "<!-- ",
          "-->",
          "---",
          "===",
          "",
          " ",
          "\t",
          "## Emergency Contacts",
          "- **W**: c",
          "- ** **: c",
          "## Additional Resources",
          "- [t](u)",
          "- [](u)",
          "- [![](a)](b)",
          "- [t]()",
          "## General Steps",
          "1. **G**: h",
          "\u0000",
          "\uD800",
          "\uFEFF",
          "[a]: b",
          "* * *",
          "- ",
          "- - -",
          "1.",
          "**",
          "__",
          "\\",
          "&amp;",
          "<b>");

  @Provide
  Arbitrary<String> documents() {
    return Arbitraries.of(PIECES).list().ofMaxSize(40).map(lines -> String.join("\n", lines));
  }

  @Provide
  Arbitrary<String> mutants() {
    List<String> lines = RunbookDocumentTest.SMALL.lines().toList();
    return Arbitraries.of(PIECES)
        .tuple2()
        .flatMap(
            pieces ->
                Arbitraries.integers()
                    .between(0, lines.size() - 1)
                    .map(
                        at ->
                            lines.stream().limit(at).collect(Collectors.joining("\n"))
                                + "\n"
                                + pieces.get1()
                                + pieces.get2()
                                + "\n"
                                + lines.stream().skip(at).collect(Collectors.joining("\n"))));
  }

  @Property(tries = 5_000)
  void pieces_inAnyOrder_giveRunbooksOrProblems(@ForAll("documents") String text) {
    assertEndsWell("# T\n" + text);
  }

  @Property(tries = 5_000)
  void documentWithALineTooMany_givesRunbooksOrProblems(@ForAll("mutants") String text) {
    assertEndsWell(text);
  }

  @Property(tries = 2_000)
  void anyText_givesRunbooksOrProblems(@ForAll String text) {
    assertEndsWell(text);
  }

  private static void assertEndsWell(String text) {
    try {
      RunbookDocument document = RunbookDocument.read("f.md", text, Annotations.none());
      assertThat(document.toMarkdown()).isEqualTo(text);
      assertThat(document.catalog().runbooks()).isNotEmpty();
    } catch (MarkdownException refused) {
      assertThat(refused.problems()).isNotEmpty();
    }
  }
}
