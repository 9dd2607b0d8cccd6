package com.holdwall.runbook.markdown;

import com.holdwall.runbook.Contact;
import com.holdwall.runbook.GeneralStep;
import com.holdwall.runbook.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;

/** Reads what the runbooks share: general steps, contacts and links. */
final class AppendixText {

  private static final Pattern LABELLED =
      Pattern.compile("(?:\\*\\*|__)(.+?):?(?:\\*\\*|__)\\s*:?\\s*(.*)", Pattern.DOTALL);

  private final Source source;

  AppendixText(Source source) {
    this.source = source;
  }

  List<GeneralStep> generalSteps(Outline section) {
    List<GeneralStep> steps = new ArrayList<>();
    for (Node item : items(section)) {
      Matcher label = LABELLED.matcher(sentence(item));
      if (label.matches() && !label.group(1).isBlank()) {
        steps.add(
            new GeneralStep(
                steps.size() + 1, label.group(1).strip(), label.group(2).strip(), details(item)));
      } else {
        source.problem(item, "'" + sentence(item) + "'", "'**What to do**: how'");
      }
    }
    return steps;
  }

  private List<String> details(Node item) {
    List<String> details = new ArrayList<>();
    for (Node block : Outline.children(item)) {
      if (block instanceof ListBlock) {
        Outline.children(block).forEach(detail -> details.add(sentence(detail)));
      }
    }
    return details;
  }

  List<Contact> contacts(Outline section) {
    List<Contact> contacts = new ArrayList<>();
    for (Node item : items(section)) {
      Matcher label = LABELLED.matcher(sentence(item));
      if (label.matches() && !label.group(1).isBlank()) {
        contacts.add(new Contact(label.group(1).strip(), label.group(2).strip()));
      } else {
        source.problem(item, "'" + sentence(item) + "'", "'**Who**: how to reach them'");
      }
    }
    return contacts;
  }

  List<Link> links(Outline section) {
    List<Link> links = new ArrayList<>();
    for (Node item : items(section)) {
      Node sentence = item.getFirstChild();
      if (sentence != null
          && sentence.getFirstChild() instanceof org.commonmark.node.Link link
          && !link.getDestination().isBlank()
          && !title(link).isBlank()) {
        links.add(new Link(title(link), link.getDestination()));
      } else {
        source.problem(item, "'" + sentence(item) + "'", "'[title](target)'");
      }
    }
    return links;
  }

  private String title(org.commonmark.node.Link link) {
    StringBuilder title = new StringBuilder();
    Outline.children(link).forEach(child -> title.append(source.slice(child)));
    return title.toString();
  }

  private static List<Node> items(Outline section) {
    List<Node> items = new ArrayList<>();
    for (Node block : section.blocks()) {
      if (block instanceof ListBlock) {
        items.addAll(Outline.children(block));
      }
    }
    return items;
  }

  private String sentence(Node item) {
    Node first = item.getFirstChild();
    return first == null ? "" : source.slice(first);
  }
}
