package com.holdwall.example.reference;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import java.util.List;

/** Javadoc's inline markup as Markdown that fits into a cell of a table. Stateless. */
final class Markdown {

  private Markdown() {}

  static String of(List<? extends DocTree> trees) {
    StringBuilder text = new StringBuilder();
    for (DocTree tree : trees) {
      if (tree instanceof StartElementTree start && start.getName().contentEquals("pre")) {
        // an example belongs to the javadoc
        break;
      }
      append(text, tree);
    }
    return cell(text.toString());
  }

  /** On one line, and without what would end the cell. */
  static String cell(String text) {
    return text.replaceAll("\\s+", " ").strip().replace("|", "\\|");
  }

  private static void append(StringBuilder text, DocTree tree) {
    if (tree instanceof TextTree plain) {
      text.append(plain.getBody());
    } else if (tree instanceof LiteralTree literal) {
      text.append('`').append(literal.getBody().getBody().strip()).append('`');
    } else if (tree instanceof LinkTree link) {
      text.append(link.getLabel().isEmpty() ? target(link) : of(link.getLabel()));
    } else if (tree instanceof ReturnTree result) {
      text.append("Gives ").append(of(result.getDescription()));
    } else if (tree instanceof StartElementTree || tree instanceof EndElementTree) {
      text.append(' ');
    } else {
      throw new IllegalStateException("no Markdown for " + tree.getKind() + ": " + tree);
    }
  }

  /** {@code com.holdwall.probes.ProbeSettings#defaults()} is {@code ProbeSettings.defaults()}. */
  private static String target(LinkTree link) {
    String name = link.getReference().getSignature().replaceFirst("^#", "").replace('#', '.');
    return "`" + name.replaceFirst("^([a-z0-9]+\\.)+(?=[A-Z])", "") + "`";
  }
}
