package com.holdwall.probes.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.holdwall.runbook.Argument;
import com.holdwall.runbook.Command;
import com.holdwall.runbook.Placeholder;
import java.io.IOException;

/** A command as text, and as the parts that a client needs to fill its placeholders. Stateless. */
final class CommandParts {

  private CommandParts() {}

  static void fields(JsonGenerator json, Command command) throws IOException {
    Json.field(json, "command", command.display());
    if (command instanceof Command.Invocation invocation) {
      json.writeArrayFieldStart("arguments");
      for (Argument argument : invocation.arguments()) {
        json.writeStartArray();
        for (Argument.Part part : argument.parts()) {
          part(json, part);
        }
        json.writeEndArray();
      }
      json.writeEndArray();
    }
  }

  private static void part(JsonGenerator json, Argument.Part part) throws IOException {
    if (part instanceof Argument.Literal literal) {
      json.writeString(literal.text());
    } else if (part instanceof Placeholder placeholder) {
      json.writeStartObject();
      Json.field(json, "placeholder", placeholder.name());
      Json.field(json, "type", placeholder.type().name());
      Json.field(json, "pattern", placeholder.type().pattern());
      Json.field(json, "rule", placeholder.type().rule());
      json.writeEndObject();
    }
  }
}
