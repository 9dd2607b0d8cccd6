package com.holdwall.runbook.markdown;

import com.holdwall.runbook.Command;
import com.holdwall.runbook.ResolutionStep;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Safety;
import com.holdwall.runbook.SafetyClass;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.StepId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;
import org.jspecify.annotations.Nullable;

/** Reads a resolution: a list of horizons, each with a sentence, bullets and commands. */
final class ResolutionText {

  /** An item before its number is known. */
  private record Item(Node at, String text, @Nullable FencedCodeBlock code) {}

  private final Source source;
  private final RunbookId runbook;
  private final Annotations annotations;
  private final SourceMap map;
  private final List<ResolutionStep> steps = new ArrayList<>();
  private final List<Section> seen = new ArrayList<>();

  ResolutionText(Source source, RunbookId runbook, Annotations annotations, SourceMap map) {
    this.source = source;
    this.runbook = runbook;
    this.annotations = annotations;
    this.map = map;
  }

  List<ResolutionStep> read(Outline section) {
    for (Node block : section.blocks()) {
      if (block instanceof ListBlock list) {
        Outline.children(list).forEach(this::horizon);
      } else if (!isDecoration(block)) {
        source.problem(block, "text outside a list", "a list of horizons, like '**Immediate**:'");
      }
    }
    return steps;
  }

  /** Comments, HTML, rules and tables say nothing that a step could lose. */
  private boolean isDecoration(Node block) {
    return block instanceof HtmlBlock
        || block instanceof ThematicBreak
        || (block instanceof Paragraph && source.slice(block).startsWith("|"));
  }

  private void horizon(Node item) {
    Node first = item.getFirstChild();
    Optional<Horizon> label =
        first instanceof Paragraph ? Horizon.parse(source.slice(first)) : Optional.empty();
    if (first == null || label.isEmpty()) {
      String found = first == null ? "an empty item" : "'" + source.slice(first) + "'";
      source.problem(
          item, found, "a horizon: '**Immediate**:', '**Short-term**:', '**Long-term**:'");
      return;
    }
    Section section = label.get().section();
    if (seen.contains(section)) {
      source.problem(first, "a second '" + section.slug() + "'", "each horizon once");
      return;
    }
    if (!seen.isEmpty() && section.compareTo(seen.get(seen.size() - 1)) < 0) {
      source.warning(
          first,
          "'" + section.slug() + "' after '" + seen.get(seen.size() - 1).slug() + "'",
          "the most urgent first");
    }
    seen.add(section);
    List<Item> items = items(first, label.get().rest());
    if (items.isEmpty()) {
      source.problem(first, "no step in '" + section.slug() + "'", "a sentence or bullets");
    }
    for (int i = 0; i < items.size(); i++) {
      steps.add(step(new StepId(runbook, section, i + 1), items.get(i)));
    }
  }

  private List<Item> items(Node label, String rest) {
    List<Item> items = new ArrayList<>();
    if (!rest.isEmpty()) {
      items.add(new Item(label, rest, null));
    }
    for (Node block = label.getNext(); block != null; block = block.getNext()) {
      if (block instanceof ListBlock bullets) {
        Outline.children(bullets).forEach(bullet -> bullet(items, bullet));
      } else if (block instanceof FencedCodeBlock code) {
        command(items, code);
      } else {
        source.problem(block, "'" + source.slice(block) + "'", "bullets or a fenced command");
      }
    }
    return items;
  }

  private void bullet(List<Item> items, Node bullet) {
    Node first = bullet.getFirstChild();
    if (first == null) {
      source.problem(bullet, "an empty bullet", "a sentence");
      return;
    }
    items.add(new Item(first, source.slice(first), null));
    for (Node block = first.getNext(); block != null; block = block.getNext()) {
      if (block instanceof FencedCodeBlock code) {
        command(items, code);
      } else {
        source.problem(block, "a block below a bullet", "at most a fenced command");
      }
    }
  }

  private void command(List<Item> items, FencedCodeBlock code) {
    if (items.isEmpty() || items.get(items.size() - 1).code() != null) {
      source.problem(code, "a command without a sentence", "a sentence that says what it does");
      return;
    }
    Item last = items.remove(items.size() - 1);
    items.add(new Item(last.at(), last.text(), code));
  }

  private ResolutionStep step(StepId id, Item item) {
    map.put(id.toString(), item.at(), item.text());
    FencedCodeBlock code = item.code();
    return new ResolutionStep(id, item.text(), code == null ? null : command(id, code));
  }

  private @Nullable Command command(StepId id, FencedCodeBlock code) {
    List<String> lines = FenceText.commands(code.getLiteral());
    if (lines.size() != 1) {
      source.problem(code, lines.size() + " commands in a fence", "exactly 1");
      return null;
    }
    if (code.getClosingFenceLength() == null) {
      source.problem(code, "a fence that is not closed", "a closing fence");
    }
    String line = lines.get(0);
    Safety safety = annotations.safety(id, line).orElseGet(ResolutionText::unknown);
    try {
      return CommandText.parse(line, safety);
    } catch (IllegalArgumentException refused) {
      source.problem(code, "`" + line + "`", "a command: " + refused.getMessage());
      return null;
    }
  }

  private static Safety unknown() {
    return new Safety(
        SafetyClass.DESTRUCTIVE, "nobody has said yet what this command may change", List.of());
  }
}
