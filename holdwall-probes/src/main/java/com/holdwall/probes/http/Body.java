package com.holdwall.probes.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small JSON document, read into maps, lists and strings. The caller bounds its bytes. */
final class Body {

  private final Map<String, Object> fields;

  private Body(Map<String, Object> fields) {
    this.fields = fields;
  }

  static Body parse(byte[] bytes) throws IOException {
    try (JsonParser parser = Json.FACTORY.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Refusal(400, "Bad JSON; the body must be an object");
      }
      Map<String, Object> fields = object(parser);
      if (parser.nextToken() != null) {
        throw new Refusal(400, "Bad JSON; something follows the object");
      }
      return new Body(fields);
    } catch (JsonProcessingException bad) {
      // Neither its message nor its place: the parser repeats what came in.
      throw new Refusal(400, "Bad JSON");
    }
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return fields;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_NULL -> "";
      default -> parser.getText();
    };
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    List<Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return items;
  }

  String required(String name) {
    return optional(name)
        .orElseThrow(() -> new Refusal(400, "Missing field '" + name + "'; it must be text"));
  }

  Optional<String> optional(String name) {
    Object value = fields.get(name);
    if (value != null && !(value instanceof String)) {
      throw new Refusal(400, "Bad field '" + name + "'; it must be text");
    }
    return Optional.ofNullable((String) value).filter(text -> !text.isEmpty());
  }

  @SuppressWarnings("unchecked") // every object here was made by object()
  Body inside(String name) {
    Object value = fields.get(name);
    return new Body(value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of());
  }

  @SuppressWarnings("unchecked") // every object here was made by object()
  List<Body> objects(String name, int most) {
    Object value = fields.get(name);
    if (!(value instanceof List<?> items)) {
      throw new Refusal(400, "Missing field '" + name + "'; it must be an array");
    }
    if (items.size() > most) {
      throw new Refusal(413, "Too many items in '" + name + "'; at most " + most);
    }
    List<Body> bodies = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof Map<?, ?> map)) {
        throw new Refusal(400, "Bad field '" + name + "'; it must hold objects");
      }
      bodies.add(new Body((Map<String, Object>) map));
    }
    return bodies;
  }
}
