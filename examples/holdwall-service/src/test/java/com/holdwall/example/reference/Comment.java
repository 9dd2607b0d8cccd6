package com.holdwall.example.reference;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.ThrowsTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A javadoc comment as Markdown on one line.
 *
 * @param body what stands before the tags
 * @param parameters what each parameter is, without those of types
 * @param refusals when an argument or a state is refused
 */
record Comment(String body, Map<String, String> parameters, List<String> refusals) {

  static final Comment NONE = new Comment("", Map.of(), List.of());

  static Comment of(@Nullable DocCommentTree tree) {
    if (tree == null) {
      return NONE;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    List<String> refusals = new ArrayList<>();
    String returned = "";
    for (DocTree tag : tree.getBlockTags()) {
      if (tag instanceof ParamTree param && !param.isTypeParameter()) {
        parameters.put(param.getName().getName().toString(), Markdown.of(param.getDescription()));
      } else if (tag instanceof ThrowsTree thrown
          && thrown.getExceptionName().getSignature().startsWith("Illegal")) {
        refusals.add(Markdown.of(thrown.getDescription()));
      } else if (tag instanceof ReturnTree result) {
        returned = Markdown.of(result.getDescription());
      }
    }
    String body = Markdown.of(tree.getFullBody());
    return new Comment(body.isEmpty() ? returned : body, parameters, refusals);
  }

  /** All that a reader needs to use a method: what it does, with what, and what it refuses. */
  String whole() {
    StringBuilder text = new StringBuilder(sentence(body));
    parameters.forEach(
        (name, meaning) ->
            text.append(' ').append('`').append(name).append("`: ").append(sentence(meaning)));
    refusals.forEach(rule -> text.append(" Refused ").append(sentence(rule)));
    return text.toString().strip();
  }

  private static String sentence(String text) {
    return text.isEmpty() || text.endsWith(".") ? text : text + ".";
  }
}
