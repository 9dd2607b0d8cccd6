package com.holdwall.runbook.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.holdwall.runbook.Argument;
import com.holdwall.runbook.Command;
import com.holdwall.runbook.Placeholder;
import com.holdwall.runbook.Precondition;
import com.holdwall.runbook.Safety;
import com.holdwall.runbook.SafetyClass;
import com.holdwall.runbook.SymptomId;
import java.io.IOException;

/** Commands, both ways: arguments as lists of literals and placeholders, or text for a shell. */
final class CommandJson {

  private CommandJson() {}

  static void write(JsonGenerator json, Command command) throws IOException {
    json.writeStartObject();
    if (command instanceof Command.Invocation invocation) {
      json.writeArrayFieldStart("arguments");
      for (Argument argument : invocation.arguments()) {
        write(json, argument);
      }
      json.writeEndArray();
    } else {
      json.writeStringField("shellText", command.display());
    }
    json.writeObjectFieldStart("safety");
    Safety safety = command.guard();
    json.writeStringField("level", safety.level().name());
    json.writeStringField("reason", safety.reason());
    json.writeArrayFieldStart("preconditions");
    for (Precondition precondition : safety.preconditions()) {
      json.writeStartObject();
      json.writeStringField("text", precondition.text());
      SymptomId absent = precondition.absent();
      if (absent != null) {
        json.writeStringField("absent", absent.toString());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Argument argument) throws IOException {
    json.writeStartArray();
    for (Argument.Part part : argument.parts()) {
      if (part instanceof Argument.Literal literal) {
        json.writeString(literal.text());
      } else if (part instanceof Placeholder placeholder) {
        json.writeStartObject();
        json.writeStringField("placeholder", placeholder.name());
        json.writeStringField("type", placeholder.type().name());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  static Command read(JsonValue json) {
    json.object("arguments", "shellText", "safety");
    Safety safety = json.field("safety").make(CommandJson::safety);
    if (json.optional("arguments").isPresent() == json.optional("shellText").isPresent()) {
      throw json.wrong("either 'arguments' or 'shellText'");
    }
    return json.make(
        command ->
            command
                .optional("shellText")
                .<Command>map(text -> new Command.ShellText(text.string(), safety))
                .orElseGet(
                    () ->
                        new Command.Invocation(
                            command.field("arguments").list(CommandJson::argument), safety)));
  }

  private static Argument argument(JsonValue json) {
    return json.make(argument -> new Argument(argument.list(CommandJson::part)));
  }

  private static Argument.Part part(JsonValue json) {
    if (json.isString()) {
      return json.make(part -> new Argument.Literal(part.string()));
    }
    json.object("placeholder", "type");
    return json.make(
        part ->
            new Placeholder(
                part.field("placeholder").string(),
                part.field("type").oneOf(Placeholder.Type.class)));
  }

  private static Safety safety(JsonValue json) {
    json.object("level", "reason", "preconditions");
    return new Safety(
        json.field("level").oneOf(SafetyClass.class),
        json.field("reason").string(),
        json.field("preconditions").list(item -> item.make(CommandJson::precondition)));
  }

  private static Precondition precondition(JsonValue json) {
    json.object("text", "absent");
    String text = json.field("text").string();
    return json.optional("absent")
        .map(absent -> Precondition.absent(absent.make(a -> SymptomId.parse(a.string())), text))
        .orElseGet(() -> Precondition.manual(text));
  }
}
